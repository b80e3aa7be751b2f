"""What a sheet holds: lines of cells, and how a cell is called."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import Generic, TypeVar

from purnadaya.kernel.problems import Problem
from purnadaya.kernel.spelling import folded

Cell = str | int | float | bool | date | time | None
"""A cell's value. A whole number is an ``int``, whatever the file says; a day without a time is a ``date``."""

T = TypeVar("T")

_NOTHING = frozenset(
    "- x n/a na nihil kosong null none nan #n/a #ref! #value! #div/0! #name? #null! #num! lupa".split()
) | {
    f"{no} {what}"
    for no in ("tidak", "tdk", "belum", "blm", "tak")
    for what in ("ada", "punya", "tahu", "tau", "diisi")
}
"""What people write where they have nothing to write."""
LONGEST_NOTHING = max(map(len, _NOTHING))


@dataclass(frozen=True)
class Line:
    """One line of a sheet that holds anything: its number as a spreadsheet counts (from 1), its cells from column A."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        """The cell in a column (0 is A); nothing beyond the last one."""
        return self.cells[column] if column < len(self.cells) else None

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Each cell as text, empty ones too."""
        return tuple(map(text_of, self.cells))

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """The columns that hold something."""
        return tuple(column for column, text in enumerate(self.texts) if text)

    def text(self, column: int) -> str:
        """The text of the cell in a column; empty beyond the last one."""
        return self.texts[column] if column < len(self.texts) else ""


@dataclass(frozen=True)
class Reading(Generic[T]):
    """What was read of a cell: a value, or the problem why there is none; neither when nothing was written.

    ``notes`` say what was taken so although it was not written so: to be shown, never a reason to refuse.
    """

    value: T | None = None
    problem: Problem | None = None
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class CellProblem:
    """What is to be said of one cell, called as a spreadsheet calls it (``C14``)."""

    address: str
    problem: Problem


@dataclass(frozen=True)
class Merged:
    """Cells that were made one: lines and columns from first to last, both included (lines from 1, columns from 0)."""

    first_line: int
    first_column: int
    last_line: int
    last_column: int


@dataclass(frozen=True)
class Span:
    """The merged cells of a sheet, to be asked by place."""

    ranges: tuple[Merged, ...] = field(default=())

    def wide(self, line: int, column: int) -> int:
        """How many columns the cell there stands for."""
        one = self._by_corner.get((line, column))
        return one.last_column - column + 1 if one else 1

    @cached_property
    def _by_corner(self) -> dict[tuple[int, int], Merged]:
        return {(one.first_line, one.first_column): one for one in self.ranges}

    def tall(self) -> Iterable[Merged]:
        """Those over more than one line."""
        return (one for one in self.ranges if one.last_line > one.first_line)


def letters_of(column: int) -> str:
    """A column's letters: 0 is ``A``, 27 is ``AB``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address_of(line: int, column: int) -> str:
    """A cell's name: line 14, column 2 is ``C14``."""
    return f"{letters_of(column)}{line}"


def text_of(cell: Cell) -> str:
    """A cell as text, on one line, without signs that cannot be seen. A day is written as in ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def clean(text: str) -> str:
    """Text as it is seen: composed letters, plain spaces, nothing hidden."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    seen = unicodedata.normalize("NFC", text)
    return " ".join("".join(ch for ch in seen if ch.isspace() or unicodedata.category(ch) not in _HIDDEN).split())


_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Kinds of letters nobody sees."""


def nothing(cell: Cell) -> bool:
    """Whether the cell is empty, or says only that there is nothing to say (``-``, ``tidak ada``)."""
    text = text_of(cell)
    if not text or not any(map(str.isalnum, text)):
        return True
    return len(text) <= LONGEST_NOTHING and text.casefold() in _NOTHING


def key_of(cell: Cell) -> str:
    """A heading or a word as it is looked up: folded, without signs."""
    return folded(text_of(cell))
