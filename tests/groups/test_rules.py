"""The rules of groups by themselves, tried with many values."""

from __future__ import annotations

from datetime import date
from functools import reduce
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.groups.rules import meetings as rules
from purnadaya.groups.rules.meetings import Attended, Excuse, Line, differences, filled, meeting_id, united

LINES = st.builds(
    lambda attended, excuse, guest: Line(attended, excuse if attended is Attended.EXCUSED else None, guest),
    st.sampled_from(Attended),
    st.none() | st.sampled_from(Excuse),
    st.booleans(),
)
TEXTS = st.sampled_from(["", "Balai", "Masjid"])


@given(LINES, LINES)
def test_two_accounts_unite_in_either_order_to_the_same(one: Line, other: Line) -> None:
    assert united(one, other) == united(other, one)


@given(LINES, LINES, LINES)
def test_three_accounts_unite_to_the_same_in_every_order(one: Line, two: Line, three: Line) -> None:
    assert len({reduce(united, order) for order in permutations((one, two, three))}) == 1


@given(LINES)
def test_an_account_told_twice_adds_nothing(line: Line) -> None:
    assert united(line, line) == line


@given(LINES, LINES)
def test_whoever_was_seen_by_one_was_there_and_a_guest_only_if_both_say_so(one: Line, other: Line) -> None:
    told = united(one, other)
    assert (told.attended is Attended.PRESENT) == (Attended.PRESENT in {one.attended, other.attended})
    assert told.guest == (one.guest and other.guest)
    assert told.excuse is None or told.attended is Attended.EXCUSED


@given(st.dictionaries(st.uuids(), LINES, max_size=5), st.dictionaries(st.uuids(), LINES, max_size=5))
def test_only_of_those_in_both_accounts_can_they_differ(stands: dict[UUID, Line], said: dict[UUID, Line]) -> None:
    told = differences(stands, {**said, **stands})
    assert told == []
    for one in differences(stands, said):
        assert one.person in stands
        assert one.first != one.second


@given(
    st.fixed_dictionaries({"place": TEXTS, "agenda": TEXTS}), st.fixed_dictionaries({"place": TEXTS, "agenda": TEXTS})
)
def test_a_second_account_fills_what_was_open_and_overwrites_nothing(
    stands: dict[str, str], said: dict[str, str]
) -> None:
    adds, differs = filled(stands, said)
    after = {**stands, **adds}
    for name, value in stands.items():
        assert not value or after[name] == value
        assert value or after[name] == said[name]
    assert {one.field for one in differs} == {
        name for name in stands if stands[name] and said[name] and stands[name] != said[name]
    }


@given(st.uuids(), st.dates(), st.integers(1, 9))
def test_a_meeting_is_the_same_on_every_device(group: UUID, day: date, ordinal: int) -> None:
    assert meeting_id(group, day, ordinal) == meeting_id(UUID(str(group)), date.fromisoformat(day.isoformat()), ordinal)
    assert meeting_id(group, day, ordinal) != meeting_id(group, day, ordinal % 9 + 1)
    assert meeting_id(group, day, ordinal) != meeting_id(uuid4(), day, ordinal)


@pytest.mark.parametrize(
    ("owners", "codes"),
    [
        ((None, None, True), set()),
        (("she", None, False), set()),
        ((None, None, False), {"groups.decision_without_owner"}),
        (("she", None, True), {"groups.one_owner"}),
        (("she", "he", True), {"groups.one_owner"}),
    ],
)
def test_a_decision_has_one_owner(owners: tuple[object, ...], codes: set[str]) -> None:
    problems = rules.decision_problems(owners, date(2026, 1, 5), date(2026, 1, 5))
    assert {one.code for one in problems} == codes


def test_a_decision_is_not_due_before_it_was_agreed() -> None:
    (problem,) = rules.decision_problems(("she",), date(2026, 1, 5), date(2026, 1, 4))
    assert problem.code == "groups.due_before_decided"


@pytest.mark.parametrize(("count", "fine"), [(-1, False), (0, True), (300, True), (5000, True), (5001, False)])
def test_so_many_guests_can_have_come(count: int, fine: bool) -> None:
    assert (rules.guest_problems(guests_women=count) == []) is fine


@pytest.mark.parametrize(
    ("held_on", "believed", "codes"),
    [
        (date(2026, 6, 2), False, {"groups.meeting_to_come"}),
        (date(2026, 6, 2), True, set()),
        (date(2026, 6, 1), False, set()),
        (date(1200, 6, 1), False, {"groups.day_too_old"}),
    ],
)
def test_a_meeting_to_come_is_asked_about(held_on: date, believed: bool, codes: set[str]) -> None:
    assert {one.code for one in rules.held_problems(held_on, 1, date(2026, 6, 1), believed)} == codes
