"""Pure decisions about rules: which value holds on a day, and what an organisation may set instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from purnadaya.kernel.problems import Problem

OLDEST_DAY = date(1945, 8, 17)
FARTHEST_AHEAD = timedelta(days=3660)
"""How far ahead a value may be set: ten years."""


class Unit(StrEnum):
    """What a rule's number counts."""

    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    AGE = "age"
    RUPIAH = "rupiah"
    PERCENT = "percent"


RANGE: Mapping[Unit, tuple[int, int]] = {
    Unit.HOURS: (1, 8_784),
    Unit.DAYS: (1, 3_660),
    Unit.MONTHS: (1, 240),
    Unit.YEARS: (1, 100),
    Unit.AGE: (0, 120),
    Unit.RUPIAH: (0, 1_000_000_000_000),
    Unit.PERCENT: (0, 100),
}
"""The least and the most that makes sense in each unit."""


@dataclass(frozen=True)
class Dated:
    """One value of a rule, from the day ``since`` on and before the day ``until`` (None: until further notice).

    ``source`` is the law and article, or whatever an organisation names. ``verified_on`` is the day somebody read it
    there; None says that nobody has. ``own`` is the id of an organisation's own value, None for a shipped one.
    """

    value: int
    since: date
    until: date | None
    source: str
    verified_on: date | None = None
    own: UUID | None = None

    @property
    def decided_here(self) -> bool:
        """Whether no law sets it: the programme itself decided, and has no source to read it in."""
        return self.source == "Purnadaya"

    def holds_on(self, day: date) -> bool:
        """Whether ``day`` lies within its days."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Rule:
    """A number that law or programme sets, with its shipped values.

    ``name`` is dotted, its first part the topic; ``means`` says in each language what the number is.
    A ``fixed`` rule is kept by the programme itself, for everyone on the server. ``at_most_shipped`` is a deadline of
    the law: an organisation may be quicker, never slower.
    """

    name: str
    unit: Unit
    means: Mapping[str, str]
    values: tuple[Dated, ...]
    fixed: bool = False
    at_most_shipped: bool = False

    @property
    def topic(self) -> str:
        """What it is about: the first part of its name."""
        return self.name.partition(".")[0]


def in_force(values: Iterable[Dated], day: date) -> Dated | None:
    """The value that holds on ``day``: an own one before a shipped one, then the one that began last."""
    holding = [one for one in values if one.holds_on(day)]
    return max(holding, key=lambda one: (one.own is not None, one.since), default=None)


def setting_problems(rule: Rule | None, unit: Unit, wish: Dated, today: date, own: Iterable[Dated]) -> list[Problem]:
    """Why an organisation may not set ``wish`` beside the ``own`` values it has already."""
    if rule is None:
        return [Problem("rulebook.unknown_rule", fields=("rule",))]
    if rule.fixed:
        return [Problem("rulebook.fixed", fields=("rule",))]
    if unit is not rule.unit:
        return [Problem("rulebook.wrong_unit", {"unit": rule.unit.value}, ("unit",))]
    problems = _range_problems(rule.unit, wish.value) + _law_problems(rule, wish) + _day_problems(wish, today)
    if not problems and any(_contradict(wish, other) for other in own):
        problems.append(Problem("rulebook.overlaps", fields=("since",)))
    return problems


def ending_problems(value: Dated, until: date) -> list[Problem]:
    """An own value ends on a day of its own; on its first day it is as if it had never been set."""
    fits = value.since <= until and (value.until is None or until < value.until)
    return [] if fits else [Problem("rulebook.not_its_day", fields=("until",))]


def _range_problems(unit: Unit, value: int) -> list[Problem]:
    least, most = RANGE[unit]
    return (
        [] if least <= value <= most else [Problem("rulebook.out_of_range", {"least": least, "most": most}, ("value",))]
    )


def _law_problems(rule: Rule, wish: Dated) -> list[Problem]:
    """A deadline of the law is not lengthened on any day on which it holds."""
    most = min((one.value for one in rule.values if _share_a_day(one, wish)), default=wish.value)
    if not rule.at_most_shipped or wish.value <= most:
        return []
    return [Problem("rulebook.longer_than_law", {"most": most}, ("value",))]


def _share_a_day(one: Dated, other: Dated) -> bool:
    return (one.until is None or other.since < one.until) and (other.until is None or one.since < other.until)


def _day_problems(wish: Dated, today: date) -> list[Problem]:
    problems = []
    if not OLDEST_DAY <= wish.since <= today + FARTHEST_AHEAD:
        problems.append(Problem("rulebook.day_out_of_reach", fields=("since",)))
    if wish.until is not None and wish.until <= wish.since:
        problems.append(Problem("rulebook.ends_first", fields=("until",)))
    return problems


def _contradict(one: Dated, other: Dated) -> bool:
    """Two own values contradict each other when both begin on one day, or one says it still holds on the day the
    other begins. One that holds until further notice says no such thing: a later one is that notice."""
    first, second = sorted((one, other), key=lambda value: value.since)
    return first.since == second.since or (first.until is not None and second.since < first.until)
