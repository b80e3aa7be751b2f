"""Tables as a page draws them: figures in words, bars beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from purnadaya.indicators.rules.tables import Cell, Known, Row, Table
from purnadaya.ui import charts


@dataclass(frozen=True)
class DrawnCell:
    """A figure in words; ``label`` names its column on a phone, ``kind`` is how it is known."""

    words: str
    label: str
    url: str
    kind: str


@dataclass(frozen=True)
class DrawnRow:
    """A row with a bar, which may be empty."""

    row: Row
    cells: list[DrawnCell]
    bar: SafeString


@dataclass(frozen=True)
class Drawn:
    """A table as the page shows it. ``legend``: which pattern stands for which column, where bars are made of parts.
    ``silent`` are the rows of which nothing is known at all: they are named below, and not row by row."""

    table: Table
    rows: list[DrawnRow]
    legend: list[tuple[int, str]] = field(default_factory=list)
    silent: list[Row] = field(default_factory=list)

    @property
    def has_bars(self) -> bool:
        """Whether any row has one."""
        return any(one.bar for one in self.rows)


Bars = Mapping[str, SafeString]
"""By the words of a row the picture that stands beside it."""


def drawn(table: Table, *, bars: bool = False, total: bool = False, beside: Bars | None = None) -> Drawn:
    """The table in words, with what stands ``beside`` its rows. With ``bars`` the first figure of each row lies beside
    it as a bar, or its parts where it is split; ``total`` says that the last row is all together, and longer than any
    other. Places of which nothing is known are no rows."""
    parted = bars and len(table.columns) > 1
    compared = table.rows[:-1] if total else table.rows
    most = max((row.cells[0].value for row in compared if row.cells[0].known is Known.YES), default=0)
    rows = []
    silent = [row for row in table.rows if table.level and all(cell.known is Known.UNKNOWN for cell in row.cells)]
    for row in table.rows:
        if row in silent:
            continue
        bar = (beside or {}).get(row.words, SafeString(""))
        if bars and (not total or row is not table.rows[-1]):
            bar = _parts(row) if parted else charts.bar(_value(row.cells[0]), most)
        rows.append(DrawnRow(row, _cells(table, row), bar))
    legend = [(charts.pattern_of(place), one.words) for place, one in enumerate(table.columns[1:])] if parted else []
    return Drawn(table, rows, legend, silent)


def _parts(row: Row) -> SafeString:
    values = [_value(cell) for cell in row.cells[1:] if not cell.share]
    return charts.parts([value or 0 for value in values]) if any(values) else SafeString("")


def _value(cell: Cell) -> int | None:
    return cell.value if cell.known is Known.YES else None


def _cells(table: Table, row: Row) -> list[DrawnCell]:
    pairs = zip(table.columns, row.cells, strict=True)
    return [DrawnCell(cell_words(cell), column.words, cell.behind, cell.known.value) for column, cell in pairs]


def told(cell: Cell) -> DrawnCell:
    """One figure that stands alone."""
    return DrawnCell(cell_words(cell), "", cell.behind, cell.known.value)


def cell_words(cell: Cell) -> str:
    """A figure as it is read; what is not known is said, and is never none."""
    match cell.known:
        case Known.UNKNOWN:
            return _("no record yet")
        case Known.HIDDEN:
            return _("hidden")
        case Known.NOTHING:
            return _("nothing counted")
        case Known.NOT_SO:
            return ""
    if cell.minutes:
        hours, minutes = divmod(cell.value, 60)
        told = {"hours": _number(hours), "minutes": minutes}
        return (_("%(hours)s h %(minutes)s min") if minutes else _("%(hours)s h")) % told
    return f"{_number(cell.value)} %" if cell.share else _number(cell.value)


def _number(value: int) -> str:
    return str(formats.number_format(value, use_l10n=True, force_grouping=True))


@dataclass(frozen=True)
class Timed:
    """A table over time with its picture; ``name`` is how its files are asked for, ``ends`` what it begins and ends
    with."""

    name: str
    table: Drawn
    chart: SafeString
    ends: tuple[str, str]


def timed(table: Table, name: str) -> Timed:
    """The table and its picture."""
    return Timed(name, drawn(table), over_time(table), (table.rows[-1].words, table.rows[0].words))


def small(rows_of: Mapping[str, list[Row]]) -> dict[str, SafeString]:
    """By its name a small picture of each measure over time, where anything is known."""
    return {
        name: charts.columns(
            f"{name}: {rows[0].words} – {rows[-1].words}",
            _told(rows),
            [charts.Figure(row.words, _value(row.cells[0])) for row in rows],
            small=True,
        )
        for name, rows in rows_of.items()
        if any(_value(row.cells[0]) for row in rows)
    }


def over_time(table: Table) -> SafeString:
    """The first figure of each row as bars side by side, the earliest first, with what is seen said in words."""
    rows = list(reversed(table.rows))
    figures_ = [charts.Figure(row.words, _value(row.cells[0])) for row in rows]
    return charts.columns(f"{table.title}: {rows[0].words} – {rows[-1].words}", _told(rows), figures_)


def _told(rows: list[Row]) -> str:
    """The highest and the last, in words."""
    known: list[Any] = [(row.cells[0].value, row) for row in rows if row.cells[0].known is Known.YES]
    if not known:
        return _("There is no record yet.")
    _most, highest = max(known, key=lambda one: one[0])
    return _("Most: %(most)s (%(when)s). Latest: %(last)s (%(now)s).") % {
        "most": cell_words(highest.cells[0]), "when": highest.words,
        "last": cell_words(rows[-1].cells[0]), "now": rows[-1].words,
    }  # fmt: skip
