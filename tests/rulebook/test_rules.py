"""Which value holds on which day, and what an organisation may set."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.kernel.ids import new_id
from purnadaya.rulebook.rules import RANGE, Dated, Rule, Unit, ending_problems, in_force, setting_problems

TODAY = date(2026, 11, 24)


def shipped(value: int, since: str, until: str | None = None) -> Dated:
    return Dated(value, date.fromisoformat(since), date.fromisoformat(until) if until else None, "UU 1/2000")


def own(value: int, since: str, until: str | None = None) -> Dated:
    return Dated(
        value, date.fromisoformat(since), date.fromisoformat(until) if until else None, "board", own=new_id()
    )  # fmt: skip


RULE = Rule("age.marriage", Unit.AGE, {"en": "x", "id": "x"}, (shipped(19, "2019-10-15"),))


def codes(wish: Dated, *others: Dated, rule: Rule | None = RULE, unit: Unit = Unit.AGE) -> list[str]:
    return [problem.code for problem in setting_problems(rule, unit, wish, TODAY, others)]


def test_a_value_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    value = shipped(16, "1975-10-01", "2019-10-15")
    assert [value.holds_on(date(2019, 10, 14)), value.holds_on(date(2019, 10, 15))] == [True, False]
    assert [value.holds_on(date(1975, 9, 30)), value.holds_on(date(1975, 10, 1))] == [False, True]


def test_of_several_values_the_one_that_began_last_holds() -> None:
    values = [shipped(1, "2020-01-01"), shipped(3, "2022-01-01"), shipped(2, "2021-01-01")]
    assert [found.value if (found := in_force(values, date(year, 6, 1))) else None for year in range(2019, 2024)] == [
        None, 1, 2, 3, 3,
    ]  # fmt: skip


def test_an_own_value_holds_before_a_shipped_one_that_began_later() -> None:
    values = [own(21, "2020-01-01", "2025-01-01"), shipped(19, "2021-01-01")]
    assert in_force(values, date(2024, 12, 31)) == values[0]
    assert in_force(values, date(2025, 1, 1)) == values[1]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.booleans()), max_size=6), st.integers(-5, 800))
def test_what_holds_is_one_of_those_that_say_so_and_none_is_newer(
    spans: list[tuple[int, int, bool]], after: int
) -> None:
    start = date(2020, 1, 1)
    values = [
        Dated(n, start + timedelta(since), start + timedelta(since + length), "x", own=new_id() if ours else None)
        for n, (since, length, ours) in enumerate(spans)
    ]
    day = start + timedelta(after)
    holding = [value for value in values if value.since <= day < (value.until or date.max)]
    found = in_force(values, day)
    assert (found is None) == (not holding)
    if found:
        rivals = [value for value in holding if (value.own is None) == (found.own is None)]
        assert found in holding
        assert all(value.since <= found.since for value in rivals)
        assert found.own or not any(value.own for value in holding)


def test_a_value_that_makes_sense_may_be_set() -> None:
    assert codes(own(21, "2027-01-01")) == []
    assert codes(own(21, "2027-01-01", "2027-01-02")) == []


@pytest.mark.parametrize("unit", list(Unit))
def test_the_least_and_the_most_of_each_unit_are_allowed_and_no_more(unit: Unit) -> None:
    rule = Rule("a.b", unit, {}, ())
    least, most = RANGE[unit]
    for value, wanted in ((least, []), (most, []), (least - 1, ["rulebook.out_of_range"]), (10**40, None)):
        found = codes(own(value, "2027-01-01"), rule=rule, unit=unit)
        assert found == (["rulebook.out_of_range"] if wanted is None else wanted)


def test_an_unknown_rule_a_fixed_one_and_another_unit_are_refused() -> None:
    wish = own(3, "2027-01-01")
    assert codes(wish, rule=None) == ["rulebook.unknown_rule"]
    assert codes(wish, rule=Rule("a.b", Unit.AGE, {}, (), fixed=True)) == ["rulebook.fixed"]
    assert codes(wish, unit=Unit.DAYS) == ["rulebook.wrong_unit"]


@pytest.mark.parametrize(
    ("since", "code"), [("1945-08-16", 1), ("1945-08-17", 0), ("2036-12-01", 0), ("2036-12-02", 1)]
)
def test_a_day_before_the_republic_or_ten_years_ahead_is_refused(since: str, code: int) -> None:
    assert codes(own(21, since)) == ["rulebook.day_out_of_reach"] * code


@pytest.mark.parametrize("until", ["2027-01-01", "2026-12-31"])
def test_a_value_may_not_end_before_it_held_a_day(until: str) -> None:
    assert codes(own(21, "2027-01-01", until)) == ["rulebook.ends_first"]


@pytest.mark.parametrize(
    ("wish", "other", "refused"),
    [
        (("2027-01-01", None), ("2026-01-01", None), False),
        (("2025-01-01", None), ("2026-01-01", None), False),
        (("2026-01-01", None), ("2026-01-01", None), True),
        (("2026-01-01", None), ("2026-01-01", "2026-02-01"), True),
        (("2026-03-01", "2026-05-01"), ("2026-01-01", None), False),
        (("2025-01-01", "2026-01-02"), ("2026-01-01", None), True),
        (("2025-01-01", "2026-01-01"), ("2026-01-01", None), False),
        (("2026-03-01", None), ("2026-01-01", "2026-03-02"), True),
        (("2026-03-01", None), ("2026-01-01", "2026-03-01"), False),
    ],
)
def test_two_own_values_may_not_both_say_they_hold_on_a_day(
    wish: tuple[str, str | None], other: tuple[str, str | None], refused: bool
) -> None:
    assert codes(own(21, *wish), own(20, *other)) == ["rulebook.overlaps"] * refused
    assert codes(own(21, *other), own(20, *wish)) == ["rulebook.overlaps"] * refused


@pytest.mark.parametrize(
    ("until", "fits"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-04-30", True), ("2026-05-01", False), ("2026-06-01", False)],
)
def test_a_value_ends_on_one_of_its_own_days(until: str, fits: bool) -> None:
    found = ending_problems(own(21, "2026-01-01", "2026-05-01"), date.fromisoformat(until))
    assert [problem.code for problem in found] == ([] if fits else ["rulebook.not_its_day"])
