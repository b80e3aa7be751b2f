"""Public education as commands: who writes it down, what is refused, what is counted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.groups.models import Outreach
from purnadaya.groups.queries import outreach_for, outreaches_for
from purnadaya.groups.rules.outreach import MOST_REACHED, REACHED, reach_problems
from purnadaya.journal.envelopes import Outcome
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from tests.groups.acts import day, found, teach_others
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

NOT_FOUND = {"access.not_found"}


def refused(world: World, who: str, kind: str, base: int | None = None, /, **body: Any) -> set[str]:
    """The codes with which this is refused."""
    with pytest.raises(Refused) as caught:
        world.run(who, kind, base, **body)
    return {one.code for one in caught.value.problems}


def refused_record(world: World, who: str = "ayu", **more: Any) -> set[str]:
    """The codes with which a public education is refused that would be all right without ``more``."""
    with pytest.raises(Refused) as caught:
        teach_others(world, who, **more)
    return {one.code for one in caught.value.problems}


def corrected(world: World, outreach: UUID, who: str = "ayu", base: int | None = None, **changes: Any) -> Outcome:
    """Something about it is put right, as it stands or stood at ``base``."""
    base = base or Outreach.objects.get(id=outreach).version
    return world.run(who, "groups.correct_outreach", base, outreach=outreach, changes=changes)


def refused_change(world: World, outreach: UUID, who: str = "ayu", base: int | None = None, **changes: Any) -> set[str]:
    """The codes with which this correction is refused."""
    with pytest.raises(Refused) as caught:
        corrected(world, outreach, who, base, **changes)
    return {one.code for one in caught.value.problems}


def test_a_group_teaches_others_and_those_reached_are_counted_by_sex_and_age(world: World) -> None:
    group = found(world)
    of = teach_others(world, group=group, women_25_59=20, men_60_up=3, disabled=2, title="Siskamling")
    row = Outreach.objects.get(id=of)
    assert (row.group_id, row.village_id, row.organisation_id) == (group, HARGOTIRTO, world.mitra)
    assert set(row.reached) == set(REACHED)
    assert (row.reached["women_25_59"], row.reached["men_60_up"], row.total, row.disabled) == (20, 3, 23, 2)
    assert row.topics == "gender"


def test_the_organisation_itself_teaches_only_in_the_area_of_who_writes_it(world: World) -> None:
    assert Outreach.objects.get(id=teach_others(world)).group_id is None
    assert refused_record(world, village=BANARAN) == {"access.not_allowed"}


def test_a_group_may_teach_outside_the_area_of_who_writes_it(world: World) -> None:
    of = teach_others(world, group=found(world), village=BANARAN)
    assert outreach_for(world.actor("ayu"), of).village_id == BANARAN
    assert list(outreaches_for(world.actor("wati"))) == []
    with pytest.raises(Refused):
        outreach_for(world.actor("wati"), of)


def test_a_public_education_is_seen_where_it_was_held_too(world: World) -> None:
    of = teach_others(world, group=found(world), village=DEMANGREJO)
    assert [one.id for one in outreaches_for(world.actor("wati"))] == [of]
    assert [one.id for one in outreaches_for(world.actor("ayu"), "34.01.06")] == [of]
    assert list(outreaches_for(world.actor("ayu"), "34.01.08")) == []


def test_a_stranger_finds_no_public_education_and_no_group_to_hold_it(world: World) -> None:
    group = found(world)
    of = teach_others(world, group=group)
    assert list(outreaches_for(world.actor("rina"))) == []
    assert refused_record(world, "rina", group=group) == NOT_FOUND
    assert refused_change(world, of, "rina", place="Balai") == NOT_FOUND
    assert refused(world, "rina", "groups.cancel_outreach", outreach=of, reason="Hujan") == NOT_FOUND
    assert refused(world, "rina", "groups.restore_outreach", outreach=of) == NOT_FOUND


def test_who_only_looks_writes_nothing(world: World) -> None:
    of = teach_others(world, group=found(world))
    assert refused_record(world, "arum") == {"access.not_allowed"}
    assert refused(world, "arum", "groups.cancel_outreach", outreach=of, reason="Hujan") == {"access.not_allowed"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"held_on": day(-1).isoformat()}, "groups.day_in_future"),
        ({"held_on": "1816-08-17"}, "groups.day_too_old"),
        ({"village": "34.01.08.2999"}, "places.unknown_village"),
        ({"topics": "nonsense"}, "groups.unknown_topic"),
        ({"topics": f"gender {new_id()}"}, "groups.unknown_topic"),
        ({"topics": " "}, "groups.no_topic"),
        ({"minutes": 0}, "groups.minutes_out_of_range"),
        ({"minutes": 721}, "groups.minutes_out_of_range"),
        ({"women_25_59": 0}, "groups.nobody_reached"),
        ({"women_25_59": -1}, "groups.reach_out_of_range"),
        ({"men_18_24": MOST_REACHED + 1}, "groups.reach_out_of_range"),
        ({"disabled": -1}, "groups.reach_out_of_range"),
        ({"disabled": 13}, "groups.more_disabled_than_reached"),
    ],
)
def test_what_cannot_be_is_refused(world: World, more: dict[str, Any], code: str) -> None:
    assert refused_record(world, **more) == {code}
    assert Outreach.objects.count() == 0


def test_everything_wrong_is_told_at_once(world: World) -> None:
    codes = refused_record(world, held_on=day(-1).isoformat(), topics="nonsense", women_25_59=0)
    assert codes == {"groups.day_in_future", "groups.unknown_topic", "groups.nobody_reached"}


def test_a_closed_group_taught_up_to_the_day_it_was_closed(world: World) -> None:
    group = found(world)
    world.run("ayu", "groups.close_group", group=group, closed_on=day(10).isoformat(), reason="Anggota pindah")
    assert refused_record(world, group=group, held_on=day(9).isoformat()) == {"groups.closed"}
    of = teach_others(world, group=group, held_on=day(10).isoformat())
    assert refused_change(world, of, "ayu", held_on=day(9).isoformat()) == {"groups.closed"}  # fmt: skip


def test_the_same_event_is_asked_about_and_then_allowed(world: World) -> None:
    group = found(world)
    teach_others(world, group=group)
    assert refused_record(world, "kinasih", group=group) == {"groups.outreach_there_already"}
    teach_others(world, "kinasih", group=group, believed=True)
    assert Outreach.objects.count() == 2


@pytest.mark.parametrize(
    "more",
    [{"occasion": "film"}, {"held_on": day(2).isoformat()}, {"village": DEMANGREJO}],
)
def test_another_occasion_day_or_village_is_another_event(world: World, more: dict[str, Any]) -> None:
    teach_others(world)
    teach_others(world, **more)
    assert Outreach.objects.count() == 2


def test_what_another_group_or_the_organisation_taught_is_another_event(world: World) -> None:
    teach_others(world)
    for group in (found(world), found(world, name="Ngudi Rahayu")):
        teach_others(world, group=group)
    assert Outreach.objects.count() == 3


def test_a_cancelled_one_is_no_reason_to_ask(world: World) -> None:
    world.run("ayu", "groups.cancel_outreach", outreach=teach_others(world), reason="Salah tulis")
    teach_others(world)
    assert outreaches_for(world.actor("ayu")).count() == 1


def test_topics_of_our_own_are_taught_too_until_they_are_retired(world: World) -> None:
    topic = new_id()
    world.run("kinasih", "groups.name_topic", topic=topic, name="Batik")
    of = teach_others(world, topics=f"health {topic} gender gender")
    assert Outreach.objects.get(id=of).topics.split() == sorted(["gender", "health", str(topic)])
    world.run("kinasih", "groups.retire_topic", topic=topic)
    assert refused_record(world, topics=str(topic), occasion="film") == {"groups.topic_retired"}
    corrected(world, of, topics=f"gender {topic}")
    assert Outreach.objects.get(id=of).topics.split() == sorted(["gender", str(topic)])


def test_a_topic_of_another_organisation_is_unknown(world: World) -> None:
    topic = new_id()
    world.run("rina", "groups.name_topic", topic=topic, name="Batik")
    assert refused_record(world, topics=str(topic)) == {"groups.unknown_topic"}


def test_two_peoples_corrections_of_different_counts_are_both_kept(world: World) -> None:
    of = teach_others(world)
    corrected(world, of, base=1, men_18_24=4)
    corrected(world, of, "kinasih", base=1, women_under_18=6, learnt="Hak atas upah")
    row = Outreach.objects.get(id=of)
    assert (row.reached["women_25_59"], row.reached["men_18_24"], row.reached["women_under_18"]) == (12, 4, 6)
    assert (row.learnt, row.version) == ("Hak atas upah", 3)
    assert refused_change(world, of, "kinasih", 1, men_18_24=5) == {"journal.clash"}  # fmt: skip


def test_null_clears_what_may_be_empty_and_nothing_else(world: World) -> None:
    of = teach_others(world, title="Siskamling", minutes=90, men_18_24=4, learnt="Hak atas upah")
    corrected(world, of, title=None, minutes=None, men_18_24=None, learnt=None)
    row = Outreach.objects.get(id=of)
    assert (row.title, row.minutes, row.reached["men_18_24"], row.learnt) == ("", None, 0, "")
    for name in ("village", "held_on", "occasion"):
        assert refused_change(world, of, "ayu", None, **{name: None}) == {"value.missing"}
    assert refused_change(world, of, "ayu", topics=None) == {"groups.no_topic"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "groups.nothing_changed"),
        ({"held_on": day(-1).isoformat()}, "groups.day_in_future"),
        ({"village": "34.01.08.2999"}, "places.unknown_village"),
        ({"village": BANARAN}, "groups.village_out_of_reach"),
        ({"topics": "nonsense"}, "groups.unknown_topic"),
        ({"minutes": -5}, "groups.minutes_out_of_range"),
        ({"women_25_59": 0}, "groups.nobody_reached"),
        ({"women_25_59": 1}, "groups.more_disabled_than_reached"),
        ({"disabled": 40}, "groups.more_disabled_than_reached"),
    ],
)
def test_nothing_is_put_right_into_something_wrong(world: World, changes: dict[str, Any], code: str) -> None:
    of = teach_others(world, disabled=2)
    assert code in refused_change(world, of, **changes)
    assert Outreach.objects.get(id=of).version == 1


def test_what_never_took_place_counts_no_more_until_it_is_restored(world: World) -> None:
    of = teach_others(world)
    assert refused(world, "ayu", "groups.restore_outreach", outreach=of) == {"groups.outreach_not_cancelled"}
    world.run("ayu", "groups.cancel_outreach", outreach=of, reason="Hujan deras")
    assert list(outreaches_for(world.actor("ayu"))) == []
    cancelled = {"groups.outreach_cancelled"}
    assert refused(world, "ayu", "groups.cancel_outreach", outreach=of, reason="Hujan") == cancelled
    assert refused_change(world, of, "ayu", place="Balai") == cancelled
    world.run("ayu", "groups.restore_outreach", outreach=of)
    row = outreaches_for(world.actor("ayu")).get()
    assert (row.id, row.cancelled_why, row.version) == (of, "", 3)


counts = st.integers(-3, MOST_REACHED + 3)


@given(st.fixed_dictionaries(dict.fromkeys(REACHED, counts)), counts)
def test_counts_are_right_exactly_when_each_is_possible_and_somebody_came(
    reached: dict[str, int], disabled: int
) -> None:
    possible = all(0 <= one <= MOST_REACHED for one in (*reached.values(), disabled))
    right = possible and sum(reached.values()) > 0 and disabled <= sum(reached.values())
    assert (reach_problems(reached, disabled) == []) == right


@given(st.fixed_dictionaries({name: st.integers(0, 3) for name in REACHED}), st.integers(0, 40))
def test_those_with_a_disability_are_among_those_reached(reached: dict[str, int], disabled: int) -> None:
    total = sum(reached.values())
    codes = {one.code for one in reach_problems(reached, disabled)}
    wanted = "groups.nobody_reached" if total == 0 else "groups.more_disabled_than_reached"
    assert codes == ({wanted} if total == 0 or disabled > total else set())
