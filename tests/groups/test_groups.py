"""Groups, members and officers through commands."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from purnadaya.groups.models import Group, Membership, OfficerTerm
from purnadaya.groups.office.rhythm import MONTHS, begins, rhythm_of
from purnadaya.groups.queries import members_on
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from purnadaya.places.models import Hamlet
from tests.doors.test_doors import hidden
from tests.groups.acts import LONG_AGO, day, found, hold, join, members, present
from tests.groups.test_meetings import assert_sound, refusal
from tests.world import DEMANGREJO, HARGOTIRTO, World

pytestmark = pytest.mark.django_db


def take(world: World, group: UUID, person: Any, post: str = "chair", since: str = LONG_AGO) -> UUID:
    term = new_id()
    world.run("kinasih", "groups.take_post", group=group, term=term, person=person, post=post, since=since)
    return term


def names(group: UUID, on: date) -> set[UUID]:
    return {one.person_id for one in members_on(Group.objects.get(id=group), on)}


def test_a_group_is_founded_with_what_is_known_and_its_hamlet_is_remembered(world: World) -> None:
    body = {"hamlet": "Sungapan", "founded": "2014", "decree": "12/2015", "decreed_on": "2015-03-02"}
    group = Group.objects.get(id=found(world, **body))
    assert (group.founded, group.decree, group.decreed_on) == ("2014", "12/2015", date(2015, 3, 2))
    assert Hamlet.objects.filter(village_id=HARGOTIRTO, name="Sungapan").exists()
    assert_sound()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"decreed_on": "2015-03-02"}, "groups.decree_without_number"),
        ({"founded": "2099"}, "groups.day_in_future"),
        ({"village": "34.01.08.9999"}, "places.unknown_village"),
        ({"name": "  "}, "value.missing"),
    ],
)
def test_a_group_that_cannot_be_is_refused(world: World, wrong: dict[str, Any], code: str) -> None:
    body = {"group": new_id(), "name": "Putri", "what": "p3a", "village": HARGOTIRTO, **wrong}
    assert code in refusal(world, "ayu", "groups.found_group", **body)


def test_a_group_is_founded_only_where_she_has_a_role(world: World) -> None:
    body = {"group": new_id(), "name": "Putri", "what": "p3a", "village": "34.01.04.2001"}
    assert refusal(world, "ayu", "groups.found_group", **body) == {"access.not_allowed"}


def test_strangers_find_no_group(world: World) -> None:
    group = found(world)
    person = world.people["sari"]
    body = {"group": group, "membership": new_id(), "person": person, "since": LONG_AGO}
    assert refusal(world, "rina", "groups.join_group", **body) == {"access.not_found"}
    assert refusal(world, "rina", "groups.close_group", group=group, closed_on=day(1).isoformat(), reason="x") == {
        "access.not_found"
    }


def test_someone_belongs_to_several_groups_also_from_another_village(world: World) -> None:
    first, second = found(world), found(world, name="Putri Arimbi", village=DEMANGREJO)
    person = world.people["tumini"]
    join(world, first, person)
    join(world, second, person)
    take(world, first, person)
    take(world, second, person, "secretary")
    assert Membership.objects.filter(person_id=person, until=None).count() == 2
    assert OfficerTerm.objects.filter(person_id=person, until=None).count() == 2
    assert_sound()


def test_nobody_is_a_member_twice_at_a_time(world: World) -> None:
    group, person = found(world), world.people["sari"]
    membership = join(world, group, person)
    again = {"group": group, "membership": new_id(), "person": person, "since": LONG_AGO}
    assert refusal(world, "ayu", "groups.join_group", **again) == {"groups.member_already"}
    world.run("ayu", "groups.leave_group", group=group, membership=membership, until=day(40).isoformat(), why="work")
    assert refusal(world, "ayu", "groups.join_group", **again) == {"groups.member_then_already"}
    join(world, group, person, since=day(30).isoformat())
    assert names(group, day(35)) == set()
    assert names(group, day(29)) == {person}


def test_who_left_last_month_is_no_member_now_and_was_one_then(world: World) -> None:
    group, person = found(world), world.people["sari"]
    membership, term = join(world, group, person), None
    term = take(world, group, person)
    world.run("ayu", "groups.leave_group", group=group, membership=membership, until=day(30).isoformat(), why="moved")
    assert names(group, day(30)) == {person}
    assert names(group, day(29)) == set()
    assert OfficerTerm.objects.get(id=term).until == day(30)
    assert refusal(world, "ayu", "groups.leave_group", group=group, membership=membership,
                   until=day(20).isoformat(), why="moved") == {"people.ended_already"}  # fmt: skip


def test_since_when_she_is_a_member_is_put_right_before_old_paper_is_typed(world: World) -> None:
    group, person = found(world), world.people["sari"]
    membership = join(world, group, person, since=day(10).isoformat())
    assert "groups.not_members" in refusal(
        world, "ayu", "groups.hold_meeting", group=group, held_on=day(60).isoformat(), attendance=present(person)
    )
    body = {"group": group, "membership": membership}
    world.run("ayu", "groups.correct_membership", since=day(90).isoformat(), **body)
    hold(world, group, day(60), attendance=present(person))
    assert names(group, day(60)) == {person}
    assert refusal(world, "ayu", "groups.correct_membership", since=day(-1).isoformat(), **body) == {"people.not_yet"}
    assert refusal(world, "ayu", "groups.correct_membership", since=day(90).isoformat(), **body) == {
        "groups.nothing_changed"
    }
    take(world, group, person, since=day(80).isoformat())
    assert refusal(world, "ayu", "groups.correct_membership", since=day(70).isoformat(), **body) == {
        "groups.held_a_post_before"
    }
    assert_sound()


def test_a_membership_is_not_put_right_into_an_earlier_one(world: World) -> None:
    group, person = found(world), world.people["sari"]
    first = join(world, group, person)
    world.run("ayu", "groups.leave_group", group=group, membership=first, until=day(100).isoformat(), why="work")
    second = join(world, group, person, since=day(50).isoformat())
    body = {"group": group, "membership": second, "since": day(120).isoformat()}
    assert refusal(world, "ayu", "groups.correct_membership", **body) == {"groups.member_then_already"}


def test_a_membership_by_mistake_is_struck_once_and_not_while_she_holds_a_post(world: World) -> None:
    group, person = found(world), world.people["sari"]
    membership = join(world, group, person)
    term = take(world, group, person)
    strike = {"group": group, "membership": membership, "reason": "Salah orang"}
    assert refusal(world, "ayu", "groups.strike_membership", **strike) == {"groups.holds_a_post"}
    world.run("ayu", "groups.strike_post", group=group, term=term, reason="Salah orang")
    world.run("ayu", "groups.strike_membership", **strike)
    assert names(group, day(1)) == set()
    assert refusal(world, "ayu", "groups.strike_membership", **strike) == {"groups.struck_already"}
    assert refusal(world, "ayu", "groups.strike_post", group=group, term=term, reason="lagi") == {
        "groups.struck_already"
    }


def test_a_post_is_for_members_and_only_one_leads(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    take(world, group, one)
    body = {"group": group, "term": new_id(), "post": "chair", "since": day(5).isoformat()}
    assert refusal(world, "ayu", "groups.take_post", person=two, **body) == {"groups.post_taken"}
    stranger = {**body, "post": "treasurer"}
    assert refusal(world, "ayu", "groups.take_post", person=world.people["tumini"], **stranger) == {
        "groups.not_member_then"
    }
    early = {**body, "post": "secretary", "since": "2001-01-01"}
    assert "groups.not_member_then" in refusal(world, "ayu", "groups.take_post", person=two, **early)


def test_who_led_before_is_written_down_later_also_of_one_who_left(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    take(world, group, one, since="2019-02-03")
    of = Membership.objects.get(person_id=two).id
    world.run("kinasih", "groups.leave_group", group=group, membership=of, until="2022-05-01", why="moved")
    body = {"group": group, "post": "chair", "since": "2015-01-01"}
    wrong = {
        "2019-02-04": "groups.post_taken",
        "2022-06-01": "groups.not_member_then",
        "2014-12-31": "people.ends_before_it_begins",
        day(-1).isoformat(): "people.not_yet",
    }
    for until, code in wrong.items():
        told = refusal(world, "ayu", "groups.take_post", person=two, term=new_id(), until=until, **body)
        assert code in told
    page = f"/kelompok/{group}/pengurus/baru/"
    boxes = hidden(world.browser("ayu").get(page).content.decode())
    typed = {"person": str(two), "post": "chair", "since": "2015-01-01", "until": "2019-02-03"}
    assert world.browser("ayu").post(page, boxes | typed).status_code == 302
    assert [str(one.until) for one in OfficerTerm.objects.filter(person_id=two)] == ["2019-02-03"]
    again = refusal(world, "ayu", "groups.take_post", person=two, term=new_id(), until="2016-01-01", **body)
    assert again == {"groups.holds_it_already"}


def test_the_round_of_hosts_is_set_by_members_once_each(world: World) -> None:
    group = found(world)
    one, two, three = members(world, group, 3)
    world.run("ayu", "groups.set_turns", group=group, persons=[str(two), str(one)])
    turns = dict(Membership.objects.filter(group_id=group).values_list("person_id", "turn"))
    assert turns == {two: 1, one: 2, three: None}
    assert refusal(world, "ayu", "groups.set_turns", group=group, persons=[str(one), str(one)]) == {
        "groups.twice_in_the_round"
    }
    assert refusal(world, "ayu", "groups.set_turns", group=group, persons=[str(world.people["sari"])]) == {
        "groups.not_a_member"
    }


def test_a_closed_group_takes_nobody_and_can_go_on(world: World) -> None:
    group, person = found(world), world.people["sari"]
    world.run("ayu", "groups.close_group", group=group, closed_on=day(1).isoformat(), reason="Anggota pindah")
    body = {"group": group, "membership": new_id(), "person": person, "since": LONG_AGO}
    assert refusal(world, "ayu", "groups.join_group", **body) == {"groups.closed"}
    world.run("ayu", "groups.reopen_group", group=group)
    world.run("ayu", "groups.join_group", **body)
    assert names(group, day(0)) == {person}


def test_two_correct_different_things_and_both_stay(world: World) -> None:
    group = found(world)
    world.run("ayu", "groups.correct_group", group=group, changes={"usual": "tiap Minggu"}, base=1)
    world.run("kinasih", "groups.correct_group", group=group, changes={"decree": "7/2016"}, base=1)
    stands = Group.objects.get(id=group)
    assert (stands.usual, stands.decree) == ("tiap Minggu", "7/2016")
    assert refusal(world, "ayu", "groups.correct_group", group=group, changes={}) >= {"groups.nothing_changed"}


def test_an_own_topic_is_taught_until_it_is_retired(world: World) -> None:
    group, topic = found(world), new_id()
    world.run("ayu", "groups.name_topic", topic=topic, name="Batik jumputan")
    meeting = hold(world, group)
    lesson = {"meeting": meeting, "topic": str(topic), "minutes": 60}
    world.run("ayu", "groups.record_lesson", lesson=new_id(), **lesson)
    world.run("kinasih", "groups.retire_topic", topic=topic)
    assert refusal(world, "ayu", "groups.record_lesson", lesson=new_id(), **lesson) == {"groups.topic_retired"}
    assert refusal(world, "rina", "groups.retire_topic", topic=topic) == {"access.not_found"}


def test_the_rhythm_has_a_bar_for_each_month_and_names_the_quiet_ones() -> None:
    today = date(2026, 11, 25)
    assert begins(today) == date(2024, 12, 1)
    told = rhythm_of([(date(2024, 12, 8), 10), (date(2025, 1, 12), 20), (date(2025, 1, 26), 10)], today)
    assert [(one.begins, one.met, one.came) for one in told.months[:2]] == [
        (date(2024, 12, 1), 1, 10),
        (date(2025, 1, 1), 2, 15),
    ]
    assert told.months[-1].begins == date(2026, 11, 1)
    assert (told.met, told.came, told.quiet) == (3, 13, MONTHS - 2)
    assert max(one.height for one in told.months) <= told.height
    empty = rhythm_of([], today)
    assert (empty.met, empty.came, empty.quiet) == (0, 0, MONTHS)


def test_what_a_group_shows_follows_from_its_meetings_and_verify_says_where_it_does_not(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    hold(world, group, day(40), attendance=present(one), next_on=day(10).isoformat())
    last = hold(world, group, day(10), attendance=present(one), next_on=day(-20).isoformat(), next_host=one)
    stands = Group.objects.get(id=group)
    assert (stands.last_met_on, stands.next_on, stands.next_host_id) == (day(10), day(-20), one)
    world.run("ayu", "groups.cancel_meeting", meeting=last, reason="Hujan", base=1)
    stands.refresh_from_db()
    assert (stands.last_met_on, stands.next_on, stands.next_host_id) == (day(40), day(10), None)
    assert_sound()
    Group.objects.filter(id=group).update(last_met_on=day(1))
    (wrong,) = [one for one in findings() if not one.clean]
    assert wrong.name == "groups.follow_meetings"
