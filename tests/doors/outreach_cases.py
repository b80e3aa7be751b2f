"""The commands on public education through their doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.doors.case import Case
from tests.groups.acts import day, found, teach_others
from tests.world import World

FUTURE = {"held_on": day(-9).isoformat()}
IN_FUTURE = frozenset({"groups.day_in_future"})


def _record(world: World) -> Case:
    group = str(found(world))
    boxes = {
        "village": "34.01.08.2005", "held_on": day(1).isoformat(), "occasion": "pkk", "title": "Arisan",
        "place": "Balai", "topics": "gender", "minutes": 90, "women_25_59": 20, "men_age_unknown": 2, "disabled": 1,
        "learnt": "Hak atas upah",
    }  # fmt: skip
    return Case("ayu", f"/kelompok/{group}/penyuluhan/baru/", boxes, FUTURE, IN_FUTURE,
                fixed={"group": group}, new_ids=("outreach",))  # fmt: skip


def _about(world: World, what: str, boxes: dict[str, Any], wrong: dict[str, Any], codes: Any, **more: Any) -> Case:
    outreach = str(teach_others(world, group=found(world)))
    return Case("ayu", f"/kelompok/penyuluhan/{outreach}/{what}/", boxes, wrong, codes,
                fixed={"outreach": outreach}, **more)  # fmt: skip


def _correct(world: World) -> Case:
    return _about(world, "ubah", {"men_18_24": 7}, FUTURE, IN_FUTURE, edits=True, base=1)


def _cancel(world: World) -> Case:
    return _about(world, "batal", {"reason": "Hujan deras"}, {"reason": ""}, frozenset({"value.missing"}), base=1)


def _restore(world: World) -> Case:
    case = _about(world, "pulih", {}, {}, frozenset(), base=2)
    world.run("ayu", "groups.cancel_outreach", outreach=case.fixed["outreach"], reason="Hujan deras")
    return case


OUTREACHES: dict[str, Callable[[World], Case]] = {
    "groups.cancel_outreach": _cancel,
    "groups.correct_outreach": _correct,
    "groups.record_outreach": _record,
    "groups.restore_outreach": _restore,
}

NOTHING_ASKED = {"groups.restore_outreach"}
"""Those without a box to fill in wrongly."""
