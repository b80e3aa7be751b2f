"""The list behind a figure: as many records as the figure says, for whoever may open it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from purnadaya.kernel.commands import Actor, Ref
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.tallies.measures import LABELS, Kind, Measure, measure_named, said_by
from purnadaya.tallies.queries.lines import EVER, Found, latest, lines_of
from purnadaya.tallies.queries.questions import Behind, Cell, Question
from purnadaya.tallies.queries.territory import Territory, territory
from purnadaya.tallies.rules.counting import Line
from purnadaya.tallies.rules.traits import Period, Step, Traits


def behind(actor: Actor, question: Question, cell: Cell) -> Iterator[Behind]:
    """The records that a figure counts, as they stand now; their ``n`` add up to it.

    ``question`` is what was asked (its group and terrain hold), ``cell`` which figure of the answer. Of persons there
    is one record each, with the latest they were at; of a ratio those it divides by. Read from the apps' tables one
    after the other, so a first few come soon also where there are many. Raises ``access.not_found`` for what the actor
    does not reach, and ``access.not_allowed`` where she sees figures but no lists.
    """
    measure = measure_named(cell.measure)
    if measure is None:
        raise not_found()
    asked = territory(actor, replace(question, place=cell.place, side_by_side=False, step=Step.WHOLE))
    if not asked.opens:
        raise Refused(Problem("access.not_allowed"))
    return _told(measure, asked, question.terrain, cell)


def _told(measure: Measure, asked: Territory, terrain: str, cell: Cell) -> Iterator[Behind]:
    sexes: tuple[str, ...] = ()
    while measure.over is not None:
        sexes, below = measure.over.sexes, measure_named(measure.over.measure)
        measure = below or measure
    of = measure.of if measure.kind is Kind.PERSONS else measure.key
    days = Period(EVER, cell.last) if measure.kind is Kind.STATE else cell.period
    found: Iterable[Found] = (
        one for ground in asked.grounds for one in lines_of(asked.organisation, ground, days, [of], terrain)
    )
    if measure.kind is Kind.PERSONS:
        found = [replace(one, line=one.line._replace(n=1)) for one in latest(found).values()]
    matching = (one for one in found if _is_in(one.line, cell, sexes))
    yield from map(_record, _standing(matching) if measure.kind is Kind.STATE else matching)


def _is_in(line: Line, cell: Cell, sexes: tuple[str, ...]) -> bool:
    traits = Traits.unpacked(line.traits)
    pairs = (
        (cell.sex, traits.sex), (cell.age, traits.age), (cell.disability, traits.disability),
        (cell.terrain, line.terrain), *((getattr(cell, one.value), said_by(one, line.label)) for one in LABELS),
    )  # fmt: skip
    return all(wanted in (None, is_so) for wanted, is_so in pairs) and (not sexes or traits.sex in sexes)


def _standing(found: Iterable[Found]) -> Iterator[Found]:
    """Of a state what began and has not ended, by source, person and what it is."""
    sums: dict[tuple[UUID, UUID | None, str, int, str], Found] = {}
    for one in found:
        key = (one.source, one.line.person, one.line.label, one.line.traits, one.line.village)
        stood = sums.get(key)
        n = one.line.n + (stood.line.n if stood else 0)
        first = stood if stood and stood.line.day < one.line.day else one
        sums[key] = replace(first, line=first.line._replace(n=n))
    yield from (one for one in sums.values() if one.line.n > 0)


def _record(one: Found) -> Behind:
    line = one.line
    return Behind(Ref.to(one.kind, one.source), line.day, line.village, line.n, line.person, line.group, line.label)
