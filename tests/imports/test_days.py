"""Births, ages and days are read as people write them, or it is said why not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from purnadaya.imports.reading import Cell
from purnadaya.imports.reading.values.dates import read_age, read_birth, read_day, read_when
from tests.imports.files import TODAY
from tests.imports.saying import said


def birth_of(cell: Cell) -> str:
    """A birth as text: EDTF, then the place."""
    birth = read_birth(cell, TODAY).value
    return "" if birth is None else f"{birth.when or ''} {birth.place}".strip()


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        ("Kulon Progo, 12 Agustus 1985", "1985-08-12 Kulon Progo"),
        ("kulon progo 12-08-1985", "1985-08-12 kulon progo"),
        ("Kulon Progo/12/8/1985", "1985-08-12 Kulon Progo"),
        ("Kulon Progo, Rabu Pon 12 Agustus 1985", "1985-08-12 Kulon Progo"),
        ("12-8-85", "1985-08-12"),
        ("12/08/1985", "1985-08-12"),
        ("12.8.1985", "1985-08-12"),
        ("12 8 1985", "1985-08-12"),
        ("11 Okt 1994", "1994-10-11"),
        ("7 nop. 94", "1994-11-07"),
        ("3 PEBRUARI 1970", "1970-02-03"),
        ("1985-08-12", "1985-08-12"),
        ("1985-08-12 00:00:00", "1985-08-12"),
        (date(1960, 10, 10), "1960-10-10"),
        (31271, "1985-08-12"),
        ("31271", "1985-08-12"),
        ("1964", "1964"),
        (1964, "1964"),
        ("th 1964", "1964"),
        ("Bantul, 1964", "1964 Bantul"),
        ("00-00-1950", "1950"),
        ("3-1-10", "2010-01-03"),
        ("Agustus 1985", "1985"),
        ("umur 45", "1981~"),
        ("± 45 th", "1981~"),
        (45, "1981~"),
        ("Kulon Progo", "Kulon Progo"),
        ("-", ""),
        ("tidak tahu", ""),
        (None, ""),
        ("  ", ""),
    ],
)
def test_a_birth_is_read_as_it_was_meant(cell: Cell, birth: str) -> None:
    assert birth_of(cell) == birth


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/1980", "imports.no_such_day"),
        ("10-12-24", "imports.which_century"),
        ("12 Agustos 1985", "imports.bad_date"),
        ("abc 12", "imports.bad_date"),
        (3.5, "imports.bad_date"),
        (True, "imports.bad_date"),
        ("2030", "imports.bad_date"),
        (date(2028, 8, 12), "people.birth_in_future"),
        ("1 Januari 1850", "people.too_old"),
        (2500, "imports.bad_date"),
        (99_999_999, "imports.bad_date"),
        ("1985 atau 1986", "imports.bad_date"),
    ],
)
def test_a_birth_that_cannot_be_says_why(cell: Cell, code: str) -> None:
    assert said(read_birth(cell, TODAY)) == (code, [])


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        (31271, "imports.serial_taken"),
        ("umur 45", "imports.age_taken"),
        ("3-1-10", "imports.century_taken"),
        ("08/25/1963", "imports.month_first"),
        ("Agustus 1985", "imports.month_left_out"),
    ],
)
def test_what_is_not_written_so_is_said(cell: Cell, note: str) -> None:
    assert said(read_birth(cell, TODAY)) == ("", [note])


@pytest.mark.parametrize("cell", [45, "45", "45 th", "45 tahun", "45.", 45.0])
def test_an_age_gives_a_guessed_year(cell: Cell) -> None:
    assert str(read_age(cell, TODAY).value) == "1981~"


@pytest.mark.parametrize("cell", ["muda", 240, -3, "45-50"])
def test_what_is_no_age_is_refused(cell: Cell) -> None:
    assert said(read_age(cell, TODAY)) == ("imports.bad_age", [])


@pytest.mark.parametrize(
    ("cell", "when"),
    [
        ("th 2006", "2006"),
        (2019, "2019"),
        ("Agustus 2019", "2019-08"),
        ("3/2019", "2019-03"),
        ("sejak 2010", "2010"),
        ("12/1/19", "2019-01-12"),
        ("1-2-98", "1998-02-01"),
        (43831, "2020-01-01"),
        (date(2020, 5, 3), "2020-05-03"),
    ],
)
def test_when_something_happened_is_as_rough_as_it_was_written(cell: Cell, when: str) -> None:
    assert str(read_when(cell, TODAY).value) == when


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2010-2012", "imports.bad_date"),
        ("dulu", "imports.bad_date"),
        (2031, "imports.day_in_future"),
        ("3/1850", "imports.bad_date"),
    ],
)
def test_a_time_that_cannot_be_says_why(cell: Cell, code: str) -> None:
    assert said(read_when(cell, TODAY))[0] == code


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14/3", (0, 3, 14)),
        ("12 Jan", (0, 1, 12)),
        ("Senin, 12/1", (0, 1, 12)),
        ("Minggu Pon 12 jan", (0, 1, 12)),
        ("15 Feb 2025", (2025, 2, 15)),
        ("7-6-25", (2025, 6, 7)),
        ("2025-01-16", (2025, 1, 16)),
        ("29/2", (0, 2, 29)),
        ("31/2", None),
        ("12", None),
        ("Januari", None),
        ("Pertemuan 1", None),
        ("Nama", None),
        ("", None),
    ],
)
def test_the_day_of_a_heading_is_read_with_or_without_its_year(text: str, day: object) -> None:
    assert read_day(text) == day


@settings(deadline=None)
@given(st.dates(date(1910, 1, 1), TODAY))
def test_every_day_is_read_in_each_way_of_writing_it(day: date) -> None:
    months = ("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember").split()
    ways: list[Cell] = [day, f"{day:%d-%m-%Y}", f"{day.day}/{day.month}/{day.year}", day.isoformat()]
    ways.append(f"Kulon Progo, {day.day} {months[day.month - 1]} {day.year}")
    assert {birth_of(way).partition(" ")[0] for way in ways} == {day.isoformat()}
