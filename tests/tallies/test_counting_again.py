"""What was written before there were figures, recounts by command and job, and two who write at once."""

from __future__ import annotations

import io
import json
from datetime import date
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connections

from purnadaya.access.actors import System
from purnadaya.jobs.asking import enqueue
from purnadaya.jobs.models import Job
from purnadaya.jobs.worker import claim, work_off
from purnadaya.office.scheduled import RECOUNT, ROLL_UP, schedule
from purnadaya.tallies import engine, writing_sql
from purnadaya.tallies.models import Basis, Counted, Fresh, Key, Presence, Rollup, Touched
from purnadaya.tallies.queries import figures, year
from tests.groups.acts import found, hold, members, present
from tests.tallies.acts import ask, n_of, question, whole
from tests.world import World


def forget() -> None:
    """As a home is in which nothing was ever counted."""
    writing_sql.empty()
    Key.objects.all().delete()
    Basis.objects.all().delete()


def met(world: World) -> None:
    """A group met once."""
    group = found(world)
    hold(world, group, date(2024, 3, 5), attendance=present(*members(world, group, 2)))


def test_setup_counts_what_was_written_before_there_were_figures(world: World) -> None:
    met(world)
    forget()
    assert engine.needs_counting()
    assert list(engine.differences()) == ["not counted yet: purnadaya recount"]
    assert ask(world, "groups.meetings", period=year(2024)).counting
    call_command("setup", stdout=(said := io.StringIO()))
    assert "Everything counted" in said.getvalue()
    assert not engine.needs_counting()
    assert n_of(world, "groups.meetings", period=year(2024)) == 1
    call_command("setup", stdout=(again := io.StringIO()))
    assert "Everything counted" not in again.getvalue()


def test_another_way_of_counting_has_everything_counted_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not engine.needs_counting()
    monkeypatch.setattr(engine, "PACKING", 2)
    assert engine.needs_counting()


def test_the_command_says_how_many_sources_were_counted(world: World) -> None:
    met(world)
    call_command("recount", "--json", stdout=(said := io.StringIO()))
    told = json.loads(said.getvalue())
    assert told["sources"] == Counted.objects.count()
    call_command("recount", stdout=(words := io.StringIO()))
    assert f"{told['sources']} counted" in words.getvalue()
    assert list(engine.differences()) == []


def test_what_is_fresh_is_rolled_up_by_the_clock() -> None:
    assert ROLL_UP in {one.kind for one in schedule() if one.every}


def test_a_source_that_is_gone_is_found_and_counted_back(world: World) -> None:
    met(world)
    stray = Counted.objects.get(kind="meeting")
    Counted.objects.filter(source=stray.source).update(kind="outreach")
    assert any("is no more" in one for one in engine.differences())
    engine.count("outreach", [stray.source])
    assert ask(world, "groups.meetings", period=year(2024)).figures[0].n is None


def test_nothing_is_written_where_nothing_changed(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, date(2024, 3, 5), attendance=present(*members(world, group, 2)))
    before = (Fresh.objects.count(), Touched.objects.count(), Presence.objects.count())
    world.run("ayu", "groups.correct_meeting", base=1, meeting=meeting, changes={"place": "Balai"})
    assert (Fresh.objects.count(), Touched.objects.count(), Presence.objects.count()) == before


def test_the_worker_recounts_and_rolls_up(own_store: World) -> None:
    met(own_store)
    for kind in (RECOUNT, ROLL_UP):
        enqueue(System("test"), kind)
    while job := claim("test"):
        work_off(job)
    assert not Fresh.objects.exists()
    assert Rollup.objects.exists()
    assert all(one.task.status == "SUCCESSFUL" for one in Job.objects.select_related("task"))


def test_two_who_register_in_one_village_at_once_are_both_counted(own_store: World) -> None:
    before = whole(figures(own_store.actor("kinasih"), question("people.registered"))).n or 0

    def register(name: str) -> None:
        try:
            for number in range(4):
                own_store.run("kinasih", "people.register_person", **own_store.person(f"{name} {'ABCD'[number]}"))
        finally:
            connections.close_all()

    threads = [Thread(target=register, args=(name,)) for name in ("Perempuan", "Ibu")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert n_of(own_store, "people.registered") == before + 8
    assert list(engine.differences()) == []
