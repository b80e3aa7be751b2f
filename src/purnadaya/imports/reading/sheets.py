"""What a sheet is, and its rows read: a list of members, a grid of who was at which meeting, or something else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from purnadaya.imports.reading.cells import Cell, Line, Merged, address_of, key_of
from purnadaya.imports.reading.columns import SEVERAL, Column, Why, propose, unused
from purnadaya.imports.reading.headings import Meaning, heading_key
from purnadaya.imports.reading.layout import Layout, Role, Table, rows_of, survey
from purnadaya.imports.reading.lines import whole_text
from purnadaya.imports.reading.meetings import MeetingColumn, meetings_of
from purnadaya.imports.reading.rows import Row, RowReader, Unread
from purnadaya.imports.reading.values.dates import read_when
from purnadaya.imports.reading.values.places import PLACES_IN_TITLES, Section, section_in_title, section_of
from purnadaya.imports.reading.workbooks import Sheet
from purnadaya.kernel.problems import Problem
from purnadaya.places.rules import place_key


class Kind(StrEnum):
    """What a sheet is for."""

    MEMBERS = "members"
    ATTENDANCE = "attendance"
    OTHER = "other"


@dataclass(frozen=True)
class Choices:
    """What someone decided about sheets of this form, kept under a name for the next file.

    ``columns`` says what is under a heading (its ``heading_key``) or, of columns without one, a letter like ``C``;
    ``None`` for a column not to be used. ``year`` is that of days written without one; ``header_line`` where the
    headings stand; ``kind`` what the sheet is.
    """

    columns: Mapping[str, Meaning | None] = field(default_factory=dict)
    kind: Kind | None = None
    year: int | None = None
    header_line: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The choices for a row or a file of a person's."""
        return {
            "columns": {key: meaning.value if meaning else None for key, meaning in self.columns.items()},
            "kind": self.kind.value if self.kind else None,
            "year": self.year,
            "header_line": self.header_line,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Choices:
        """The choices that ``as_json`` wrote, or someone by hand. Raises ValueError for a word that is none of ours."""
        columns = {
            _column_key(str(key)): Meaning(word) if word else None for key, word in (row.get("columns") or {}).items()
        }
        kind = Kind(row["kind"]) if row.get("kind") else None
        return cls(columns, kind, row.get("year"), row.get("header_line"))


@dataclass(frozen=True)
class SkippedLine:
    """A line that is not read, and why; ``text`` is what it says, shortened."""

    line: int
    why: Role
    text: str


@dataclass(frozen=True)
class Part:
    """One list of a sheet: its columns, its meetings if it is a grid, how many rows it has."""

    columns: tuple[Column, ...]
    meetings: tuple[MeetingColumn, ...]
    first_line: int
    count: int
    kind: Kind


@dataclass(frozen=True)
class Understood:
    """What a sheet was understood to be. ``count`` rows of data, ``headers`` and ``sections`` lines, and ``skipped``
    ones are together all lines that hold anything. ``problem`` says why a sheet is of no kind we read; ``notes`` what
    to look at. ``rows()`` reads the rows one by one, as often as it is asked."""

    name: str
    kind: Kind
    parts: tuple[Part, ...]
    count: int
    headers: tuple[int, ...]
    sections: tuple[SkippedLine, ...]
    skipped: tuple[SkippedLine, ...]
    lines: int
    as_of: date
    problem: Problem | None = None
    notes: tuple[Problem, ...] = ()
    whole: Section | None = None
    """The group or place that the titles or the name of the sheet give to all its rows; each row has it first."""
    _source: _Source | None = field(default=None, repr=False, compare=False)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the longest list."""
        return max(self.parts, key=lambda part: part.count).columns if self.parts else ()

    @property
    def meetings(self) -> tuple[MeetingColumn, ...]:
        """The meetings of all its grids."""
        return tuple(meeting for part in self.parts for meeting in part.meetings)

    @property
    def unused(self) -> tuple[Column, ...]:
        """The columns of the longest list that hold something and are not read."""
        return unused(self.columns)

    def rows(self) -> Iterator[Row]:
        """Its rows, read; of a sheet of another kind none."""
        if self._source is not None:
            yield from self._source.rows()

    def choices(self) -> Choices:
        """The columns as they are now, to be kept for this sheet and for the next file of this form. Of columns with
        the same heading the letters are kept. The year and the line of headings belong to one file: they are not."""
        times = Counter(map(_key, self.columns))
        kept = {_key(column) if times[_key(column)] == 1 else column.letters: column.meaning for column in self.columns}
        return Choices(kept, None if self.kind is Kind.OTHER else self.kind)


@dataclass(frozen=True)
class _Source:
    """What reading the rows takes."""

    sheet: Sheet
    layout: Layout
    readers: Mapping[int, RowReader]
    whole: Section | None

    def rows(self) -> Iterator[Row]:
        merged = _Above(self.sheet.merged.tall())
        for line, table, sections in rows_of(merged.remembering(self.sheet.lines()), self.layout):
            reader = self.readers.get(table.first_line)
            if reader is not None:
                filled, addresses = merged.filled(line, reader.columns)
                yield reader.read(filled, (self.whole, *sections) if self.whole else sections, addresses)


class _Above:
    """Fills cells from the merged cell above them, in columns that say where or in which group someone is."""

    _FILLED = frozenset(
        {Meaning.GROUP, Meaning.VILLAGE, Meaning.DISTRICT, Meaning.HAMLET, Meaning.RT_RW, Meaning.ADDRESS}
    )

    def __init__(self, tall: Iterable[Merged]) -> None:
        self.ranges = {(one.first_line, one.first_column): one for one in tall}
        self.open: dict[int, tuple[int, Cell]] = {}

    def remembering(self, lines: Iterator[Line]) -> Iterator[Line]:
        """The lines, while noting what their merged cells say."""
        for line in lines:
            if self.ranges:
                for column in line.filled:
                    if one := self.ranges.get((line.number, column)):
                        self.open[column] = (one.last_line, line.at(column))
            yield line

    def filled(self, line: Line, columns: tuple[Column, ...]) -> tuple[Line, list[str]]:
        """The line with what its merged cells say, and which cells these are."""
        wanted = {column.index for column in columns if column.meaning in self._FILLED}
        there = {
            column: cell
            for column, (last, cell) in self.open.items()
            if line.number <= last and column in wanted and line.at(column) is None
        }
        if not there:
            return line, []
        width = max(len(line.cells), max(there) + 1)
        cells = tuple(there.get(column, line.at(column)) for column in range(width))
        return Line(line.number, cells), [address_of(line.number, column) for column in there]


def understand(sheet: Sheet, today: date, choices: Choices | None = None) -> Understood:
    """What a sheet is and what its columns are; ``choices`` are someone's, and go before what we would propose."""
    choices = choices or Choices()
    layout = survey(sheet.lines(), sheet.merged, choices.header_line)
    if not layout.tables and layout.count:
        layout = _without_headings(sheet, layout, today)
    texts = (*layout.titles, sheet.name)
    as_of = _as_of(layout.titles, today)
    proposed = {
        table.first_line: _chosen(propose(table.headings, table.samples, today), choices) for table in layout.tables
    }
    parts = tuple(_part(table, proposed[table.first_line], texts, today, choices) for table in layout.tables)
    kind = choices.kind or max(parts, key=lambda part: part.count, default=_NO_PART).kind
    read = {part.first_line for part in parts if part.kind is not Kind.OTHER}
    readers = _readers(sheet, layout, proposed, today, as_of) if kind is not Kind.OTHER else {}
    whole = _whole(layout, sheet.name)
    source = _Source(sheet, layout, {first: reader for first, reader in readers.items() if first in read}, whole)
    problem = sheet.problem or _problem(kind, parts, layout)
    return _understood(source, parts, kind, as_of, problem, _notes(parts, layout, kind))


_NO_PART = Part((), (), 0, 0, Kind.OTHER)


def _readers(
    sheet: Sheet, layout: Layout, columns: Mapping[int, tuple[Column, ...]], today: date, as_of: date
) -> dict[int, RowReader]:
    """Who reads the rows of each list, by its first line."""
    unread = Unread(sheet.unsaved, sheet.errors)
    return {
        table.first_line: RowReader(
            columns[table.first_line], today, as_of, unread, _doubtful_p(table, columns[table.first_line])
        )
        for table in layout.tables
    }


def _understood(
    source: _Source,
    parts: tuple[Part, ...],
    kind: Kind,
    as_of: date,
    problem: Problem | None,
    notes: tuple[Problem, ...],
) -> Understood:
    layout, read = source.layout, source.readers.keys()
    told = [SkippedLine(number, role, layout.texts.get(number, "")) for number, role in layout.roles.items()]
    of_others = [
        SkippedLine(line.number, Role.OTHER_KIND, whole_text(line)[:120])
        for line, table, _sections in _rows_of_others(source)
    ]
    return Understood(
        name=source.sheet.name,
        kind=kind,
        parts=parts,
        count=sum(table.count for table in layout.tables if table.first_line in read),
        headers=tuple(one.line for one in told if one.why is Role.HEADER),
        sections=tuple(one for one in told if one.why is Role.SECTION),
        skipped=tuple(sorted([*(one for one in told if one.why.is_skipped), *of_others], key=lambda one: one.line)),
        lines=layout.count,
        as_of=as_of,
        problem=problem,
        notes=notes,
        whole=source.whole,
        _source=source,
    )


def _rows_of_others(source: _Source) -> Iterator[tuple[Line, Table, tuple[Section, ...]]]:
    """The rows of lists that are not read."""
    if all(table.first_line in source.readers for table in source.layout.tables):
        return iter(())
    rows = rows_of(source.sheet.lines(), source.layout)
    return (row for row in rows if row[1].first_line not in source.readers)


# --- columns ---------------------------------------------------------------------------------


def _key(column: Column) -> str:
    return heading_key(column.heading) or column.letters


def _column_key(key: str) -> str:
    """A key as a person writes it by hand: a letter of a column, or a heading in any spelling."""
    return key.upper() if re.fullmatch(r"[A-Za-z]{1,2}", key) and key.isupper() else heading_key(key)


def _chosen(columns: tuple[Column, ...], choices: Choices) -> tuple[Column, ...]:
    """The columns with what someone chose. What she gave to one column is no other's any more."""
    chosen = {
        column.index: choices.columns[key]
        for column in columns
        for key in (_key(column), column.letters)
        if key in choices.columns
    }
    once = {meaning for meaning in chosen.values() if meaning not in (None, Meaning.MEETING, Meaning.MONEY, *SEVERAL)}
    return tuple(
        replace(column, meaning=chosen[column.index], score=1.0, why=Why.CHOSEN, taken_by=None)
        if column.index in chosen
        else replace(column, meaning=None, score=0.0, why=Why.TAKEN)
        if column.meaning in once
        else column
        for column in columns
    )


def _part(table: Table, columns: tuple[Column, ...], texts: tuple[str, ...], today: date, choices: Choices) -> Part:
    meetings = meetings_of(columns, texts, today, choices.year)
    kind = choices.kind or _kind_of(columns)
    return Part(columns, meetings, table.first_line, table.count, kind)


def _kind_of(columns: tuple[Column, ...]) -> Kind:
    meanings = [column.meaning for column in columns]
    if Meaning.NAME not in meanings or meanings.count(Meaning.MONEY) >= 2:
        return Kind.OTHER
    return Kind.ATTENDANCE if Meaning.MEETING in meanings else Kind.MEMBERS


def _doubtful_p(table: Table, columns: tuple[Column, ...]) -> bool:
    sexes = {
        key_of(cell)
        for column in columns
        if column.meaning is Meaning.SEX
        for cell in table.samples.get(column.index, ())
    }
    return "p" in sexes and bool(sexes & {"w", "wanita"}) and not sexes & {"l", "lk", "laki laki"}


# --- the whole sheet -------------------------------------------------------------------------

_AS_OF = re.compile(
    r"(?:per|keadaan|posisi|update|s\.?d\.?|sampai|tanggal|bulan|data)\b\s*:?\s*(.{4,30}?)(?:\(|$)", re.I
)
_ATTENDANCE_TITLE = re.compile(r"daftar hadir|presensi|absen", re.I)
FEWEST_WITHOUT_HEADINGS = 2


def _as_of(titles: tuple[str, ...], today: date) -> date:
    """The day ages are counted from: the one the titles name (``Per Desember 2025``), or today."""
    for title in titles:
        if match := _AS_OF.search(title):
            when = read_when(match[1].strip(" .,"), today).value
            if when is not None:
                return min(when.last, today)
    return today


def _whole(layout: Layout, name: str) -> Section | None:
    """What the titles say of all rows, and where they name no group, the name of the sheet; nothing where they name
    several, or where a part of the list names its own."""
    named = [section for title in layout.titles if (section := section_in_title(title))]
    groups = {place_key(section.group) for section in named if section.group}
    if not groups and (of_sheet := section_in_title(name)) is not None:
        named.append(of_sheet)
        groups = {place_key(of_sheet.group)}
    if len(groups) > 1 or any(section.group for _line, open_now in layout.sections for section in open_now):
        return None
    said = {kind: {text for one in named if (text := getattr(one, kind))} for kind in ("group", *PLACES_IN_TITLES)}
    known = {kind: texts.pop() for kind, texts in said.items() if len(texts) == 1}
    return section_of("; ".join(dict.fromkeys(one.text for one in named)), known) if known else None


def _without_headings(sheet: Sheet, layout: Layout, today: date) -> Layout:
    """A list without headings: one whose contents say what at least two columns are. Otherwise it stays unread."""
    table = Table({}, 1)
    roles, texts = dict(layout.roles), dict(layout.texts)
    for line in sheet.lines():
        if len(line.filled) >= FEWEST_WITHOUT_HEADINGS:
            table.take(line)
            roles.pop(line.number, None)
            texts.pop(line.number, None)
    known = [column for column in propose({}, table.samples, today) if column.meaning is not None]
    if len(known) < FEWEST_WITHOUT_HEADINGS or not any(column.meaning is Meaning.NAME for column in known):
        return layout
    return Layout((table,), roles, texts, (), layout.titles, layout.count)


def _problem(kind: Kind, parts: tuple[Part, ...], layout: Layout) -> Problem | None:
    if kind is not Kind.OTHER:
        return None if layout.data else Problem("imports.no_rows")
    if not layout.count:
        return Problem("imports.empty_sheet")
    if not parts:
        return Problem("imports.no_headings")
    if any(column.meaning is Meaning.MONEY for part in parts for column in part.columns):
        return Problem("imports.savings_book")
    return Problem("imports.other_kind")


def _notes(parts: tuple[Part, ...], layout: Layout, kind: Kind) -> tuple[Problem, ...]:
    notes = []
    if any(_is_second_name(part, column) for part in parts for column in part.columns):
        notes.append(Problem("imports.side_by_side"))
    if kind is Kind.MEMBERS and any(_ATTENDANCE_TITLE.search(title) for title in layout.titles):
        notes.append(Problem("imports.one_meeting"))
    return tuple(notes)


def _is_second_name(part: Part, column: Column) -> bool:
    """Whether another column of this list holds the names, so that this one belongs to a list beside it."""
    owner = next((one for one in part.columns if one.index == column.taken_by), None)
    return column.why is Why.TAKEN and owner is not None and owner.meaning is Meaning.NAME
