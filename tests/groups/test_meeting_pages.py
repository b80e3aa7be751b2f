"""The pages of meetings: what a user types, what she is asked, and what she sees."""

from __future__ import annotations

import html
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from purnadaya.groups.models import Attendance, Decision, Difference, Lesson, Meeting, Membership, NamedGuest
from purnadaya.kernel.ids import new_id
from tests.doors.test_doors import hidden
from tests.groups.acts import day, decide, found, hold, join, members, present
from tests.world import World

pytestmark = pytest.mark.django_db


def opened(world: World, group: UUID, who: str = "ayu", query: str = "") -> dict[str, str]:
    """The boxes of the page on which a meeting is written, as it opens."""
    page = world.browser(who).get(f"/kelompok/{group}/pertemuan/baru/{query}")
    assert page.status_code == 200
    return hidden(page.content.decode())


def sent(world: World, group: UUID, boxes: dict[str, str], who: str = "ayu") -> Any:
    """The answer to what was typed."""
    return world.browser(who).post(f"/kelompok/{group}/pertemuan/baru/", boxes)


def text(response: Any) -> str:
    """The page as one reads its source."""
    return html.unescape(response.content.decode())


def marked(*persons: UUID, mark: str = "present") -> dict[str, str]:
    """Tiles as they are sent."""
    return {f"a-{one}": mark for one in persons}


def test_everything_of_a_meeting_is_saved_as_one_act(world: World) -> None:
    group = found(world)
    one, two, three = members(world, group, 3)
    boxes = opened(world, group) | marked(one, two) | marked(three, mark="excused") | {
        f"x-{three}": "work", "guests_women": "2", "guest-0-name": "Mbah Jum", "guest-0-sex": "female",
        "lesson-0-topic": "gender", "lesson-0-minutes": "90", "lesson-0-teacher": f"p:{one}",
        "decision-0-what": "Menulis surat", "decision-0-owner": "all", "decision-0-due": day(-9).isoformat(),
        "host": str(one), "next_on": day(-30).isoformat(), "next_host": str(two),
    }  # fmt: skip
    assert sent(world, group, boxes).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.host_id, meeting.next_host_id, meeting.held_on) == (one, two, day())
    assert Attendance.objects.count() == 3
    assert (Lesson.objects.get().teacher_id, Lesson.objects.get().minutes) == (one, 90)
    assert (Decision.objects.get().by_all, NamedGuest.objects.get().name) == (True, "Mbah Jum")


def test_when_one_part_is_wrong_nothing_is_saved_and_nothing_typed_is_lost(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    boxes = opened(world, group) | marked(one) | {
        "lesson-0-topic": "gender", "lesson-0-minutes": "0", "lesson-0-learnt": "Hak upah",
        "decision-0-what": "Menulis surat", "decision-0-owner": "", "notes": "Hujan deras",
    }  # fmt: skip
    answer = sent(world, group, boxes)
    assert (answer.status_code, Meeting.objects.count()) == (422, 0)
    page = text(answer)
    assert "Minutes: a number from 1 to 720." in page
    assert "Hak upah" in page
    assert "Menulis surat" in page
    assert "Hujan deras" in page
    again = hidden(answer.content.decode())
    assert again[f"a-{one}"] == "present"
    answer = sent(world, group, boxes | again | {"lesson-0-minutes": "60"})
    assert "Who does it? Choose one, or: all of us." in text(answer)
    assert Meeting.objects.count() == 0
    again = hidden(answer.content.decode())
    assert sent(world, group, boxes | again | {"lesson-0-minutes": "60", "decision-0-owner": "all"}).status_code == 302


def test_buttons_that_ask_for_more_save_nothing(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    boxes = opened(world, group) | marked(one, mark="excused")
    page = hidden(sent(world, group, boxes | {"more": "present"}).content.decode())
    assert (page[f"a-{one}"], page[f"a-{two}"]) == ("excused", "present")
    page = text(sent(world, group, boxes | {"more": "lesson", "lesson-0-topic": "gender"}))
    assert 'name="lesson-1-topic"' in page
    assert Meeting.objects.count() == 0


def test_someone_who_is_no_member_is_found_and_comes_as_a_guest_or_joins(world: World) -> None:
    group = found(world)
    sari, tumini = world.people["sari"], world.people["tumini"]
    boxes = opened(world, group)
    page = text(sent(world, group, boxes | {"more": "find", "find": "tumini"}))
    assert f"a-{tumini}" in page
    undecided = boxes | marked(sari, tumini)
    answer = sent(world, group, undecided)
    assert answer.status_code == 422
    assert "Not everyone marked is a member." in text(answer)
    ways = {f"w-{sari}": "join", f"w-{tumini}": "guest"}
    assert sent(world, group, undecided | hidden(answer.content.decode()) | ways).status_code == 302
    assert Membership.objects.get().person_id == sari
    assert dict(Attendance.objects.values_list("person_id", "guest")) == {sari: False, tumini: True}


def test_a_second_meeting_on_one_day_is_asked_about(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    boxes = opened(world, group) | marked(two)
    hold(world, group, day(), who="kinasih", attendance=present(one))
    answer = sent(world, group, boxes)
    assert "A meeting of this day is written down already." in text(answer)
    assert "Wulan Kinasih wrote it" in text(answer)
    again = boxes | hidden(answer.content.decode())
    assert sent(world, group, again | {"ordinal": "2"}).status_code == 302
    assert Meeting.objects.count() == 2
    answer = sent(world, group, opened(world, group) | marked(two))
    assert sent(world, group, hidden(answer.content.decode()) | {"same": "1"}).status_code == 302
    assert Attendance.objects.filter(meeting__ordinal=1).count() == 2


def test_each_of_two_writers_sees_what_the_other_wrote(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    first = hold(world, group, day(), attendance=present(one), place="Balai")
    boxes = opened(world, group, "kinasih") | marked(one, mark="absent") | {"place": "Masjid", "same": "1"}
    assert sent(world, group, boxes, "kinasih").status_code == 302
    for who in ("ayu", "kinasih"):
        page = text(world.browser(who).get(f"/kelompok/pertemuan/{first}/"))
        assert "Ayu Hapsari: Present" in page
        assert "Wulan Kinasih: Absent" in page
        assert "Ayu Hapsari: Balai" in page
        assert "Wulan Kinasih: Masjid" in page
    difference = Difference.objects.get(field="attended").id
    assert (
        world.browser("ayu").post(f"/kelompok/pertemuan/{first}/beda/{difference}/", {"sure": "1"}).status_code == 302
    )
    assert "Ayu Hapsari: Present" not in text(world.browser("ayu").get(f"/kelompok/pertemuan/{first}/"))


def test_a_meeting_to_come_is_said_to_be_meant(world: World) -> None:
    group = found(world)
    boxes = opened(world, group) | {"held_on": day(-9).isoformat()}
    answer = sent(world, group, boxes)
    assert answer.status_code == 422
    assert "believed" in text(answer)
    assert sent(world, group, boxes | hidden(answer.content.decode()) | {"believed": "on"}).status_code == 302


def test_the_last_meeting_is_copied_and_can_be_changed(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    lines = [*present(one), {"person": str(two), "attended": "excused"}]
    hold(world, group, day(30), attendance=lines, agenda="Doa, laporan, materi", place="Balai")
    boxes = opened(world, group, query="?salin")
    assert (boxes[f"a-{one}"], boxes[f"a-{two}"], boxes["place"]) == ("present", "excused", "Balai")
    assert boxes["held_on"] == day().isoformat()


def test_a_day_that_is_no_day_keeps_the_form(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    answer = sent(world, group, opened(world, group) | marked(one) | {"held_on": "31-02-2026", "notes": "Hujan"})
    assert answer.status_code == 422
    assert "Hujan" in text(answer)
    assert sent(world, group, {"held_on": "", "a-nonsense": "present", "ordinal": "99"}).status_code == 422


def test_corrections_meet_each_other_in_words(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    meeting = hold(world, group, attendance=present(one))
    address = f"/kelompok/pertemuan/{meeting}/ubah/"
    mine = hidden(world.browser("ayu").get(address).content.decode())
    world.run("kinasih", "groups.correct_meeting", base=1, meeting=meeting, changes={"place": "Masjid"})
    answer = world.browser("ayu").post(address, mine | {"place": "Balai"})
    assert answer.status_code == 422
    assert "Wulan Kinasih" in text(answer)
    assert "Masjid" in text(answer)
    address = f"/kelompok/pertemuan/{meeting}/hadir/"
    mine = hidden(world.browser("ayu").get(address).content.decode())
    lines = [{"person": str(one), "attended": "absent"}]
    world.run("kinasih", "groups.correct_attendance", base=2, meeting=meeting, attendance=lines)
    answer = world.browser("ayu").post(address, mine | {f"a-{one}": "excused"})
    assert answer.status_code == 422
    again = mine | hidden(answer.content.decode()) | {f"a-{one}": "excused"}
    assert world.browser("ayu").post(address, again).status_code == 302
    assert Attendance.objects.get().attended == "excused"


def test_past_meetings_are_written_from_paper_in_one_go(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    address = f"/kelompok/{group}/pertemuan/susulan/"
    boxes = {
        "day-0": day(60).isoformat(), "came-0": [str(one)], "topic-0": "gender", "guests-0": "3",
        "day-2": day(30).isoformat(), "came-2": [str(one), str(two)],
    }  # fmt: skip
    wrong = world.browser("ayu").post(address, boxes | {"day-2": day(60).isoformat(), "guests-0": "tiga"})
    assert wrong.status_code == 422
    assert Meeting.objects.count() == 0
    assert "A meeting of this day is written down already." in text(wrong)
    assert world.browser("ayu").post(address, boxes | {"rest": "absent"}).status_code == 302
    told = {(str(row[0]), row[1]) for row in Attendance.objects.values_list("meeting__held_on", "attended")}
    assert told == {(day(60).isoformat(), "present"), (day(60).isoformat(), "absent"), (day(30).isoformat(), "present")}
    assert Lesson.objects.get().topic == "gender"
    assert world.browser("ayu").post(address, {}).status_code == 422


def test_whoever_was_no_member_then_counts_as_a_guest_in_the_backlog(world: World) -> None:
    group = found(world)
    join(world, group, world.people["sari"], since=day(10).isoformat())
    boxes = {"day-0": day(60).isoformat(), "came-0": [str(world.people["sari"])]}
    assert world.browser("ayu").post(f"/kelompok/{group}/pertemuan/susulan/", boxes).status_code == 302
    assert Attendance.objects.get().guest


def test_an_agreed_thing_is_done_on_its_page(world: World) -> None:
    group = found(world)
    decision = decide(world, hold(world, group, day(20)), due=day(3).isoformat())
    address = f"/kelompok/keputusan/{decision}/"
    page = world.browser("ayu").get(address)
    assert "overdue" in text(page)
    boxes = hidden(page.content.decode()) | {"outcome": "Sudah dikirim ke lurah"}
    assert world.browser("ayu").post(address, boxes).status_code == 302
    assert "Sudah dikirim ke lurah" in text(world.browser("arum").get(address))
    assert Decision.objects.get().done


def test_who_may_look_but_not_write_is_offered_nothing_to_write(world: World) -> None:
    group = found(world)
    meeting = hold(world, group)
    page = text(world.browser("arum").get(f"/kelompok/pertemuan/{meeting}/"))
    assert "/ubah/" not in page
    assert "/batal/" not in page
    of_group = [f"{group}/pertemuan/{what}/" for what in ("baru", "susulan")]
    for address in (*of_group, *(f"pertemuan/{meeting}/{what}/" for what in ("ubah", "hadir", "batal", "materi"))):
        assert world.browser("arum").get(f"/kelompok/{address}").status_code == 404


@pytest.mark.parametrize("who", ["rina", "wati", "bagas", "paula", "surya"])
def test_strangers_find_no_meeting(world: World, who: str) -> None:
    group = found(world)
    meeting = hold(world, group)
    decision = decide(world, meeting)
    browser = world.browser(who)
    for address in (f"{group}/pertemuan/", f"{group}/pertemuan/baru/", f"{group}/keputusan/",
                    f"pertemuan/{meeting}/", f"keputusan/{decision}/"):  # fmt: skip
        assert browser.get(f"/kelompok/{address}").status_code == 404


def test_the_history_of_a_meeting_tells_names_not_ids(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    meeting = hold(world, group, attendance=present(one), host=str(one))
    world.run("ayu", "groups.correct_meeting", base=1, meeting=meeting, changes={"host": str(two)})
    world.run("ayu", "groups.correct_attendance", base=2, meeting=meeting,
              attendance=[{"person": str(one), "attended": "absent"}])  # fmt: skip
    page = text(world.browser("ayu").get(f"/riwayat/meeting/{meeting}/"))
    assert "Anggota A0" in page
    assert "Anggota B1" in page
    assert "Absent" in page
    assert str(one) not in page
    assert str(two) not in page


def queries(world: World, address: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert world.browser("ayu").get(address).status_code == 200
    return len(told)


def test_a_page_asks_the_same_number_of_times_however_much_is_written(world: World) -> None:
    group = found(world)
    few = members(world, group, 2)
    first = hold(world, group, day(3), attendance=present(*few))
    decide(world, first)
    addresses = (f"{group}/pertemuan/", f"{group}/pertemuan/baru/", f"{group}/pertemuan/susulan/",
                 f"{group}/keputusan/", f"pertemuan/{first}/")  # fmt: skip
    before = [queries(world, f"/kelompok/{address}") for address in addresses]
    many = members(world, group, 8)
    for ago in range(4, 10):
        other = hold(world, group, day(ago), attendance=present(*few, *many))
        decide(world, other, owner=str(few[0]), by_all=False)
        world.run("ayu", "groups.record_lesson", meeting=other, lesson=new_id(), topic="gender", minutes=60)
    lines = present(*many)
    world.run("ayu", "groups.correct_attendance", base=1, meeting=first, attendance=lines)
    for _ in range(4):
        decide(world, first, owner=str(many[0]), by_all=False)
        world.run("ayu", "groups.record_lesson", meeting=first, lesson=new_id(), topic="gender", minutes=60)
    assert [queries(world, f"/kelompok/{address}") for address in addresses] == before
