"""Each row is taken in whole or not at all, whatever of it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from purnadaya.groups.models import Group, Membership
from purnadaya.imports import acts
from purnadaya.journal.execute import Act
from purnadaya.journal.models import Operation
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.parsing import parse
from purnadaya.people.models import Person
from purnadaya.people.queries import persons_for
from tests.groups.acts import found
from tests.groups.test_meetings import assert_sound
from tests.imports.acts import book, give, members, read, rows, sheet, states, take, woman
from tests.world import World

pytestmark = pytest.mark.django_db

LIST = members(woman(1, "Ngatiyem"), woman(2, "Parjiyem"), woman(3, "Suminten"))


def known(world: World) -> set[str]:
    return {one.name for one in persons_for(world.actor("kinasih"))} & {"Ngatiyem", "Parjiyem", "Suminten", "Painah"}


def test_where_the_group_has_closed_nobody_is_registered(world: World) -> None:
    group = found(world, name="P3A Melati")
    file = give(world, book(Anggota=LIST))
    read(world, file, choices={"since": "2019-01-01"})
    world.run("kinasih", "groups.close_group", group=group, closed_on="2018-01-01", reason="Bubar")
    done = take(world, file)
    assert {row.state for row in done.values()} == {"unsure"}
    assert {len(row.told) for row in done.values()} == {1}
    assert known(world) == set()
    assert_sound()


def nowhere(founds: Mapping[str, str], round_: int) -> Act:
    """A group that is to be founded where there is no village."""
    command = parse("groups.found_group", {**founds, "village": "34.99.99.9999"})
    return Act(((command, derived_id(UUID(founds["group"]), "found", round_)),))


def test_where_the_group_cannot_be_founded_nobody_is_registered(world: World, monkeypatch: Any) -> None:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    monkeypatch.setattr(acts, "founding", nowhere)
    assert set(states(take(world, file)).values()) == {"unsure"}
    assert (known(world), Group.objects.count()) == (set(), 0)


def test_one_who_is_refused_holds_up_none_of_her_group(world: World) -> None:
    """Ayu works in Hargotirto and may not register anybody elsewhere."""
    elsewhere = woman(4, "Painah", village="Wates")
    file = give(world, book(Anggota=members(*LIST[3:], elsewhere)), who="ayu")
    read(world, file, who="ayu")
    done = take(world, file, who="ayu")
    assert states(done) == {4: "done", 5: "done", 6: "done", 7: "unsure"}
    assert known(world) == {"Ngatiyem", "Parjiyem", "Suminten"}
    assert Membership.objects.count() == 3
    assert_sound()


def test_a_row_that_is_the_same_as_a_refused_one_waits_for_it(world: World) -> None:
    nik = "3401085208850001"
    lines = (woman(1, "Painah", nik=nik, village="Wates"), woman(2, "Painah", nik=nik, village="Wates"))
    file = give(world, book(Anggota=members(*lines)), who="ayu")
    assert states(read(world, file, who="ayu")) == {4: "new", 5: "same"}
    done = take(world, file, who="ayu")
    assert states(done) == {4: "unsure", 5: "unsure"}
    assert done[5].reason == "imports.waits_for_row"
    assert not Group.objects.exists()


def test_nothing_of_a_refused_row_stands_in_the_log(world: World) -> None:
    before = Person.objects.count()
    file = give(world, book(Anggota=members(woman(1, "Painah", village="Wates"))), who="ayu")
    read(world, file, who="ayu")
    take(world, file, who="ayu")
    assert Person.objects.count() == before
    assert not Operation.objects.filter(door="import").exists()
    assert rows(file)[4].values != ""
    assert sheet(file).state == "taken"
