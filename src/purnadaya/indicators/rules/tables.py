"""A table of figures as data: the page, the spreadsheet and the paper show the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Known(StrEnum):
    """Whether a figure stands. What nobody wrote down is unknown, and is never shown as none."""

    YES = "yes"
    UNKNOWN = "unknown"
    HIDDEN = "hidden"
    NOTHING = "nothing"
    """There is a record, but nothing that a share could be of."""
    NOT_SO = "not_so"
    """It is not split so, and there is nothing to be known."""


class Unit(StrEnum):
    """What a figure is of."""

    NUMBER = ""
    SHARE = "share"
    MINUTES = "minutes"


@dataclass(frozen=True)
class Cell:
    """One figure. ``share`` says it is a share in per cent, ``minutes`` that it is time; ``behind`` is the address of
    the list it counts."""

    value: int = 0
    known: Known = Known.YES
    share: bool = False
    minutes: bool = False
    behind: str = ""


UNKNOWN, HIDDEN, NOTHING, NOT_SO = (
    Cell(known=known) for known in (Known.UNKNOWN, Known.HIDDEN, Known.NOTHING, Known.NOT_SO)
)


@dataclass(frozen=True)
class Column:
    """A column of figures: its words, its tag in the humanitarian exchange language (HXL), and of what unit all of
    them are, where they are no plain numbers."""

    words: str
    tag: str = ""
    unit: Unit = Unit.NUMBER


@dataclass(frozen=True)
class Row:
    """A row: what it is about, the code of that where it is a place, and its figures. ``url`` leads to it; ``unit`` is
    that of its figures, where they are no plain numbers and its columns do not say so."""

    words: str
    cells: tuple[Cell, ...]
    code: str = ""
    url: str = ""
    unit: Unit = Unit.NUMBER


@dataclass(frozen=True)
class Said:
    """The words a table needs when it leaves the page: over the codes of places, where there is no figure, and what the
    figures are of (``units``), which are bare numbers there."""

    code: str
    unknown: str
    hidden: str
    nothing: str
    units: Mapping[Unit, str]

    def with_unit(self, words: str, unit: Unit) -> str:
        """The words of a row or a column, with what its numbers are of."""
        return f"{words} ({self.units[unit]})" if unit in self.units else words


@dataclass(frozen=True)
class Table:
    """Figures under ``title``. ``about`` names the first column, ``about_tag`` tags it; ``level`` is that of its
    places (0: its rows are no places)."""

    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    about_tag: str = "#indicator+name"
    level: int = 0

    def lines(self, said: Said, *, tagged: bool = False) -> Iterator[Sequence[str | int]]:
        """Heading, tags where asked for, and rows, as a spreadsheet takes them. Tagged columns hold numbers or
        nothing, so that a program can add them; otherwise what is not known and what is hidden is said in words."""
        coded = self.level > 0
        heads = [said.with_unit(one.words, one.unit) for one in self.columns]
        yield [*([said.code] if coded else []), self.about, *heads]
        if tagged:
            place = [f"#adm{self.level}+code", f"#adm{self.level}+name"] if coded else [self.about_tag]
            yield [*place, *(column.tag for column in self.columns)]
        empty = {Known.UNKNOWN: said.unknown, Known.HIDDEN: said.hidden, Known.NOTHING: said.nothing}
        empty = {} if tagged else empty
        for row in self.rows:
            cells = [cell.value if cell.known is Known.YES else empty.get(cell.known, "") for cell in row.cells]
            yield [*([row.code] if coded else []), said.with_unit(row.words, row.unit), *cells]
