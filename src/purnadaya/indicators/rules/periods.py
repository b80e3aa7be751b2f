"""Periods as they stand in an address, and the periods beside them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from purnadaya.tallies.rules.traits import Period, Step, month, month_of, quarter, year

EARLIEST = 1990
"""No organisation we know has notes of an earlier year."""
FARTHEST = 12
"""So many months from now a period may begin."""
BESIDE = {Step.MONTH: 12, Step.QUARTER: 8, Step.YEAR: 5}
"""So many periods of each kind stand side by side."""
LONGEST = 366 * 60

_SHAPES = (
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII), month),
    (re.compile(r"(\d{4})-q([1-4])", re.ASCII), quarter),
)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)--(\d{4}-\d\d-\d\d)", re.ASCII)


@dataclass(frozen=True)
class Trend:
    """A period after those of its kind before it, as one period that is cut by ``step``."""

    period: Period
    step: Step


def address_of(period: Period) -> str:
    """What ``period_in`` reads: 2026, 2026-q3, 2026-09 or 2026-01-05--2026-02-07."""
    match period.standard:
        case Step.YEAR:
            return f"{period.first.year}"
        case Step.QUARTER:
            return f"{period.first.year}-q{(period.first.month + 2) // 3}"
        case Step.MONTH:
            return f"{period.first:%Y-%m}"
    return f"{period.first}--{period.last}"


def period_in(text: str, today: date) -> Period | None:
    """The period an address names; None for what names none, or one too early or late for anything to be in it."""
    found = _read(text.strip().lower())
    return found if found is not None and _can_hold_anything(found, today) else None


def days_between(first: date | None, last: date | None, today: date) -> Period | None:
    """Any days; None where one is missing, the last comes before the first, or nothing can be in them."""
    if first is None or last is None:
        return None
    try:
        found = Period(first, last)
    except ValueError:
        return None
    return found if _can_hold_anything(found, today) else None


def moved(period: Period, steps: int) -> Period | None:
    """The period of its kind so many later, or earlier; None for any days, which have no neighbours."""
    match period.standard:
        case Step.YEAR:
            return year(period.first.year + steps)
        case Step.QUARTER:
            count = period.first.year * 4 + (period.first.month - 1) // 3 + steps
            return quarter(count // 4, count % 4 + 1)
        case Step.MONTH:
            count = month_of(period.first) + steps
            return month(count // 12, count % 12 + 1)
    return None


def trend_of(period: Period) -> Trend | None:
    """The months, quarters or years that end with this one; None for any days."""
    step = period.standard
    if step is None:
        return None
    begins = moved(period, 1 - BESIDE[step])
    first = max(begins.first if begins else period.first, date(EARLIEST, 1, 1))
    return Trend(Period(first, period.last), step)


def months_in(period: Period) -> Trend | None:
    """The months of a quarter or a year; None for a shorter period and for any days."""
    return Trend(period, Step.MONTH) if period.standard in {Step.QUARTER, Step.YEAR} else None


def _can_hold_anything(period: Period, today: date) -> bool:
    early, late = period.first.year < EARLIEST, month_of(period.first) > month_of(today) + FARTHEST
    return not early and not late and (period.last - period.first).days <= LONGEST


def _read(text: str) -> Period | None:
    try:
        if days := _DAYS.fullmatch(text):
            return Period(date.fromisoformat(days[1]), date.fromisoformat(days[2]))
        if _YEAR.fullmatch(text):
            return year(int(text))
        return next(
            (make(int(found[1]), int(found[2])) for shape, make in _SHAPES if (found := shape.fullmatch(text))), None
        )
    except ValueError:
        return None
