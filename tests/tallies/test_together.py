"""Many figures are asked for together: each is what it is when it is asked for alone, in no more questions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from purnadaya.access.actors import Public
from purnadaya.kernel.problems import Refused
from purnadaya.tallies import measures, rolling
from purnadaya.tallies.models import Basis, Touched
from purnadaya.tallies.queries import Period, Question, Split, Step, figures, month, persons, year
from tests.groups.acts import found, hold, join, members, present
from tests.tallies.acts import n_of, question
from tests.world import DEMANGREJO, World

pytestmark = pytest.mark.django_db

EVERY = tuple(one.key for one in measures.all_measures())
MOST = 16
"""So many statements answer any question: for reach, places, keys, sums of what adds up and of what stands, persons."""


def two_groups(world: World) -> tuple[Any, Any]:
    """Two groups of two regions, with one woman in both, who met in two quarters."""
    group, other = found(world, terrain="coast"), found(world, name="Arimbi", who="kinasih", village=DEMANGREJO)
    women = members(world, group, 3)
    join(world, other, women[0])
    for on in (date(2024, 2, 3), date(2024, 3, 5), date(2024, 8, 5)):
        hold(world, group, on, attendance=present(*women))
    hold(world, other, date(2024, 3, 9), who="kinasih", attendance=present(women[0]))
    return group, women


@pytest.mark.parametrize("step", [Step.MONTH, Step.QUARTER, Step.YEAR])
def test_a_long_trend_takes_no_more_questions_than_a_short_one(
    world: World, step: Step, django_assert_max_num_queries: Any
) -> None:
    two_groups(world)
    actor, ten_years = world.actor("kinasih"), Period(date(2015, 1, 1), date(2024, 12, 31))
    for place in ("", "34", "34.01", "34.01.08"):
        with django_assert_max_num_queries(MOST):
            figures(actor, Question(EVERY, ten_years, place, step=step, side_by_side=True))
    rolling.roll_all()
    for place in ("", "34", "34.01", "34.01.08"):
        with django_assert_max_num_queries(MOST):
            figures(actor, Question(EVERY, ten_years, place, step=step, side_by_side=True))


def test_what_was_written_since_is_counted_beside_what_was_rolled_up(world: World) -> None:
    group, women = two_groups(world)
    rolling.roll_all()
    hold(world, group, date(2024, 8, 20), attendance=present(*members(world, group, 2), women[0]))
    asked = question("groups.participants", "34.01", "sex", year(2024), step=Step.MONTH, side_by_side=True)
    together = figures(world.actor("kinasih"), asked)
    alone = {
        one.cell: one.n
        for period in asked.period.steps(Step.MONTH)
        for one in figures(world.actor("kinasih"), question("groups.participants", "34.01", "sex", period,
                                                            side_by_side=True)).figures
    }  # fmt: skip
    assert {one.cell: one.n for one in together.figures} == alone
    assert [one.n for one in together.figures if one.cell.place == "34.01.08" and one.cell.sex is None and one.n] == [
        3, 3, 5,
    ]  # fmt: skip


def test_too_much_to_be_counted_is_told_as_it_was_rolled_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    group, _ = two_groups(world)
    rolling.roll_all()
    hold(world, group, date(2024, 8, 20), attendance=present(*members(world, group, 2)))
    asked = question("groups.participants", period=month(2024, 8))
    assert n_of(world, "groups.participants", period=month(2024, 8)) == 5
    monkeypatch.setattr(persons, "LIVE_AT_MOST", 0)
    told = figures(world.actor("kinasih"), asked)
    assert [one.n for one in told.figures] == [3]
    assert told.as_of == Basis.objects.get().rolled_at
    rolling.roll_all()
    assert n_of(world, "groups.participants", period=month(2024, 8)) == 5


def test_who_left_a_place_altogether_is_rolled_out_of_it(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, date(2024, 3, 5), attendance=present(*members(world, group, 2)))
    rolling.roll_all()
    assert n_of(world, "groups.participants", period=year(2024)) == 2
    world.run("ayu", "groups.cancel_meeting", meeting=meeting, reason="keliru", decisions_too=True)
    assert Touched.objects.exists()
    rolling.roll_all()
    assert not Touched.objects.exists()
    assert not n_of(world, "groups.participants", period=year(2024))


def test_a_village_and_a_group_answer_as_their_district_does(world: World) -> None:
    group, _ = two_groups(world)
    for one in (Step.MONTH, Step.WHOLE):
        asked = [
            Question(("groups.participants",), year(2024), place, of, by=frozenset({Split.TERRAIN}), step=one)
            for place, of in (("34.01.08", None), ("", group))
        ]
        first, second = (figures(world.actor("kinasih"), one).figures for one in asked)
        assert [one.n for one in first] == [one.n for one in second]


def test_a_stranger_asks_for_many_and_is_told_of_none(world: World) -> None:
    two_groups(world)
    with pytest.raises(Refused) as refused:
        figures(Public(), Question(EVERY, year(2024), "34", step=Step.MONTH))
    assert refused.value.problems[0].code == "access.not_found"


def test_a_stranger_of_another_organisation_is_told_that_nothing_is_known(world: World) -> None:
    two_groups(world)
    told = figures(world.actor("rina"), Question(("groups.participants",), year(2024), "34", step=Step.MONTH))
    assert {one.unknown for one in told.figures} == {True}
