"""The days of the meetings at the heads of a grid: some are written without their year, which stands elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from purnadaya.imports.reading.columns import Column
from purnadaya.imports.reading.headings import Meaning, day_in
from purnadaya.kernel.problems import Problem

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class MeetingColumn:
    """One meeting of a grid: where its marks stand and on which day it was, or the problem why that is not known."""

    index: int
    heading: str
    day: date | None = None
    problem: Problem | None = None
    notes: tuple[Problem, ...] = ()


def meetings_of(
    columns: Sequence[Column], texts: Sequence[str], today: date, year: int | None
) -> tuple[MeetingColumn, ...]:
    """The meetings of a grid. A day without a year gets the one that was chosen (``year``), or that of the meetings
    beside it, or that of the titles (``texts``), if these name one or two; each time with a note that says so."""
    found = [column for column in columns if column.meaning is Meaning.MEETING]
    days = [day_in(column.heading) for column in found]
    years = [day[0] if day else 0 for day in days]
    titled = sorted({int(text) for title in texts for text in _YEAR.findall(title)})
    filled = _filled([day and (year or day[0] if not day[0] else day[0], *day[1:]) for day in days], titled)
    return tuple(
        _meeting(column, day, filled[place], today, said=bool(years[place]))
        for place, (column, day) in enumerate(zip(found, days, strict=True))
    )


def _filled(days: Sequence[tuple[int, int, int] | None], titled: Sequence[int]) -> list[int]:
    """The year of each day: its own; or that of its neighbour, one more when the months begin anew."""
    years = [day[0] if day else 0 for day in days]
    if not any(years) and 1 <= len(titled) <= 2:
        first = next((place for place, day in enumerate(days) if day), None)
        if first is not None:
            years[first] = titled[0]
    for order in (range(len(days)), range(len(days) - 1, -1, -1)):
        step = 1 if order.step > 0 else -1
        before: tuple[int, int, int] | None = None
        for place in order:
            day = days[place]
            if day is None:
                continue
            if not years[place] and before is not None:
                turned = (day[1:] < before[1:]) if step > 0 else (day[1:] > before[1:])
                years[place] = before[0] + (step if turned else 0)
            if years[place]:
                before = (years[place], day[1], day[2])
    return years


def _meeting(column: Column, day: tuple[int, int, int] | None, year: int, today: date, *, said: bool) -> MeetingColumn:
    heading = column.heading
    if day is None:
        return MeetingColumn(
            column.index, heading, problem=Problem("imports.meeting_without_day", {"text": heading[:60]})
        )
    if not year:
        return MeetingColumn(column.index, heading, problem=Problem("imports.day_without_year", {"text": heading[:60]}))
    try:
        held_on = date(year, day[1], day[2])
    except ValueError:
        return MeetingColumn(column.index, heading, problem=Problem("imports.no_such_day", {"text": heading[:60]}))
    if held_on > today:
        return MeetingColumn(
            column.index, heading, problem=Problem("imports.day_in_future", {"text": held_on.isoformat()})
        )
    notes = () if said else (Problem("imports.year_taken", {"year": year}),)
    return MeetingColumn(column.index, heading, held_on, notes=notes)
