"""What the tests of groups do again and again, with commands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from purnadaya.groups.rules.meetings import meeting_id
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from tests.world import HARGOTIRTO, World

LONG_AGO = "2014-10-17"


def day(ago: int = 0) -> date:
    """So many days ago; a negative number is to come."""
    return SYSTEM_CLOCK.today() - timedelta(ago)


def found(world: World, who: str = "ayu", **more: Any) -> UUID:
    """A P3A in Hargotirto, or as said."""
    body = {"group": new_id(), "name": "Putri Menoreh", "what": "p3a", "village": HARGOTIRTO, **more}
    return UUID(world.run(who, "groups.found_group", **body).of.id)


def join(world: World, group: UUID, person: Any, who: str = "kinasih", since: str = LONG_AGO) -> UUID:
    """Someone belongs to the group; the id of her membership."""
    membership = new_id()
    world.run(who, "groups.join_group", group=group, membership=membership, person=person, since=since)
    return membership


def members(world: World, group: UUID, count: int) -> list[UUID]:
    """So many new persons who belong to the group."""
    made = []
    for number in range(count):
        body = world.person(f"Anggota {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}{number}")
        made.append(UUID(world.run("kinasih", "people.register_person", **body).of.id))
        join(world, group, made[-1])
    return made


def present(*persons: Any, **more: Any) -> list[dict[str, Any]]:
    """Lines of attendance: these were there."""
    return [{"person": str(one), "attended": "present", **more} for one in persons]


def hold(world: World, group: UUID, on: date | None = None, who: str = "ayu", **more: Any) -> UUID:
    """The group met; the id of the meeting."""
    on = on or day(1)
    world.run(who, "groups.hold_meeting", group=group, held_on=on.isoformat(), **more)
    return meeting_id(group, on, more.get("ordinal", 1))


def decide(world: World, meeting: UUID, who: str = "ayu", **more: Any) -> UUID:
    """Something was agreed; its id."""
    decision = new_id()
    body = {"what": "Menyiapkan usulan", "by_all": True, "due": day(-7).isoformat(), **more}
    world.run(who, "groups.record_decision", decision=decision, meeting=meeting, **body)
    return decision


def teach_others(world: World, who: str = "ayu", **more: Any) -> UUID:
    """The organisation, or the ``group`` named, taught others in Hargotirto yesterday; the id of that."""
    body = {
        "outreach": new_id(), "village": HARGOTIRTO, "held_on": day(1).isoformat(), "occasion": "posyandu",
        "topics": "gender", "women_25_59": 12, **more,
    }  # fmt: skip
    return UUID(world.run(who, "groups.record_outreach", **body).of.id)
