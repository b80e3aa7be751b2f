"""Headings over two lines, as people merge their cells."""

from __future__ import annotations

from datetime import date

from purnadaya.imports.reading import Meaning, read_workbook, understand
from tests.imports import files
from tests.imports.files import TODAY, Rows

UPPER = (None, None, "Alamat", None, "Kelahiran", None, None, "Kontak", None)
LOWER = ("Nama Anggota", "Kelompok", "Dusun", "Desa", "Tempat", "Tgl", "L/P", "HP", "NIK")
MERGED = ("C3:D3", "E3:F3", "H3:I3")


def read(*rows: tuple[object, ...]) -> tuple[dict[str, Meaning | None], list[object], list[str]]:
    """What each column is taken for, the births that were read, and which cells could not be."""
    lines: Rows = [("REKAP PURNA PMI",), (), UPPER, LOWER, *rows]
    book = read_workbook(files.xlsx({"Data": lines}, {"Data": MERGED}), "rekap.xlsx")
    found = understand(book.sheets[0], TODAY)
    births = [row.values[Meaning.BIRTH].when.first if Meaning.BIRTH in row.values else None for row in found.rows()]
    return (
        {column.letters: column.meaning for column in found.columns},
        births,
        [one.address for row in found.rows() for one in row.problems],
    )


def test_a_name_in_the_lower_line_only_does_not_cut_off_the_line_above() -> None:
    meanings, births, problems = read(
        ("SUMINI", "KWT Mawar", "Teganing", "Hargotirto", "Sleman", "17 Agustus 1975", "P", "08123456789", None),
        ("Tri Wahyuni", "KWT Mawar", "Keji", "Kalirejo", None, "31/02/1980", "P", None, None),
    )
    assert (meanings["E"], meanings["F"]) == (Meaning.BIRTH_PLACE, Meaning.BIRTH)
    assert births == [date(1975, 8, 17), None]
    assert problems == ["F6"]
