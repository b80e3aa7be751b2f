"""The commands on meetings through their doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from purnadaya.groups.models import Difference
from purnadaya.kernel.ids import new_id
from tests.doors.case import Case
from tests.groups.acts import day, decide, found, hold, join
from tests.world import World

MISSING = frozenset({"value.missing"})


def _group(world: World) -> UUID:
    group = found(world)
    join(world, group, world.people["sari"])
    return group


def _line(world: World, attended: str, **more: Any) -> dict[str, Any]:
    return {"person": str(world.people["sari"]), "attended": attended, "guest": False, **more}


def _about(world: World, what: str, boxes: dict[str, Any], wrong: dict[str, Any], codes: Any, **more: Any) -> Case:
    meeting = str(hold(world, _group(world), attendance=[_line(world, "present")]))
    return Case("ayu", f"/kelompok/pertemuan/{meeting}/{what}/", boxes, wrong, codes,
                fixed={"meeting": meeting}, **more)  # fmt: skip


def _hold(world: World) -> Case:
    group = str(_group(world))
    lines = [_line(world, "excused", excuse="family")]
    boxes = {"held_on": day(1).isoformat(), "ordinal": 1, "attendance": lines, "guests_women": 2, "place": "Balai"}
    return Case("ayu", f"/kelompok/{group}/pertemuan/baru/", boxes, {"next_on": day(5).isoformat()},
                frozenset({"groups.next_before_this"}), fixed={"group": group})  # fmt: skip


def _correct(world: World) -> Case:
    wrong = {"next_on": day(5).isoformat()}
    codes = frozenset({"groups.next_before_this"})
    return _about(world, "ubah", {"place": "Masjid"}, wrong, codes, edits=True, base=1)


def _correct_attendance(world: World) -> Case:
    boxes = {"attendance": [_line(world, "absent")]}
    stranger = {**_line(world, "present"), "person": str(world.people["tumini"])}
    return _about(world, "hadir", boxes, {"attendance": [stranger]}, frozenset({"groups.not_members"}), base=1)


def _cancel(world: World) -> Case:
    return _about(world, "batal", {"reason": "Hujan deras"}, {"reason": ""}, MISSING, base=1)


def _move(world: World) -> Case:
    boxes, wrong = {"held_on": day(9).isoformat()}, {"held_on": day(-9).isoformat()}
    return _about(world, "tanggal", boxes, wrong, frozenset({"groups.day_in_future"}), base=1)


def _reinstate(world: World) -> Case:
    case = _about(world, "pulih", {}, {}, frozenset(), base=2)
    world.run("ayu", "groups.cancel_meeting", meeting=case.fixed["meeting"], reason="Hujan deras")
    return case


def _settle(world: World) -> Case:
    group = _group(world)
    meeting = str(hold(world, group, attendance=[_line(world, "present")]))
    hold(world, group, who="kinasih", attendance=[_line(world, "absent")])
    difference = str(Difference.objects.get().id)
    return Case("ayu", f"/kelompok/pertemuan/{meeting}/beda/{difference}/", {}, {}, frozenset(),
                fixed={"meeting": meeting, "difference": difference})  # fmt: skip


def _lesson(world: World) -> Case:
    boxes = {"topic": "gender", "minutes": "90", "teacher": str(world.people["sari"]), "learnt": "Hak perempuan"}
    codes = frozenset({"groups.unknown_topic"})
    return _about(world, "materi", boxes, {"topic": "nonsense"}, codes, new_ids=("lesson",))


def _strike_lesson(world: World) -> Case:
    meeting, lesson = str(hold(world, _group(world))), str(new_id())
    world.run("ayu", "groups.record_lesson", meeting=meeting, lesson=lesson, topic="gender", minutes=60)
    return Case("ayu", f"/kelompok/pertemuan/{meeting}/materi/{lesson}/coret/", {"reason": "Salah tulis"},
                {"reason": ""}, MISSING, fixed={"meeting": meeting, "lesson": lesson}, base=1)  # fmt: skip


def _guest(world: World) -> Case:
    return _about(world, "tamu", {"name": "Mbah Jum", "sex": "female"}, {"name": ""}, MISSING, new_ids=("guest",))


def _strike_guest(world: World) -> Case:
    meeting, guest = str(hold(world, _group(world))), str(new_id())
    world.run("ayu", "groups.name_guest", meeting=meeting, guest=guest, name="Mbah Jum", sex="female")
    return Case("ayu", f"/kelompok/pertemuan/{meeting}/tamu/{guest}/coret/", {}, {}, frozenset(),
                fixed={"guest": guest})  # fmt: skip


def _decide(world: World) -> Case:
    boxes = {"what": "Menulis surat ke lurah", "owner": str(world.people["sari"]), "due": day(-9).isoformat()}
    wrong = {"due": day(9).isoformat()}
    return _about(world, "keputusan", boxes, wrong, frozenset({"groups.due_before_decided"}), new_ids=("decision",))


def _decided(world: World, what: str, boxes: dict[str, Any], wrong: dict[str, Any], codes: Any, **more: Any) -> Case:
    decision = str(decide(world, hold(world, _group(world), day(3))))
    return Case("ayu", f"/kelompok/keputusan/{decision}/{what}", boxes, wrong, codes,
                fixed={"decision": decision}, **more)  # fmt: skip


def _correct_decision(world: World) -> Case:
    boxes, wrong = {"due": day(-20).isoformat()}, {"due": day(20).isoformat()}
    codes = frozenset({"groups.due_before_decided"})
    return _decided(world, "ubah/", boxes, wrong, codes, edits=True, base=1)


def _complete(world: World) -> Case:
    boxes, wrong = {"done_on": day().isoformat(), "outcome": "Sudah dikirim"}, {"done_on": day(20).isoformat()}
    return _decided(world, "", boxes, wrong, frozenset({"groups.done_before_decided"}), base=1)


def _drop(world: World) -> Case:
    return _decided(world, "gugur/", {"reason": "Tidak jadi"}, {"reason": ""}, MISSING, base=1)


def _reopen(world: World) -> Case:
    case = _decided(world, "buka/", {}, {}, frozenset(), base=2)
    world.run("ayu", "groups.drop_decision", decision=case.fixed["decision"], reason="Tidak jadi")
    return case


def _invite(world: World) -> Case:
    group = str(_group(world))
    hold(world, UUID(group), day(20), next_on=day(-3).isoformat())
    boxes, wrong = {"for_on": day(-3).isoformat()}, {"for_on": day(-4).isoformat()}
    codes = frozenset({"groups.no_such_next_meeting"})
    return Case("ayu", f"/kelompok/{group}/kertas/undangan/", boxes, wrong, codes, fixed={"group": group})


MEETINGS: dict[str, Callable[[World], Case]] = {
    "groups.cancel_meeting": _cancel,
    "groups.complete_decision": _complete,
    "groups.correct_attendance": _correct_attendance,
    "groups.correct_decision": _correct_decision,
    "groups.correct_meeting": _correct,
    "groups.drop_decision": _drop,
    "groups.hold_meeting": _hold,
    "groups.invite": _invite,
    "groups.move_meeting": _move,
    "groups.name_guest": _guest,
    "groups.record_decision": _decide,
    "groups.record_lesson": _lesson,
    "groups.reinstate_meeting": _reinstate,
    "groups.reopen_decision": _reopen,
    "groups.settle_difference": _settle,
    "groups.strike_guest": _strike_guest,
    "groups.strike_lesson": _strike_lesson,
}

NOTHING_ASKED = {
    "groups.reinstate_meeting",
    "groups.reopen_decision",
    "groups.settle_difference",
    "groups.strike_guest",
}
"""Those without a box to fill in wrongly."""
