"""Figures: what is asked is read from the tallies, exactly as it stands when it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.tallies import writing_sql
from purnadaya.tallies.measures import LABELS, Kind, Measure, Part, Split, all_measures, measure_named, said_by
from purnadaya.tallies.models import Basis
from purnadaya.tallies.queries.adding import ORDER, By, Counts, Sums, Values, needed, split_by, wider
from purnadaya.tallies.queries.known import NEVER, Known
from purnadaya.tallies.queries.lines import EVER, latest, lines_of, organisation_ids
from purnadaya.tallies.queries.persons import Persons
from purnadaya.tallies.queries.questions import Answer, Cell, Figure, Question
from purnadaya.tallies.queries.territory import Ground, Territory, territory
from purnadaya.tallies.reading_sql import Where
from purnadaya.tallies.rules.hiding import Place, hidden, is_small
from purnadaya.tallies.rules.traits import TERRAINS, Period, Traits, first_of, month_of


def figures(actor: Actor, question: Question) -> Answer:
    """The figures asked for. Raises ``access.not_found`` for a measure, place or group that is none or not hers."""
    found = [measure_named(key) for key in question.measures]
    measures = [one for one in found if one is not None]
    if len(measures) < len(found):
        raise not_found()
    asked = territory(actor, question)
    if not asked.opens:
        measures = [one.for_few for one in measures]
    reader = _Reader(question, asked, tuple(question.period.steps(question.step)), measures)
    given = [figure for measure in measures for ground in asked.grounds for figure in reader.figures(measure, ground)]
    given = list(reader.without_strangers(given))
    if not asked.opens:
        given = list(_with_hidden(given, measures))
    return Answer(
        figures=tuple(given), measures=tuple(measures), places=tuple(dict.fromkeys(one.cell.place for one in given)),
        periods=reader.periods, as_of=reader.as_of, known_from=reader.known_from(), live=reader.is_live,
        partly=asked.partly, counting=reader.basis is None or reader.basis.counted_at is None, hides=not asked.opens,
        _by_cell={one.cell: one for one in given},
    )  # fmt: skip


@dataclass
class _Reader:
    """One question while it is answered."""

    question: Question
    territory: Territory
    periods: tuple[Period, ...]
    measures: Sequence[Measure]

    def __post_init__(self) -> None:
        self.as_of: datetime = SYSTEM_CLOCK.now()
        self.is_live = not all(one.is_whole_months for one in self.periods)
        names = {one.key for one in all_measures(retired=True)}
        names |= {one.hex for one in (self.territory.organisation, self.question.group) if one}
        names |= {group.hex for ground in self.territory.grounds for group in ground.groups}
        self.keys = writing_sql.keys_of(names)
        counted = [key for key in names if key in self.keys and "." in key]
        grounds = self.territory.grounds
        self.basis = Basis.objects.first()
        self.sums = Sums(
            grounds, self.periods, self._where_of, list(needed(self.measures, self.question.by)), self.keys
        )
        persons = [one for one in self.measures if one.kind is Kind.PERSONS]
        self.persons = Persons(persons, grounds, self.periods, self._where, self._lines_in, self.keys, self.basis)
        self.known = Known(grounds, lambda ground, period: self._where(ground, counted, period), self.question.period)

    # --- one measure on one ground ---

    def figures(self, measure: Measure, ground: Ground) -> Iterator[Figure]:
        """The figure of each period, and below it those of its splits."""
        by = split_by(measure, self.question.by)
        counts = self._of(measure, ground, by)
        over = self._of_part(measure.over, ground, by) if measure.over else None
        for number, period in enumerate(self.periods):
            whole = Cell(measure.key, ground.place, period.first, period.last)
            yield Figure(whole, _total(counts, number), _total(over, number) if over is not None else None)
            for values in sorted({values for at, values in {**counts, **(over or {})} if at == number and values}):
                cell = _split_cell(whole, by, values)
                n, below = counts[number, values], over[number, values] if over is not None else None
                if n or below:
                    yield Figure(cell, n, below)

    def _of(self, measure: Measure, ground: Ground, by: By) -> Counts:
        if measure.part is not None:
            return self._of_part(measure.part, ground, by)
        return self._counts(measure, ground, by)

    def _of_part(self, part: Part, ground: Ground, by: By) -> Counts:
        measure = measure_named(part.measure)
        if measure is None:
            raise not_found()
        if not part.sexes:
            return self._counts(measure, ground, by)
        with_sex = wider(by, part)
        at, found = with_sex.index(Split.SEX), Counter[tuple[int, Values]]()
        for (number, values), n in self._counts(measure, ground, with_sex).items():
            if values[at] in part.sexes:
                found[number, values if Split.SEX in by else (*values[:at], *values[at + 1 :])] += n
        return found

    def _counts(self, measure: Measure, ground: Ground, by: By) -> Counts:
        if self.is_live:
            return self._live(measure, ground, by)
        if measure.kind is Kind.PERSONS:
            return self._persons(measure, ground, by)
        return self.sums.of(measure, ground, by)

    # --- from tallies ---

    def _where_of(self, ground: Ground, measures: Iterable[str], ever: bool) -> Where:
        return self._where(ground, measures, self.question.period, ever=ever)

    def _where(self, ground: Ground, measures: Iterable[str], period: Period, *, ever: bool = False) -> Where:
        organisation = self.territory.organisation
        months = period.months
        only = self.question.group
        return Where(
            organisations=(self.keys.get(organisation.hex, 0),) if organisation else _organisations(),
            measures=tuple(self.keys[key] for key in measures if key in self.keys),
            areas=ground.areas,
            groups=tuple(sorted(self.keys[one.hex] for one in ground.groups if one.hex in self.keys)),
            only=self.keys.get(only.hex, 0) if only else None,
            months=(0 if ever else months[0], months[-1]),
            terrain=TERRAINS.index(self.question.terrain) if self.question.terrain else -1,
        )

    # --- persons ---

    def _persons(self, measure: Measure, ground: Ground, by: By) -> Counts:
        counts: Counts = Counter()
        for number, terrain, traits, n in self.persons.of(measure, ground):
            counts[number, _traits_of(by, terrain, traits)] += n
        if self.persons.read_rolled and self.basis and self.basis.rolled_at:
            self.as_of = min(self.as_of, self.basis.rolled_at)
        return counts

    def _lines_in(self, measure: Measure, ground: Ground, number: int) -> int:
        """About how many presences there are: those of the count whose lines name the persons."""
        of = measure_named(measure.of)
        return self.sums.of(of, ground, ())[number, ()] if of else 0

    # --- days that are no whole months ---

    def _live(self, measure: Measure, ground: Ground, by: By) -> Counts:
        counts: Counts = Counter()
        for number, period in enumerate(self.periods):
            days = Period(EVER, period.last) if measure.kind is Kind.STATE else period
            of = measure.of if measure.kind is Kind.PERSONS else measure.key
            found = lines_of(self.territory.organisation, ground, days, [of], self.question.terrain)
            if measure.kind is Kind.PERSONS:
                found = iter(latest(found).values())
            for one in found:
                line = one.line
                values = _line_values(by, line.label, line.terrain, line.traits)
                counts[number, values] += 1 if measure.kind is Kind.PERSONS else line.n
        return counts

    # --- what is known ---

    def without_strangers(self, given: list[Figure]) -> Iterator[Figure]:
        """The figures with those that are unknown; ended areas of which nothing is known are left out."""
        told = {(one.cell.place, one.cell.first) for one in given if one.n or one.over}
        ended = {one.place for one in self.territory.grounds if one.ended}
        silent = [
            one for one in self.territory.grounds if any((one.place, of.first) not in told for of in self.periods)
        ]
        for place, month in self.known.places_and_months(silent):
            told |= {(place, period.first) for period in self.periods if month in period.months}
        begun = self.known.begun
        for one in given:
            measure = measure_named(one.cell.measure)
            lasts = measure is not None and measure.kind is Kind.STATE
            if (one.cell.place, one.cell.first) in told or (lasts and begun[one.cell.place] <= month_of(one.cell.last)):
                yield one
            elif one.cell.place not in ended:
                yield replace(one, n=None, over=None, unknown=True)

    def known_from(self) -> date | None:
        """The first month of which anything is known of what was asked."""
        first = min(self.known.begun.values(), default=NEVER)
        return first_of(first) if first < NEVER else None


def _organisations() -> tuple[int, ...]:
    """The keys of every organisation, for the operator."""
    return tuple(writing_sql.keys_of([one.hex for one in organisation_ids()]).values())


def _split_cell(whole: Cell, by: Sequence[Split], values: Values) -> Cell:
    split: dict[str, Any] = {one.value: value for one, value in zip(by, values, strict=True)}
    return replace(whole, **split)


def _total(counts: Counts, number: int) -> int:
    return sum(n for (at, _values), n in counts.items() if at == number)


def _traits_of(by: Sequence[Split], terrain: int, traits: int) -> Values:
    return _line_values(by, "", TERRAINS[terrain], traits)


def _line_values(by: Sequence[Split], label: str, terrain: str, traits: int) -> Values:
    unpacked = Traits.unpacked(traits)
    other = {Split.TERRAIN: terrain, **{one: said_by(one, label) for one in LABELS}}
    return tuple(other[one] if one in other else str(getattr(unpacked, one.value)) for one in by)


def _with_hidden(given: Iterable[Figure], measures: Iterable[Measure]) -> Iterator[Figure]:
    """The figures with the small ones about persons hidden, and those that would tell them."""
    by_measure: dict[str, list[Figure]] = {}
    for one in given:
        by_measure.setdefault(one.cell.measure, []).append(one)
    for measure in {one.key: one for one in measures}.values():
        found = by_measure.get(measure.key, [])
        if not measure.is_personal:
            yield from found
            continue
        hide = _to_hide(found, measure.fewest)
        yield from (replace(one, n=None, over=None, hidden=True) if one.cell in hide else one for one in found)


def _to_hide(found: Sequence[Figure], fewest: int) -> set[Cell]:
    """Ratios by both of their parts, the rest by how many they are; wholes first, then their splits."""
    shares = {one.cell for one in found if one.over is not None
              and (is_small(one.n or 0, fewest) or is_small(one.over - (one.n or 0), fewest))}  # fmt: skip
    plain = [one for one in found if one.n is not None and one.over is None]
    wholes = {one.cell: one.n or 0 for one in plain if _is_whole(one.cell)}
    splits = {one.cell: one.n or 0 for one in plain if not _is_whole(one.cell)}
    hide = _hidden_cells(wholes, fewest) | _hidden_cells(splits, fewest)
    gone = {(cell.place, cell.first) for cell in hide if _is_whole(cell)}
    return shares | hide | {cell for cell in splits if (cell.place, cell.first) in gone}


def _is_whole(cell: Cell) -> bool:
    return all(getattr(cell, split.value) is None for split in ORDER)


def _hidden_cells(cells: dict[Cell, int], fewest: int) -> set[Cell]:
    places: dict[Place, Cell] = {_coordinates(cell): cell for cell in cells}
    return {places[one] for one in hidden({at: cells[cell] for at, cell in places.items()}, fewest)}


def _coordinates(cell: Cell) -> tuple[str, ...]:
    splits = (getattr(cell, split.value) for split in ORDER)
    return (cell.place, cell.first.isoformat(), *(one for one in splits if one is not None))
