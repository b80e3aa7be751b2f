"""``purnadaya import``: the same from the command line, with clear sentences."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from purnadaya.groups.models import Group, Meeting
from purnadaya.imports.models import ImportFile, ImportRow
from purnadaya.people.models import Person
from tests.imports.acts import book, members, woman
from tests.world import World

pytestmark = pytest.mark.django_db

LIST = members(woman(1, "Parjiyem"), woman(2, "Ngatiyem", nik="3401"), woman(3, "Suparmi", birth="1970"))
GRID = [("PRESENSI 2025",), ("No", "Nama", "12 Jan 2025"), (1, "Parjiyem", "v"), (2, "Suparmi", "i"), (3, "Sumi", "v")]
FOUR = ("new", "same", "unsure", "unreadable")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A workbook with a list of members, a grid, and something else."""
    path = tmp_path / "anggota.xlsx"
    path.write_bytes(book(Anggota=LIST, Presensi=GRID, Kas=[("Uraian", "Jumlah"), ("Iuran", 5000)]))
    return path


def run(*args: Any, who: str = "kinasih", **more: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("import_file", *map(str, args), "--as", who, "--json", stdout=out, **more)
    sheets: list[dict[str, Any]] = json.loads(out.getvalue())["sheets"]
    return sheets


def counted(sheet: dict[str, Any]) -> tuple[int, ...]:
    return tuple(sheet[state] for state in FOUR)


def test_each_sheet_is_told_and_the_four_add_up_to_its_rows(world: World, file: Path) -> None:
    told = run(file, "--group", "P3A Melati") if Group.objects.exists() else run(file)
    assert [(one["name"], one["kind"], one["rows"]) for one in told] == [
        ("Anggota", "members", 3),
        ("Presensi", "attendance", 3),
        ("Kas", "other", 0),
    ]
    assert all(sum(counted(one)) == one["rows"] for one in told)
    assert counted(told[0]) == (2, 0, 0, 1)
    assert {"line": 1, "reason": "title"} in told[0]["skipped"]


def test_a_dry_run_judges_and_writes_nothing(world: World, file: Path) -> None:
    before = (Person.objects.count(), Group.objects.count())
    assert counted(run(file, "--dry-run")[0]) == (2, 0, 0, 1)
    assert (Person.objects.count(), Group.objects.count()) == before
    assert not ImportFile.objects.exists()
    assert not ImportRow.objects.exists()


def test_the_same_file_twice_adds_nothing(world: World, file: Path) -> None:
    run(file)
    before = (Person.objects.count(), Group.objects.count(), Meeting.objects.count())
    assert counted(run(file)[0]) == (0, 2, 0, 1)
    assert (Person.objects.count(), Group.objects.count(), Meeting.objects.count()) == before


def test_a_map_says_what_the_columns_are_and_what_is_missing(world: World, tmp_path: Path) -> None:
    path, chosen = tmp_path / "a.csv", tmp_path / "m.yaml"
    path.write_text("Orangnya;Lahirnya\nParjiyem;3-4-1970\nNgatiyem;1965\n", encoding="utf-8")
    chosen.write_text("columns: {Orangnya: name, Lahirnya: birth}\nheader_line: 1\nsex: female\n", encoding="utf-8")
    assert counted(run(path, "--map", chosen, "--place", "34.01.08.2005")[0]) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "kosong"), (b"<html><table>", "halaman web"), (b"PK\x03\x04 cut off", "rusak"), (b"%PDF-1.7", "bukan")],
)
def test_a_bad_file_is_answered_with_one_clear_sentence(
    world: World, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "anggota.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError) as failed:
        run(path)
    assert str(failed.value).startswith(str(path))
    assert not ImportFile.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--sheet", "Lain"),
        ("--group", "Tidak ada"),
        ("--place", "Atlantis"),
        ("--organisation", "Yayasan Lain"),
        ("--map", "/nowhere.yaml"),
    ],
)
def test_what_is_not_there_is_said(world: World, file: Path, wrong: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        run(file, *wrong)
    assert not ImportFile.objects.exists()


def test_who_may_not_import_is_refused(world: World, file: Path) -> None:
    for who in ("lintang", "arum", "bagas", "wati"):
        with pytest.raises(CommandError):
            run(file, who=who)
    assert not ImportFile.objects.exists()
