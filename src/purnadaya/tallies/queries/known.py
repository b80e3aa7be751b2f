"""Of which places and times anything is known at all: all that were asked for together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from purnadaya.kernel.areas import AreaCode
from purnadaya.tallies import reading_sql
from purnadaya.tallies.queries.territory import Ground
from purnadaya.tallies.reading_sql import Where
from purnadaya.tallies.rules.traits import LATEST_YEAR, Period, packed_place, width_of

NEVER = (LATEST_YEAR + 1) * 12
"""A month that comes after all that can be asked for."""
ALL_PLACES = 10**11
"""Wider than any place."""


@dataclass
class Known:
    """What is known of these grounds; ``where_of`` gives the rows of every measure on one in a period."""

    grounds: Sequence[Ground]
    where_of: Callable[[Ground, Period], Where]
    period: Period

    @cached_property
    def begun(self) -> dict[str, int]:
        """By place the first month of which anything is known."""
        found = {ground.place: NEVER for ground in self.grounds}
        for where, width, place_of in self._together(self.grounds):
            firsts = reading_sql.first_months(replace(where, months=(0, NEVER)), width)
            found |= {place_of[place]: month for place, month in firsts.items() if place in place_of}
        return found

    def places_and_months(self, grounds: Sequence[Ground]) -> set[tuple[str, int]]:
        """Where, on these grounds, and in which months of the period anything is counted."""
        return {
            (place_of[place], month)
            for where, width, place_of in self._together(grounds)
            for place, month in reading_sql.months_with_anything(where, width)
            if place in place_of
        }

    def _together(self, grounds: Iterable[Ground]) -> Iterator[tuple[Where, int, dict[int, str]]]:
        """Grounds that each are one area of one level are asked about together, the others each by itself; with how
        wide a place is, and which ground it is."""
        alike: dict[int, list[tuple[str, Ground]]] = defaultdict(list)
        for ground in grounds:
            if ground.is_simple and len(ground.areas or ()) == 1:
                (area,) = ground.areas or ()
                alike[width_of(AreaCode(area).level)].append((area, ground))
            else:
                yield replace(self.where_of(ground, self.period), terrain=-1), ALL_PLACES, {0: ground.place}
        for width, those in alike.items():
            where = self.where_of(those[0][1], self.period)
            areas = tuple(area for area, _ in those)
            yield (
                replace(where, areas=areas, terrain=-1),
                width,
                {packed_place(area): ground.place for area, ground in those},
            )
