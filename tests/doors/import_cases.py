"""The commands on imports, and those that take back what was written by mistake, at the command line.

Their pages are steps of one way, not forms of their own (tests/imports): what is tried here is the command.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from purnadaya.imports.commands import receive
from purnadaya.kernel.ids import new_id
from tests.doors.case import Case
from tests.groups.acts import found, hold, join
from tests.imports.acts import book, give, members, read, sheet, take, woman
from tests.world import World

WHY = {"reason": "Salah impor"}


def _content() -> bytes:
    return book(Anggota=members(woman(1, "Parjiyem"), woman(2, "Ngatiyem", nik="3401")))


def _case(boxes: dict[str, Any], wrong: dict[str, Any], code: str, **more: Any) -> Case:
    return Case("kinasih", "", boxes, wrong, frozenset({code}), **more)


def _give(world: World) -> Case:
    file = receive(world.actor("kinasih"), new_id(), "anggota.xlsx", _content())
    boxes = {"import_file": str(file.id), "digest": file.digest}
    return _case(boxes, {"digest": "0" * 64}, "imports.another_file")


def _choose(world: World) -> Case:
    file = give(world, _content())
    boxes = {"import_file": str(file.id), "sheet": str(sheet(file).id), "area": "34.01", "at_once": True}
    return _case(boxes, {"area": "99"}, "imports.no_villages")


def _decide(world: World) -> Case:
    file = give(world, _content())
    row = read(world, file)[4]
    boxes = {"import_file": str(file.id), "sheet": str(row.sheet_id), "rows": [str(row.id)], "decision": "leave"}
    return _case(boxes, {"rows": []}, "imports.too_many_rows")


def _take(world: World) -> Case:
    file = give(world, _content())
    read(world, file)
    boxes = {"import_file": str(file.id), "sheet": str(sheet(file).id), "at_once": True}
    return _case(boxes, {"import_file": str(new_id())}, "access.not_found")


def _map(world: World) -> Case:
    boxes = {**_choose(world).boxes, "mapping": str(new_id()), "name": "Daftar anggota"}
    wanted = {name: boxes[name] for name in ("import_file", "sheet", "mapping", "name")}
    return _case(wanted, {"name": ""}, "value.missing")


def _undo(world: World) -> Case:
    file = give(world, _content())
    read(world, file)
    take(world, file)
    return _case({"import_file": str(file.id), "at_once": True}, {}, "imports.undone_already")


def _forget(world: World) -> Case:
    return _case({"import_file": str(give(world, _content()).id)}, {}, "imports.forgotten")


def _unregister(world: World) -> Case:
    boxes = {"person": str(world.people["sari"]), "seen": 1}
    return _case(boxes, {"person": str(world.people["tumini"]), "seen": 7}, "people.written_about_since")


def _strike_group(world: World) -> Case:
    full = found(world, name="Sekar Melati")
    join(world, full, world.people["sari"])
    return _case({"group": str(found(world)), **WHY}, {"group": str(full)}, "groups.not_empty")


def _strike_meeting(world: World) -> Case:
    return _case({"meeting": str(hold(world, found(world))), **WHY}, {"reason": ""}, "value.missing")


def _enrol(world: World) -> Case:
    line = {"membership": str(new_id()), "person": str(world.people["sari"]), "since": "2020-01-01"}
    boxes = {"group": str(found(world)), "members": [line]}
    return _case(boxes, {"members": [line, line]}, "groups.member_already")


IMPORTS: dict[str, Callable[[World], Case]] = {
    "groups.enrol_members": _enrol,
    "groups.strike_group": _strike_group,
    "groups.strike_meeting": _strike_meeting,
    "imports.choose_sheet": _choose,
    "imports.decide_rows": _decide,
    "imports.forget_original": _forget,
    "imports.give_file": _give,
    "imports.save_mapping": _map,
    "imports.take_in": _take,
    "imports.undo_import": _undo,
    "people.unregister_person": _unregister,
}
