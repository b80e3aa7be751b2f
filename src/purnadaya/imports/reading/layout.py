"""What each line of a sheet is: a heading, a row of data, a line above a part of the list, or something to skip.

No line that holds anything is left out: it is data, or it has a role with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from purnadaya.imports.reading.cells import Cell, Line, Span, nothing
from purnadaya.imports.reading.columns import LOOKED_AT
from purnadaya.imports.reading.headings import ABOVE, Meaning, by_heading, day_in
from purnadaya.imports.reading.lines import (
    LONGEST_SECTION,
    is_label,
    is_note,
    is_numbering,
    is_signature,
    is_total,
    looks_like_header,
    may_stand_above,
    same_headings,
    texts_of,
    whole_text,
)
from purnadaya.imports.reading.values.places import Section, names_a_place_or_group, read_section


class Role(StrEnum):
    """What a line is that is no row of data."""

    HEADER = "header"
    SECTION = "section"
    TITLE = "title"
    TOTAL = "total"
    SIGNATURE = "signature"
    NOTE = "note"
    NUMBERING = "numbering"
    ONLY_NUMBER = "only_number"
    BLANK = "blank"
    BEFORE_LIST = "before_list"
    OTHER_KIND = "other_kind"

    @property
    def is_skipped(self) -> bool:
        """Whether nothing of the line is used."""
        return self not in (Role.HEADER, Role.SECTION)


MOST_HEADER_LINES = 3
MOST_PENDING = 12
MOST_TITLES = 40


@dataclass
class Table:
    """One list of a sheet: what stands above its columns, and from which line on its rows stand.

    ``samples`` are the first cells of each column; ``count`` how many rows there are.
    """

    headings: dict[int, str]
    first_line: int
    name_column: int | None = None
    number_column: int | None = None
    count: int = 0
    samples: dict[int, list[Cell]] = field(default_factory=dict)

    def take(self, line: Line) -> None:
        """Count a row, and look at its cells while there are few."""
        self.count += 1
        for column in line.filled:
            cells = self.samples.setdefault(column, [])
            if self.count <= LOOKED_AT:
                cells.append(line.at(column))


@dataclass(frozen=True)
class Layout:
    """All lines of a sheet, sorted: ``roles`` of those that are no data, ``tables`` in order, and the ``sections`` that
    hold from a line on. ``titles`` are the texts above and between the lists."""

    tables: tuple[Table, ...]
    roles: Mapping[int, Role]
    texts: Mapping[int, str]
    sections: tuple[tuple[int, tuple[Section, ...]], ...]
    titles: tuple[str, ...]
    count: int

    @property
    def data(self) -> int:
        """How many rows of data there are."""
        return sum(table.count for table in self.tables)


def survey(lines: Iterable[Line], merged: Span, header_line: int | None = None) -> Layout:
    """Sort the lines of a sheet. ``header_line`` says where the headings stand, when someone knows better."""
    surveyor = _Surveyor(merged, header_line)
    for line in lines:
        surveyor.see(line)
    return surveyor.layout()


class _Surveyor:
    """Goes through the lines once. What a line alone in its row is, the next lines say: until then it waits."""

    def __init__(self, merged: Span, header_line: int | None) -> None:
        self.merged = merged
        self.header_line = header_line
        self.roles: dict[int, Role] = {}
        self.texts: dict[int, str] = {}
        self.tables: list[Table] = []
        self.heads: list[Line] = []
        self.pending: list[Line] = []
        self.sections: list[tuple[int, tuple[Section, ...]]] = []
        self.titles: list[str] = []
        self.signing = False
        self.count = 0

    @property
    def table(self) -> Table | None:
        return self.tables[-1] if self.tables else None

    def see(self, line: Line) -> None:
        """Sort one line, or let it wait."""
        self.count += 1
        if not line.filled:
            self._role(line, Role.BLANK)
        elif self._goes_on_with_header(line):
            self._extend(line)
        elif self._is_header(line):
            self._begin(line)
        elif self.table is None:
            self._wait(line)
        else:
            self._sort(line, self.table)

    def layout(self) -> Layout:
        """What was found, when there are no more lines."""
        self._settle(Role.NOTE if self.tables else Role.BEFORE_LIST)
        return Layout(tuple(self.tables), self.roles, self.texts, tuple(self.sections), tuple(self.titles), self.count)

    # --- headers

    def _is_header(self, line: Line) -> bool:
        if self.header_line is not None:
            return line.number == self.header_line
        if self.table is not None and len(line.filled) == 1 and not same_headings(line, self.table.headings):
            return False
        return looks_like_header(line, first=self.table is None)

    def _begin(self, line: Line) -> None:
        above = self.pending.pop() if self.pending and may_stand_above(self.pending[-1], line) else self._upper(line)
        again = self.table is not None and any(same_headings(line, _words(head)) for head in self.heads)
        if not again and self.sections:
            self.sections.append((line.number, ()))
        self._settle(Role.TITLE)
        heads = [head for head in (above, line) if head is not None]
        for head in heads:
            self._role(head, Role.HEADER)
        self.signing = False
        if not again:
            self.heads = heads
            self.tables.append(_table_of(self.heads, self.merged, line.number + 1))

    def _upper(self, line: Line) -> Line | None:
        """The line right above, taken for headings of its own, that is the upper line of these: it names nobody, and no
        row stood under it. Its list is none."""
        table = self.table
        if table is None or table.count or table.name_column is not None or self.pending or len(self.heads) != 1:
            return None
        if not may_stand_above(self.heads[0], line):
            return None
        self.tables.pop()
        return self.heads[0]

    def _goes_on_with_header(self, line: Line) -> bool:
        """Whether a line directly under the headings says more of them: it stands only under headings that are wide, or
        where there is none."""
        table = self.table
        if table is None or table.count or not self.heads or len(self.heads) >= MOST_HEADER_LINES or self.pending:
            return False
        above = self.heads[-1]
        if line.number != above.number + 1 or table.name_column is None or line.text(table.name_column):
            return False
        wide = _spread(above, self.merged, len(line.cells))
        under = all(column in wide or _names_a_day(above, line, column) for column in line.filled)
        said = [text for text in texts_of(line) if by_heading(text) or day_in(text) or len(text) <= 12]
        return under and len(said) == len(line.filled) and (len(said) > 1 or by_heading(said[0]) is not None)

    def _extend(self, line: Line) -> None:
        self.heads.append(line)
        self._role(line, Role.HEADER)
        self.tables[-1] = _table_of(self.heads, self.merged, line.number + 1)

    # --- lines of a list

    def _sort(self, line: Line, table: Table) -> None:
        numbered = _is_number(line, table)
        if numbered and self._named(line, table):
            self._take(line, table)
        elif is_total(line, table.name_column):
            self._settle(Role.NOTE)
            self._role(line, Role.TOTAL)
        elif is_numbering(line) and not table.count:
            self._role(line, Role.NUMBERING)
        elif self._is_signed(line, numbered):
            self._settle(Role.NOTE)
            self._role(line, Role.SIGNATURE)
            self.signing = True
        elif is_note(line) and not numbered:
            self._role(line, Role.NOTE)
        elif is_label(line) and not numbered:
            self._wait(line)
        elif self._is_data(line, table):
            self._take(line, table)
        elif numbered and len(line.filled) == 1:
            self._role(line, Role.ONLY_NUMBER)
        else:
            self._wait(line)

    def _take(self, line: Line, table: Table) -> None:
        self._settle(None)
        self.signing = False
        table.take(line)

    def _is_signed(self, line: Line, numbered: bool) -> bool:
        if numbered and len(line.filled) > 1:
            return False
        if is_signature(line):
            return True
        return self.signing and len(line.filled) <= 3 and not names_a_place_or_group(whole_text(line))

    def _named(self, line: Line, table: Table) -> bool:
        if table.name_column is None:
            return False
        name = line.at(table.name_column)
        return isinstance(name, str) and any(map(str.isalpha, name)) and not nothing(name)

    def _is_data(self, line: Line, table: Table) -> bool:
        """Whether someone is spoken of: her name stands where names do, or two cells beside the number are filled."""
        beside = [column for column in line.filled if column != table.number_column and column in table.headings]
        if not self._named(line, table):
            return len(beside) >= 2 or (not table.headings and len(line.filled) >= 2)
        if len(line.filled) > 1 or table.headings.keys() <= {table.name_column}:
            return True
        return not self._may_be_section(line)

    def _may_be_section(self, line: Line) -> bool:
        text = whole_text(line)
        column = line.filled[0]
        return names_a_place_or_group(text) or self.merged.wide(line.number, column) > 1

    # --- lines that wait

    def _wait(self, line: Line) -> None:
        self.pending.append(line)
        if len(self.pending) > MOST_PENDING:
            first = self.pending.pop(0)
            self._role(first, Role.NOTE if self.tables else Role.BEFORE_LIST)

    def _settle(self, role: Role | None) -> None:
        """Say what the waiting lines were: parts of the list where they name a place or group, or rows follow them
        (``role`` None); otherwise ``role``."""
        waiting, self.pending = self.pending, []
        beside: tuple[Section, ...] = ()
        last = 0
        for line in waiting:
            text = whole_text(line)
            named = role in (None, Role.TITLE) and len(line.filled) <= 4 and names_a_place_or_group(text)
            if len(text) <= LONGEST_SECTION and (named or (role is None and self._heads_a_part(line))):
                self._role(line, Role.SECTION)
                beside = beside if line.number == last + 1 else ()
                beside = self._open(line.number, read_section(text), beside)
                last = line.number
            else:
                self._role(line, role or Role.NOTE)
            if role is Role.TITLE and len(self.titles) < MOST_TITLES:
                self.titles.append(text)

    def _heads_a_part(self, line: Line) -> bool:
        """A text alone in its row, at the left or over merged cells, heads the rows below it."""
        if len(line.filled) != 1 or is_note(line):
            return False
        column = line.filled[0]
        name_column = self.table.name_column if self.table else None
        at_left = name_column is None or column < name_column or self.merged.wide(line.number, column) > 1
        return at_left and isinstance(line.at(column), str) and not any(ch.isdecimal() for ch in whole_text(line))

    def _open(self, number: int, section: Section, beside: tuple[Section, ...]) -> tuple[Section, ...]:
        """A part begins: it ends those of its own kind or of a smaller one, but for those of another kind in the lines
        right above, which say with it of what list this is (*Kelompok: …* above *Kalurahan: …*). Gives these and it."""
        open_now = self.sections[-1][1] if self.sections else ()
        rank = _rank(section)
        beside = tuple(one for one in beside if _rank(one) != rank)
        kept = (one for one in open_now if _rank(one) > rank or one in beside)
        self.sections.append((number, (*kept, section)))
        return (*beside, section)

    def _role(self, line: Line, role: Role) -> None:
        self.roles[line.number] = role
        if role.is_skipped or role is Role.SECTION:
            self.texts[line.number] = whole_text(line)[:120]


def _rank(section: Section) -> int:
    """How large a part is: that of a group is the smallest."""
    for rank, kind in enumerate((section.group, section.hamlet, section.village, section.district)):
        if kind:
            return rank
    return 0


def _is_number(line: Line, table: Table) -> bool:
    """Whether the line bears a number where numbers stand."""
    if table.number_column is None:
        return False
    return line.text(table.number_column).rstrip(".)").isdecimal()


def _table_of(heads: list[Line], merged: Span, first_line: int) -> Table:
    headings = _headings(heads, merged)
    meanings = {column: by_heading(text) for column, text in headings.items()}
    return Table(
        headings,
        first_line,
        name_column=next((column for column, meaning in meanings.items() if meaning is Meaning.NAME), None),
        number_column=next((column for column, meaning in meanings.items() if meaning is Meaning.NUMBER), None),
    )


def _headings(heads: list[Line], merged: Span) -> dict[int, str]:
    """What stands above each column, upper lines before lower ones. What is said over several columns holds for each
    under which a lower line says more."""
    width = max(len(line.cells) for line in heads)
    found: dict[int, str] = {}
    for column in range(width):
        parts: list[str] = []
        for place, line in enumerate(heads):
            below = any(later.text(column) for later in heads[place + 1 :])
            text = line.text(column)
            if not text and below:
                text = _spread(line, merged, width).get(column, "")
            if text and (not parts or parts[-1] != text):
                parts.append(text)
        if parts:
            found[column] = ABOVE.join(parts)
    return found


def _spread(line: Line, merged: Span, width: int) -> dict[int, str]:
    """The columns that lie under a heading over several columns, or under none, with that heading."""
    found: dict[int, str] = {}
    filled = line.filled
    for place, column in enumerate(filled):
        following = filled[place + 1] if place + 1 < len(filled) else width
        if merged.ranges:
            following = min(following, column + max(merged.wide(line.number, column), 1))
        if following > column + 1:
            found |= dict.fromkeys(range(column, following), line.text(column))
    empty = set(range(width)) - set(filled) - found.keys()
    return found | dict.fromkeys(empty, "")


def _names_a_day(above: Line, below: Line, column: int) -> bool:
    """Whether a month stands above a number there."""
    month = above.text(column)
    return bool(month) and day_in(f"{month}{ABOVE}{below.text(column)}") is not None


def _words(head: Line) -> Mapping[int, str]:
    """A line of a header as it would be repeated."""
    return {column: head.text(column) for column in head.filled}


def rows_of(lines: Iterable[Line], layout: Layout) -> Iterator[tuple[Line, Table, tuple[Section, ...]]]:
    """The rows of data, each with its list and with the parts it lies in, the largest first."""
    tables = iter(layout.tables)
    table = next(tables, None)
    following = next(tables, None)
    sections = iter(layout.sections)
    open_now: tuple[Section, ...] = ()
    coming = next(sections, None)
    for line in lines:
        while following is not None and line.number >= following.first_line - 1:
            table, following = following, next(tables, None)
        while coming is not None and coming[0] <= line.number:
            open_now, coming = coming[1], next(sections, None)
        if table is not None and line.number not in layout.roles:
            yield line, table, open_now
