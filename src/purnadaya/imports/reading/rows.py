"""One row of a list, read: what is known by what it means, and what is to be said of its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from purnadaya.imports.reading.cells import Cell, CellProblem, Line, Reading, address_of, key_of, nothing, text_of
from purnadaya.imports.reading.columns import SEVERAL, Column
from purnadaya.imports.reading.headings import Meaning
from purnadaya.imports.reading.values.choices import (
    Mark,
    read_background,
    read_countries,
    read_education,
    read_mark,
    read_post,
    read_sex,
)
from purnadaya.imports.reading.values.dates import Birth, read_age, read_birth, read_when
from purnadaya.imports.reading.values.names import read_name
from purnadaya.imports.reading.values.numbers import read_nik, read_phone
from purnadaya.imports.reading.values.places import Section, without_kind
from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.problems import Problem
from purnadaya.people.rules import ESTIMATE_SLACK, Sex, nik_notes

Reader = Callable[[Cell, date], Reading[Any]]


def _text(cell: Cell, _today: date) -> Reading[str]:
    return Reading() if nothing(cell) else Reading(text_of(cell))


def _place(cell: Cell, _today: date) -> Reading[str]:
    return Reading() if nothing(cell) else Reading(without_kind(text_of(cell)))


def _timeless(reader: Callable[[Cell], Reading[Any]]) -> Reader:
    return lambda cell, _today: reader(cell)


READERS: Mapping[Meaning, Reader] = {
    Meaning.NAME: _timeless(read_name),
    Meaning.NIK: _timeless(read_nik),
    Meaning.SEX: _timeless(read_sex),
    Meaning.BIRTH: read_birth,
    Meaning.PHONE: _timeless(read_phone),
    Meaning.EDUCATION: _timeless(read_education),
    Meaning.BACKGROUND: _timeless(read_background),
    Meaning.COUNTRY: _timeless(read_countries),
    Meaning.DEPARTED: read_when,
    Meaning.RETURNED: read_when,
    Meaning.JOINED: read_when,
    Meaning.POST: _timeless(read_post),
    Meaning.HAMLET: _place,
    Meaning.VILLAGE: _place,
    Meaning.DISTRICT: _place,
}
"""How each column is read; what is not named here is kept as text, and numbers, signatures and marks not at all."""
_NOT_READ = frozenset({Meaning.NUMBER, Meaning.SIGNATURE, Meaning.MEETING, Meaning.MONEY, Meaning.AGE})


LONGEST_READ = 2000
"""A cell of more letters is no answer to anything."""


@dataclass(frozen=True)
class Row:
    """One row of data.

    ``values`` holds what was read, by what it means (its type is that of the reader; texts are ``str``); ``problems``
    the cells that could not be read, ``notes`` those that were taken so though not written so. ``marks`` are those of
    a grid, by column; an empty cell has none. ``sections`` are the parts of the list it lies in, the largest first.
    ``written`` is the whole line as it stands there, for giving it back.
    """

    line: int
    values: Mapping[Meaning, Any]
    problems: tuple[CellProblem, ...] = ()
    notes: tuple[CellProblem, ...] = ()
    marks: Mapping[int, Mark] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    written: tuple[Cell, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether someone is named; without a name nothing can be done with a row."""
        return Meaning.NAME in self.values

    @property
    def group(self) -> str:
        """The group it belongs to: of its own cell, or of the part it lies in."""
        return self.values.get(Meaning.GROUP) or self._said("group")

    @property
    def village(self) -> str:
        """The village, of its own cell or of the part it lies in; likewise the others."""
        return self.values.get(Meaning.VILLAGE) or self._said("village")

    @property
    def district(self) -> str:
        """The district (kapanewon)."""
        return self.values.get(Meaning.DISTRICT) or self._said("district")

    @property
    def hamlet(self) -> str:
        """The hamlet (padukuhan, dusun)."""
        return self.values.get(Meaning.HAMLET) or self._said("hamlet")

    @property
    def home(self) -> str:
        """The village that the part it lies in says of its group; empty where its own cell names the group."""
        return "" if self.values.get(Meaning.GROUP) else self._said("village")

    def _said(self, kind: str) -> str:
        return next((text for one in reversed(self.sections) if (text := getattr(one, kind))), "")


@dataclass(frozen=True)
class Unread:
    """Cells that a file holds without a value: formulas never calculated, and errors."""

    unsaved: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()

    def problem_at(self, line: int, column: int) -> Problem | None:
        """What to say of the cell there."""
        if not self.unsaved and not self.errors:
            return None
        address = address_of(line, column)
        if address in self.unsaved:
            return Problem("imports.formula_without_value")
        return Problem("imports.formula_error") if address in self.errors else None


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one list: its columns, the day to count ages from, and today."""

    columns: tuple[Column, ...]
    today: date
    as_of: date
    unread: Unread = Unread()
    doubtful_p: bool = False
    """Whether ``P`` may mean *pria*, since women are marked ``W`` in this list."""

    def read(self, line: Line, sections: tuple[Section, ...], filled_in: Iterable[str] = ()) -> Row:
        """The row of a line. ``filled_in`` names cells whose value stands in a merged cell above."""
        said = _Said(line.number)
        values: dict[Meaning, Any] = {}
        marks: dict[int, Mark] = {}
        for column in self.columns:
            if column.meaning is None:
                continue
            cell = line.at(column.index)
            if cell is None and (missing := self.unread.problem_at(line.number, column.index)):
                said.problem(column.index, missing)
            elif column.meaning is Meaning.MEETING:
                if (mark := said.take(column.index, read_mark(cell))) is not None:
                    marks[column.index] = mark
            elif (value := self._value(column, cell, said)) is not None:
                before = values.get(column.meaning)
                values[column.meaning] = f"{before} / {value}" if before and column.meaning in SEVERAL else value
        self._complete(values, line, said)
        notes = (*said.notes, *(CellProblem(address, Problem("imports.merged_filled")) for address in filled_in))
        return Row(line.number, values, tuple(said.problems), notes, marks, sections, line.cells)

    def _value(self, column: Column, cell: Cell, said: _Said) -> Any:
        meaning = column.meaning
        if meaning is None or meaning in _NOT_READ:
            return None
        if meaning is Meaning.SEX and self.doubtful_p and key_of(cell) == "p":
            said.problem(column.index, Problem("imports.sex_p_unclear"))
            return None
        if isinstance(cell, str) and len(cell) > LONGEST_READ:
            said.problem(column.index, Problem("imports.too_long"))
            return None
        return said.take(column.index, READERS.get(meaning, _text)(cell, self.today))

    def _complete(self, values: dict[Meaning, Any], line: Line, said: _Said) -> None:
        """What one cell says of another: age and birth, place and birth, post among notes, NIK and birth."""
        at = {column.meaning: column.index for column in self.columns if column.meaning is not None}
        if Meaning.NAME not in values and not said.has(at.get(Meaning.NAME)):
            said.problem(at.get(Meaning.NAME, 0), Problem("imports.no_name"))
        self._birth(values, line, at, said)
        if Meaning.NOTE in values and Meaning.POST not in values:
            post = read_post(values[Meaning.NOTE]).value
            if post is not None:
                values[Meaning.POST] = post
                said.note(at[Meaning.NOTE], Problem("imports.post_in_note"))
        if nik := values.get(Meaning.NIK):
            birth = values.get(Meaning.BIRTH)
            sex = values.get(Meaning.SEX) or (Sex.FEMALE if nik.female else Sex.MALE)
            for code in nik_notes(nik, sex, birth.when if birth else None, area_known=True):
                said.note(at[Meaning.NIK], Problem(code))

    def _birth(self, values: dict[Meaning, Any], line: Line, at: Mapping[Meaning, int], said: _Said) -> None:
        birth = values.get(Meaning.BIRTH) or Birth()
        place = values.pop(Meaning.BIRTH_PLACE, "")
        age = Reading[PartialDate]()
        if Meaning.AGE in at:
            age = read_age(line.at(at[Meaning.AGE]), self.as_of)
        if age.problem:
            said.problem(at[Meaning.AGE], age.problem)
        elif age.value and birth.when is None and not said.has(at.get(Meaning.BIRTH)):
            birth = Birth(said.take(at[Meaning.AGE], age), birth.place)
        elif age.value and birth.when and abs(birth.when.first.year - age.value.first.year) > ESTIMATE_SLACK:
            said.note(
                at[Meaning.AGE], Problem("imports.age_differs", {"years": self.as_of.year - birth.when.first.year})
            )
        birth = Birth(birth.when, birth.place or place)
        if birth != Birth():
            values[Meaning.BIRTH] = birth


class _Said:
    """What is to be said of the cells of one line."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.problems: list[CellProblem] = []
        self.notes: list[CellProblem] = []

    def take(self, column: int, reading: Reading[Any]) -> Any:
        """Note what the reading says, and give its value."""
        if reading.problem:
            self.problem(column, reading.problem)
        for note in reading.notes:
            self.note(column, note)
        return reading.value

    def problem(self, column: int, problem: Problem) -> None:
        self.problems.append(CellProblem(address_of(self.line, column), problem))

    def note(self, column: int, note: Problem) -> None:
        self.notes.append(CellProblem(address_of(self.line, column), note))

    def has(self, column: int | None) -> bool:
        """Whether a problem was found in this column already."""
        return column is not None and any(one.address == address_of(self.line, column) for one in self.problems)
