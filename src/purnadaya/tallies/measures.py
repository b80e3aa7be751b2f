"""What can be counted: each app declares its measures, and ``config/wiring`` makes them known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from purnadaya.kernel.data_classes import DataClass


class Kind(StrEnum):
    """How a measure adds up.

    ``count`` sums over places and months. ``persons`` counts each person once, however often and wherever in the
    place and period. ``state`` is what stands at the end of the last day. ``ratio`` is one measure over another.
    """

    COUNT = "count"
    PERSONS = "persons"
    STATE = "state"
    RATIO = "ratio"


class Split(StrEnum):
    """By what a figure can be split. ``label`` is the measure's own: a topic, a country and channel, a post.

    Where a label says two things, ``label_one`` and ``label_other`` split by either of them alone.
    """

    SEX = "sex"
    AGE = "age"
    DISABILITY = "disability"
    LABEL_ONE = "label_one"
    LABEL_OTHER = "label_other"
    LABEL = "label"
    TERRAIN = "terrain"


LABELS = (Split.LABEL_ONE, Split.LABEL_OTHER, Split.LABEL)


def said_by(split: Split, label: str) -> str:
    """What a label says to one of its splits: ``MY`` and ``agency`` of ``MY agency``, or all of it."""
    if split is Split.LABEL:
        return label
    one, _space, other = label.partition(" ")
    return one if split is Split.LABEL_ONE else other


@dataclass(frozen=True)
class Part:
    """One side of a ratio: a measure, perhaps only of one sex."""

    measure: str
    sexes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """Something that is counted. ``key`` never changes its meaning; ``former`` are the names it had before.

    ``about`` says in plain words what is counted, from when and where; ``label`` names what its own split is of, and
    ``label_parts`` the two things it says, where it says two.
    ``of`` is, for ``persons``, the count whose lines name them, and ``over`` what a ratio divides by. ``personal``
    measures count persons, so that small figures are hidden from whoever may not open the list behind them; ``fewest``
    is the smallest such figure that is shown. ``unit`` is what one of it is, where that is not the thing itself.
    """

    key: str
    name: Any
    about: Any
    kind: Kind = Kind.COUNT
    splits: frozenset[Split] = frozenset()
    label: Any = ""
    label_parts: tuple[Any, ...] = ()
    of: str = ""
    part: Part | None = None
    over: Part | None = None
    unit: str = ""
    data_class: DataClass = DataClass.INTERNAL
    fewest: int = 10
    former: tuple[str, ...] = ()
    headline: bool = False
    """Whether it stands beside others where only a few are shown."""
    retired: bool = False

    def named(self, split: Split) -> Any:
        """What a split by its label is of."""
        return self.label if split is Split.LABEL else self.label_parts[LABELS.index(split)]

    @property
    def for_few(self) -> Measure:
        """The measure as whoever sees no small figures may ask for it: by either thing its labels say, not by both at
        once, for from the sums on both sides what is hidden between them could be reckoned."""
        return replace(self, splits=self.splits - {Split.LABEL}) if self.label_parts else self

    @property
    def tells_groups(self) -> bool:
        """Whether groups stand behind it, so that it can be asked of one of them, or of those on some land."""
        return Split.TERRAIN in self.splits

    @property
    def is_personal(self) -> bool:
        """Whether a small figure may tell something of someone."""
        return self.data_class is not DataClass.INTERNAL


_measures: dict[str, Measure] = {}
_former: dict[str, str] = {}


def register_measures(measures: Iterable[Measure]) -> None:
    """Make these known. Raises TypeError for a key that is, or was, another's."""
    for one in measures:
        taken = [key for key in (one.key, *one.former) if key in _measures or key in _former]
        if taken and _measures.get(one.key) != one:
            raise TypeError(f"{', '.join(taken)} is a measure already")
        _measures[one.key] = one
        _former.update(dict.fromkeys(one.former, one.key))


def measure_named(key: str) -> Measure | None:
    """The measure of this key, or that was once called so; None when there is none."""
    return _measures.get(_former.get(key, key))


def all_measures(*, retired: bool = False) -> list[Measure]:
    """Every measure in the order they were made known; those no longer counted only when asked for."""
    return [one for one in _measures.values() if retired or not one.retired]


def persons_of(key: str) -> list[str]:
    """The measures that count each person once among the lines of this count."""
    return [one.key for one in _measures.values() if one.kind is Kind.PERSONS and one.of == key]
