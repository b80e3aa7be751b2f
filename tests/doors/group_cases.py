"""The commands on groups, their members and their officers through their doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from purnadaya.kernel.ids import new_id
from tests.doors.case import Case
from tests.groups.acts import LONG_AGO, day, found, join
from tests.world import HARGOTIRTO, World

MISSING = frozenset({"value.missing"})
FUTURE = frozenset({"groups.day_in_future"})


def _found(world: World) -> Case:
    boxes = {"name": "Sekar Melati", "what": "p3a", "village": HARGOTIRTO, "hamlet": "Nabin", "terrain": "mountain",
             "usual": "tiap tanggal 12"}  # fmt: skip
    wrong = {"decreed_on": day(9).isoformat(), "decree": ""}
    return Case("ayu", "/kelompok/baru/", boxes, wrong, frozenset({"groups.decree_without_number"}), new_ids=("group",))


def _about(world: World, what: str, boxes: dict[str, Any], wrong: dict[str, Any], codes: Any, **more: Any) -> Case:
    group = str(found(world))
    return Case("ayu", f"/kelompok/{group}/{what}/", boxes, wrong, codes, fixed={"group": group}, **more)


def _correct(world: World) -> Case:
    return _about(world, "ubah", {"usual": "tiap Minggu"}, {"name": ""}, MISSING, edits=True, base=1)


def _close(world: World) -> Case:
    boxes = {"closed_on": day(1).isoformat(), "reason": "Anggota pindah"}
    return _about(world, "tutup", boxes, {"closed_on": day(-9).isoformat()}, FUTURE, base=1)


def _reopen(world: World) -> Case:
    case = _about(world, "buka", {}, {}, frozenset(), base=2)
    world.run("ayu", "groups.close_group", group=case.fixed["group"], closed_on=day(1).isoformat(), reason="Pindah")
    return case


def _member(world: World) -> tuple[UUID, UUID]:
    group = found(world)
    return group, join(world, group, world.people["sari"])


def _join(world: World) -> Case:
    group, person = str(found(world)), str(world.people["sari"])
    return Case("ayu", f"/kelompok/{group}/anggota/baru/{person}/", {"since": day(30).isoformat()},
                {"since": day(-9).isoformat()}, frozenset({"people.not_yet"}),
                fixed={"group": group, "person": person}, new_ids=("membership",))  # fmt: skip


def _membership(world: World, what: str, boxes: dict[str, Any], wrong: dict[str, Any], codes: Any) -> Case:
    group, membership = _member(world)
    return Case("ayu", f"/kelompok/{group}/anggota/{membership}/{what}/", boxes, wrong, codes,
                fixed={"group": str(group), "membership": str(membership)}, base=1)  # fmt: skip


def _leave(world: World) -> Case:
    boxes = {"until": day(1).isoformat(), "why": "moved"}
    return _membership(world, "keluar", boxes, {"until": "1999-01-01"}, frozenset({"people.ends_before_it_begins"}))


def _correct_membership(world: World) -> Case:
    boxes, wrong = {"since": day(400).isoformat()}, {"since": day(-2).isoformat()}
    return _membership(world, "ubah", boxes, wrong, frozenset({"people.not_yet"}))


def _strike(world: World) -> Case:
    return _membership(world, "coret", {"reason": "Salah orang"}, {"reason": ""}, MISSING)


def _take_post(world: World) -> Case:
    group, _ = _member(world)
    boxes = {"person": str(world.people["sari"]), "post": "chair", "since": day(10).isoformat()}
    return Case("ayu", f"/kelompok/{group}/pengurus/baru/", boxes, {"since": "2001-01-01"},
                frozenset({"groups.not_member_then"}), fixed={"group": str(group)}, new_ids=("term",))  # fmt: skip


def _term(world: World, what: str, boxes: dict[str, Any], wrong: dict[str, Any], codes: Any) -> Case:
    group, _ = _member(world)
    term = new_id()
    world.run("ayu", "groups.take_post", group=group, term=term, person=world.people["sari"], post="chair",
              since=LONG_AGO)  # fmt: skip
    return Case("ayu", f"/kelompok/{group}/pengurus/{term}/{what}/", boxes, wrong, codes,
                fixed={"group": str(group), "term": str(term)}, base=1)  # fmt: skip


def _leave_post(world: World) -> Case:
    wrong = {"until": "1999-01-01"}
    return _term(world, "akhiri", {"until": day(1).isoformat()}, wrong, frozenset({"people.ends_before_it_begins"}))


def _strike_post(world: World) -> Case:
    return _term(world, "coret", {"reason": "Salah catat"}, {"reason": ""}, MISSING)


def _set_turns(world: World) -> Case:
    group, _ = _member(world)
    return Case("ayu", f"/kelompok/{group}/giliran/", {"persons": [str(world.people["sari"])]}, {}, frozenset(),
                fixed={"group": str(group)}, base=2)  # fmt: skip


def _name_topic(world: World) -> Case:
    world.run("ayu", "groups.name_topic", topic=new_id(), name="Batik")
    return Case("ayu", "/kelompok/materi/baru/", {"name": "Sablon"}, {"name": "batik"},
                frozenset({"groups.topic_there_already"}), new_ids=("topic",))  # fmt: skip


def _retire_topic(world: World) -> Case:
    topic = new_id()
    world.run("ayu", "groups.name_topic", topic=topic, name="Batik")
    return Case("kinasih", f"/kelompok/materi/{topic}/akhiri/", {}, {}, frozenset(), fixed={"topic": str(topic)},
                base=1)  # fmt: skip


CASES: dict[str, Callable[[World], Case]] = {
    "groups.found_group": _found,
    "groups.correct_group": _correct,
    "groups.close_group": _close,
    "groups.reopen_group": _reopen,
    "groups.join_group": _join,
    "groups.leave_group": _leave,
    "groups.correct_membership": _correct_membership,
    "groups.strike_membership": _strike,
    "groups.take_post": _take_post,
    "groups.leave_post": _leave_post,
    "groups.strike_post": _strike_post,
    "groups.set_turns": _set_turns,
    "groups.name_topic": _name_topic,
    "groups.retire_topic": _retire_topic,
}
NOTHING_ASKED = frozenset({"groups.reopen_group", "groups.set_turns", "groups.retire_topic"})
"""Commands without a box to fill in wrongly."""
