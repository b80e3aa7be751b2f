"""A table of figures as data: the page, the spreadsheet and the paper show the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Known(StrEnum):
    """Whether a figure stands. What nobody wrote down is unknown, and is never shown as none."""

    YES = "yes"
    UNKNOWN = "unknown"
    HIDDEN = "hidden"
    NOT_SO = "not_so"
    """It is not split so, and there is nothing to be known."""


@dataclass(frozen=True)
class Cell:
    """One figure. ``share`` says it is a share in per cent, ``minutes`` that it is time; ``behind`` is the address of
    the list it counts."""

    value: int = 0
    known: Known = Known.YES
    share: bool = False
    minutes: bool = False
    behind: str = ""


UNKNOWN, HIDDEN, NOT_SO = (Cell(known=known) for known in (Known.UNKNOWN, Known.HIDDEN, Known.NOT_SO))


@dataclass(frozen=True)
class Column:
    """A column of figures: its words, and its tag in the humanitarian exchange language (HXL)."""

    words: str
    tag: str = ""


@dataclass(frozen=True)
class Row:
    """A row: what it is about, the code of that where it is a place, and its figures. ``url`` leads to it."""

    words: str
    cells: tuple[Cell, ...]
    code: str = ""
    url: str = ""


@dataclass(frozen=True)
class Said:
    """The words a table needs when it leaves the page: over the codes of places, and where there is no figure."""

    code: str
    unknown: str
    hidden: str


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
        yield [*([said.code] if coded else []), self.about, *(column.words for column in self.columns)]
        if tagged:
            place = [f"#adm{self.level}+code", f"#adm{self.level}+name"] if coded else [self.about_tag]
            yield [*place, *(column.tag for column in self.columns)]
        empty = {} if tagged else {Known.UNKNOWN: said.unknown, Known.HIDDEN: said.hidden}
        for row in self.rows:
            cells = [cell.value if cell.known is Known.YES else empty.get(cell.known, "") for cell in row.cells]
            yield [*([row.code] if coded else []), row.words, *cells]
