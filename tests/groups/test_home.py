"""What groups need today, on the page of whoever minds it."""

from __future__ import annotations

import html

import pytest

from purnadaya.groups.models import Group
from tests.groups.acts import day, decide, found, hold, join
from tests.world import DEMANGREJO, World

pytestmark = pytest.mark.django_db


def home(world: World, who: str) -> str:
    """Her page of today."""
    return html.unescape(world.browser(who).get("/").content.decode())


def test_what_is_due_stands_on_the_page_of_whoever_minds_it(world: World) -> None:
    arimbi, menoreh = found(world, name="Putri Arimbi", village=DEMANGREJO), found(world)
    here, there = hold(world, arimbi, day(30)), hold(world, menoreh, day(30))
    decide(world, here, what="Mengantar surat", due=day(2).isoformat())
    decide(
        world, there, what="Menanam cabai", owner_user=str(world.users["dimas"]), by_all=False, due=day().isoformat()
    )
    decide(world, there, what="Masih lama", due=day(-60).isoformat())
    assert "Mengantar surat" in home(world, "wati")
    assert "Menanam cabai" not in home(world, "wati")
    assert "Menanam cabai" in home(world, "dimas")
    ayu = home(world, "ayu")
    assert "Mengantar surat" in ayu
    assert "Menanam cabai" not in ayu
    assert "Masih lama" not in ayu
    assert "Mengantar surat" not in home(world, "arum")
    assert "Mengantar surat" not in home(world, "rina")


def test_a_group_that_did_not_meet_for_six_weeks_is_asked_after(world: World) -> None:
    silent, met, closed = (found(world, name=name) for name in ("Sekar Melati", "Putri Menoreh", "Anggun"))
    hold(world, silent, day(42))
    hold(world, met, day(41))
    hold(world, closed, day(90))
    world.run("ayu", "groups.close_group", group=closed, closed_on=day().isoformat(), reason="Bubar")
    page = home(world, "ayu")
    assert "Sekar Melati" in page
    assert "Putri Menoreh" not in page
    assert "Anggun" not in page


def test_a_group_that_never_met_counts_from_the_day_it_was_written_down(world: World) -> None:
    group = found(world, name="Sekar Melati")
    assert "Sekar Melati" not in home(world, "ayu")
    Group.objects.filter(id=group).update(registered_at="2020-01-01T00:00:00Z")
    assert "Sekar Melati" in home(world, "ayu")


def test_a_meeting_to_come_reminds_of_its_invitation_until_it_was_sent(world: World) -> None:
    group = found(world)
    join(world, group, world.people["sari"])
    hold(world, group, day(20), next_on=day(-3).isoformat(), next_host=str(world.people["sari"]))
    assert "invitation not sent yet" in home(world, "ayu")
    assert "at the house of Mbak Sari Lestari" in home(world, "ayu")
    world.run("ayu", "groups.invite", group=group, for_on=day(-3).isoformat())
    assert "Putri Menoreh" in home(world, "ayu")
    assert "invitation not sent yet" not in home(world, "ayu")


def test_both_who_differ_are_reminded_until_it_is_settled(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, place="Balai")
    hold(world, group, who="kinasih", place="Masjid")
    for who in ("ayu", "kinasih"):
        assert "Two of you wrote the meeting of Putri Menoreh" in home(world, who)
    assert "Two of you wrote" not in home(world, "dimas")
    world.run("ayu", "groups.correct_meeting", base=2, meeting=meeting, changes={"place": "Masjid"})
    assert "Two of you wrote" not in home(world, "kinasih")


def test_a_meeting_that_is_written_down_already_is_still_to_come(world: World) -> None:
    group = found(world)
    hold(world, group, day(10), next_on=day(-3).isoformat())
    hold(world, group, day(-5), believed=True)
    page = home(world, "ayu")
    assert "Meetings to come" in page
    assert "Putri Menoreh" in page
    assert "invitation not sent yet" not in page
    groups = html.unescape(world.browser("ayu").get("/kelompok/").content.decode())
    assert "meets on" in groups
    assert "last met on" not in groups
    assert "It met 1 time" in html.unescape(world.browser("ayu").get(f"/kelompok/{group}/").content.decode())
