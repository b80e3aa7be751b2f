"""Figures that add up, read from the tallies: one question to the store for all that are split alike."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from purnadaya.tallies import reading_sql, writing_sql
from purnadaya.tallies.measures import LABELS, Kind, Measure, Part, Split, measure_named, said_by
from purnadaya.tallies.queries.territory import Ground
from purnadaya.tallies.reading_sql import Where
from purnadaya.tallies.rules.traits import TERRAINS, Period, Traits, place_range

ORDER = (Split.SEX, Split.AGE, Split.DISABILITY, *LABELS, Split.TERRAIN)
Values: TypeAlias = tuple[str, ...]
"""What a figure is split by, in the order of ``ORDER``, without what it is not split by."""
Counts: TypeAlias = "Counter[tuple[int, Values]]"
"""By the number of the period and the values of the splits."""
By: TypeAlias = tuple[Split, ...]
WhereOf: TypeAlias = Callable[[Ground, Iterable[str], bool], Where]
"""Which rows these measures have on a ground; also those before the period when that is said."""


def split_by(measure: Measure, asked: Iterable[Split]) -> By:
    """Of the splits that were asked for, those this measure has."""
    wanted = frozenset(asked) & measure.splits
    return tuple(one for one in ORDER if one in wanted)


def wider(by: By, part: Part) -> By:
    """By what one side of a ratio is read: also by sex, where it is only of some."""
    return tuple(one for one in ORDER if one in by or (one is Split.SEX and part.sexes))


def needed(measures: Iterable[Measure], asked: Iterable[Split]) -> Iterator[tuple[Measure, By]]:
    """Every measure that adds up and must be read for these, and split by what."""
    for measure in measures:
        by = split_by(measure, asked)
        parts = [part for part in (measure.part, measure.over) if part is not None]
        for part in parts:
            if below := measure_named(part.measure):
                yield below, wider(by, part)
        if measure.kind is Kind.PERSONS:
            if below := measure_named(measure.of):
                yield below, ()  # how many there are to go through, should they have to be counted now
        elif not parts:
            yield measure, by


@dataclass
class Sums:
    """What was asked of the tallies, each read when it is wanted first."""

    grounds: Sequence[Ground]
    periods: Sequence[Period]
    where_of: WhereOf
    needs: Sequence[tuple[Measure, By]]
    keys: Mapping[str, int]
    _read: dict[tuple[bool, By], dict[tuple[str, str], Counts]] = field(default_factory=dict)
    _labels: dict[int, str] = field(default_factory=lambda: {0: ""})

    def of(self, measure: Measure, ground: Ground, by: By) -> Counts:
        """How many of a measure there are on a ground, by period and split."""
        alike = (measure.kind is Kind.STATE, by)
        if alike not in self._read:
            self._read[alike] = self._add_up(*alike)
        return self._read[alike][measure.key, ground.place]

    def _add_up(self, state: bool, by: By) -> dict[tuple[str, str], Counts]:
        found: dict[tuple[str, str], Counts] = defaultdict(Counter)
        keys = sorted({one.key for one, split in self.needs if (one.kind is Kind.STATE, split) == (state, by)})
        numbers = {self.keys[key]: key for key in keys if key in self.keys}
        several = len(self.periods) > 1
        columns = ["label" if one in LABELS else one.value for one in by]
        split = [*(["month"] if several else []), *dict.fromkeys(columns)]
        last = self.periods[-1].months[-1]
        for where, place_of in self._questions(keys, state=state):
            names = ["place", *split] if callable(place_of) else split
            rows = reading_sql.sums(where, names)
            self._learn_labels(rows, names)
            for measure, *row, n in rows:
                place = place_of(row.pop(0)) if callable(place_of) else place_of
                month = row.pop(0) if several else last
                packed = dict(zip(dict.fromkeys(columns), row, strict=True))
                values = tuple(self._value(one, packed[name]) for one, name in zip(by, columns, strict=True))
                counts = found[numbers[measure], place]
                for number in self._periods_of(month, state=state):
                    counts[number, values] += n
        return found

    def _questions(self, keys: Sequence[str], *, state: bool) -> Iterator[tuple[Where, str | Callable[[int], str]]]:
        """Grounds of whole areas are asked about together, the others each by itself; with the place all rows are of,
        or how it follows from a packed one."""
        alike: dict[bool, list[tuple[Ground, Where]]] = defaultdict(list)
        for ground in self.grounds:
            where = self.where_of(ground, keys, state)
            if ground.is_simple:
                alike[where.is_rolled].append((ground, where))
            else:
                yield where, ground.place
        for both in alike.values():
            if len(both) == 1:
                yield both[0][1], both[0][0].place
                continue
            areas = tuple(area for ground, _ in both for area in ground.areas or ())
            yield replace(both[0][1], areas=areas), _finder([ground for ground, _ in both])

    def _learn_labels(self, rows: Iterable[Sequence[int]], names: Sequence[str]) -> None:
        if "label" in names:
            at = names.index("label") + 1
            self._labels |= writing_sql.names_of({row[at] for row in rows} - self._labels.keys())

    def _periods_of(self, month: int, *, state: bool) -> Iterator[int]:
        """The periods that what is counted in a month belongs to; a state lasts on."""
        for number, period in enumerate(self.periods):
            if month in period.months or (state and month < period.months[0]):
                yield number

    def _value(self, split: Split, number: int) -> str:
        """What a packed number of a split means."""
        if split in LABELS:
            return said_by(split, self._labels.get(number, ""))
        if split is Split.TERRAIN:
            return TERRAINS[number]
        packed = {Split.SEX: number * 100, Split.AGE: number * 10, Split.DISABILITY: number}[split]
        return str(getattr(Traits.unpacked(packed), split.value))


def _finder(grounds: Sequence[Ground]) -> Callable[[int], str]:
    """From a packed place to the ground it lies on; these do not overlap."""
    ranges = sorted((place_range(area)[0], ground.place) for ground in grounds for area in ground.areas or ())
    begins = [first for first, _ in ranges]
    return lambda place: ranges[bisect_right(begins, place) - 1][1]
