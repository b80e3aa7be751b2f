"""Lists as organisations keep them, unlike each other: each is understood, and every row is read as it was meant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from purnadaya.groups.rules.groups import Post
from purnadaya.groups.rules.meetings import Attended
from purnadaya.imports.reading import Choices, Kind, Meaning, Role, Row, Understood, read_workbook, understand
from purnadaya.imports.reading.headings import by_heading
from purnadaya.people.rules import Background, Sex
from tests.imports import files
from tests.imports.files import TODAY, Rows


def understood(
    rows: Rows, name: str = "Anggota", merged: Sequence[str] = (), choices: Choices | None = None
) -> Understood:
    """What a workbook of one sheet is understood to be."""
    book = read_workbook(files.xlsx({name: rows}, {name: merged}), "daftar.xlsx")
    return understand(book.sheets[0], TODAY, choices)


def meanings(found: Understood) -> dict[str, Meaning | None]:
    """What each column is taken for, by its letters."""
    return {column.letters: column.meaning for column in found.columns}


def names(found: Understood) -> list[str]:
    """The names that were read."""
    return [row.values[Meaning.NAME].name for row in found.rows()]


def skipped(found: Understood) -> dict[int, Role]:
    """Which lines were left out and why."""
    return {one.line: one.why for one in found.skipped}


def codes(row: Row) -> dict[str, str]:
    """What is to be said of which cell: problems and notes."""
    return {one.address: one.problem.code for one in (*row.problems, *row.notes)}


def assert_accounted(found: Understood) -> None:
    """Every line is a row, a heading, a part's head, or left out with a reason, and no line is two of these."""
    lines = [row.line for row in found.rows()]
    lines += [*found.headers, *(one.line for one in (*found.sections, *found.skipped))]
    assert len(lines) == len(set(lines)) == found.lines
    assert len(list(found.rows())) == found.count


# --- lists of members ------------------------------------------------------------------------

BY_GROUPS: Rows = (
    ("DAFTAR ANGGOTA KELOMPOK",),
    ("Per Desember 2025",),
    (),
    ("No", "Nama Lengkap", "NIK", "Tempat/Tgl Lahir", "Umur", "Padukuhan", "No. HP / WA", "Status", "Ket"),
    ("P3A Anggun — Kalurahan Kalirejo",),
    (1, "Bu Sri alias Yem", 3401084902824269, "KP, 9 Februari 1982", 43, "Teganing", 85435455840, "Ex TKW", "ketua"),
    (2, "Sutinah", "340108520555896", None, 70, "Keji", "0812 3456 7890 (suami)", "IRT", "pindah"),
    (None, "Jumlah: 2 orang"),
    (),
    ("P3A Melati — Kalurahan Hargorejo",),
    (3, "Endang", None, "31/02/1958", 67, "Nganti", None, "Kel. PMI"),
    (None, "Jumlah: 1 orang"),
    (),
    (None, None, None, None, None, None, None, "Mengetahui,"),
    (None, None, None, None, None, None, None, "Lurah Kalirejo"),
    (None, None, None, None, None, None, None, "(...................)"),
)  # fmt: skip


def test_a_list_in_parts_with_totals_and_signatures_is_understood() -> None:
    found = understood(BY_GROUPS)
    assert (found.kind, found.count, found.problem) == (Kind.MEMBERS, 3, None)
    assert meanings(found) == {
        "A": Meaning.NUMBER, "B": Meaning.NAME, "C": Meaning.NIK, "D": Meaning.BIRTH, "E": Meaning.AGE,
        "F": Meaning.HAMLET, "G": Meaning.PHONE, "H": Meaning.BACKGROUND, "I": Meaning.NOTE,
    }  # fmt: skip
    assert skipped(found) == {
        1: Role.TITLE, 2: Role.TITLE, 8: Role.TOTAL, 12: Role.TOTAL, 14: Role.SIGNATURE,
        15: Role.SIGNATURE, 16: Role.SIGNATURE,
    }  # fmt: skip
    assert_accounted(found)


def test_each_row_of_a_list_in_parts_is_read_as_it_was_meant() -> None:
    sri, sutinah, endang = understood(BY_GROUPS).rows()
    assert (sri.values[Meaning.NAME].nickname, sri.values[Meaning.NIK]) == ("Yem", "3401084902824269")
    assert (str(sri.values[Meaning.BIRTH].when), sri.values[Meaning.BIRTH].place) == ("1982-02-09", "KP")
    assert (sri.values[Meaning.BACKGROUND], sri.values[Meaning.POST]) == (Background.RETURNED_MIGRANT, Post.CHAIR)
    assert [(row.group, row.village, row.hamlet) for row in (sri, sutinah, endang)] == [
        ("P3A Anggun", "Kalirejo", "Teganing"), ("P3A Anggun", "Kalirejo", "Keji"),
        ("P3A Melati", "Hargorejo", "Nganti"),
    ]  # fmt: skip
    assert codes(sutinah) == {
        "C7": "imports.nik_length", "E7": "imports.age_taken", "H7": "imports.background_not_said",
    }  # fmt: skip
    assert codes(endang) == {"D11": "imports.no_such_day"}


def test_ages_count_from_the_day_the_title_names() -> None:
    _sri, sutinah, _endang = understood(BY_GROUPS).rows()
    assert str(sutinah.values[Meaning.BIRTH].when) == "1955~"


TWO_LINES_OF_HEADINGS: Rows = (
    ("DATA PURNA PEKERJA MIGRAN KAPANEWON KOKAP",),
    ("Nama", "JK", "Kelahiran", None, "Alamat", None, None, "Kepulangan", "No.", "Kontak"),
    (None, None, "Tempat", "Tanggal", "Dusun", "RT/RW", "Desa", None, None, None),
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"),
    ("NGATINEM", "P", "Kulon Progo", date(1985, 8, 12), "Keji", "04/02", "Hargotirto", 2019, 1, "081234567890"),
    ("Slamet", "L", "Bantul", "3-5-70", "Segajih", "01/01", None, "th 2006", 2, "hilang"),
    ("Catatan: data belum lengkap",),
)


def test_headings_over_two_lines_are_joined_whatever_the_order_of_columns() -> None:
    found = understood(TWO_LINES_OF_HEADINGS, merged=("C2:D2", "E2:G2", "G5:G6"))
    assert list(meanings(found).values()) == [
        Meaning.NAME, Meaning.SEX, Meaning.BIRTH_PLACE, Meaning.BIRTH, Meaning.HAMLET, Meaning.RT_RW, Meaning.VILLAGE,
        Meaning.RETURNED, Meaning.NUMBER, Meaning.PHONE,
    ]  # fmt: skip
    assert (found.headers, skipped(found)) == ((2, 3), {1: Role.TITLE, 4: Role.NUMBERING, 7: Role.NOTE})
    ngatinem, slamet = found.rows()
    assert (ngatinem.values[Meaning.NAME].name, str(ngatinem.values[Meaning.BIRTH].when)) == ("Ngatinem", "1985-08-12")
    assert (slamet.values[Meaning.SEX], slamet.values[Meaning.BIRTH].place) == (Sex.MALE, "Bantul")
    assert (slamet.village, codes(slamet)["G6"]) == ("Hargotirto", "imports.merged_filled")
    assert codes(slamet)["J6"] == "imports.bad_phone"
    assert_accounted(found)


def test_two_lines_of_headings_are_joined_without_merged_cells_too() -> None:
    found = understood(TWO_LINES_OF_HEADINGS)
    assert (meanings(found)["C"], meanings(found)["D"]) == (Meaning.BIRTH_PLACE, Meaning.BIRTH)
    assert_accounted(found)


def test_a_csv_without_headings_is_understood_by_its_contents() -> None:
    content = files.csv(
        [
            ("Siti Aminah", "P", "3401085412726234", "081234567890"),
            ("Sukini Hastuti", "P", "3401084602705112", "+62 812 345 678 91"),
            ("Slamet", "L", "3401080605701234", ""),
        ],
        ";",
    )
    found = understand(read_workbook(content, "warga.csv").sheets[0], TODAY)
    assert list(meanings(found).values()) == [Meaning.NAME, Meaning.SEX, Meaning.NIK, Meaning.PHONE]
    assert (found.kind, names(found)) == (Kind.MEMBERS, ["Siti Aminah", "Sukini Hastuti", "Slamet"])
    assert_accounted(found)


def test_several_lists_in_one_sheet_each_have_their_own_columns() -> None:
    found = understood(
        (
            ("KELOMPOK : Melati",), ("No", "Nama", "NIK"), (1, "Siti", "3401085412726234"), (2, "Sri", None), (),
            ("Kelompok", ": Anggun"), ("Nama", "No", "Telp"), ("Yuni", 1, "081234567890"), (),
            ("Kelompok Mawar",), ("Nama", "No", "Telp"), ("Tri", 1, None),
        )
    )  # fmt: skip
    assert [(row.values[Meaning.NAME].name, row.group) for row in found.rows()] == [
        ("Siti", "Melati"), ("Sri", "Melati"), ("Yuni", "Anggun"), ("Tri", "Mawar"),
    ]  # fmt: skip
    assert (len(found.parts), found.headers) == (2, (2, 7, 11))
    assert_accounted(found)


def test_larger_parts_hold_until_the_next_of_their_kind() -> None:
    found = understood(
        (
            ("Nama", "L/P"), ("Kapanewon Kokap",), ("Kalurahan Kalirejo",), ("Siti", "P"),
            ("Kalurahan Hargorejo",), ("Dusun Keji",), ("Sri", "P"), ("Kapanewon Girimulyo",), ("Yuni", "P"),
        )
    )  # fmt: skip
    assert [(row.district, row.village, row.hamlet) for row in found.rows()] == [
        ("Kokap", "Kalirejo", ""), ("Kokap", "Hargorejo", "Keji"), ("Girimulyo", "", ""),
    ]  # fmt: skip
    assert_accounted(found)


def test_headings_that_come_again_on_each_page_are_no_rows() -> None:
    head = ("No", "Nama", "Alamat")
    found = understood((head, (1, "Siti", "Keji"), head, (2, "Sri", "Segajih"), (3, None, None), ("4.",)))
    assert (names(found), found.headers) == (["Siti", "Sri"], (1, 3))
    assert skipped(found) == {5: Role.ONLY_NUMBER, 6: Role.ONLY_NUMBER}


def test_a_row_without_a_name_is_a_row_that_cannot_be_read() -> None:
    found = understood((("No", "Nama", "NIK", "Alamat"), (1, None, "3401085412726234", "Keji"), (2, "Sri", None, None)))
    nobody, sri = found.rows()
    assert (nobody.readable, codes(nobody)) == (False, {"B2": "imports.no_name"})
    assert sri.readable


def test_nik_that_contradicts_the_birth_is_told_of() -> None:
    found = understood((("Nama", "NIK", "Tgl lahir", "L/P"), ("Siti", "3401085412726234", "3-5-1980", "L")))
    (row,) = found.rows()
    assert {one.problem.code for one in row.notes} == {"people.nik_sex_differs", "people.nik_birth_differs"}


def test_columns_nobody_knows_are_named_and_not_used() -> None:
    found = understood((("Nama", "Golongan darah", "Alamat"), ("Siti", "AB", "Keji"), ("Sri", "O", "Segajih")))
    assert [(column.letters, column.heading) for column in found.unused] == [("B", "Golongan darah")]


def test_a_heading_that_means_many_things_is_decided_by_what_stands_below() -> None:
    married = understood((("Nama", "Status"), ("Siti", "Kawin"), ("Sri", "Janda"), ("Yuni", "belum kawin")))
    migrant = understood((("Nama", "Status"), ("Siti", "Ex TKW"), ("Sri", "IRT"), ("Yuni", "purna PMI")))
    assert (meanings(married)["B"], meanings(migrant)["B"]) == (Meaning.MARITAL, Meaning.BACKGROUND)


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("NAMA ANGGOTA P3A", Meaning.NAME), ("Nama Suami", None), ("Nama Desa", Meaning.VILLAGE),
        ("Nama/Umur", Meaning.NAME), ("No. Telp/HP", Meaning.PHONE), ("NIK (16 digit) *", Meaning.NIK),
        ("Tempat, Tgl. Lahir", Meaning.BIRTH), ("No.KK", Meaning.FAMILY_CARD), ("Kal./Desa", Meaning.VILLAGE),
        ("Thn Pulang", Meaning.RETURNED), ("", None), ("Simp. Wajib Juni", Meaning.MONEY),
    ],
)  # fmt: skip
def test_headings_are_known_in_many_spellings(heading: str, meaning: Meaning | None) -> None:
    assert by_heading(heading) is meaning


def test_a_cell_of_endless_text_is_refused_and_the_row_read() -> None:
    (row,) = understood((("Nama", "Alamat", "NIK"), ("Siti", "Keji " * 4000, "-"))).rows()
    assert (row.readable, codes(row)) == (True, {"B2": "imports.too_long"})


def test_rt_and_rw_in_two_columns_are_read_as_one() -> None:
    (row,) = understood((("Nama", "RT", "RW"), ("Siti", "04", 2))).rows()
    assert row.values[Meaning.RT_RW] == "04 / 2"


def test_a_p_beside_a_w_is_not_taken_for_a_woman() -> None:
    _siti, slamet = understood((("Nama", "JK"), ("Siti", "W"), ("Slamet", "P"))).rows()
    assert (Meaning.SEX in slamet.values, codes(slamet)) == (False, {"B3": "imports.sex_p_unclear"})


def test_two_lists_side_by_side_are_told_of() -> None:
    found = understood((("No", "Nama", None, "No", "Nama"), (1, "Siti", None, 2, "Sri")))
    assert [note.code for note in found.notes] == ["imports.side_by_side"]
    assert [column.letters for column in found.unused] == ["D", "E"]


def test_a_formula_never_calculated_is_told_of_by_its_row() -> None:
    content = files.xlsx({"A": [("Nama", "Alamat", "NIK"), ("Siti", "=B9", "3401085412726234")]})
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b"</f><v>0</v>", b"</f>")
    book = read_workbook(files.repacked(content, {"xl/worksheets/sheet1.xml": sheet}), "a.xlsx")
    (row,) = understand(book.sheets[0], TODAY).rows()
    assert codes(row) == {"B2": "imports.formula_without_value"}


# --- grids of attendance ---------------------------------------------------------------------

GRID: Rows = (
    ("PRESENSI PERTEMUAN 2025",),
    (),
    ("No", "Nama", date(2025, 1, 16), "15 Feb 2025", "14/3", "Jml"),
    (1, "DWI SURYANI", "√", "ijin", "-", 1),
    (2, "Sri", "H", None, "s", 1),
    (3, "Yuni", "x", "v", 1, 2),
    (None, "Jumlah hadir", 2, 1, 1, 4),
)


def marks(found: Understood) -> list[list[str]]:
    """Who was at which meeting; an empty text for an empty cell."""
    return [
        [row.marks[meeting.index].attended.value if meeting.index in row.marks else "" for meeting in found.meetings]
        for row in found.rows()
    ]


def test_a_grid_gives_each_mark_under_its_day() -> None:
    found = understood(GRID, "Presensi")
    assert (found.kind, found.count) == (Kind.ATTENDANCE, 3)
    assert [meeting.day for meeting in found.meetings] == [date(2025, 1, 16), date(2025, 2, 15), date(2025, 3, 14)]
    assert marks(found) == [["present", "excused", "absent"], ["present", "", "excused"], ["", "present", "present"]]
    assert codes(list(found.rows())[2]) == {"C6": "imports.unknown_mark"}
    assert [column.heading for column in found.unused] == ["Jml"]
    assert_accounted(found)


def test_a_year_that_stands_elsewhere_is_told_of() -> None:
    third = understood(GRID, "Presensi").meetings[2]
    assert [note.code for note in third.notes] == ["imports.year_taken"]


@pytest.mark.parametrize("merged", [(), ("A2:A3", "B2:B3", "C2:E2", "F2:G2")])
def test_months_above_days_are_read_together(merged: Sequence[str]) -> None:
    rows: Rows = (
        ("DAFTAR HADIR TAHUN 2024/2025",),
        ("No", "Nama", "Desember", None, None, "Januari", None, "Ket"),
        (None, None, 4, 11, 18, 1, 8, None),
        (1, "Siti", "v", "v", "i", "a", "v", None),
    )
    found = understood(rows, "Hadir", merged)
    assert [str(meeting.day) for meeting in found.meetings] == [
        "2024-12-04", "2024-12-11", "2024-12-18", "2025-01-01", "2025-01-08",
    ]  # fmt: skip
    assert marks(found) == [["present", "present", "excused", "absent", "present"]]


def test_days_whose_year_is_written_nowhere_wait_for_someone_to_say_it() -> None:
    rows: Rows = (("Nama", "12/1", "9/2"), ("Siti", "v", "v"))
    asked = understood(rows, "Hadir")
    told = understood(rows, "Hadir", choices=Choices(year=2023))
    assert {meeting.problem.code for meeting in asked.meetings if meeting.problem} == {"imports.day_without_year"}
    assert [meeting.day for meeting in told.meetings] == [date(2023, 1, 12), date(2023, 2, 9)]


def test_meetings_without_a_day_are_found_by_their_marks_and_told_of() -> None:
    found = understood((("Nama", "Pert 1", "Pert 2"), ("Siti", "v", "i"), ("Sri", "v", "v")), "Hadir 2025")
    assert {meeting.problem.code for meeting in found.meetings if meeting.problem} == {"imports.meeting_without_day"}
    assert marks(found) == [["present", "excused"], ["present", "present"]]


def test_a_meeting_in_the_future_is_told_of() -> None:
    found = understood((("Nama", "1 Januari 2031"), ("Siti", "v")), "Hadir")
    assert [meeting.problem.code for meeting in found.meetings if meeting.problem] == ["imports.day_in_future"]


# --- what is something else ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((("No", "Nama", "Pokok", "Wajib Jan", "Pinjaman"), (1, "Siti", 20000, "5 rb", None)), "imports.savings_book"),
        ((("Tanggal", "Ket", "Debet", "Kredit", "Saldo"), ("1/1/25", "Beli teh", 1, 2, 3)), "imports.savings_book"),
        ((("Resep kue",), ("Tepung", "1 kg"), ("Gula", "200 g")), "imports.no_headings"),
        ((("Rapat kemarin membahas banyak hal.",), ("Yang datang sedikit.",)), "imports.no_headings"),
        ((("No", "Nama", "NIK"),), "imports.no_rows"),
    ],
)  # fmt: skip
def test_a_sheet_of_another_kind_says_so_and_loses_no_line(rows: Rows, code: str) -> None:
    found = understood(rows)
    assert found.problem is not None
    assert (found.problem.code, found.count, list(found.rows())) == (code, 0, [])
    assert_accounted(found)


def test_a_csv_of_one_column_under_nama_is_a_list_of_names() -> None:
    found = understand(read_workbook(b"Nama\nSiti Aminah\nSri\n", "nama.csv").sheets[0], TODAY)
    assert (found.kind, names(found)) == (Kind.MEMBERS, ["Siti Aminah", "Sri"])


def test_a_csv_of_one_column_of_anything_is_none() -> None:
    found = understand(read_workbook(b"satu\ndua\ntiga\n", "x.csv").sheets[0], TODAY)
    assert found.problem is not None
    assert found.problem.code == "imports.no_headings"
    assert_accounted(found)


# --- what someone chose ----------------------------------------------------------------------


def test_what_someone_chose_goes_before_what_we_would_propose() -> None:
    rows: Rows = (("Nama", "Panggilan resmi", "Ket"), ("Ti", "Siti Aminah", "ketua"))
    chosen = Choices({"panggilan resmi": Meaning.NAME, "nama": Meaning.NICKNAME, "ket": None})
    found = understood(rows, choices=chosen)
    assert meanings(found) == {"A": Meaning.NICKNAME, "B": Meaning.NAME, "C": None}
    assert names(found) == ["Siti Aminah"]


def test_choices_that_were_kept_hold_for_the_next_file_with_another_order() -> None:
    first = understood((("Nama", "Kode X"), ("Siti", "Keji")), choices=Choices({"kode x": Meaning.HAMLET}))
    kept = Choices.from_json(first.choices().as_json())
    second = understood((("Kode X", "No", "Nama"), ("Segajih", 1, "Sri")), choices=kept)
    assert [(row.hamlet, row.values[Meaning.NAME].name) for row in second.rows()] == [("Segajih", "Sri")]


def test_choices_written_by_hand_may_use_letters_and_any_spelling() -> None:
    kept = Choices.from_json({"columns": {"B": "hamlet", "Nama Lengkap": "name"}, "header_line": 2, "year": 2025})
    rows: Rows = (("Nama", "NIK"), ("NAMA  LENGKAP", "???"), ("Siti", "Keji"))
    found = understood(rows, choices=kept)
    assert [(row.line, row.hamlet) for row in found.rows()] == [(3, "Keji")]


@pytest.mark.parametrize("row", [{"columns": {"nama": "shoe_size"}}, {"kind": "poem"}])
def test_choices_with_words_that_are_none_of_ours_are_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a valid"):
        Choices.from_json(row)


def test_presence_is_what_groups_mean_by_it() -> None:
    assert {mark.attended for row in understood(GRID).rows() for mark in row.marks.values()} == set(Attended)
