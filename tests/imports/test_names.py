"""Names of persons and places are taken apart; no reader breaks, and none is silent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from purnadaya.imports.reading import Cell, Option, Reading, match_place, read_section
from purnadaya.imports.reading.values.choices import (
    read_background,
    read_countries,
    read_education,
    read_mark,
    read_post,
    read_sex,
)
from purnadaya.imports.reading.values.dates import read_age, read_birth, read_when
from purnadaya.imports.reading.values.names import read_name
from purnadaya.imports.reading.values.numbers import read_money, read_nik, read_phone
from tests.imports.files import TODAY
from tests.imports.saying import said


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Bu Nur Wahyuni alias Yem", ("Nur Wahyuni", "Bu", "Yem", "")),
        ("Hj. Endang Khotimah, S.Pd.", ("Endang Khotimah, S.Pd.", "Hj.", "", "")),
        ("Umi Wahyuni (alm. Bp. Karto)", ("Umi Wahyuni", "", "", "alm. Bp. Karto")),
        ("NGATINEM", ("Ngatinem", "", "", "")),
        ("SITI BINTI KARTO, S.PD.", ("Siti binti Karto, S.PD.", "", "", "")),
        ("Siti (Bu Ti)", ("Siti", "", "Bu Ti", "")),
        ("Hj.Siti", ("Siti", "Hj.", "", "")),
        ("H Slamet", ("H Slamet", "", "", "")),
        ("Bu Hj. Sri als Menik", ("Sri", "Bu Hj.", "Menik", "")),
        ("Siti (0812)", ("Siti", "", "", "0812")),
        ("  Dwi   Suryani ", ("Dwi Suryani", "", "", "")),
        ("Mbah Mangun", ("Mangun", "Mbah", "", "")),
    ],
)
def test_a_name_is_taken_apart(cell: Cell, parts: tuple[str, ...]) -> None:
    found = read_name(cell).value
    assert found is not None
    assert (found.name, found.honorific, found.nickname, found.remark) == parts


@pytest.mark.parametrize("cell", ["12", 12, "Bu", "=HYPERLINK(1)", "<b>Siti</b>", "...", "Siti 2", "x" * 200])
def test_what_cannot_be_a_name_is_refused(cell: Cell) -> None:
    assert said(read_name(cell)) == ("imports.bad_name", [])


def test_someone_who_perhaps_died_is_told_of() -> None:
    assert said(read_name("Siti (almh)")) == ("", ["imports.perhaps_died"])


PLACES = (
    Option("1", "Kalirejo", ("Kokap",)),
    Option("2", "Hargorejo", ("Kokap",)),
    Option("3", "Kalirejo", ("Samigaluh",)),
)


@pytest.mark.parametrize(
    ("text", "around", "code", "suggested"),
    [
        ("Desa HARGOREJO", "", "2", []),
        ("Hargo rejo", "", "2", []),
        ("Kal. Kalirejo", "Kokap", "1", []),
        ("Kalirejo, Samigaluh", "", "3", []),
        ("Kalirejo", "", None, ["1", "3"]),
        ("Hargorjo", "", None, ["2"]),
        ("Wonosari", "", None, []),
        ("", "", None, []),
        ("—", "", None, []),
    ],
)
def test_a_place_is_taken_only_when_it_is_sure(text: str, around: str, code: str | None, suggested: list[str]) -> None:
    found = match_place(text, PLACES, around)
    assert (found.code, [option.code for option in found.suggestions]) == (code, suggested)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("P3A Anggun — Kalurahan Kalirejo", ("P3A Anggun", "Kalirejo", "", "")),
        ("Kelompok : Melati", ("Melati", "", "", "")),
        ("Dusun Keji, Kal. Hargotirto, Kap. Kokap", ("", "Hargotirto", "Kokap", "Keji")),
        ("KWT Mawar", ("KWT Mawar", "", "", "")),
    ],
)
def test_a_line_above_a_part_says_group_and_places(text: str, parts: tuple[str, ...]) -> None:
    found = read_section(text)
    assert (found.group, found.village, found.district, found.hamlet) == parts


CELLS = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.from_regex(r"\A[0-9/. \-,:()+A-Za-z]{1,25}\Z"),
)


@settings(deadline=None)
@given(CELLS)
def test_no_reader_breaks_and_none_is_silent_about_what_it_does_not_read(cell: Cell) -> None:
    readings: list[Reading[Any]] = [
        read_birth(cell, TODAY), read_age(cell, TODAY), read_when(cell, TODAY), read_nik(cell), read_phone(cell),
        read_money(cell), read_sex(cell), read_education(cell), read_background(cell), read_countries(cell),
        read_post(cell), read_mark(cell), read_name(cell),
    ]  # fmt: skip
    assert all(reading.value is None or reading.problem is None for reading in readings)
    if isinstance(cell, str) and sum(ch.isalnum() for ch in cell) > 12:
        assert all(reading.value is not None or reading.problem or reading.notes for reading in readings)
