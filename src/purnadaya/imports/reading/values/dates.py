"""Days as people write them: day before month, months by name, two digits for a year, or only an age."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from purnadaya.imports.reading.cells import Cell, Reading, nothing, text_of
from purnadaya.kernel.dates import OLDEST_YEAR, PartialDate
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.people.rules import OLDEST_AGE, birth_problems

_MONTH_WORDS = (
    "januari jan january", "februari feb peb pebruari february", "maret mar mrt march", "april apr", "mei may",
    "juni jun june", "juli jul july", "agustus agu agt ags agst aug august", "september sep sept",
    "oktober okt oct october", "november nov nop nopember", "desember des dec december",
)  # fmt: skip
MONTHS: Mapping[str, int] = {word: month for month, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>\d{4}|['’]?\d{2})"
_BETWEEN = r"\s*[-/.,\s]\s*"
_SHAPES = tuple(
    re.compile(rf"(?<!\d)(?<!\d[/.\-]){shape}$")
    for shape in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[ t]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?",
        rf"(?P<day>\d{{1,2}}){_BETWEEN}(?P<month>\d{{1,2}}){_BETWEEN}{_YEAR}(?:\s+\d{{1,2}}:\d\d(?::\d\d)?)?",
        rf"(?P<day>\d{{1,2}})\s*[-/.,]?\s*(?P<name>{_MONTH})\.?\s*[-/.,]?\s*{_YEAR}",
        rf"(?<![^\W\d_])(?P<name>{_MONTH})\.?\s*[-/.,]?\s*(?P<year>\d{{4}})",
        r"(?P<month>\d{1,2})\s*[-/.]\s*(?P<year>\d{4})",
        r"(?P<year>\d{4})",
    )
)
_DAY_ONLY = (
    re.compile(r"(?P<day>\d{1,2})\s*[-/.]\s*(?P<month>\d{1,2})"),
    re.compile(rf"(?P<day>\d{{1,2}})\s*[-/.]?\s*(?P<name>{_MONTH})\.?"),
)
_AGE = re.compile(r"(?:(?:umur|usia|±|\+/-|kira2|kira-kira|sekitar|ca\.?)\s*)*(\d{1,3})\s*(?:th|thn|tahun|taon)?\.?")
_AGE_WORD = re.compile(r"umur|usia|th\b|thn|tahun|taon")
_BEFORE_DAY = re.compile(r"(?:pada|tgl|tanggal|th|thn|tahun|bln|bulan|sejak|awal|akhir|sekitar|±)[.:]?\s*$")
_WEEKDAYS = r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)(?:\s+(?:legi|pahing|pon|wage|kliwon))?"
_WEEKDAY = re.compile(_WEEKDAYS + r"[,. ]*$")
_LEADING_WEEKDAY = re.compile("^" + _WEEKDAYS + r"[,. ]+")

EXCEL_BEGAN = date(1899, 12, 30)
OLDEST_SERIAL = 3_000
"""Excel counts days from 1900: a smaller number is no birth of anyone alive (this one is in 1908)."""
YOUNGEST_SILENT = 10
"""Two digits for a year are taken for the younger age from so many years on; under it, either may be meant."""


@dataclass(frozen=True)
class Birth:
    """When and where someone was born, each as far as it was written."""

    when: PartialDate | None = None
    place: str = ""


@dataclass(frozen=True)
class _Parts:
    """A date taken apart: 0 for a month or day that was not written; what stood before it."""

    year: int
    month: int
    day: int
    short_year: bool
    before: str
    notes: tuple[Problem, ...] = ()


def read_birth(cell: Cell, today: date) -> Reading[Birth]:
    """A birth date, with a place before it or not: ``Kulon Progo, 12 Agustus 1985``, ``12-8-85``, ``1964``,
    ``umur 45``, a day or a day's number of a spreadsheet. A place alone is a birth without a date."""
    if nothing(cell):
        return Reading()
    if isinstance(cell, bool) or (isinstance(cell, float) and not cell.is_integer()):
        return _bad_date(cell)
    if isinstance(cell, int | float):
        return _birth_of_number(int(cell), today)
    if isinstance(cell, date):
        return _birth(PartialDate.day(_day_of(cell)), "", today)
    return _birth_of_text(text_of(cell), today)


def read_age(cell: Cell, on: date) -> Reading[PartialDate]:
    """The guessed birth year of someone of this age on a day; always with a note that says so."""
    if nothing(cell):
        return Reading()
    match = _AGE.fullmatch(_age_text(cell))
    if match is None or int(match[1]) > OLDEST_AGE:
        return Reading(problem=Problem("imports.bad_age", {"text": text_of(cell)[:60]}))
    return _of_age(int(match[1]), on)


def read_when(cell: Cell, today: date) -> Reading[RoughDate]:
    """When something happened, as well as it is known: ``th 2006``, ``2019``, ``Agustus 2019``, ``3/2019``, a day."""
    if nothing(cell):
        return Reading()
    if isinstance(cell, date):
        return _when(RoughDate(_day_of(cell), _day_of(cell)), today)
    if isinstance(cell, int) and not isinstance(cell, bool) and cell > 9999:
        day = _of_serial(cell)
        return _bad_date(cell) if day is None else _when(RoughDate(day, day), today, Problem("imports.serial_taken"))
    parts = _taken_apart(text_of(cell).casefold())
    if parts is None or parts.before:
        return _bad_date(cell)
    year = _latest(parts, today) if parts.short_year else parts.year
    try:
        return _when(RoughDate.of(year, parts.month, parts.day), today, *parts.notes)
    except ValueError:
        return _no_such_day(cell)


def read_day(text: str) -> tuple[int, int, int] | None:
    """A full day or a day without its year (then 0): year, month, day. As over meetings: ``14/3``, ``12 Jan``."""
    wanted = text.casefold().strip()
    parts = _taken_apart(wanted)
    if parts is not None and parts.day and not parts.before:
        year = parts.year + 2000 if parts.short_year else parts.year
        return (year, parts.month, parts.day) if _exists(year, parts.month, parts.day) else None
    for shape in _DAY_ONLY:
        if match := shape.fullmatch(_LEADING_WEEKDAY.sub("", wanted)):
            day, month = int(match["day"]), _month_of(match)
            return (0, month, day) if _exists(2000, month, day) else None
    return None


def _birth_of_number(number: int, today: date) -> Reading[Birth]:
    if OLDEST_YEAR <= number <= today.year:
        return _birth(PartialDate.year(number), "", today)
    if 0 < number <= OLDEST_AGE:
        aged = _of_age(number, today)
        return Reading(Birth(aged.value), notes=aged.notes)
    day = _of_serial(number) if number >= OLDEST_SERIAL else None
    return (
        _bad_date(number) if day is None else _birth(PartialDate.day(day), "", today, Problem("imports.serial_taken"))
    )


def _birth_of_text(text: str, today: date) -> Reading[Birth]:
    lower = text.casefold()
    if _AGE_WORD.search(lower) and (match := _AGE.fullmatch(lower)) and int(match[1]) <= OLDEST_AGE:
        aged = _of_age(int(match[1]), today)
        return Reading(Birth(aged.value), notes=aged.notes)
    if text.isdecimal() and len(text) <= 5:
        return _birth_of_number(int(text), today)
    parts = _taken_apart(lower)
    if parts is None:
        no_digit = not any(ch.isdecimal() for ch in text)
        return Reading(Birth(None, text)) if no_digit else _bad_date(text)
    place = text[: len(parts.before)].strip(" ,/-:;.") if parts.before else ""
    if any(ch.isdecimal() for ch in place):
        return _bad_date(text)
    return _birth_of_parts(parts, place, text, today)


def _birth_of_parts(parts: _Parts, place: str, text: str, today: date) -> Reading[Birth]:
    notes = list(parts.notes)
    year = parts.year
    if parts.short_year:
        years = [century + year for century in (2000, 1900) if _lived(century + year, parts, today)]
        if len(years) == 2 and today.year - years[0] < YOUNGEST_SILENT:
            return Reading(problem=Problem("imports.which_century", {"text": text[:60]}))
        if len(years) == 2:
            notes.append(Problem("imports.century_taken", {"year": years[0]}))
        year = years[0] if years else 1900 + year
    if not parts.day:
        if parts.month:
            notes.append(Problem("imports.month_left_out"))
        return _birth(PartialDate.year(year), place, today, *notes)
    if not _exists(year, parts.month, parts.day):
        return _no_such_day(text)
    return _birth(PartialDate.day(date(year, parts.month, parts.day)), place, today, *notes)


def _lived(year: int, parts: _Parts, today: date) -> bool:
    return (year, parts.month, parts.day) <= (today.year, today.month, today.day) and today.year - year <= OLDEST_AGE


def _birth(when: PartialDate, place: str, today: date, *notes: Problem) -> Reading[Birth]:
    """A birth that can be someone's, or why not."""
    if problems := birth_problems(when, today):
        return Reading(problem=problems[0])
    if when.first.year < OLDEST_YEAR:
        return _bad_date(str(when))
    return Reading(Birth(when, place), notes=notes)


def _when(when: RoughDate, today: date, *notes: Problem) -> Reading[RoughDate]:
    if when.first.year < OLDEST_YEAR:
        return _bad_date(str(when))
    if when.first > today:
        return Reading(problem=Problem("imports.day_in_future", {"text": str(when)}))
    return Reading(when, notes=notes)


def _of_age(age: int, on: date) -> Reading[PartialDate]:
    return Reading(
        PartialDate.of_age(age, on), notes=(Problem("imports.age_taken", {"age": age, "year": on.year - age}),)
    )


def _age_text(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else text_of(cell).casefold()


def _taken_apart(text: str) -> _Parts | None:
    """The date at the end of a text, in any of the shapes, and what stands before it. None when there is none."""
    text = text.strip(" .)")
    for shape in _SHAPES:
        if match := shape.search(text):
            found = match.groupdict()
            digits = found["year"].strip("'’")
            month, day, notes = _in_order(_month_of(match), int(found.get("day") or 0))
            before = _BEFORE_DAY.sub("", _WEEKDAY.sub("", text[: match.start()]))
            return _Parts(int(digits), month, day, len(digits) == 2, before.rstrip(" ,(:"), notes)
    return None


def _month_of(match: re.Match[str]) -> int:
    found = match.groupdict()
    return MONTHS[found["name"]] if found.get("name") else int(found.get("month") or 0)


def _in_order(month: int, day: int) -> tuple[int, int, tuple[Problem, ...]]:
    """Day before month, unless that cannot be: then it was written the American way."""
    if month > 12 >= day > 0:
        return day, month, (Problem("imports.month_first"),)
    return month, day, ()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _latest(parts: _Parts, today: date) -> int:
    """Of two digits, the latest year that is not in the future."""
    year = 2000 + parts.year
    return year if (year, parts.month, parts.day) <= (today.year, today.month, today.day) else 1900 + parts.year


def _of_serial(number: int) -> date | None:
    try:
        return EXCEL_BEGAN + timedelta(days=number)
    except OverflowError:
        return None


def _day_of(cell: date) -> date:
    return cell.date() if isinstance(cell, datetime) else cell


def _bad_date(cell: Cell) -> Reading[Any]:
    return Reading(problem=Problem("imports.bad_date", {"text": text_of(cell)[:60]}))


def _no_such_day(cell: Cell) -> Reading[Any]:
    return Reading(problem=Problem("imports.no_such_day", {"text": text_of(cell)[:60]}))
