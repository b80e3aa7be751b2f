"""Lines counted anew from the apps' tables: for days that are no whole months, and for the list behind a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from purnadaya.access.models import Organisation
from purnadaya.kernel.dates import OLDEST_YEAR
from purnadaya.tallies.policy import lies_in
from purnadaya.tallies.queries.territory import Ground
from purnadaya.tallies.rules.counting import Line
from purnadaya.tallies.rules.traits import TERRAINS, Period, month_of
from purnadaya.tallies.sources import SourceKind, Within, source_kinds

AT_ONCE = 200
EVER = date(OLDEST_YEAR, 1, 1)


def organisation_ids() -> list[UUID]:
    """Every organisation here, for the operator."""
    return list(Organisation.objects.order_by("id").values_list("id", flat=True))


@dataclass(frozen=True)
class Found:
    """A line and the source it comes from."""

    kind: str
    source: UUID
    line: Line


def lines_of(
    organisation: UUID | None, ground: Ground, period: Period, measures: Iterable[str], terrain: str = ""
) -> Iterator[Found]:
    """Every line of these measures on this ground in these days, as the tables stand."""
    wanted = frozenset(measures)
    for one in [organisation] if organisation else organisation_ids():
        for kind in source_kinds():
            if wanted & kind.measures:
                yield from _of_kind(kind, wanted, one, ground, period, terrain)


def _of_kind(
    kind: SourceKind, wanted: frozenset[str], organisation: UUID, ground: Ground, period: Period, terrain: str
) -> Iterator[Found]:
    places = () if ground.groups or ground.only else ground.areas or ()
    candidates = iter(kind.candidates(Within(organisation, period, places, ground.only)))
    while sources := list(islice(candidates, AT_ONCE)):
        for contribution in kind.contribute(sources):
            if contribution.organisation != organisation:
                continue
            for line in contribution.lines:
                if line.measure in wanted and _lies(line, ground, period) and terrain in ("", line.terrain):
                    yield Found(kind.kind, contribution.source, line)


def _lies(line: Line, ground: Ground, period: Period) -> bool:
    if not period.first <= line.day <= period.last:
        return False
    inside = ground.areas is None or any(lies_in(line.village, one) for one in ground.areas)
    if ground.only is not None:
        return inside and line.group == ground.only
    return inside or line.group in ground.groups


def latest(found: Iterable[Found]) -> dict[UUID, Found]:
    """Of each person the line that says what she was at the latest: by month, then as the tallies choose."""
    once: dict[UUID, tuple[tuple[int, int, int], Found]] = {}
    for one in found:
        line = one.line
        if line.person is None:
            continue
        rank = (month_of(line.day), TERRAINS.index(line.terrain), line.traits)
        if line.person not in once or rank > once[line.person][0]:
            once[line.person] = (rank, one)
    return {person: one for person, (_, one) in once.items()}
