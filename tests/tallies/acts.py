"""What the tests of figures ask again and again."""

from __future__ import annotations

from datetime import date
from typing import Any

from purnadaya.tallies.queries import Answer, Cell, Figure, Period, Question, Split, behind, figures
from purnadaya.tallies.rules.traits import first_of, last_of, month_of
from tests.world import World

EVER = Period(date(2000, 1, 1), date(2099, 12, 31))


def month_with(day: date) -> Period:
    """The calendar month a day lies in."""
    return Period(first_of(month_of(day)), last_of(month_of(day)))


def ask(world: World, measure: str, place: str = "34", who: str = "kinasih", **more: Any) -> Answer:
    """The answer to a question about one measure; the whole time there are records of, unless said."""
    return figures(world.actor(who), question(measure, place, **more))


def question(measure: str, place: str = "34", by: str = "", period: Period = EVER, **more: Any) -> Question:
    """A question about one measure; ``by`` names splits with spaces between."""
    return Question((measure,), period, place, by=frozenset(map(Split, by.split())), **more)


def whole(answer: Answer) -> Figure:
    """The one figure that is split by nothing."""
    (found,) = [one for one in answer.figures if _splits(one.cell) == {}]
    return found


def n_of(world: World, measure: str, place: str = "34", who: str = "kinasih", **more: Any) -> int | None:
    """How many of a measure there are."""
    return whole(ask(world, measure, place, who, **more)).n


def split_of(world: World, measure: str, by: str, place: str = "34", **more: Any) -> dict[str, int | None]:
    """The figures split by one thing."""
    found = ask(world, measure, place, by=by, **more).figures
    return {_splits(one.cell)[by]: one.n for one in found if _splits(one.cell)}


def _splits(cell: Cell) -> dict[str, str]:
    return {one.value: value for one in Split if (value := getattr(cell, one.value)) is not None}


def listed(world: World, asked: Question, cell: Cell, who: str = "kinasih") -> int:
    """How many the list behind a figure comes to."""
    return sum(one.n for one in behind(world.actor(who), asked, cell))
