"""What a source contributes to the figures, and what changes when it contributes something else. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeAlias
from uuid import UUID

from purnadaya.tallies.rules.traits import TERRAINS, month_of, packed_place


class Line(NamedTuple):
    """Something that is counted: so many of a measure, on a local day, in a village.

    ``traits`` are packed (``Traits.packed``). ``group`` is the group whose doing it is, ``terrain`` the land it lives
    on. ``person`` is the id under which someone stands now: she is then counted once by the measures of persons. Of a
    state, ``n`` is +1 on its first day and -1 on the day after its last.
    """

    measure: str
    day: date
    village: str
    n: int = 1
    traits: int = 0
    label: str = ""
    group: UUID | None = None
    terrain: str = ""
    person: UUID | None = None


@dataclass(frozen=True)
class Contribution:
    """All that one source (a meeting, a person, a group …) contributes now."""

    source: UUID
    organisation: UUID
    lines: tuple[Line, ...]


Leaf: TypeAlias = tuple[int, int, int, int, int, int, int]
"""Measure, place, month, group, label, terrain, traits: all packed or by their keys."""
Presence: TypeAlias = tuple[int, int, int, int, int, int, int]
"""Measure, place, month, group, person, terrain, traits."""
Sums: TypeAlias = Mapping[tuple[int, ...], int]


@dataclass(frozen=True)
class Folded:
    """A contribution by month: how many of each leaf, and in how many lines each person was present."""

    leaves: Sums = field(default_factory=dict)
    presences: Sums = field(default_factory=dict)


def names_in(contributions: Iterable[Contribution], persons_of: Callable[[str], Collection[str]]) -> set[str]:
    """Every name that must have a key before these can be folded."""
    names: set[str] = set()
    for one in contributions:
        names.add(one.organisation.hex)
        for line in one.lines:
            names.add(line.measure)
            if line.label:
                names.add(line.label)
            if line.group is not None:
                names.add(line.group.hex)
            if line.person is not None and (persons := persons_of(line.measure)):
                names.update((line.person.hex, *persons))
    return names


def folded(lines: Iterable[Line], keys: Mapping[str, int], persons_of: Callable[[str], Collection[str]]) -> Folded:
    """The lines summed by month; what comes to nothing is left out. ``keys`` has the key of every name in them."""
    leaves: Counter[tuple[int, ...]] = Counter()
    presences: Counter[tuple[int, ...]] = Counter()
    for line in lines:
        place, month, terrain = packed_place(line.village), month_of(line.day), TERRAINS.index(line.terrain)
        group = keys[line.group.hex] if line.group is not None else 0
        label = keys[line.label] if line.label else 0
        leaves[keys[line.measure], place, month, group, label, terrain, line.traits] += line.n
        if line.person is not None and (persons := persons_of(line.measure)):
            person = keys[line.person.hex]
            for measure in persons:
                presences[keys[measure], place, month, group, person, terrain, line.traits] += line.n
    return Folded(_standing(leaves), _standing(presences))


def _standing(sums: Mapping[tuple[int, ...], int]) -> Sums:
    return {key: n for key, n in sums.items() if n}


def changes(before: Sums, now: Sums) -> dict[tuple[int, ...], int]:
    """By how much each sum changes; what stays is left out. Sorted, so that all write in one order."""
    changed = {key: now.get(key, 0) - before.get(key, 0) for key in before.keys() | now.keys()}
    return {key: changed[key] for key in sorted(changed) if changed[key]}
