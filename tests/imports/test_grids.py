"""Who was at which meeting: matched with the members of a group, written once, and taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from purnadaya.groups.models import Attendance, Meeting
from purnadaya.imports.reading import Kind
from purnadaya.kernel.problems import Refused
from tests.groups.acts import day, found, hold, join
from tests.groups.test_meetings import assert_sound
from tests.imports.acts import book, decide, give, members, read, rows, sheet, states, take, undo, woman
from tests.world import World

pytestmark = pytest.mark.django_db

GRID = [
    ("DAFTAR HADIR 2025",),
    ("No", "Nama", "12 Jan 2025", "9/2/2025", "2 Mar 2025"),
    (1, "Hj. Marsiyah", "v", "i", None),
    (2, "Tumirah", "1", "s", "-"),
    (3, "Suparmi", "v", "v", "v"),
    (4, "Tumira", "v", None, None),
]


@pytest.fixture
def group(world: World) -> UUID:
    """A group with three members, one of whom is known by another name too."""
    one = found(world)
    for name, more in (("Marsiyah", {}), ("Tumirah", {}), ("Suparmiyati", {"nickname": "Suparmi"})):
        person = world.run("kinasih", "people.register_person", **world.person(name, **more)).of.id
        join(world, one, person)
    return one


def grid(world: World, group: UUID, **more: Any) -> Any:
    file = give(world, book(Presensi=GRID))
    return file, read(world, file, group=str(group), **more)


def attended(held_on: str) -> dict[str, str]:
    lines = Attendance.objects.filter(meeting__held_on=held_on).select_related("person")
    return {one.person.name: f"{one.attended} {one.excuse}".strip() for one in lines}


def test_each_row_is_a_member_or_is_asked(world: World, group: UUID) -> None:
    file, found_rows = grid(world, group)
    assert sheet(file).kind == Kind.ATTENDANCE
    assert states(found_rows) == {3: "same", 4: "same", 5: "same", 6: "unsure"}


def test_every_day_becomes_one_meeting_with_its_marks(world: World, group: UUID) -> None:
    file, _rows = grid(world, group)
    take(world, file)
    assert attended("2025-01-12") == {"Marsiyah": "present", "Tumirah": "present", "Suparmiyati": "present"}
    assert attended("2025-02-09") == {"Marsiyah": "excused", "Tumirah": "excused ill", "Suparmiyati": "present"}
    assert attended("2025-03-02") == {"Tumirah": "absent", "Suparmiyati": "present"}
    assert Meeting.objects.filter(group_id=group).count() == 3
    assert_sound()


def test_the_same_grid_again_adds_nothing(world: World, group: UUID) -> None:
    file, _rows = grid(world, group)
    take(world, file)
    before = list(Meeting.objects.order_by("id").values_list("id", "version"))
    again, _rows = grid(world, group)
    take(world, again)
    assert list(Meeting.objects.order_by("id").values_list("id", "version")) == before


def test_a_meeting_that_is_there_is_joined(world: World, group: UUID) -> None:
    hold(world, group, day(0).replace(year=2025, month=1, day=12))
    file, _rows = grid(world, group)
    take(world, file)
    assert Meeting.objects.filter(group_id=group, held_on="2025-01-12").count() == 1
    assert len(attended("2025-01-12")) == 3


def test_somebody_who_is_no_member_comes_as_a_guest_when_that_is_said(world: World, group: UUID) -> None:
    file, found_rows = grid(world, group)
    decide(world, file, found_rows[6], "guest", person=world.people["sari"])
    take(world, file)
    line = Attendance.objects.get(meeting__held_on="2025-01-12", person_id=world.people["sari"])
    assert (line.attended, line.guest) == ("present", True)


def test_the_group_is_proposed_when_most_names_are_its_members(world: World, group: UUID) -> None:
    file = give(world, book(Presensi=GRID))
    read(world, file)
    assert sheet(file).group == group


def test_without_a_group_every_row_waits(world: World) -> None:
    file = give(world, book(Presensi=GRID))
    found_rows = read(world, file)
    assert {row.reason for row in found_rows.values()} == {"imports.whose_meetings"}
    with pytest.raises(Refused):
        take(world, file)


def test_a_grid_is_taken_back_and_may_be_given_anew(world: World, group: UUID) -> None:
    file, _rows = grid(world, group)
    take(world, file)
    undo(world, file)
    assert not Meeting.objects.filter(group_id=group, struck_at=None).exists()
    assert not Attendance.objects.exists()
    again, _rows = grid(world, group)
    take(world, again)
    assert attended("2025-03-02") == {"Tumirah": "absent", "Suparmiyati": "present"}
    assert_sound()


def test_a_meeting_about_which_more_was_written_stays(world: World, group: UUID) -> None:
    file, _rows = grid(world, group)
    take(world, file)
    meeting = Meeting.objects.get(group_id=group, held_on="2025-01-12")
    world.run("kinasih", "groups.correct_meeting", base=1, meeting=meeting.id, changes={"place": "Balai"})
    undo(world, file)
    assert Meeting.objects.filter(group_id=group, struck_at=None).count() >= 1
    assert any(row.told for row in rows(file).values())


def test_a_stranger_cannot_name_the_group(world: World, group: UUID) -> None:
    file = give(world, book(Presensi=GRID), who="rina")
    with pytest.raises(Refused) as refused:
        read(world, file, who="rina", group=str(group))
    assert {one.code for one in refused.value.problems} == {"access.not_found"}


def test_whoever_is_no_member_of_the_chosen_group_is_asked_about_and_waits(world: World, group: UUID) -> None:
    lines = (*GRID, (5, "Wagirah Sentana", "v", None, "v"), (6, "Sari Lestari", None, "v", None))
    file = give(world, book(Presensi=lines))
    found_rows = read(world, file, group=str(group))
    strangers = [(found_rows[line].state, found_rows[line].reason) for line in (7, 8)]
    assert strangers == [("unsure", "imports.not_a_member")] * 2
    done = take(world, file)
    assert [(done[line].state, bool(done[line].values)) for line in (7, 8)] == [("unsure", True)] * 2
    assert set(attended("2025-01-12")) == {"Marsiyah", "Tumirah", "Suparmiyati"}
    decide(world, file, done[8], "guest", person=world.people["sari"])
    take(world, file)
    assert attended("2025-02-09")["Sari Lestari"] == "present"
    assert sheet(file).count == 6


def test_a_grid_says_that_its_people_may_wait_in_the_list_beside_it(world: World, group: UUID) -> None:
    lines = members(woman(1, "Wagirah", nik="340108"))
    file = give(world, book(Anggota=lines, Presensi=(*GRID, (5, "Wagirah", "v", None, "v"))))
    read(world, file)
    read(world, file, place=1, group=str(group))
    client, address = world.browser("kinasih"), f"/impor/lembar/{sheet(file, 1).id}/"
    page = client.get(address).content.decode()
    assert "may still wait in the list “Anggota”" in page
    assert f"/impor/lembar/{sheet(file).id}/" in page
    decide(world, file, rows(file)[4], "leave")
    assert "may still wait" not in client.get(address).content.decode()
