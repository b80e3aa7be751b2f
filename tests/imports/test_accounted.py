"""Whatever is given to the readers, they do not break, and no line of it is lost in silence."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from purnadaya.imports.reading import Cell, Choices, Kind, Line, Meaning, Workbook, read_workbook, sheet_of, understand
from purnadaya.kernel.problems import Refused
from tests.imports import files
from tests.imports.files import TODAY

HEADINGS = st.sampled_from(
    ["No", "Nama", "Nama Lengkap", "NIK", "TTL", "Umur", "L/P", "Alamat", "Dusun", "Kalurahan", "No HP", "Status",
     "Ket", "12/1", "15 Feb 2025", "Januari", "Pokok", "Pinjaman", "Kode", "Tempat", "Tanggal", "nama"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["Siti Aminah", "Bu Sri alias Yem", "P3A Anggun — Kalurahan Kalirejo", "Kalurahan Hargorejo", "Jumlah",
     "Jumlah: 3 orang", "Mengetahui,", "(.........)", "Kulon Progo, 12 Desember 2025", "Catatan: penting", "Ex TKW",
     "3401085412726234", "IRT", "12-8-85", "umur 45", "081234567890 (suami)", "v", "i", "-", "HK", "SD", "P", "20 rb",
     "1.", "ketua", "Ketua", " ", "\u200b"]
)  # fmt: skip
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(), st.none(), WORDS, HEADINGS, st.integers(-5, 40000), st.text(max_size=12), st.booleans(),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.floats(allow_nan=False, allow_infinity=False), st.times(),
)  # fmt: skip
ROWS = st.one_of(
    st.lists(CELLS, min_size=1, max_size=7),
    st.lists(HEADINGS, min_size=1, max_size=7),
    st.tuples(WORDS),
    st.tuples(st.none(), WORDS),
    st.tuples(st.integers(1, 30), WORDS, CELLS, CELLS),
)
SHEETS = st.lists(st.tuples(st.integers(1, 3), ROWS), max_size=25)
KEYS = st.sampled_from(["nama", "nik", "kode", "A", "B"])
CHOICES = st.builds(
    Choices,
    columns=st.dictionaries(KEYS, st.none() | st.sampled_from(Meaning), max_size=3),
    kind=st.none() | st.sampled_from(Kind),
    year=st.none() | st.integers(1990, 2026),
    header_line=st.none() | st.integers(1, 20),
)  # fmt: skip


def lines_of(rows: list[tuple[int, Any]]) -> list[Line]:
    """The rows as lines with empty ones between, those left out that hold nothing."""
    lines, number = [], 0
    for gap, row in rows:
        number += gap
        if any(cell not in (None, "") for cell in row):
            lines.append(Line(number, tuple(row)))
    return lines


@settings(deadline=None)
@given(SHEETS, CHOICES)
def test_every_line_is_a_row_or_a_heading_or_a_part_or_left_out_with_a_reason(rows: Any, choices: Choices) -> None:
    lines = lines_of(rows)
    found = understand(sheet_of("Anggota 2025", lines), TODAY, choices)
    read = [row.line for row in found.rows()]
    others = [*found.headers, *(one.line for one in (*found.sections, *found.skipped))]
    assert sorted([*read, *others]) == [line.number for line in lines]
    assert len(read) == found.count


@settings(deadline=None)
@given(SHEETS)
def test_every_cell_of_a_row_is_kept_as_it_was_written(rows: Any) -> None:
    lines = {line.number: line.cells for line in lines_of(rows)}
    found = understand(sheet_of("Anggota", lines_of(rows)), TODAY)
    assert all(row.written == lines[row.line] for row in found.rows())


@settings(deadline=None)
@given(SHEETS)
def test_no_column_that_holds_something_is_left_out_in_silence(rows: Any) -> None:
    found = understand(sheet_of("Anggota", lines_of(rows)), TODAY)
    for row in found.rows():
        part = max((part for part in found.parts if part.first_line <= row.line), key=lambda part: part.first_line)
        assert set(Line(row.line, row.written).filled) <= {column.index for column in part.columns}


@settings(deadline=None)
@given(SHEETS, CHOICES)
def test_what_was_understood_and_kept_reads_the_same_rows_again(rows: Any, choices: Choices) -> None:
    sheet = sheet_of("Anggota 2025", lines_of(rows))
    found = understand(sheet, TODAY, choices)
    kept = replace(found.choices(), year=choices.year, header_line=choices.header_line)
    again = understand(sheet, TODAY, Choices.from_json(kept.as_json()))
    assert [column.meaning for column in again.columns] == [column.meaning for column in found.columns]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_every_text_gives_all_its_lines(text: str) -> None:
    book = read(text.encode())
    if book is None:
        return
    (sheet,) = book.sheets
    there = "".join("".join(str(cell) for cell in line.cells if cell) for line in sheet.lines())
    said = text[text.index("\n") :] if re.match('"?sep=', text, re.IGNORECASE) else text
    assert {ch for ch in said if ch.isalpha()} <= set(there)


def read(content: bytes) -> Workbook | None:
    """The workbook, or nothing when it is refused with one problem of ours."""
    try:
        return read_workbook(content, "apa.xls")
    except Refused as refused:
        codes = [problem.code for problem in refused.problems]
    assert len(codes) == 1
    assert codes[0].startswith("imports.")
    return None


GOOD = (files.xlsx({"A": [("No", "Nama"), (1, "Siti")]}), files.ods([("No", "Nama"), (1, "Siti")]), files.xls())


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(GOOD), st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(content: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.integers(0, 40))
    damaged = content[:place] + data.draw(st.binary(max_size=40)) + content[place + length :]
    book = read(damaged)
    if book is None:
        return
    assert all(understand(sheet, TODAY).lines == sheet.count for sheet in book.sheets if sheet.problem is None)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_nothing_else(content: bytes) -> None:
    book = read(content)
    assert book is None or book.sheets


@pytest.mark.parametrize("name", ["", ".csv", "anggota.tar.gz", "../../etc/passwd", "a" * 300])
def test_a_file_is_read_whatever_its_name(name: str) -> None:
    assert read_workbook(b"Nama;NIK\nSiti;-\n", name).sheets[0].count == 2
