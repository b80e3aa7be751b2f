"""Persons counted once: all places and periods of a question together, from roll-ups where these are new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from purnadaya.kernel.areas import AreaCode
from purnadaya.tallies import reading_sql
from purnadaya.tallies.measures import Measure
from purnadaya.tallies.models import Basis
from purnadaya.tallies.queries.territory import Ground
from purnadaya.tallies.reading_sql import Where
from purnadaya.tallies.rules.traits import MONTHS_IN, Period, packed_place, width_of

LIVE_AT_MOST = 200_000
"""So many lines in which persons were present are gone through while somebody waits; more are read rolled up."""
ALL_PLACES, ALL_MONTHS = 10**11, 10**6
"""Wider than any place, longer than any period: everything is in number 0."""
At: TypeAlias = tuple[str, str, int]
"""A measure, a ground by its place, and which of the periods."""
Traited: TypeAlias = "Counter[tuple[int, int]]"
"""How many persons by terrain and traits, packed."""


@dataclass(frozen=True)
class _Alike:
    """What can be read by one question: grounds that each are one area of one width, or one ground of any kind; and
    periods of so many calendar months each, or one of any length. ``places`` says which ground a packed place is."""

    where: Where
    width: int
    months: int
    places: Mapping[int, str]
    numbers: Mapping[int, int]
    """Which of the periods a number of months stands for."""

    def named(self, rows: Iterable[tuple[int, ...]], names: Mapping[int, str]) -> Iterator[tuple[At, int, int, int]]:
        """The rows by what they are of; those of other periods are left out."""
        for measure, place, number, terrain, traits, n in rows:
            if number in self.numbers and place in self.places:
                yield (names[measure], self.places[place], self.numbers[number]), terrain, traits, n


@dataclass
class Persons:
    """The persons of these measures, on these grounds, in these periods; read when they are wanted first.

    ``lines_of`` says about how many presences there are. ``read_rolled`` is true when anything came from roll-ups
    although something was written since: then the answer is as of when they were made.
    """

    measures: Sequence[Measure]
    grounds: Sequence[Ground]
    periods: Sequence[Period]
    where_of: Callable[[Ground, Iterable[str], Period], Where]
    lines_of: Callable[[Measure, Ground, int], int]
    keys: Mapping[str, int]
    basis: Basis | None
    read_rolled: bool = False
    _found: dict[At, Traited] = field(default_factory=lambda: defaultdict(Counter))

    def of(self, measure: Measure, ground: Ground) -> Iterator[tuple[int, int, int, int]]:
        """Rows of the number of the period, terrain, traits and how many."""
        for number in range(len(self.periods)):
            for (terrain, traits), n in self._all[measure.key, ground.place, number].items():
                yield number, terrain, traits, n

    @cached_property
    def _all(self) -> dict[At, Traited]:
        live = self._read_rolled()
        for wanted in self._together(live):
            self._keep(wanted, reading_sql.persons(wanted.where, wanted.width, wanted.months), live)
        return self._found

    @cached_property
    def _names(self) -> dict[int, str]:
        return {self.keys[one.key]: one.key for one in self.measures if one.key in self.keys}

    def _keep(self, alike: _Alike, rows: Iterable[tuple[int, ...]], only: Collection[At]) -> None:
        for at, terrain, traits, n in alike.named(rows, self._names):
            if at in only:
                self._found[at][terrain, traits] += n

    # --- from roll-ups ---

    def _read_rolled(self) -> frozenset[At]:
        """Read what is to be read from roll-ups; what is left to be counted now."""
        every = {(one.key, ground.place, n) for one in self.measures for ground in self.grounds
                 for n in range(len(self.periods))}  # fmt: skip
        areas = self._rolled_areas() if self.basis and self.basis.rolled_at else {}
        rolled = {at for at in every if at[:2] in areas and self.periods[at[2]].standard}
        touched = frozenset(self._touched(rolled, areas)) if rolled else frozenset[At]()
        live = frozenset(at for at in touched if self._lines(at) <= LIVE_AT_MOST)
        self.read_rolled = bool(touched - live)
        by_length: dict[tuple[int, int], set[At]] = defaultdict(set)
        for at in rolled - live:
            by_length[_width(areas[at[:2]]), self._length(at[2])].add(at)
        for (width, months), some in by_length.items():
            alike = self._alike(some, {areas[at[:2]]: at[1] for at in some}, width, months)
            self._keep(alike, reading_sql.rolled_persons(alike.where, months), some)
        return frozenset(every - (rolled - live))

    def _rolled_areas(self) -> dict[tuple[str, str], str]:
        """By measure and ground the one area whose roll-ups say it all, where there is one: a ground of several areas
        is, if there were persons in one of them only, that one."""
        found: dict[tuple[str, str], str] = {}
        names = self._names
        for ground in self.grounds:
            where = self.where_of(ground, names.values(), self.periods[0])
            areas = where.areas or ()
            if where.is_rolled and len(areas) == 1:
                found |= {(key, ground.place): areas[0] for key in names.values()}
            elif where.is_rolled:
                there = reading_sql.measures_in_areas(where)
                for number, key in names.items():
                    those = [area for measure, area in there if measure == number]
                    if len(those) == 1:
                        found[key, ground.place] = those[0]
        return found

    def _touched(self, rolled: Iterable[At], areas: Mapping[tuple[str, str], str]) -> Iterator[At]:
        by_width: dict[int, set[At]] = defaultdict(set)
        for at in rolled:
            by_width[_width(areas[at[:2]])].add(at)
        for width, some in by_width.items():
            wanted = self._alike(some, {areas[at[:2]]: at[1] for at in some}, width, ALL_MONTHS)
            months: dict[int, set[int]] = defaultdict(set)
            for place, month in reading_sql.touched(wanted.where, width):
                months[place].add(month)
            for at in some:
                if not months[packed_place(areas[at[:2]])].isdisjoint(self.periods[at[2]].months):
                    yield at

    def _lines(self, at: At) -> int:
        measure = next(one for one in self.measures if one.key == at[0])
        ground = next(one for one in self.grounds if one.place == at[1])
        return self.lines_of(measure, ground, at[2])

    # --- what is read together ---

    def _length(self, number: int) -> int:
        step = self.periods[number].standard
        return MONTHS_IN[step] if step else ALL_MONTHS

    def _alike(self, some: Iterable[At], areas: Mapping[str, str], width: int, months: int) -> _Alike:
        """One question for these, all of them areas of one width; ``areas`` says which ground each is."""
        numbers = sorted({at[2] for at in some})
        first, last = self.periods[numbers[0]], self.periods[numbers[-1]]
        base = self.where_of(self.grounds[0], sorted({at[0] for at in some}), Period(first.first, last.last))
        where = replace(base, areas=tuple(sorted(areas)), groups=(), only=None)
        places = {packed_place(area): place for area, place in areas.items()}
        return _Alike(where, width, months, places, self._numbers(numbers, months))

    def _numbers(self, numbers: Iterable[int], months: int) -> dict[int, int]:
        return {self.periods[one].months[0] // months: one for one in numbers}

    def _together(self, live: Iterable[At]) -> Iterator[_Alike]:
        """What is to be counted now, by as few questions as can be."""
        by_ground: dict[str, set[At]] = defaultdict(set)
        for at in live:
            by_ground[at[1]].add(at)
        alike: dict[tuple[int, int, frozenset[tuple[str, int]]], dict[str, str]] = defaultdict(dict)
        for ground in self.grounds:
            lengths: dict[int, set[tuple[str, int]]] = defaultdict(set)
            for key, _place, n in by_ground[ground.place]:
                length = self._length(n)
                lengths[length if length < ALL_MONTHS else -1 - n].add((key, n))
            for months, some in lengths.items():
                if ground.is_simple and len(ground.areas or ()) == 1:
                    (area,) = ground.areas or ()
                    alike[_width(area), months, frozenset(some)][area] = ground.place
                else:
                    yield self._of_ground(ground, some, months)
        for (width, months, wanted), areas in alike.items():
            every = {(key, place, n) for key, n in wanted for place in areas.values()}
            yield self._alike(every, areas, width, months if months > 0 else ALL_MONTHS)

    def _of_ground(self, ground: Ground, some: Iterable[tuple[str, int]], months: int) -> _Alike:
        numbers, length = sorted({n for _key, n in some}), months if months > 0 else ALL_MONTHS
        first, last = self.periods[numbers[0]], self.periods[numbers[-1]]
        where = self.where_of(ground, sorted({key for key, _n in some}), Period(first.first, last.last))
        return _Alike(where, ALL_PLACES, length, {0: ground.place}, self._numbers(numbers, length))


def _width(area: str) -> int:
    return width_of(AreaCode(area).level)
