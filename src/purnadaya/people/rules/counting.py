"""What a person adds to the figures: that she was registered, came home, and holds positions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.tallies.rules.counting import Line
from purnadaya.tallies.rules.traits import Traits, age_band

REGISTERED, RETURNS, RETURNEES = "people.registered", "people.returns", "people.returnees"
POSITIONS = "people.positions"


@dataclass(frozen=True)
class Moved:
    """That she moved on a day, from this village."""

    on: date
    former: str


@dataclass(frozen=True)
class Someone:
    """A person as she is counted: the id she stands under, what is known of her, and where she lived."""

    id: UUID
    sex: str
    birth: str
    village: str
    moves: Sequence[Moved] = ()

    def traits_on(self, day: date) -> int:
        """What she was on a day, packed."""
        return traits_on(self.sex, self.birth, day)

    def village_on(self, day: date) -> str:
        """Where she lived on a day: from where she moved next after it, or where she lives now."""
        later = [one for one in self.moves if one.on > day]
        return min(later, key=lambda one: one.on).former if later else self.village


def traits_on(sex: str, birth: str, day: date) -> int:
    """Sex and age band on a day, packed; ``birth`` is EDTF text or empty. Of disability the figures of persons say
    nothing: the answers are sealed, and a tally lies in the clear (ADR 18)."""
    known = PartialDate.parse(birth) if birth else None
    return Traits(sex or "unknown", age_band(known, day)).packed


@dataclass(frozen=True)
class Return:
    """That she came home by a day, from a country, and how she had gone."""

    back_by: date
    country: str
    channel: str


@dataclass(frozen=True)
class Held:
    """A position: where, since and until when (rough dates as text), and the village it is for, if that was said."""

    body: str
    since: str
    until: str
    place: str


def registered_line(someone: Someone, day: date) -> Line:
    """That she came into the registry."""
    return Line(REGISTERED, day, someone.village_on(day), traits=someone.traits_on(day), person=someone.id)


def return_lines(someone: Someone, returns: Iterable[Return]) -> Iterator[Line]:
    """Each time she came home."""
    for one in returns:
        day, label = one.back_by, f"{one.country} {one.channel}"
        village = someone.village_on(day)
        yield Line(RETURNS, day, village, traits=someone.traits_on(day), label=label, person=someone.id)


def position_lines(someone: Someone, positions: Iterable[Held]) -> Iterator[Line]:
    """What she holds outside her group, from the first day it may have been to the last."""
    for one in positions:
        begins = RoughDate.parse(one.since).first
        ends = RoughDate.parse(one.until).last + timedelta(1) if one.until else None
        yield from standing(
            Line(POSITIONS, begins, one.place or someone.village_on(begins), traits=someone.traits_on(begins),
                 label=one.body, person=someone.id),
            ends,
        )  # fmt: skip


def standing(begun: Line, gone_on: date | None) -> Iterator[Line]:
    """The lines of a state: one when it begins, and one on the first day it is no more. Of what ended before it began
    nothing is counted."""
    if gone_on is None:
        yield begun
    elif gone_on > begun.day:
        yield begun
        yield begun._replace(day=gone_on, n=-1)
