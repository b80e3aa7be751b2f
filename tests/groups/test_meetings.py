"""Meetings through commands: what is written, united, put right, moved and cancelled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from purnadaya.groups.models import Attendance, Decision, Difference, Group, Lesson, Meeting, NamedGuest
from purnadaya.groups.queries import counted, members_on
from purnadaya.groups.rules.meetings import meeting_id
from purnadaya.journal.contents import contents_of
from purnadaya.journal.models import Operation
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from tests.groups.acts import day, decide, found, hold, join, members, present
from tests.world import DEMANGREJO, World

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    """The codes of a refusal."""
    return {problem.code for problem in refused.value.problems}


def refusal(world: World, who: str, kind: str, **body: Any) -> set[str]:
    """Why this user may not do this, in codes."""
    with pytest.raises(Refused) as refused:
        world.run(who, kind, **body)
    return codes(refused)


def assert_sound() -> None:
    """All invariants of the store hold."""
    assert not [one for one in findings() if not one.clean]


def marks(meeting: UUID) -> dict[UUID, str]:
    """Who was marked as what."""
    return dict(Attendance.objects.filter(meeting_id=meeting).values_list("person_id", "attended"))


def test_a_meeting_says_who_came_and_when_the_next_one_is(world: World) -> None:
    group = found(world)
    one, two, three = members(world, group, 3)
    lines = [*present(one), {"person": str(two), "attended": "excused", "excuse": "ill"},
             {"person": str(three), "attended": "absent"}]  # fmt: skip
    meeting = hold(world, group, attendance=lines, guests_women=2, next_on=day(-30).isoformat(), next_host=one)
    assert marks(meeting) == {one: "present", two: "excused", three: "absent"}
    stands = Group.objects.get(id=group)
    assert (stands.last_met_on, stands.next_on, stands.next_host_id) == (day(1), day(-30), one)
    told = counted([Meeting.objects.get(id=meeting)])[meeting]
    assert (told.present, told.excused, told.absent, told.guests, told.all) == (1, 1, 1, 2, 3)


def test_two_who_write_the_same_meeting_write_one(world: World) -> None:
    group = found(world)
    one, two, three = members(world, group, 3)
    first = hold(world, group, who="ayu", attendance=present(one, two), notes="Bu lurah datang", guests_women=2)
    second = hold(
        world, group, who="kinasih", notes="Hujan", guests_women=3, place="Balai",
        attendance=[*present(two, three), {"person": str(one), "attended": "absent"}],
    )  # fmt: skip
    meeting = Meeting.objects.get()
    assert first == second == meeting.id
    assert marks(meeting.id) == dict.fromkeys((one, two, three), "present")
    assert (meeting.guests_women, meeting.place, meeting.notes) == (3, "Balai", "Bu lurah datang\nHujan")
    differs = Difference.objects.get()
    assert (differs.person_id, differs.first, differs.second) == (one, "present", "absent")


def test_what_two_said_otherwise_waits_until_one_settles_it(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    meeting = hold(world, group, attendance=present(one), place="Balai")
    hold(world, group, who="kinasih", attendance=[{"person": str(one), "attended": "excused"}], place="Masjid")
    assert Difference.objects.filter(settled_at=None).count() == 2
    changes = {"place": "Masjid"}
    world.run("ayu", "groups.correct_meeting", base=2, meeting=meeting, changes=changes)
    assert [one.field for one in Difference.objects.filter(settled_at=None)] == ["attended"]
    difference = Difference.objects.get(settled_at=None).id
    world.run("ayu", "groups.settle_difference", meeting=meeting, difference=difference)
    assert not Difference.objects.filter(settled_at=None).exists()
    again = refusal(world, "kinasih", "groups.settle_difference", meeting=meeting, difference=difference)
    assert again == {"groups.settled_already"}


def test_a_meeting_to_come_is_asked_about_and_then_allowed(world: World) -> None:
    group = found(world)
    body = {"group": group, "held_on": day(-5).isoformat()}
    assert refusal(world, "ayu", "groups.hold_meeting", **body) == {"groups.meeting_to_come"}
    world.run("ayu", "groups.hold_meeting", believed=True, **body)
    assert Meeting.objects.get().held_on == day(-5)


def test_a_second_meeting_of_a_day_follows_a_first(world: World) -> None:
    group = found(world)
    lone = {"group": group, "held_on": day(1).isoformat(), "ordinal": 2}
    assert refusal(world, "ayu", "groups.hold_meeting", **lone) == {"groups.no_meeting_before"}
    assert hold(world, group) != hold(world, group, ordinal=2)
    assert Meeting.objects.count() == 2


def test_someone_who_is_no_member_that_day_is_a_guest_or_is_not_written(world: World) -> None:
    group = found(world)
    sari = world.people["sari"]
    body = {"group": group, "held_on": day(1).isoformat()}
    lines = present(sari)
    assert refusal(world, "ayu", "groups.hold_meeting", attendance=lines, **body) == {"groups.not_members"}
    hold(world, group, attendance=present(sari, guest=True))
    assert Attendance.objects.get().guest


def test_a_member_who_left_last_month_is_no_member_of_today(world: World) -> None:
    group = found(world)
    membership = join(world, group, world.people["sari"])
    world.run("ayu", "groups.leave_group", group=group, membership=membership, until=day(30).isoformat(), why="work")
    stands = Group.objects.get(id=group)
    assert [one.person_id for one in members_on(stands, day(30))] == [world.people["sari"]]
    assert members_on(stands, day(29)) == []
    hold(world, group, day(31), attendance=present(world.people["sari"]))
    today = {"group": group, "held_on": day().isoformat(), "attendance": present(world.people["sari"])}
    assert refusal(world, "ayu", "groups.hold_meeting", **today) == {"groups.not_members"}


def test_whoever_the_writer_may_not_see_cannot_be_marked(world: World) -> None:
    group = found(world)
    for stranger in (world.people["ginem"], new_id()):
        body = {"group": group, "held_on": day(1).isoformat(), "attendance": present(stranger, guest=True)}
        assert refusal(world, "ayu", "groups.hold_meeting", **body) == {"access.not_found"}


def test_three_hundred_guests_are_saved_and_asked_about(world: World) -> None:
    group = found(world)
    outcome = world.run("ayu", "groups.hold_meeting", group=group, held_on=day(1).isoformat(), guests_men=300)
    assert outcome.note == "groups.many_guests"
    for count in (-1, 5001):
        body = {"group": group, "held_on": day(2).isoformat(), "guests_men": count}
        assert refusal(world, "ayu", "groups.hold_meeting", **body) == {"groups.guests_out_of_range"}


def test_of_one_person_a_sheet_says_one_thing(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    body = {"group": group, "held_on": day(1).isoformat(), "attendance": present(one, one)}
    assert refusal(world, "ayu", "groups.hold_meeting", **body) == {"groups.told_twice"}


def test_the_next_meeting_comes_after_this_one(world: World) -> None:
    group = found(world)
    body = {"group": group, "held_on": day(1).isoformat(), "next_on": day(1).isoformat()}
    assert refusal(world, "ayu", "groups.hold_meeting", **body) == {"groups.next_before_this"}


def test_changes_of_different_things_are_both_kept_and_of_the_same_are_not(world: World) -> None:
    group = found(world)
    meeting = hold(world, group)
    world.run("ayu", "groups.correct_meeting", base=1, meeting=meeting, changes={"place": "Balai"})
    world.run("kinasih", "groups.correct_meeting", base=1, meeting=meeting, changes={"guests_men": 2})
    stands = Meeting.objects.get()
    assert (stands.place, stands.guests_men) == ("Balai", 2)
    clash = {"base": 1, "meeting": meeting, "changes": {"place": "Masjid"}}
    with pytest.raises(Refused) as refused:
        world.run("kinasih", "groups.correct_meeting", **clash)
    assert codes(refused) == {"journal.clash"}


def test_who_came_is_put_right_for_those_named_only(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    meeting = hold(world, group, attendance=present(one, two))
    lines = [{"person": str(two), "attended": "absent"}]
    world.run("ayu", "groups.correct_attendance", base=1, meeting=meeting, attendance=lines)
    assert marks(meeting) == {one: "present", two: "absent"}
    with pytest.raises(Refused) as refused:
        world.run("kinasih", "groups.correct_attendance", base=1, meeting=meeting, attendance=present(two))
    assert codes(refused) == {"journal.stale"}


def test_a_guest_marked_absent_is_taken_out(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, attendance=present(world.people["sari"], guest=True))
    lines = [{"person": str(world.people["sari"]), "attended": "absent", "guest": True}]
    world.run("ayu", "groups.correct_attendance", base=1, meeting=meeting, attendance=lines)
    assert marks(meeting) == {}


def test_a_meeting_with_open_decisions_is_cancelled_only_with_them(world: World) -> None:
    group = found(world)
    meeting = hold(world, group)
    decision = decide(world, meeting)
    body = {"meeting": meeting, "reason": "Salah kelompok"}
    assert refusal(world, "ayu", "groups.cancel_meeting", **body) == {"groups.has_decisions"}
    world.run("ayu", "groups.cancel_meeting", decisions_too=True, **body)
    assert Decision.objects.get(id=decision).settled_on == day()
    assert Group.objects.get(id=group).last_met_on is None
    assert refusal(world, "ayu", "groups.cancel_meeting", **body) == {"groups.cancelled"}
    held = {"group": group, "held_on": day(1).isoformat()}
    assert refusal(world, "ayu", "groups.hold_meeting", **held) == {"groups.cancelled_that_day"}
    world.run("ayu", "groups.reinstate_meeting", meeting=meeting)
    assert Group.objects.get(id=group).last_met_on == day(1)


def test_a_meeting_of_the_wrong_day_moves_with_all_that_was_written(world: World) -> None:
    group = found(world)
    early, late = members(world, group, 2)
    meeting = hold(world, group, day(3), attendance=present(early, late))
    decide(world, meeting)
    world.run("ayu", "groups.record_lesson", meeting=meeting, lesson=new_id(), topic="gender", minutes=60)
    world.run("ayu", "groups.move_meeting", base=2, meeting=meeting, held_on=day(10).isoformat())
    moved = Meeting.objects.get(cancelled_at=None)
    assert (moved.id, moved.held_on) == (meeting_id(group, day(10), 1), day(10))
    assert set(marks(moved.id)) == {early, late}
    assert Lesson.objects.get().meeting_id == Decision.objects.get().meeting_id == moved.id
    assert Meeting.objects.get(id=meeting).moved_to == moved.id
    world.run("ayu", "groups.correct_meeting", base=0, meeting=moved.id, changes={"place": "Balai"})
    assert_sound()


def test_whoever_joined_after_the_true_day_was_a_guest_then(world: World) -> None:
    group = found(world)
    join(world, group, world.people["sari"], since=day(5).isoformat())
    meeting = hold(world, group, day(3), attendance=present(world.people["sari"]))
    world.run("ayu", "groups.move_meeting", base=1, meeting=meeting, held_on=day(10).isoformat())
    assert Attendance.objects.get().guest


def test_a_guest_is_named_and_her_name_is_forgotten(world: World) -> None:
    group = found(world)
    meeting, guest = hold(world, group), new_id()
    world.run("ayu", "groups.name_guest", meeting=meeting, guest=guest, name="Mbah Jum", sex="female")
    assert NamedGuest.objects.get().name == "Mbah Jum"
    world.run("ayu", "groups.strike_guest", guest=guest)
    assert NamedGuest.objects.get().name == ""
    rows = Operation.objects.filter(object_kind="guest", kind="groups.name_guest")
    assert [contents for _row, contents in contents_of(rows)] == [None]


def test_topics_are_ours_or_the_organisations_own(world: World) -> None:
    group = found(world)
    meeting, own = hold(world, group), new_id()
    world.run("kinasih", "groups.name_topic", topic=own, name="Batik ecoprint")
    body = {"meeting": meeting, "minutes": 60}
    world.run("ayu", "groups.record_lesson", lesson=new_id(), topic=str(own), **body)
    for topic in ("nonsense", str(new_id())):
        wrong = refusal(world, "ayu", "groups.record_lesson", lesson=new_id(), topic=topic, **body)
        assert wrong == {"groups.unknown_topic"}
    world.run("kinasih", "groups.retire_topic", topic=own)
    wrong = refusal(world, "ayu", "groups.record_lesson", lesson=new_id(), topic=str(own), **body)
    assert wrong == {"groups.topic_retired"}


@pytest.mark.parametrize("minutes", [0, -5, 721])
def test_a_lesson_lasts_minutes_that_can_be(world: World, minutes: int) -> None:
    meeting = hold(world, found(world))
    body = {"meeting": meeting, "lesson": new_id(), "topic": "gender", "minutes": minutes}
    assert refusal(world, "ayu", "groups.record_lesson", **body) == {"groups.minutes_out_of_range"}


def test_a_decision_has_one_owner_and_a_day_to_come(world: World) -> None:
    group = found(world)
    meeting, sari = hold(world, group), world.people["sari"]
    body = {"meeting": meeting, "decision": new_id(), "what": "Menulis surat", "due": day(-3).isoformat()}
    assert refusal(world, "ayu", "groups.record_decision", **body) == {"groups.decision_without_owner"}
    both = {**body, "owner": sari, "by_all": True}
    assert refusal(world, "ayu", "groups.record_decision", **both) == {"groups.one_owner"}
    early = {**body, "owner": sari, "due": day(2).isoformat()}
    assert refusal(world, "ayu", "groups.record_decision", **early) == {"groups.due_before_decided"}
    stranger = {**body, "owner": world.people["ginem"]}
    assert refusal(world, "ayu", "groups.record_decision", **stranger) == {"access.not_found"}


def test_a_decision_is_put_off_done_and_opened_again(world: World) -> None:
    meeting = hold(world, found(world))
    decision = decide(world, meeting)
    changes = {"owner": None, "owner_user": str(world.users["ayu"]), "by_all": False, "due": day(-20).isoformat()}
    world.run("ayu", "groups.correct_decision", base=1, decision=decision, changes=changes)
    stands = Decision.objects.get()
    assert (stands.owner_user, stands.by_all, stands.due) == (world.users["ayu"], False, day(-20))
    early = {"decision": decision, "done_on": day(9).isoformat()}
    assert refusal(world, "ayu", "groups.complete_decision", **early) == {"groups.done_before_decided"}
    world.run("ayu", "groups.complete_decision", decision=decision, done_on=day().isoformat(), outcome="Sudah")
    late = {"decision": decision, "reason": "tidak jadi"}
    assert refusal(world, "ayu", "groups.drop_decision", **late) == {"groups.decision_settled"}
    world.run("ayu", "groups.reopen_decision", decision=decision)
    assert Decision.objects.get().settled_on is None


def test_a_stranger_and_another_area_find_no_meeting(world: World) -> None:
    group = found(world)
    meeting, decision = hold(world, group), None
    decision = decide(world, meeting)
    for who in ("rina", "wati"):
        for kind, body in (
            ("groups.hold_meeting", {"group": group, "held_on": day(1).isoformat()}),
            ("groups.cancel_meeting", {"meeting": meeting, "reason": "x y"}),
            ("groups.correct_meeting", {"meeting": meeting, "changes": {"place": "Balai"}}),
            ("groups.complete_decision", {"decision": decision, "done_on": day().isoformat()}),
        ):
            assert refusal(world, who, kind, **body) == {"access.not_found"}
    assert refusal(world, "arum", "groups.hold_meeting", group=group, held_on=day().isoformat()) == {
        "access.not_allowed"
    }


def test_an_officer_holds_the_meetings_of_her_own_village(world: World) -> None:
    group = found(world, name="Putri Arimbi", village=DEMANGREJO)
    hold(world, group, who="wati")
    assert Meeting.objects.count() == 1


def test_after_all_this_the_store_is_sound(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    meeting = hold(world, group, attendance=present(one))
    hold(world, group, who="kinasih", attendance=present(two))
    decide(world, meeting, owner=str(one), by_all=False)
    world.run("ayu", "groups.move_meeting", base=2, meeting=meeting, held_on=day(8).isoformat())
    assert_sound()
