"""What can be asked of the figures, and how it is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from purnadaya.kernel.commands import Ref
from purnadaya.tallies.measures import Measure, Split
from purnadaya.tallies.rules.traits import Period, Step


@dataclass(frozen=True)
class Question:
    """What is asked: which measures (by key), where, when, and split by what.

    ``place`` is the code of an area of any level; empty asks for all the actor reaches. ``group`` narrows to one
    group. With ``side_by_side`` the areas one level below the place stand beside each other, each a row of its own.
    ``step`` cuts the period into months, quarters or years. ``terrain`` takes only groups on such land. Periods of
    whole months are read from tallies; any other days are counted anew from the apps' tables, which takes longer.
    """

    measures: tuple[str, ...]
    period: Period
    place: str = ""
    group: UUID | None = None
    side_by_side: bool = False
    by: frozenset[Split] = frozenset()
    step: Step = Step.WHOLE
    terrain: str = ""


@dataclass(frozen=True, order=True)
class Cell:
    """Which figure: a None is all of it together. ``place`` is empty for all the actor reaches."""

    measure: str
    place: str
    first: date
    last: date
    sex: str | None = None
    age: str | None = None
    disability: str | None = None
    label_one: str | None = None
    label_other: str | None = None
    label: str | None = None
    terrain: str | None = None

    @property
    def period(self) -> Period:
        """The days it is of."""
        return Period(self.first, self.last)


@dataclass(frozen=True)
class Figure:
    """One number. ``n`` is None where it is ``unknown`` (there is no record of any kind of that place and period) or
    ``hidden`` (so few that it might tell of someone). ``n`` of a ratio is its upper part, ``over`` its lower one."""

    cell: Cell
    n: int | None
    over: int | None = None
    unknown: bool = False
    hidden: bool = False

    @property
    def share(self) -> float | None:
        """The upper part of a ratio divided by the lower one; None where that cannot be said."""
        return self.n / self.over if self.n is not None and self.over else None


@dataclass(frozen=True)
class Answer:
    """The figures asked for, in the order of measures, places, periods and splits.

    A figure of a split stands only where there is something to count; without splits each measure, place and period
    has one. ``as_of``: all that was written by then is counted; earlier than now only for persons counted once over
    large places. ``known_from`` is the first month anything is known of the place; ``live`` says that days were
    counted anew, ``partly`` that the actor reaches only parts of the place, ``counting`` that a recount is under way.
    """

    figures: tuple[Figure, ...]
    measures: tuple[Measure, ...]
    places: tuple[str, ...]
    periods: tuple[Period, ...]
    as_of: datetime
    known_from: date | None = None
    live: bool = False
    partly: bool = False
    counting: bool = False
    hides: bool = False
    """Whether small figures are hidden from this actor."""
    _by_cell: dict[Cell, Figure] = field(default_factory=dict, repr=False, compare=False)

    def at(self, cell: Cell) -> Figure:
        """The figure of a cell; none counted is a zero, or unknown where the whole of it is."""
        found = self._by_cell.get(cell)
        if found is None:
            whole = self._by_cell.get(Cell(cell.measure, cell.place, cell.first, cell.last))
            found = Figure(cell, None, unknown=True) if whole and whole.unknown else Figure(cell, 0)
        return found


@dataclass(frozen=True)
class Behind:
    """One record behind a figure: what it is (``of``), on which day, where, and how many it stands for. ``person`` is
    the id under which someone stands now, where one person is behind it."""

    of: Ref
    day: date
    village: str
    n: int
    person: UUID | None = None
    group: UUID | None = None
    label: str = ""
