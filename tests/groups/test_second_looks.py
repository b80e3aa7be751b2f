"""What happens when a day, a member or a meeting turned out otherwise than was written first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from purnadaya.groups.models import Attendance, Meeting, Membership
from tests.doors.test_doors import hidden
from tests.groups.acts import day, found, hold, join, members, present
from tests.world import World

pytestmark = pytest.mark.django_db


def opened(world: World, group: UUID, query: str = "") -> dict[str, str]:
    """The boxes of the page on which a meeting is written, as it opens."""
    return hidden(world.browser("ayu").get(f"/kelompok/{group}/pertemuan/baru/{query}").content.decode())


def sent(world: World, group: UUID, boxes: dict[str, Any], query: str = "") -> Any:
    """The answer to what was typed."""
    return world.browser("ayu").post(f"/kelompok/{group}/pertemuan/baru/{query}", boxes)


def leave(world: World, group: UUID, person: UUID, ago: int) -> None:
    """She leaves the group, so many days ago."""
    of = Membership.objects.get(person_id=person, until=None).id
    until = day(ago).isoformat()
    world.run("kinasih", "groups.leave_group", group=group, membership=of, until=until, why="moved")


def test_copying_the_last_meeting_marks_nobody_who_left_since(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    hold(world, group, day(40), attendance=present(one, two))
    leave(world, group, two, 20)
    boxes = opened(world, group, "?salin")
    assert f"a-{two}" not in boxes
    assert sent(world, group, boxes, "?salin").status_code == 302
    assert Attendance.objects.get(meeting__held_on=day()).person_id == one


def test_a_guest_of_the_last_meeting_is_copied_as_a_guest(world: World) -> None:
    group = found(world)
    hold(world, group, day(40), attendance=present(world.people["sari"], guest=True))
    boxes = opened(world, group, "?salin")
    assert sent(world, group, boxes, "?salin").status_code == 302
    assert Attendance.objects.get(meeting__held_on=day()).guest


def test_a_host_who_left_and_is_out_of_sight_is_not_proposed(world: World) -> None:
    group = found(world)
    painem = world.people["painem"]
    (one,) = members(world, group, 1)
    join(world, group, painem)
    hold(world, group, day(30), next_on=day().isoformat(), next_host=str(painem))
    leave(world, group, painem, 20)
    boxes = opened(world, group) | {f"a-{one}": "present"}
    assert sent(world, group, boxes).status_code == 302
    assert Meeting.objects.get(held_on=day()).host is None


@pytest.mark.parametrize("page", ["hold", "attendance"])
def test_the_return_key_in_the_box_for_a_name_looks_for_it_and_saves_nothing(world: World, page: str) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    meeting = hold(world, group, day(5), attendance=present(one))
    address = f"{group}/pertemuan/baru/" if page == "hold" else f"pertemuan/{meeting}/hadir/"
    browser, sari = world.browser("ayu"), world.people["sari"]
    boxes = hidden(browser.get(f"/kelompok/{address}").content.decode()) | {f"a-{one}": "absent"}
    answer = browser.post(f"/kelompok/{address}", boxes | {"enter": "1", "find": "sari"})
    assert answer.status_code == 200
    assert f"a-{sari}" in answer.content.decode()
    assert (Meeting.objects.count(), Attendance.objects.get().attended) == (1, "present")
    assert browser.post(f"/kelompok/{address}", boxes | {"enter": "1", "find": ""}).status_code == 302


def test_a_member_is_no_guest_whatever_was_said(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    meeting = hold(world, group, day(5), attendance=present(one, guest=True))
    assert not Attendance.objects.get().guest
    world.run("ayu", "groups.correct_attendance", meeting=meeting, attendance=present(one, guest=True), base=1)
    assert not Attendance.objects.get().guest
