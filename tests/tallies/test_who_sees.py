"""Who sees which figures: as far as she reaches, with small ones hidden from whoever may not open the list."""

from __future__ import annotations

from datetime import date

import pytest

from purnadaya.access.actors import Public, System
from purnadaya.access.policies import can
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.tallies.policy import Tallied, outermost
from purnadaya.tallies.queries import Cell, Period, Split, Step, behind, figures, month, year
from tests.groups.acts import found, hold, join, members, present
from tests.tallies.acts import ask, listed, n_of, question, split_of, whole
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

pytestmark = pytest.mark.django_db
MARCH, DAYS = month(2024, 3), Period(date(2024, 3, 2), date(2024, 3, 30))


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    """Why it was refused."""
    return refused.value.problems[0].code


@pytest.fixture
def met(world: World) -> World:
    """A group met in each of three villages, with 2, 3 and 12 women."""
    for village, count in ((HARGOTIRTO, 2), (DEMANGREJO, 3), (BANARAN, 12)):
        group = found(world, "kinasih", village=village, name=f"Kelompok {village}")
        hold(world, group, date(2024, 3, 5), "kinasih", attendance=present(*members(world, group, count)))
    return world


@pytest.mark.parametrize(
    ("who", "place", "n"),
    [
        ("kinasih", "", 17), ("kinasih", "34.01", 17), ("arum", BANARAN, 12), ("lintang", "34", 17),
        ("ayu", "", 5), ("ayu", "34", 5), ("ayu", "34.01.06", 3), ("ayu", HARGOTIRTO, 2), ("dimas", "34.01", 17),
        ("wati", "34", 3),
    ],
)  # fmt: skip
def test_a_figure_reaches_as_far_as_the_roles_do(met: World, who: str, place: str, n: int) -> None:
    assert n_of(met, "groups.attendances", place, who, period=MARCH) == n
    assert n_of(met, "groups.participants", place, who, period=MARCH) == n


def test_an_answer_says_when_it_is_only_of_parts_of_the_place(met: World) -> None:
    assert ask(met, "groups.meetings", "34", "ayu", period=MARCH).partly
    assert not ask(met, "groups.meetings", "34.01.06", "ayu", period=MARCH).partly
    assert not ask(met, "groups.meetings", "34", "kinasih", period=MARCH).partly


def test_places_beside_each_other_are_those_she_reaches(met: World) -> None:
    told = ask(met, "groups.meetings", "34.01", "ayu", period=MARCH, side_by_side=True)
    assert {one.cell.place: one.n for one in told.figures} == {"34.01.06": 1, "34.01.08": 1}
    of_all = ask(met, "groups.meetings", "34.01", "kinasih", period=MARCH, side_by_side=True)
    known = {one.cell.place: one.n for one in of_all.figures if not one.unknown}
    assert known == {"34.01.04": 1, "34.01.06": 1, "34.01.08": 1}
    assert len(of_all.figures) > 3, "the others stand there as unknown"


@pytest.mark.parametrize(
    ("who", "place"),
    [("ayu", BANARAN), ("ayu", "34.02"), ("wati", HARGOTIRTO), ("kinasih", "99"), ("kinasih", "elsewhere"),
     ("surya", "34"), ("paula", "34")],
)  # fmt: skip
def test_a_place_out_of_reach_or_that_is_none_is_not_found(met: World, who: str, place: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(met, "groups.meetings", place, who, period=MARCH)
    assert code_of(refused) == "access.not_found"


def test_another_organisation_sees_nothing_of_it(met: World) -> None:
    told = whole(ask(met, "groups.meetings", "34", "rina", period=MARCH))
    assert (told.n, told.unknown) == (None, True)
    assert n_of(met, "people.registered", "34", "rina") == 1


def test_the_public_finds_no_figures(met: World) -> None:
    with pytest.raises(Refused) as refused:
        figures(Public(), question("groups.meetings"))
    assert code_of(refused) == "access.not_found"


def test_the_operator_sees_one_organisation_or_all(met: World) -> None:
    own = figures(System("test", met.koordinasi), question("people.registered"))
    every = figures(System("test"), question("people.registered"))
    assert (whole(own).n, whole(every).n) == (1, 21)
    assert sum(one.n for one in behind(System("test"), question("people.registered"), whole(every).cell)) == 21


def test_a_group_is_seen_by_who_may_see_it(met: World) -> None:
    group = found(met, "kinasih", village=DEMANGREJO)
    sari = met.people["sari"]
    join(met, group, sari)
    hold(met, group, date(2024, 3, 9), "kinasih", attendance=present(sari))
    assert n_of(met, "groups.participants", "", "wati", period=MARCH, group=group) == 1
    assert n_of(met, "groups.meetings", DEMANGREJO, "wati", period=MARCH) == 2
    for stranger in ("rina", "paula"):
        with pytest.raises(Refused) as refused:
            ask(met, "groups.meetings", "", stranger, period=MARCH, group=group)
        assert code_of(refused) == "access.not_found"
    with pytest.raises(Refused):
        ask(met, "groups.meetings", "", period=MARCH, group=new_id())


def test_a_role_for_one_group_shows_that_group_and_nothing_else(met: World) -> None:
    group = found(met, "kinasih", village=BANARAN)
    sari = met.people["sari"]
    join(met, group, sari)
    hold(met, group, date(2024, 3, 9), "kinasih", attendance=present(sari))
    user = met.users["wati"]
    met.run("lintang", "access.give_role", grant=new_id(), user=user, role="group_officer", group=group)
    told = ask(met, "groups.attendances", "34", "wati", period=MARCH)
    assert (whole(told).n, told.partly) == (4, True), "her village with three, and the one of her group elsewhere"
    assert n_of(met, "groups.participants", "34", "wati", period=MARCH) == 4
    assert n_of(met, "groups.participants", "34", "wati", period=DAYS) == 4
    assert listed(met, question("groups.attendances", "34", period=MARCH), whole(told).cell, "wati") == 4


def test_an_auditor_reads_figures_with_the_small_ones_hidden(met: World) -> None:
    told = ask(met, "groups.attendances", "34.01", "bagas", period=MARCH, side_by_side=True)
    shown = {one.cell.place: (one.n, one.hidden) for one in told.figures if not one.unknown}
    assert shown == {"34.01.04": (None, True), "34.01.06": (None, True), "34.01.08": (None, True)}, "5 would follow"
    assert told.hides
    assert n_of(met, "groups.attendances", "34", "bagas", period=MARCH) == 17
    assert n_of(met, "groups.meetings", DEMANGREJO, "bagas", period=MARCH) == 1, "a meeting is nobody"


def test_a_split_that_would_show_one_person_is_hidden_with_another(met: World) -> None:
    man = met.person("Paijo", sex="male", village=BANARAN)
    met.run("kinasih", "people.register_person", **man)
    group = found(met, "kinasih", village=BANARAN)
    hold(met, group, date(2024, 3, 9), "kinasih", attendance=present(man["person"], guest=True))
    assert split_of(met, "groups.attendances", "sex", period=MARCH) == {"female": 17, "male": 1}
    assert split_of(met, "groups.attendances", "sex", who="bagas", period=MARCH) == {"female": None, "male": None}
    assert whole(ask(met, "groups.womens_share", "34", "bagas", period=MARCH)).hidden
    assert n_of(met, "groups.attendances", who="bagas", period=MARCH) == 18


def test_who_sees_figures_only_does_not_open_the_list(met: World) -> None:
    asked = question("groups.attendances", period=MARCH)
    cell = whole(figures(met.actor("bagas"), asked)).cell
    with pytest.raises(Refused) as refused:
        behind(met.actor("bagas"), asked, cell)
    assert code_of(refused) == "access.not_allowed"
    with pytest.raises(Refused) as refused:
        behind(met.actor("ayu"), asked, Cell("groups.attendances", BANARAN, cell.first, cell.last))
    assert code_of(refused) == "access.not_found"


def test_a_trend_has_a_figure_for_every_stretch(met: World) -> None:
    told = ask(met, "groups.attendances", "34", "ayu", period=year(2024), step=Step.QUARTER)
    assert [one.n for one in told.figures] == [5, None, None, None]
    assert [one.first.month for one in told.periods] == [1, 4, 7, 10]


@pytest.mark.parametrize(
    ("who", "verb", "may"),
    [("ayu", "open", True), ("bagas", "open", False), ("bagas", "see", True), ("rina", "see", False),
     ("surya", "see", False)],
)  # fmt: skip
def test_the_policy_says_the_same_of_one_place(world: World, who: str, verb: str, may: bool) -> None:
    assert can(world.actor(who), verb, Tallied(world.mitra, DEMANGREJO)) is may


def test_areas_that_lie_in_each_other_are_reached_once() -> None:
    assert outermost({"34.01", "34.01.06", "34.02.01", "34.0"}) == ("34.0", "34.01", "34.02.01")
    assert Split("sex") is Split.SEX
