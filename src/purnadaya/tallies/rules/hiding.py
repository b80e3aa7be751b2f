"""Small figures are hidden, and so is whatever would tell them: as pure decisions over tables of numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import TypeAlias

Place: TypeAlias = tuple[Hashable, ...]
"""Where a number stands in a table, one coordinate for each axis."""

PUBLIC_FEWEST = 10
"""The smallest figure about persons that is told in public."""
SENSITIVE_FEWEST = 20
"""The same of violence, trafficking and children."""


def is_small(n: int, fewest: int) -> bool:
    """Whether a figure might tell of someone. Nobody at all tells of nobody."""
    return 0 < n < fewest


def hidden(table: Mapping[Place, int], fewest: int) -> frozenset[Place]:
    """The places to hide, when the sums along every axis are told beside the table.

    First every small figure. Then along each axis, where what is hidden could be reckoned from its sum (it stands
    alone, or comes to less than ``fewest``), the smallest figures that are left, until it cannot.
    """
    hide = {place for place, n in table.items() if is_small(n, fewest)}
    lines = _lines(table)
    changed = True
    while changed:
        changed = False
        for line in lines:
            while more := _one_more(line, table, hide, fewest):
                hide.add(more)
                changed = True
    return frozenset(hide)


def _lines(table: Mapping[Place, int]) -> list[list[Place]]:
    """The places that share all coordinates but one, for each axis."""
    lines: dict[tuple[int, Place], list[Place]] = defaultdict(list)
    for place in table:
        for axis in range(len(place)):
            lines[axis, (*place[:axis], *place[axis + 1 :])].append(place)
    return list(lines.values())


def _one_more(line: list[Place], table: Mapping[Place, int], hide: set[Place], fewest: int) -> Place | None:
    gone = [place for place in line if place in hide]
    if not gone or (len(gone) > 1 and sum(table[place] for place in gone) >= fewest):
        return None
    left = [place for place in line if place not in hide and table[place] > 0]
    return min(left, key=lambda place: (table[place], str(place)), default=None)


def rounded(n: int, base: int = 5) -> int:
    """The nearest multiple of ``base``, half upwards: for tables that are published beside others."""
    return (n + base // 2) // base * base if base > 1 else n
