"""The rows that wait come back as a spreadsheet, are put right and given again."""

from __future__ import annotations

import pytest

from purnadaya.groups.models import Membership
from purnadaya.imports import surveying
from purnadaya.imports.mending import REASON, problem_rows
from purnadaya.imports.queries import original_of
from purnadaya.imports.reading import read_workbook, understand
from tests.imports.acts import book, give, members, read, sheet, states, take, woman
from tests.imports.files import TODAY, xlsx
from tests.world import World

pytestmark = pytest.mark.django_db

LIST = members(woman(1, "Parjiyem"), woman(2, "Ngatiyem", nik="34010852"), woman(3, "=1+1", status="IRT"))


def the_rows(world: World) -> list[tuple[object, ...]]:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    take(world, file)
    found = understand(read_workbook(original_of(file), "anggota.xlsx").sheets[0], TODAY)
    (back,) = read_workbook(problem_rows(sheet(file), found), "perbaiki.xlsx").sheets
    return [line.cells for line in back.lines()]


def test_what_waits_comes_back_with_its_reason_and_its_group(world: World) -> None:
    headings, *rows = the_rows(world)
    assert headings[0] == REASON
    assert str(rows[0][0]).startswith("C5: ")
    assert rows[0][2] == "Ngatiyem"
    assert "P3A Melati" in rows[0]


def test_nothing_in_it_is_run_by_a_spreadsheet(world: World) -> None:
    for row in the_rows(world):
        assert not any(isinstance(cell, str) and cell.startswith("=") for cell in row)


def test_put_right_and_given_again_it_is_taken_into_the_same_group(world: World) -> None:
    headings, row, *_more = the_rows(world)
    mended = [headings, [None if cell == "34010852" else cell for cell in row]]
    again = give(world, xlsx({"Anggota": mended}))
    assert set(states(read(world, again)).values()) == {"new"}
    take(world, again)
    assert Membership.objects.filter(group__name="P3A Melati").count() == 2


def test_the_form_of_a_sheet_is_known_again(world: World) -> None:
    first = give(world, book(Anggota=LIST))
    read(world, first, choices={"sex": "female"})
    body = {"import_file": first.id, "sheet": sheet(first).id, "mapping": "01890000-0000-7000-8000-000000000001"}
    world.run("kinasih", "imports.save_mapping", name="Daftar anggota", **body)
    other = give(world, book(Lain=members(woman(1, "Suminten"))))
    assert sheet(other).choices == {"sex": "female"}
    assert sheet(other).fingerprint == sheet(first).fingerprint
    assert surveying.limits().most_bytes == 64 << 20
