"""Words that stand for one of a list are read; others are said to be unknown."""

from __future__ import annotations

import pytest

from purnadaya.groups.rules.groups import Post
from purnadaya.groups.rules.meetings import Attended, Excuse
from purnadaya.imports.reading import Cell
from purnadaya.imports.reading.values.choices import (
    read_background,
    read_countries,
    read_education,
    read_mark,
    read_post,
    read_sex,
)
from purnadaya.people.rules import Background, Sex
from purnadaya.people.rules.life import Education
from tests.imports.saying import said


@pytest.mark.parametrize(
    ("cell", "sex"),
    [
        ("P", Sex.FEMALE),
        ("Pr.", Sex.FEMALE),
        ("perempuan", Sex.FEMALE),
        ("W", Sex.FEMALE),
        ("L", Sex.MALE),
        ("Laki-laki", Sex.MALE),
    ],
)
def test_the_sex_is_read(cell: Cell, sex: Sex) -> None:
    assert read_sex(cell).value is sex


@pytest.mark.parametrize(
    ("cell", "school"),
    [
        ("SD", Education.PRIMARY),
        ("SLTP", Education.LOWER_SECONDARY),
        ("SMA", Education.UPPER_SECONDARY),
        ("S-1", Education.DEGREE),
        ("SMK", Education.VOCATIONAL),
        ("D3", Education.DIPLOMA),
        ("D-III", Education.DIPLOMA),
        ("S1", Education.DEGREE),
        ("tidak sekolah", Education.NONE),
        ("Tidak tamat SD", Education.NONE),
        ("SD/MI", Education.PRIMARY),
    ],
)
def test_the_highest_school_is_read(cell: Cell, school: Education) -> None:
    assert read_education(cell).value is school


@pytest.mark.parametrize(
    ("cell", "background"),
    [
        ("Purna TKI", Background.RETURNED_MIGRANT),
        ("Ex TKW", Background.RETURNED_MIGRANT),
        ("eks-PMI", Background.RETURNED_MIGRANT),
        ("calon PMI", Background.PROSPECTIVE_MIGRANT),
        ("CPMI", Background.PROSPECTIVE_MIGRANT),
        ("Kel. PMI", Background.MIGRANT_FAMILY),
        ("keluarga TKI", Background.MIGRANT_FAMILY),
        ("istri PMI", Background.MIGRANT_FAMILY),
        ("PMI aktif", Background.MIGRANT_ABROAD),
    ],
)
def test_why_she_is_in_the_list_is_read(cell: Cell, background: Background) -> None:
    assert read_background(cell).value is background


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("IRT", ("", ["imports.background_not_said"])),
        ("Buruh tani", ("", ["imports.background_not_said"])),
        ("TKW", ("imports.which_migrant", [])),
    ],
)
def test_work_is_not_taken_for_a_reason_to_be_in_the_list(cell: Cell, expected: object) -> None:
    assert (read_background(cell).value, said(read_background(cell))) == (None, expected)


@pytest.mark.parametrize(
    ("cell", "countries"),
    [
        ("HK", ("HK",)),
        ("Hongkong", ("HK",)),
        ("Hong Kong", ("HK",)),
        ("Saudi", ("SA",)),
        ("malaysia", ("MY",)),
        ("Korea", ("KR",)),
        ("Malaysia & Taiwan", ("MY", "TW")),
        ("Singapura, HK", ("SG", "HK")),
        ("Dubai", ("AE",)),
        ("Uni Emirat Arab", ("AE",)),
        ("Jepang", ("JP",)),
        ("Turkey", ("TR",)),
    ],
)
def test_countries_are_known_by_their_short_names(cell: Cell, countries: tuple[str, ...]) -> None:
    assert read_countries(cell).value == countries


@pytest.mark.parametrize("cell", ["Indonesia", "Jakarta", "luar negeri", "Malaysia dan sana"])
def test_a_country_that_is_none_is_refused(cell: Cell) -> None:
    assert said(read_countries(cell)) == ("imports.unknown_country", [])


@pytest.mark.parametrize(
    ("cell", "post"),
    [
        ("Ketua", Post.CHAIR),
        ("wakil ketua", Post.VICE_CHAIR),
        ("Bendahara I", Post.TREASURER),
        ("Sekr.", Post.SECRETARY),
        ("Sie Usaha", Post.SECTION),
    ],
)
def test_a_post_is_read(cell: Cell, post: Post) -> None:
    assert read_post(cell).value is post


@pytest.mark.parametrize(
    ("cells", "attended", "excuse"),
    [
        (("v", "V", "√", "✓", "✔", "1", 1, 1.0, "H", "hadir", "Hadir ", True), Attended.PRESENT, None),
        (("i", "I", "ijin", "izin"), Attended.EXCUSED, None),
        (("s", "S", "sakit"), Attended.EXCUSED, Excuse.ILL),
        (("a", "A", "alpa", "-", "—", 0, "tidak hadir"), Attended.ABSENT, None),
    ],
)
def test_marks_of_attendance_are_read(cells: tuple[Cell, ...], attended: Attended, excuse: Excuse | None) -> None:
    found = {read_mark(cell).value for cell in cells}
    assert [(mark.attended, mark.excuse) for mark in found if mark] == [(attended, excuse)]


@pytest.mark.parametrize(
    ("cell", "code"), [("x", "imports.unknown_mark"), (5, "imports.unknown_mark"), ("", ""), (None, ""), ("  ", "")]
)
def test_an_empty_cell_is_no_mark_and_an_unknown_one_is_refused(cell: Cell, code: str) -> None:
    assert (read_mark(cell).value, said(read_mark(cell))) == (None, (code, []))
