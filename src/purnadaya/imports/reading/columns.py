"""What each column of a list is: by its heading and by what stands in it. What is unsure stays unused, and is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from purnadaya.imports.reading.cells import Cell, letters_of, nothing, text_of
from purnadaya.imports.reading.headings import UNSURE, Meaning, by_heading, day_in, heading_key
from purnadaya.imports.reading.values.choices import (
    read_background,
    read_countries,
    read_education,
    read_mark,
    read_sex,
)
from purnadaya.imports.reading.values.dates import read_birth
from purnadaya.imports.reading.values.names import read_name
from purnadaya.imports.reading.values.numbers import read_phone
from purnadaya.kernel.spelling import folded


class Why(StrEnum):
    """What a proposal rests on."""

    HEADING = "heading"
    CONTENTS = "contents"
    BOTH = "both"
    CHOSEN = "chosen"
    UNKNOWN = "unknown"
    """Nothing says what it is; it is not used."""
    TAKEN = "taken"
    """Another column is that already; it is not used."""


@dataclass(frozen=True)
class Column:
    """One column: where it stands, what is written above it, and what it is taken for (``None``: not used).

    ``score`` says how sure that is, 0 to 1; ``taken_by`` which column is already what this one seems to be.
    """

    index: int
    heading: str
    meaning: Meaning | None
    score: float
    why: Why
    taken_by: int | None = None

    @property
    def letters(self) -> str:
        """As a spreadsheet calls it."""
        return letters_of(self.index)


_MARITAL = frozenset(
    "kawin nikah menikah janda duda lajang cerai single gadis k bk tk belum_kawin cerai_hidup cerai_mati".split()
)
_POST_WORDS = frozenset("ketua sekretaris bendahara anggota wakil sie seksi koordinator".split())

LONGEST_TELLING = 120
"""Cells with more letters tell nothing of what a column is."""
SURE = 0.9
LIKELY = 0.6
ENOUGH = 0.5
LOOKED_AT = 200
"""So many lines of a column are looked at."""
SEVERAL = frozenset({Meaning.RT_RW, Meaning.ADDRESS, Meaning.NOTE, Meaning.WORK})
"""Texts that may stand in several columns, as RT and RW: they are read as one."""
_ONCE = frozenset(Meaning) - SEVERAL - {Meaning.MEETING, Meaning.MONEY, Meaning.SIGNATURE}


def propose(headings: Mapping[int, str], samples: Mapping[int, Sequence[Cell]], today: date) -> tuple[Column, ...]:
    """What each column is, by heading (column → what stands above it) and contents (column → its first cells).

    Each meaning is given once, to the column that is surest; the others are unused and say who has it.
    """
    first = [
        _proposed(index, headings.get(index, ""), samples.get(index, ()), today)
        for index in _indexes(headings, samples)
    ]
    first = _with_names(_with_grid(first, samples), samples)
    taken: dict[Meaning, int] = {}
    for column in sorted(first, key=lambda column: (-column.score, column.index)):
        if column.meaning in _ONCE and column.meaning is not None:
            taken.setdefault(column.meaning, column.index)
    return tuple(_once(column, taken) for column in first)


def _indexes(headings: Mapping[int, str], samples: Mapping[int, Sequence[Cell]]) -> list[int]:
    return sorted(headings.keys() | samples.keys())


def _once(column: Column, taken: Mapping[Meaning, int]) -> Column:
    owner = taken.get(column.meaning) if column.meaning is not None else None
    if owner is None or owner == column.index:
        return column
    return Column(column.index, column.heading, None, 0.0, Why.TAKEN, owner)


def _with_grid(columns: list[Column], samples: Mapping[int, Sequence[Cell]]) -> list[Column]:
    """Columns nobody knows that hold marks of attendance, two at least, are meetings whose day is not said."""
    marked = [
        column.index
        for column in columns
        if column.why is Why.UNKNOWN and column.heading and _marks_share(samples.get(column.index, ())) >= SURE
    ]
    if len(marked) < 2 and not any(column.meaning is Meaning.MEETING for column in columns):
        return columns
    return [
        Column(column.index, column.heading, Meaning.MEETING, LIKELY, Why.CONTENTS)
        if column.index in marked
        else column
        for column in columns
    ]


def _marks_share(cells: Sequence[Cell]) -> float:
    """The share of cells that are marks; none when all are mere numbers, which may count something else."""
    there = [cell for cell in cells if text_of(cell)]
    if not there or all(isinstance(cell, int) for cell in there):
        return 0.0
    return sum(1 for cell in there if len(text_of(cell)) < 20 and read_mark(cell).value is not None) / len(there)


def _with_names(columns: list[Column], samples: Mapping[int, Sequence[Cell]]) -> list[Column]:
    """Where no heading says where the names are: the column of most different texts that can be names."""
    if any(column.meaning is Meaning.NAME for column in columns):
        return columns
    shares = {
        column.index: _names_share(samples.get(column.index, ())) for column in columns if column.why is Why.UNKNOWN
    }
    best = max(shares, key=lambda index: shares[index], default=None)
    if best is None or shares[best] < LIKELY:
        return columns
    return [
        Column(column.index, column.heading, Meaning.NAME, ENOUGH, Why.CONTENTS) if column.index == best else column
        for column in columns
    ]


def _names_share(cells: Sequence[Cell]) -> float:
    """The share of cells that can be names, less those that stand there again and again."""
    there = [cell for cell in cells if text_of(cell)]
    short = [cell for cell in there if 2 < len(text_of(cell)) <= LONGEST_TELLING]
    names = {text_of(cell).casefold() for cell in short if read_name(cell).value is not None}
    return len(names) / len(there) if there else 0.0


def _proposed(index: int, heading: str, cells: Sequence[Cell], today: date) -> Column:
    said = by_heading(heading)
    if said is None and heading and day_in(heading) is not None:
        said = Meaning.MEETING
    shown, share = _by_contents([cell for cell in cells if not nothing(cell)], today)
    if said is Meaning.BIRTH_PLACE and shown is Meaning.BIRTH:
        said = Meaning.BIRTH
    if said is not None:
        agree = shown is said or (said, shown) in _SAME
        contradicted = shown in _TELLING and not agree and share >= SURE and said not in _BEARS_ANYTHING
        if contradicted:
            return Column(index, heading, shown, LIKELY, Why.CONTENTS)
        return Column(index, heading, said, 1.0 if agree else SURE, Why.BOTH if agree else Why.HEADING)
    if shown is not None and share >= LIKELY and (not heading or shown in _TELLING or heading_key(heading) in UNSURE):
        return Column(index, heading, shown, round(share * LIKELY, 2), Why.CONTENTS)
    return Column(index, heading, None, 0.0, Why.UNKNOWN)


_SAME = frozenset(
    {(Meaning.FAMILY_CARD, Meaning.NIK), (Meaning.NOTE, Meaning.POST), (Meaning.WORK, Meaning.BACKGROUND),
     (Meaning.RETURNED, Meaning.BIRTH), (Meaning.DEPARTED, Meaning.BIRTH), (Meaning.JOINED, Meaning.BIRTH)}
)  # fmt: skip
_TELLING = frozenset({Meaning.NIK, Meaning.PHONE, Meaning.BACKGROUND, Meaning.MARITAL})
"""Contents that say what they are whatever stands above them."""
_BEARS_ANYTHING = frozenset(
    {Meaning.NOTE, Meaning.NUMBER, Meaning.WORK, Meaning.MONEY, Meaning.MEETING, Meaning.FAMILY_CARD}
)


def _by_contents(cells: Sequence[Cell], today: date) -> tuple[Meaning | None, float]:
    """What most cells look like, and the share of cells that do."""
    if not cells:
        return None, 0.0
    short = [cell for cell in cells if len(text_of(cell)) <= LONGEST_TELLING]
    shares = [
        (sum(1 for cell in short if test(cell, today)) / len(cells), -place) for place, (_m, test) in enumerate(_TESTS)
    ]
    share, place = max(shares)
    return (_TESTS[-place][0], share) if share >= ENOUGH else (None, 0.0)


def _looks_like_nik(cell: Cell, _today: date) -> bool:
    digits = re.sub(r"\D", "", text_of(cell))
    return 15 <= len(digits) <= 17 and len(text_of(cell)) <= 22 and not digits.startswith(("62", "08"))


def _looks_like_phone(cell: Cell, _today: date) -> bool:
    text = re.sub(r"[\s\-.()]", "", text_of(cell))
    return bool(re.match(r"(?:\+?62|0)?8\d{8,11}(?!\d)", text)) and read_phone(cell).value is not None


def _looks_like_birth(cell: Cell, today: date) -> bool:
    birth = read_birth(cell, today).value
    return birth is not None and birth.when is not None and not str(birth.when).endswith("~")


def _looks_like_age(cell: Cell, _today: date) -> bool:
    return isinstance(cell, int) and not isinstance(cell, bool) and 5 <= cell <= 110


def _in_words(words: frozenset[str]) -> Callable[[Cell, date], bool]:
    return lambda cell, _today: bool(set(folded(text_of(cell)).split()) & words)


def _is_sex(cell: Cell, _today: date) -> bool:
    return read_sex(cell).value is not None


def _is_background(cell: Cell, _today: date) -> bool:
    reading = read_background(cell)
    return reading.value is not None or reading.problem is not None or folded(text_of(cell)) in _OCCUPATIONS


_OCCUPATIONS = frozenset({"irt", "ibu rumah tangga"})


def _is_mark(cell: Cell, _today: date) -> bool:
    return read_mark(cell).value is not None


_TESTS: tuple[tuple[Meaning, Callable[[Cell, date], bool]], ...] = (
    (Meaning.NIK, _looks_like_nik),
    (Meaning.PHONE, _looks_like_phone),
    (Meaning.SEX, _is_sex),
    (Meaning.BACKGROUND, _is_background),
    (Meaning.COUNTRY, lambda cell, _today: read_countries(cell).value is not None),
    (Meaning.EDUCATION, lambda cell, _today: read_education(cell).value is not None),
    (Meaning.BIRTH, _looks_like_birth),
    (Meaning.MARITAL, _in_words(_MARITAL)),
    (Meaning.POST, _in_words(_POST_WORDS)),
)


def unused(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns that hold something and are not read."""
    return tuple(column for column in columns if column.meaning is None)
