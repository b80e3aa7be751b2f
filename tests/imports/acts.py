"""What the tests of imports do again and again: give a file, choose its sheets, take them in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from purnadaya.imports.choices import SheetChoices
from purnadaya.imports.commands import read_rows, receive, take_sheet, undo_rows
from purnadaya.imports.models import ImportFile, ImportRow, ImportSheet
from purnadaya.imports.queries import drafts_of, sheets_of
from purnadaya.kernel.ids import new_id
from tests.imports.files import Rows, xlsx
from tests.world import World

HEADINGS = ("No", "Nama", "NIK", "Tgl Lahir", "L/P", "Dusun", "Kalurahan", "No HP", "Status")


def woman(number: int, name: str, **more: Any) -> tuple[Any, ...]:
    """A line of a list of members that is all right, or as said."""
    said = {"nik": None, "birth": "12-08-1985", "sex": "P", "hamlet": "Nabin", "village": "Hargotirto", "phone": None,
            "status": "Purna PMI", **more}  # fmt: skip
    return (number, name, *(said[one] for one in ("nik", "birth", "sex", "hamlet", "village", "phone", "status")))


def members(*lines: tuple[Any, ...], above: tuple[Any, ...] = ("P3A Melati — Kalurahan Hargotirto",)) -> Rows:
    """A list of members of one group."""
    return [("DAFTAR ANGGOTA",), HEADINGS, above, *lines]


def book(**sheets: Rows) -> bytes:
    """A workbook of these sheets."""
    return xlsx(sheets)


def give(world: World, content: bytes, who: str = "kinasih", name: str = "anggota.xlsx") -> ImportFile:
    """A file is received and given."""
    file = receive(world.actor(who), new_id(), name, content)
    world.run(who, "imports.give_file", import_file=file.id, digest=file.digest)
    return ImportFile.objects.get(id=file.id)


def sheet(file: ImportFile, place: int = 0) -> ImportSheet:
    """A sheet of it, as it stands."""
    return sheets_of(file)[place]


def read(world: World, file: ImportFile, place: int = 0, who: str = "kinasih", **more: Any) -> dict[int, ImportRow]:
    """A sheet is chosen and read; its rows by their lines."""
    one = sheet(file, place)
    body = {"area": "34.01", "at_once": True, **more}
    world.run(who, "imports.choose_sheet", import_file=file.id, sheet=one.id, **body)
    read_rows(world.actor(who), sheet(file, place), lambda _done, _total: None)
    return rows(file, place)


def rows(file: ImportFile, place: int = 0) -> dict[int, ImportRow]:
    """The rows of a sheet by their lines."""
    return {row.line: row for row in ImportRow.objects.filter(sheet=sheet(file, place)).order_by("line")}


def take(world: World, file: ImportFile, place: int = 0, who: str = "kinasih") -> dict[int, ImportRow]:
    """What is ready of a sheet is taken in; its rows by their lines."""
    world.run(who, "imports.take_in", import_file=file.id, sheet=sheet(file, place).id, at_once=True)
    take_sheet(world.actor(who), sheet(file, place), lambda _done, _total: None)
    return rows(file, place)


def decide(world: World, file: ImportFile, row: ImportRow, decision: str, who: str = "kinasih", **more: Any) -> None:
    """Somebody says what becomes of a row."""
    body = {"rows": [str(row.id)], "decision": decision, **more}
    world.run(who, "imports.decide_rows", import_file=file.id, sheet=row.sheet_id, **body)


def undo(world: World, file: ImportFile, who: str = "kinasih") -> None:
    """The import is taken back."""
    world.run(who, "imports.undo_import", import_file=file.id, at_once=True)
    undo_rows(world.actor(who), ImportFile.objects.get(id=file.id), lambda _done, _total: None)


def states(found: dict[int, ImportRow]) -> dict[int, str]:
    """The state of each row, by its line."""
    return {line: row.state for line, row in found.items()}


def name_in(row: ImportRow) -> str:
    """The name a row says, while it still says it."""
    ((_row, draft),) = drafts_of([row])
    return draft.name if draft else ""


__all__ = [
    "UUID",
    "SheetChoices",
    "book",
    "decide",
    "give",
    "members",
    "name_in",
    "read",
    "rows",
    "sheet",
    "states",
    "take",
    "undo",
    "woman",
]  # fmt: skip
