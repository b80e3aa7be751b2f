"""What happens when a day, a member or a meeting turned out otherwise than was written first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from purnadaya.groups.models import Attendance, Meeting, Membership
from purnadaya.groups.rules.meetings import meeting_id
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from tests.doors.test_doors import hidden
from tests.groups.acts import day, decide, found, hold, join, members, present
from tests.world import World

pytestmark = pytest.mark.django_db
CHECKS = ("journal.versions_gapless", "groups.follow_meetings", "groups.accompany")


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


def test_a_day_from_which_a_meeting_was_moved_takes_another(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    first = hold(world, group, day(5), attendance=present(one))
    world.run("ayu", "groups.move_meeting", meeting=first, held_on=day(4).isoformat(), base=1)
    hold(world, group, day(5), place="Balai", attendance=present(one))
    stands = Meeting.objects.filter(group=group, cancelled_at=None)
    assert [(one.held_on, one.place) for one in stands.order_by("held_on")] == [(day(5), "Balai"), (day(4), "")]
    world.run("ayu", "groups.correct_meeting", meeting=first, base=3, changes={"place": "Masjid"})
    assert Meeting.objects.get(id=first).place == "Masjid"
    assert [one.differences for one in findings(without_keys=True) if one.name in CHECKS and not one.clean] == []


def test_a_meeting_moved_back_is_the_first_of_its_day_again(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    first = hold(world, group, day(5), attendance=present(one))
    world.run("ayu", "groups.move_meeting", meeting=first, held_on=day(4).isoformat())
    world.run("ayu", "groups.move_meeting", meeting=meeting_id(group, day(4), 1), held_on=day(5).isoformat())
    stands = Meeting.objects.get(cancelled_at=None)
    assert (stands.id, stands.ordinal, Attendance.objects.get().meeting_id) == (first, 1, first)
    assert [one.differences for one in findings(without_keys=True) if one.name in CHECKS and not one.clean] == []


def test_on_the_day_of_a_cancelled_meeting_she_is_told_how_to_take_it_up_again(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    meeting = hold(world, group, day(), attendance=present(one))
    world.run("ayu", "groups.cancel_meeting", meeting=meeting, reason="Salah tulis", base=1)
    boxes = opened(world, group) | {f"a-{one}": "present", "notes": "Hujan deras"}
    answer = sent(world, group, boxes)
    assert answer.status_code == 422
    assert "The meeting of this day was cancelled." in answer.content.decode()
    assert f"/kelompok/pertemuan/{meeting}/pulih/" in answer.content.decode()
    assert "Hujan deras" in answer.content.decode()
    world.run("ayu", "groups.reinstate_meeting", meeting=meeting, base=2)
    again = boxes | hidden(answer.content.decode()) | {"same": "1"}
    assert sent(world, group, again).status_code == 302


def test_a_backlog_sent_twice_is_saved_once(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    address = f"/kelompok/{group}/pertemuan/susulan/"
    boxes = {"operation": new_id(), "day-0": day(60).isoformat(), "came-0": [str(one)]}
    assert world.browser("ayu").post(address, boxes).status_code == 302
    assert world.browser("ayu").post(address, boxes).status_code == 302
    assert (Meeting.objects.count(), Attendance.objects.count()) == (1, 1)


def test_who_left_and_came_back_was_a_member_before_also_on_paper(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    leave(world, group, one, 200)
    join(world, group, one, since=day(100).isoformat())
    boxes = {"day-0": day(300).isoformat(), "came-0": [str(two)], "day-1": day(150).isoformat(), "came-1": [str(two)]}
    assert world.browser("ayu").post(f"/kelompok/{group}/pertemuan/susulan/", boxes).status_code == 302
    hers = Attendance.objects.filter(person_id=one)
    assert [(line.meeting.held_on, line.attended) for line in hers] == [(day(300), "absent")]


def test_guests_from_paper_are_women_or_men_as_written(world: World) -> None:
    group = found(world)
    boxes = {"day-0": day(60).isoformat(), "guests-0": "3", "guest_men-0": "2"}
    assert world.browser("ayu").post(f"/kelompok/{group}/pertemuan/susulan/", boxes).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.guests_women, meeting.guests_men) == (3, 2)


def test_a_group_that_is_no_more_asks_for_nothing_on_the_first_page(world: World) -> None:
    group = found(world)
    decide(world, hold(world, group, day(5)), due=day(1).isoformat(), what="Membeli terpal")
    assert "Membeli terpal" in world.browser("ayu").get("/").content.decode()
    world.run("ayu", "groups.close_group", group=group, closed_on=day().isoformat(), reason="Bubar")
    assert "Membeli terpal" not in world.browser("ayu").get("/").content.decode()
    assert "/pertemuan/baru/" not in world.browser("ayu").get(f"/kelompok/{group}/pertemuan/").content.decode()


def test_nobody_is_invited_to_a_day_that_is_over(world: World) -> None:
    group = found(world)
    hold(world, group, day(50), next_on=day(20).isoformat())
    page = world.browser("ayu").get(f"/kelompok/{group}/kertas/undangan/").content.decode()
    assert "undangan/pdf" not in page
    assert world.browser("ayu").get(f"/kelompok/{group}/kertas/undangan/pdf/").status_code == 404
    assert "/kertas/daftar-hadir/" in world.browser("ayu").get(f"/kelompok/{group}/").content.decode()


def test_what_is_wrong_in_a_row_is_told_above_the_whole_form_too(world: World) -> None:
    group = found(world)
    boxes = opened(world, group) | {"decision-0-what": "Menulis surat", "decision-0-owner": ""}
    page = sent(world, group, boxes).content.decode()
    assert page.index("Not saved yet") < page.index("Who came")
    assert 'href="#id_decision-0-owner"' in page
    assert "Not saved yet" not in sent(world, group, boxes | {"more": "decision"}).content.decode()


def test_guests_are_told_with_nothing_left_over(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, day(5), attendance=present(world.people["sari"], guest=True))
    world.run("ayu", "groups.name_guest", guest=new_id(), meeting=meeting, name="Mbah Jum", sex="female")
    page = world.browser("arum").get(f"/kelompok/pertemuan/{meeting}/").content.decode()
    assert "Mbak Sari Lestari</a>, Mbah Jum</dd>" in page


def test_a_meeting_is_moved_neither_to_a_day_to_come_nor_past_the_end_of_its_group(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, day(9))
    address = f"/kelompok/pertemuan/{meeting}/tanggal/"
    boxes = hidden(world.browser("ayu").get(address).content.decode())
    assert (
        "This day is still to come."
        in world.browser("ayu").post(address, boxes | {"held_on": day(-2).isoformat()}).content.decode()
    )
    world.run("ayu", "groups.close_group", group=group, closed_on=day(5).isoformat(), reason="Bubar")
    answer = world.browser("ayu").post(address, boxes | {"operation": new_id(), "held_on": day(2).isoformat()})
    assert "This group is no more." in answer.content.decode()
    assert Meeting.objects.get().held_on == day(9)


def test_who_is_no_member_is_offered_to_join_by_who_may_enrol(world: World) -> None:
    group = found(world)
    sari = world.people["sari"]
    looked = {"more": "find", "find": "sari"}
    assert f'name="w-{sari}" value="join"' in sent(world, group, opened(world, group) | looked).content.decode()
    address = f"/kelompok/{group}/pertemuan/baru/"
    boxes = hidden(world.browser("dimas").get(address).content.decode())
    page = world.browser("dimas").post(address, boxes | looked).content.decode()
    assert f'name="w-{sari}" value="guest"' in page
    assert 'value="join"' not in page


def test_a_name_that_is_nobodys_is_answered(world: World) -> None:
    group = found(world)
    page = sent(world, group, opened(world, group) | {"more": "find", "find": "Zubaidah"}).content.decode()
    assert "Nobody is found under this name." in page
    assert "Nobody is found" not in sent(world, group, opened(world, group) | {"more": "present"}).content.decode()
