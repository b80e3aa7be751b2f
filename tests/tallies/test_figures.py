"""Figures follow what happens: counted where and when it happened, and counted back when it was not so."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import execute
from purnadaya.journal.verifying import findings
from purnadaya.kernel.clock import stopped_at
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Refused
from purnadaya.tallies import engine, measures, rolling
from purnadaya.tallies.measures import Measure
from purnadaya.tallies.models import Fresh, Leaf
from purnadaya.tallies.queries import Period, Question, Step, figures, month, year
from tests.groups.acts import day, decide, found, hold, join, members, present, teach_others
from tests.tallies.acts import ask, listed, month_with, n_of, question, split_of, whole
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

pytestmark = pytest.mark.django_db


def assert_counted() -> None:
    """What was counted is what the tables say."""
    assert list(engine.differences()) == []


def test_a_meeting_is_counted_where_and_when_it_was_held(world: World) -> None:
    group = found(world, terrain="mountain")
    women = members(world, group, 3)
    hold(world, group, date(2024, 3, 31), attendance=present(*women), guests_women=2, guests_men=1)
    in_march = {"place": HARGOTIRTO, "period": month(2024, 3)}
    assert n_of(world, "groups.meetings", **in_march) == 1
    assert split_of(world, "groups.attendances", "sex", **in_march) == {"female": 5, "male": 1}
    assert split_of(world, "groups.attendances", "label", **in_march) == {"member": 3, "guest": 3}
    assert split_of(world, "groups.participants", "terrain", **in_march) == {"mountain": 3}
    assert n_of(world, "groups.meetings", place=DEMANGREJO, period=month(2024, 3)) is None
    assert_counted()


def test_who_comes_twice_is_two_attendances_and_one_participant(world: World) -> None:
    group, other = found(world), found(world, name="Putri Arimbi", who="kinasih", village=DEMANGREJO)
    sari = world.people["sari"]
    for of in (group, other):
        join(world, of, sari)
        hold(world, of, date(2024, 5, 2), who="kinasih", attendance=present(sari))
    assert n_of(world, "groups.attendances", period=year(2024)) == 2
    assert n_of(world, "groups.participants", period=year(2024)) == 1
    beside = ask(world, "groups.participants", "34.01", period=year(2024), side_by_side=True)
    known = {one.cell.place: one.n for one in beside.figures if not one.unknown}
    assert known == {"34.01.08": 1, "34.01.06": 1}


def test_a_cancelled_meeting_counts_no_more_and_a_reinstated_one_again(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, date(2024, 3, 5), attendance=present(*members(world, group, 2)))
    decide(world, meeting, due="2024-04-01")
    world.run("ayu", "groups.cancel_meeting", meeting=meeting, reason="hujan", decisions_too=True)
    assert n_of(world, "groups.attendances", period=month(2024, 3)) is None, "nothing of that month is known"
    assert_counted()
    world.run("ayu", "groups.reinstate_meeting", meeting=meeting)
    assert n_of(world, "groups.attendances", period=month(2024, 3)) == 2
    assert_counted()


def test_a_meeting_moved_to_its_true_day_counts_in_that_month(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, date(2024, 3, 31), attendance=present(*members(world, group, 2)))
    decide(world, meeting, due="2024-05-01")
    world.run("ayu", "groups.move_meeting", meeting=meeting, held_on="2024-04-01")
    by_month = ask(world, "groups.attendances", period=Period(date(2024, 3, 1), date(2024, 5, 31)), step=Step.MONTH)
    assert [one.n for one in by_month.figures] == [None, 2, 0]
    assert n_of(world, "groups.decisions_due", period=month(2024, 5)) == 1
    assert_counted()


def test_a_sex_corrected_afterwards_counts_back_wherever_she_was(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    hold(world, group, date(2024, 3, 5), attendance=present(one))
    world.run("kinasih", "people.correct_person", base=1, person=one, changes={"sex": "male", "birth": "1960"})
    for measure, period in (("groups.attendances", month(2024, 3)), ("groups.participants", month(2024, 3))):
        assert split_of(world, measure, "sex", period=period) == {"male": 1}
        assert split_of(world, measure, "age", period=period) == {"60_up": 1}
    assert split_of(world, "groups.members", "sex") == {"male": 1}
    assert whole(ask(world, "groups.womens_share", period=month(2024, 3))).share == 0
    assert_counted()


def test_two_entries_of_one_woman_are_one_participant_until_they_are_parted(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    hold(world, group, date(2024, 3, 5), attendance=present(one, two))
    registered = n_of(world, "people.registered")
    world.run("kinasih", "people.merge_persons", person=one, other=two)
    assert n_of(world, "groups.participants", period=month(2024, 3)) == 1
    assert n_of(world, "groups.attendances", period=month(2024, 3)) == 1
    assert (n_of(world, "groups.members"), n_of(world, "people.registered")) == (1, (registered or 0) - 1)
    assert_counted()
    world.run("kinasih", "people.unmerge_persons", person=one, other=two, reason="dua orang")
    assert n_of(world, "groups.participants", period=month(2024, 3)) == 2
    assert (n_of(world, "groups.members"), n_of(world, "people.registered")) == (2, registered)
    assert_counted()


def test_who_moves_stays_counted_where_she_was_registered(world: World) -> None:
    sari = world.people["sari"]
    before = n_of(world, "people.registered", HARGOTIRTO)
    world.run(
        "kinasih", "people.record_move", person=sari, move=new_id(), village=DEMANGREJO, moved_on=day().isoformat()
    )
    assert_counted()
    body = {"person": sari, "changes": {"village": BANARAN}}
    world.run("kinasih", "people.correct_person", base=2, **body)
    assert_counted()
    assert before is not None


def test_a_registration_after_midnight_in_jakarta_is_of_the_new_month(world: World) -> None:
    late = stopped_at(datetime(2025, 8, 31, 17, 0, tzinfo=UTC))
    early = stopped_at(datetime(2025, 8, 31, 16, 59, 59, tzinfo=UTC))
    for clock in (early, late):
        command = parse("people.register_person", world.person(village=DEMANGREJO))
        execute(command, Envelope(world.actor("kinasih"), "office"), clock)
    assert n_of(world, "people.registered", period=month(2025, 8)) == 1
    assert n_of(world, "people.registered", period=month(2025, 9)) == 1
    assert n_of(world, "people.registered", period=Period(date(2025, 8, 31), date(2025, 9, 2))) == 2


def test_returns_are_counted_by_country_and_channel_and_returnees_once(world: World) -> None:
    sari = world.people["sari"]
    for departed, returned, country in (("2010", "2012-03", "MY"), ("2014-01", "2016", "HK")):
        world.run(
            "kinasih", "people.record_episode", person=sari, episode=new_id(), country=country, sector="household",
            channel="agency", departed=departed, returned=returned, reason="contract_ended",
        )  # fmt: skip
    assert split_of(world, "people.returns", "label") == {"MY agency": 1, "HK agency": 1}
    some_days = Period(date(2010, 1, 2), date(2017, 1, 2))
    for period in (month(2012, 3), some_days):
        assert split_of(world, "people.returns", "label_one", period=period)["MY"] == 1
    for period, n in ((month(2012, 3), 1), (some_days, 2)):
        assert split_of(world, "people.returns", "label_other", period=period) == {"agency": n}
    assert n_of(world, "people.returns", period=month(2016, 12)) == 1, "only the year is known: the last day it can be"
    assert n_of(world, "people.returnees") == 1
    assert_counted()


def test_officers_and_positions_are_what_is_held_on_the_last_day(world: World) -> None:
    group = found(world)
    (one,) = members(world, group, 1)
    term = new_id()
    world.run("kinasih", "groups.take_post", group=group, term=term, person=one, post="chair", since="2020-01-01")
    world.run("kinasih", "groups.leave_post", group=group, term=term, until="2022-06-30")
    assert split_of(world, "groups.officers", "label", period=month(2022, 5)) == {"chair": 1}
    assert n_of(world, "groups.officers", period=month(2022, 6)) == 1, "the last day counts"
    assert n_of(world, "groups.officers", period=month(2022, 8)) == 0, "what stood before is known to stand no more"
    assert n_of(world, "groups.officers", period=month(2009, 1)) is None
    world.run(
        "kinasih",
        "people.record_position",
        person=one,
        position=new_id(),
        body="council",
        since="2021",
        until="2023-06",
    )
    assert split_of(world, "people.positions", "label", period=month(2022, 1)) == {"council": 1}
    assert split_of(world, "people.positions", "label", period=month(2023, 7)) == {}
    assert_counted()


def test_a_closed_group_ends_with_its_members_and_officers(world: World) -> None:
    group = found(world, founded="2015", what="farmers", terrain="coast")
    members(world, group, 2)
    assert split_of(world, "groups.active", "label", period=month(2016, 1)) == {"farmers": 1}
    world.run("kinasih", "groups.close_group", group=group, closed_on=day(3).isoformat(), reason="bubar")
    assert n_of(world, "groups.active") == 0
    assert n_of(world, "groups.members") == 0
    world.run("kinasih", "groups.reopen_group", group=group)
    assert split_of(world, "groups.members", "terrain") == {"coast": 2}
    assert_counted()


def test_the_terrain_of_a_group_put_right_is_told_of_all_it_did(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, date(2024, 3, 5), attendance=present(*members(world, group, 2)))
    decide(world, meeting, due="2024-03-20")
    world.run("kinasih", "groups.correct_group", base=1, group=group, changes={"terrain": "coast"})
    assert split_of(world, "groups.decisions_due", "terrain") == {"coast": 1}
    assert n_of(world, "groups.attendances", terrain="coast") == 2
    assert n_of(world, "groups.participants", terrain="mountain") == 0
    assert_counted()


def test_decisions_are_due_in_their_month_and_done_in_time_or_not(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, date(2024, 3, 5))
    timely, late, dropped = (decide(world, meeting, due="2024-04-10") for _ in range(3))
    world.run("ayu", "groups.complete_decision", decision=timely, done_on="2024-04-10")
    world.run("ayu", "groups.complete_decision", decision=late, done_on="2024-04-11")
    world.run("ayu", "groups.drop_decision", decision=dropped, reason="tidak jadi")
    assert whole(ask(world, "groups.decisions_on_time", period=month(2024, 4))).share == 0.5
    world.run("ayu", "groups.reopen_decision", decision=timely)
    assert whole(ask(world, "groups.decisions_on_time", period=month(2024, 4))).share == 0
    assert_counted()


def test_public_education_counts_whom_it_reached_until_it_is_cancelled(world: World) -> None:
    outreach = teach_others(world, women_25_59=12, men_age_unknown=3, disabled=2)
    assert split_of(world, "groups.reached", "age") == {"25_59": 12, "unknown": 3}
    assert n_of(world, "groups.reached_disabled") == 2
    world.run("ayu", "groups.cancel_outreach", outreach=outreach, reason="tercatat dua kali")
    assert n_of(world, "groups.reached", period=month_with(day(1))) == 0
    assert_counted()


def test_minutes_are_counted_by_topic_until_the_lesson_is_struck(world: World) -> None:
    meeting = hold(world, found(world), date(2024, 3, 5))
    lessons = [new_id(), new_id()]
    for lesson, topic in zip(lessons, ("gender", "health"), strict=True):
        world.run("ayu", "groups.record_lesson", meeting=meeting, lesson=lesson, topic=topic, minutes=90)
    assert split_of(world, "groups.minutes", "label") == {"gender": 90, "health": 90}
    world.run("ayu", "groups.strike_lesson", meeting=meeting, lesson=lessons[0], reason="salah")
    assert split_of(world, "groups.minutes", "label") == {"health": 90}
    assert_counted()


def test_who_was_erased_stays_counted_and_nobody_knows_who_she_was(world: World) -> None:
    group = found(world)
    sari = world.people["sari"]
    join(world, group, sari)
    hold(world, group, date(2024, 3, 5), attendance=present(sari))
    request = new_id()
    world.run(
        "kinasih", "people.receive_request", request=request, person=sari, wish="erase", asker="herself", checked="KTP"
    )
    world.run("kinasih", "people.erase_person", person=sari, request=request)
    assert split_of(world, "groups.attendances", "sex", period=month(2024, 3)) == {"unknown": 1}
    assert n_of(world, "groups.participants", period=month(2024, 3)) == 1
    assert_counted()


def test_nought_and_unknown_are_told_apart(world: World) -> None:
    hold(world, found(world), date(2024, 3, 5))
    told = ask(
        world, "groups.outreaches", HARGOTIRTO, period=Period(date(2024, 2, 1), date(2024, 3, 31)), step=Step.MONTH
    )
    before, then = told.figures
    assert (before.n, before.unknown) == (None, True)
    assert (then.n, then.unknown) == (0, False)
    assert told.known_from == date(2024, 3, 1)


def test_a_place_of_which_nothing_is_known_says_so_for_every_figure(world: World) -> None:
    told = ask(world, "groups.meetings", "34.71", by="terrain")
    assert [(one.n, one.unknown) for one in told.figures] == [(None, True)]
    assert told.known_from is None


def test_a_measure_that_was_renamed_is_found_by_both_names(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(measures._former, "groups.gatherings", "groups.meetings")
    hold(world, found(world), date(2024, 3, 5))
    assert n_of(world, "groups.gatherings", period=month(2024, 3)) == 1
    with pytest.raises(TypeError, match="a measure already"):
        measures.register_measures([Measure("groups.other", "", "", former=("groups.meetings",))])


def test_days_that_are_no_whole_months_are_counted_anew(world: World) -> None:
    group = found(world)
    women = members(world, group, 2)
    for on in (date(2024, 3, 4), date(2024, 3, 5), date(2024, 3, 20)):
        hold(world, group, on, attendance=present(*women))
    days = Period(date(2024, 3, 5), date(2024, 4, 2))
    told = ask(world, "groups.meetings", period=days)
    assert (told.live, whole(told).n) == (True, 2)
    assert n_of(world, "groups.participants", period=days) == 2
    assert n_of(world, "groups.members", period=days) == 2
    assert not ask(world, "groups.meetings", period=month(2024, 3)).live


def test_figures_are_the_same_before_and_after_they_are_rolled_up(world: World) -> None:
    group = found(world, terrain="plain")
    for on in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 7, 1)):
        hold(world, group, on, attendance=present(*members(world, group, 2)), guests_men=1)
    every = tuple(one.key for one in measures.all_measures())
    for place in ("", "34", "34.01", "34.01.08", HARGOTIRTO):
        for period, step in ((year(2024), Step.QUARTER), (Period(date(2023, 1, 1), date(2024, 12, 31)), Step.YEAR)):
            asked = Question(every, period, place, by=frozenset(measures.Split), step=step)
            before = figures(world.actor("kinasih"), asked).figures
            assert Fresh.objects.exists() or Leaf.objects.exists()
            rolling.roll_all()
            assert figures(world.actor("kinasih"), asked).figures == before
    hold(world, group, date(2024, 7, 2), attendance=present(*members(world, group, 1)))
    assert n_of(world, "groups.participants", period=year(2024)) == 5, "what was touched since is counted anew"
    assert not Fresh.objects.filter(n=0).exists()
    assert_counted()


def test_the_list_behind_a_figure_is_as_long_as_the_figure(world: World) -> None:
    group = found(world, terrain="coast")
    women = members(world, group, 3)
    meeting = hold(world, group, date(2024, 3, 5), attendance=present(*women), guests_women=4)
    hold(world, group, date(2024, 4, 5), attendance=present(women[0]))
    decide(world, meeting, due="2024-03-20")
    teach_others(world, group=group)
    seen = 0
    for measure in measures.all_measures():
        for who, place in (("kinasih", "34"), ("arum", "34.01"), ("ayu", "34.01.08"), ("ayu", "")):
            asked = question(measure.key, place, "sex age label terrain")
            for one in figures(world.actor(who), asked).figures:
                assert listed(world, asked, one.cell, who) == (one.n if one.over is None else one.over), one
                seen += 1
    assert seen > 100


def test_a_recount_gives_the_same_figures(world: World) -> None:
    group = found(world)
    hold(world, group, date(2024, 3, 5), attendance=present(*members(world, group, 2)))
    every = Question(tuple(one.key for one in measures.all_measures()), year(2024), "34", by=frozenset(measures.Split))
    before = figures(world.actor("kinasih"), every)
    assert engine.recount() > 5
    again = figures(world.actor("kinasih"), every)
    assert (again.figures, again.counting) == (before.figures, False)


def test_verify_finds_a_tally_that_was_changed(world: World) -> None:
    hold(world, found(world), date(2024, 3, 5))
    rolling.roll_all()
    assert all(one.clean for one in findings())
    Leaf.objects.filter(month=2024 * 12 + 2).update(n=7)
    (wrong,) = [one for one in findings() if not one.clean]
    assert wrong.name == "tallies.counted"
    engine.recount()
    assert_counted()


def test_a_period_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(ValueError, match="ends when it begins"):
        Period(date(2024, 2, 1), date(2024, 1, 1))


def test_a_measure_that_is_none_is_not_found(world: World) -> None:
    with pytest.raises(Refused) as refused:
        ask(world, "groups.weddings")
    assert refused.value.problems[0].code == "access.not_found"
