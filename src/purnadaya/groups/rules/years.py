"""How often someone came to the meetings of her groups, year by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from purnadaya.groups.rules.meetings import Attended, Line, united


@dataclass(frozen=True)
class Said:
    """What was said of her at one meeting."""

    group: UUID
    meeting: UUID
    held_on: date
    line: Line


@dataclass(frozen=True)
class Year:
    """How often she came to the meetings of one group in one year, as a member or (``guest``) as a guest.

    ``of`` are the meetings at which something was said of her, ``last`` is the last day she came.
    """

    group: UUID
    guest: bool
    came: int
    of: int
    last: date


def years_of(said: Iterable[Said]) -> list[Year]:
    """Her years in each group, the earliest first; none in which she never came.

    A meeting counts once, also where something was said of her under two of her ids.
    """
    meetings: dict[UUID, Said] = {}
    for one in said:
        known = meetings.get(one.meeting)
        line = one.line if known is None else united(known.line, one.line)
        meetings[one.meeting] = Said(one.group, one.meeting, one.held_on, line)
    together: dict[tuple[int, UUID, bool], list[Said]] = defaultdict(list)
    for one in meetings.values():
        together[one.held_on.year, one.group, one.line.guest].append(one)
    years = [_year(group, guest, of) for (_, group, guest), of in together.items()]
    return sorted((one for one in years if one), key=lambda one: (one.last, str(one.group), one.guest))


def _year(group: UUID, guest: bool, said: Sequence[Said]) -> Year | None:
    days = [one.held_on for one in said if one.line.attended is Attended.PRESENT]
    return Year(group, guest, len(days), len(said), max(days)) if days else None
