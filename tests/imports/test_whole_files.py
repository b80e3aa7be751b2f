"""Whole files, unlike each other: how each row is to be read stands here, row by row, and no other row is read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from purnadaya.imports.reading import Choices, Kind, Meaning, Role, Understood, read_workbook, understand
from tests.imports import whole
from tests.imports.files import TODAY
from tests.imports.saying import told

PARTS_READ: tuple[str, ...] = (
    (
        "6; birth=1964; country=KR; education=lower_secondary; hamlet=Teganing; name=[Bu] Wiji Lestari; "
        "note=pindah; phone=+62851806035739; village=Hargotirto; group:P3A Mawar; !C6 nik_length; "
        "?J6 background_not_said"
    ),
    (
        "7; background=returned_migrant; birth=1995-10-02 @Kulon Progo; country=KR; education=upper_secondary; "
        "hamlet=Keji; name=[Bu] Narti Wahyuni ~Yem; nik=3401084210953623; note=bendahara; phone=+62879105848384; "
        "post=treasurer; returned=2006; village=Hargotirto; group:P3A Mawar; ?M7 post_in_note"
    ),
    (
        "8; background=migrant_family; birth=1961-09-23; education=vocational; hamlet=Menguri; "
        "name=[Hj.] Endah Khotimah, S.Pd.; note=ketua; phone=+62878271117831; post=chair; returned=2020; "
        "village=Hargotirto; group:P3A Mawar; ?M8 post_in_note"
    ),
    (
        "10; background=migrant_family; birth=1984-06-06; education=upper_secondary; hamlet=Menguri; "
        "name=Umi Rahayu (alm. Bp. Karso); note=sakit; phone=+6281501950505; village=Hargotirto; group:P3A Mawar; "
        "!C10 nik_length; ?B10 name_remark"
    ),
    (
        "11; birth=1972-12-14; country=HK; education=upper_secondary; hamlet=Kradenan; name=[Mbak] Marsinah; "
        "nik=3401085412726234; phone=+62824356777758 family; returned=2017; village=Hargotirto; group:P3A Mawar; "
        "?J11 background_not_said"
    ),
    (
        "12; birth=1964; country=KR; education=lower_secondary; hamlet=Teganing; name=Wiji Lestari; "
        "phone=+62851806035739; village=Hargotirto; group:P3A Mawar; !C12 nik_length; ?J12 background_not_said"
    ),
    (
        "16; birth=1970~; country=HK; education=none; hamlet=Segajih; name=Rini Budiyanti; nik=3401086407705826; "
        "note=ketua; phone=+62828413168264; post=chair; returned=2005; village=Hargorejo; group:P3A Melati; "
        "?J16 background_not_said; ?E16 age_taken; ?M16 post_in_note"
    ),
    (
        "17; background=returned_migrant; country=SA; education=diploma; hamlet=Keji; name=[Hj.] Kasinem; "
        "village=Hargorejo; group:P3A Melati; !C17 nik_digits_lost; !D17 no_such_day"
    ),
    (
        "18; background=returned_migrant; country=MY; education=lower_secondary; hamlet=Tirto; "
        "name=[Mbak] Tumini; returned=2008; village=Hargorejo; group:P3A Melati"
    ),
    (
        "19; background=migrant_family; birth=1972-12-14; education=upper_secondary; hamlet=Kradenan; "
        "name=Marsinah; nik=3401085412726234; village=Hargotirto; group:P3A Melati"
    ),
)
PARTS_GRID_READ: tuple[str, ...] = (
    "4; name=Wiji Lestari; C,D,E,F,G hi-hh",
    "5; name=Narti Wahyuni; C,D,E,F ihhh",
    "6; name=Endah Khotimah; !E6 unknown_mark; D,F,G i-h",
)
VILLAGE_READ: tuple[str, ...] = (
    (
        "6; birth=1985-08-12 @K.Progo; country=HK+TW; name=Sutarmi ~Mbok Tar; nik=3401085208851234; "
        "phone=+6281234567890 +6287812345678; returned=2019; rt_rw=04 / 02; sex=female; village:HARGOREJO; "
        "district:Kokap; ?C6 more_phones"
    ),
    (
        "7; birth=1970-05-03 @Bantul; country=MY; name=Slamet; returned=2020; rt_rw=01 / 02; sex=male; "
        "village:HARGOREJO; district:Kokap; !H7 nik_digits_lost"
    ),
    (
        "8; birth=1990; country=SA; name=Renée Astuti; phone=+628123456789; sex=female; village:HARGOREJO; "
        "district:Kokap"
    ),
    (
        "10; birth=1985-08-12 @Wates; country=SA; name=[Ny.] Sri; phone=+62274123456; returned=2021-12; "
        "rt_rw=3 / 1; sex=female; village:KALIREJO; district:Kokap; !H10 nik_no_serial; ?D10 city_taken"
    ),
    (
        "11; birth=@Wates; name=Tri (18 th); rt_rw=3 / 1; sex=female; village:KALIREJO; district:Kokap; "
        "!B11 bad_date; !C11 bad_phone; !D11 unknown_country; !F11 no_such_day; !H11 nik_length; ?G11 name_remark"
    ),
)
KARTINI_READ: tuple[str, ...] = (
    (
        "5; birth=1974~; country=TW; departed=1998; hamlet=Sokomoyo; name=[Ibu Hj.] Sumarah, S.Ag; "
        "nik=3401085208731234; post=chair; returned=2004; group:P3A Kartini; village:Jatimulyo; ?C5 age_taken"
    ),
    (
        "6; birth=1988~; country=SG; departed=2010; hamlet=Sokomoyo; name=Yati ~Mbak Ti; post=secretary; "
        "returned=2014; group:P3A Kartini; village:Jatimulyo; ?C6 age_taken"
    ),
    (
        "7; birth=1985~; hamlet=Gunung Kelir; name=Tutik bin Karto; group:P3A Kartini; village:Jatimulyo; "
        "!A7 not_a_choice; !D7 nik_length; ?C7 age_taken"
    ),
    (
        "8; birth=1982~; country=HK; hamlet=Sibolong; returned=2001; group:P3A Kartini; village:Jatimulyo; "
        "!B8 no_name; ?C8 age_taken"
    ),
    "9; birth=1986~; hamlet=Sibolong; group:P3A Kartini; village:Jatimulyo; !B9 bad_name; ?C9 age_taken",
)
DAHLIA_READ: tuple[str, ...] = (
    (
        "5; country=BN; hamlet=Penggung; name=Wagirah; post=chair; returned=2012-03-02; group:P3A Dahlia; "
        "village:Purwosari; !C5 bad_age"
    ),
    (
        "6; birth=1966~; country=SA; name=[bu.] Ngatiyem; post=treasurer; group:P3A Dahlia; village:Purwosari; "
        "!H6 bad_date; ?C6 age_taken"
    ),
)
GRID_READ: tuple[str, ...] = (
    "5; address=Penggung; name=[Ibu] Wagirah; group:P3A DAHLIA; village:Purwosari; B,C,D,E,F hhhhh",
    "6; address=Penggung; name=[bu.] Ngatiyem; group:P3A DAHLIA; village:Purwosari; B,C,D,E,F ii--i",
    "7; name=Parti ~Mak Ti; group:P3A DAHLIA; village:Purwosari; ?E7 late_taken; B,C,D,E,F hi-h-",
    ("8; name=Sutarmi; group:P3A DAHLIA; village:Purwosari; !B8 unknown_mark; !D8 unknown_mark; !E8 unknown_mark; F h"),
    "9; name=Rahmi (pindah); group:P3A DAHLIA; village:Purwosari; ?H9 name_remark",
)


def sheet_of(content: bytes, name: str, sheet: int) -> Understood:
    """What one sheet of a file is understood to be."""
    return understand(read_workbook(content, name).sheets[sheet], TODAY)


SHEETS = [
    pytest.param(whole.PARTS_BOOK, "anggota.xlsx", 0, PARTS_READ, id="parts"),
    pytest.param(whole.PARTS_BOOK, "anggota.xlsx", 1, PARTS_GRID_READ, id="grid_of_parts"),
    pytest.param(whole.VILLAGE_CSV, "eks.csv", 0, VILLAGE_READ, id="village"),
    pytest.param(whole.SHEETS_BOOK, "induk.xlsx", 0, KARTINI_READ, id="first_group"),
    pytest.param(whole.SHEETS_BOOK, "induk.xlsx", 1, DAHLIA_READ, id="second_group"),
    pytest.param(whole.GRID_ODS, "hadir.ods", 0, GRID_READ, id="grid"),
]


@pytest.mark.parametrize(("content", "name", "sheet", "rows"), SHEETS)
def test_every_row_of_the_file_is_read_as_it_was_meant(
    content: bytes, name: str, sheet: int, rows: Sequence[str]
) -> None:
    assert [told(row) for row in sheet_of(content, name, sheet).rows()] == list(rows)


@pytest.mark.parametrize(("content", "name", "sheet", "rows"), SHEETS)
def test_every_line_of_the_file_is_accounted_for(content: bytes, name: str, sheet: int, rows: Sequence[str]) -> None:
    found = sheet_of(content, name, sheet)
    others = [*found.headers, *(one.line for one in (*found.sections, *found.skipped))]
    lines = [*(int(row.partition(";")[0]) for row in rows), *others]
    assert sorted(lines) == [line.number for line in read_workbook(content, name).sheets[sheet].lines()]


@pytest.mark.parametrize(("content", "name", "sheet", "rows"), SHEETS)
def test_what_was_understood_can_be_kept_and_gives_the_same_rows_again(
    content: bytes, name: str, sheet: int, rows: Sequence[str]
) -> None:
    one = read_workbook(content, name).sheets[sheet]
    kept = understand(one, TODAY).choices().as_json()
    assert [told(row) for row in understand(one, TODAY, Choices.from_json(kept)).rows()] == list(rows)


@pytest.mark.parametrize(
    ("content", "name", "sheet", "skipped"),
    [
        (whole.PARTS_BOOK, "a.xlsx", 0, {1: Role.TITLE, 2: Role.TITLE, 13: Role.TOTAL, 20: Role.TOTAL,
                                         22: Role.SIGNATURE, 24: Role.SIGNATURE}),
        (whole.VILLAGE_CSV, "a.csv", 0, {1: Role.TITLE, 12: Role.TOTAL, 13: Role.SIGNATURE, 14: Role.SIGNATURE}),
        (whole.SHEETS_BOOK, "a.xlsx", 1, {1: Role.TITLE, 7: Role.NOTE}),
        (whole.GRID_ODS, "a.ods", 0, {1: Role.TITLE, 10: Role.TOTAL, 11: Role.SIGNATURE, 12: Role.SIGNATURE,
                                      13: Role.SIGNATURE}),
    ],
)  # fmt: skip
def test_what_is_no_row_is_left_out_with_its_reason(
    content: bytes, name: str, sheet: int, skipped: dict[int, Role]
) -> None:
    assert {one.line: one.why for one in sheet_of(content, name, sheet).skipped} == skipped


def test_the_days_of_months_over_two_years_are_those_that_were_meant() -> None:
    days = [str(meeting.day) for meeting in sheet_of(whole.GRID_ODS, "hadir.ods", 0).meetings]
    assert days == ["2024-12-07", "2024-12-21", "2025-01-04", "2025-01-18", "2025-02-01"]


@pytest.mark.parametrize(
    ("content", "name", "sheet", "code"),
    [
        (whole.PARTS_BOOK, "a.xlsx", 2, "imports.savings_book"),
        (whole.SHEETS_BOOK, "a.xlsx", 2, "imports.no_headings"),
    ],
)
def test_a_sheet_of_another_kind_beside_them_says_so(content: bytes, name: str, sheet: int, code: str) -> None:
    found = sheet_of(content, name, sheet)
    assert (found.kind, found.problem and found.problem.code) == (Kind.OTHER, code)


def test_a_column_that_someone_made_no_meeting_stays_none() -> None:
    one = read_workbook(whole.GRID_ODS, "hadir.ods").sheets[0]
    chosen = Choices.from_json({"columns": {"Bulan Desember 21": None}})
    kept = understand(one, TODAY, chosen).choices().as_json()
    assert len(understand(one, TODAY, Choices.from_json(kept)).meetings) == 4


def test_columns_of_the_same_heading_are_kept_apart() -> None:
    one = read_workbook(b"Nama;Ket;Ket\nSiti;ketua;sakit\nSri;;sehat\n", "a.csv").sheets[0]
    kept = understand(one, TODAY, Choices({"B": Meaning.POST})).choices().as_json()
    assert kept["columns"] == {"nama": "name", "B": "post", "C": "note"}
