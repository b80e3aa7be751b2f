"""What a group counts when two entries of one woman became one."""

from __future__ import annotations

from uuid import UUID

import pytest

from purnadaya.groups.models import Group, Meeting
from purnadaya.groups.queries import attendance_of, counted, member_counts, members_on, month_of_meetings
from tests.doors.test_doors import hidden
from tests.groups.acts import day, found, hold, members
from tests.world import World

pytestmark = pytest.mark.django_db


def merged_after(world: World, group: UUID, first: str, second: str) -> tuple[UUID, UUID, Meeting]:
    """Two entries of one woman, both members; each said so at one meeting; then they became one."""
    one, two = members(world, group, 2)
    lines = [{"person": str(one), "attended": first}, {"person": str(two), "attended": second}]
    meeting = hold(world, group, day(5), attendance=lines)
    world.run("kinasih", "people.merge_persons", person=one, other=two, reason="Orangnya sama")
    return one, two, Meeting.objects.get(id=meeting)


def test_she_is_counted_once_as_she_is_listed_once(world: World) -> None:
    group = found(world)
    *_, meeting = merged_after(world, group, "present", "absent")
    told = counted([meeting])[meeting.id]
    assert [one.attended for one in attendance_of(meeting)] == ["present"]
    assert (told.present, told.excused, told.absent) == (1, 0, 0)
    assert month_of_meetings(Group.objects.get(id=group), day(30)) == [(day(5), 1)]


def test_she_is_one_member_in_the_list_of_groups(world: World) -> None:
    group = found(world)
    merged_after(world, group, "present", "present")
    stands = Group.objects.get(id=group)
    assert member_counts([stands], day()) == {group: len(members_on(stands, day()))}


def test_she_came_to_one_meeting_not_to_two(world: World) -> None:
    group = found(world)
    merged_after(world, group, "present", "present")
    page = world.browser("ayu").get(f"/kelompok/{group}/").content.decode()
    assert "came to 1 of 1 meetings" in page


def test_who_came_can_be_put_right_for_her(world: World) -> None:
    group = found(world)
    *_, meeting = merged_after(world, group, "present", "present")
    address = f"/kelompok/pertemuan/{meeting.id}/hadir/"
    boxes = hidden(world.browser("ayu").get(address).content.decode())
    root = next(name.removeprefix("a-") for name in boxes if name.startswith("a-"))
    assert world.browser("ayu").post(address, boxes | {f"a-{root}": "absent"}).status_code == 302
    assert [line.attended for line in attendance_of(meeting)] == ["absent"]


def test_a_second_account_of_her_differs_from_the_first(world: World) -> None:
    group = found(world)
    *_, meeting = merged_after(world, group, "present", "present")
    root = members_on(Group.objects.get(id=group), day())[0].person.root_id
    lines = [{"person": str(root), "attended": "absent"}]
    hold(world, group, day(5), who="kinasih", attendance=lines)
    page = world.browser("ayu").get(f"/kelompok/pertemuan/{meeting.id}/").content.decode()
    assert "Wulan Kinasih: Absent" in page
