"""Packing, periods and hiding, tried with many values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.kernel.areas import AreaCode, Level
from purnadaya.kernel.dates import PartialDate
from purnadaya.tallies.rules.counting import Line, changes, folded
from purnadaya.tallies.rules.hiding import hidden, is_small, rounded
from purnadaya.tallies.rules.traits import (
    AGES,
    DISABILITIES,
    SEXES,
    AgeBand,
    Period,
    Step,
    Traits,
    age_band,
    first_of,
    last_of,
    level_of,
    month,
    month_of,
    packed_place,
    place_range,
    quarter,
    unpacked_place,
    year,
)

days = st.dates(date(1950, 1, 1), date(2060, 12, 31))
numbers = st.integers(1, 99)
villages = st.builds("{:02}.{:02}.{:02}.{:04}".format, numbers, numbers, numbers, st.integers(1, 9999))


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("disability", DISABILITIES)
def test_traits_come_out_as_they_were_packed(sex: str, age: str, disability: str) -> None:
    traits = Traits(sex, age, disability)
    assert Traits.unpacked(traits.packed) == traits


@given(villages)
def test_a_village_lies_in_the_range_of_every_area_around_it(village: str) -> None:
    number = packed_place(village)
    for code in AreaCode(village).path:
        first, last = place_range(code)
        assert first <= number <= last
        assert unpacked_place(number, code.level) == code
        assert level_of(packed_place(code)) is code.level
    assert place_range(village) == (number, number)


def test_an_area_does_not_reach_into_its_neighbour() -> None:
    assert place_range("34.01")[1] < packed_place("34.02")
    assert level_of(packed_place("34")) is Level.PROVINCE


@given(days)
def test_a_month_begins_and_ends_around_each_of_its_days(day: date) -> None:
    of = month_of(day)
    assert first_of(of) <= day <= last_of(of)
    assert last_of(of) + timedelta(1) == first_of(of + 1)


@given(days, st.integers(0, 900), st.sampled_from(Step))
def test_the_stretches_of_a_period_are_all_of_it_and_do_not_overlap(first: date, length: int, step: Step) -> None:
    period = Period(first, first + timedelta(length))
    stretches = list(period.steps(step))
    assert (stretches[0].first, stretches[-1].last) == (period.first, period.last)
    for one, following in pairwise(stretches):
        assert one.last + timedelta(1) == following.first


@pytest.mark.parametrize(
    ("period", "is_so"),
    [
        (month(2024, 2), Step.MONTH), (quarter(2024, 3), Step.QUARTER), (year(2024), Step.YEAR),
        (Period(date(2024, 2, 1), date(2024, 4, 30)), None), (Period(date(2024, 1, 1), date(2024, 1, 30)), None),
        (Period(date(2023, 7, 1), date(2024, 6, 30)), None),
    ],
)  # fmt: skip
def test_a_calendar_period_knows_that_it_is_one(period: Period, is_so: Step | None) -> None:
    assert period.standard is is_so


@pytest.mark.parametrize(("first", "last"), [(date(2024, 1, 2), date(2024, 1, 1)), (date(1, 1, 1), date(2024, 1, 1)),
                                             (date(2024, 1, 1), date(9999, 12, 31))])  # fmt: skip
def test_a_period_that_cannot_be_meant_is_refused(first: date, last: date) -> None:
    with pytest.raises(ValueError, match="a period"):
        Period(first, last)


@pytest.mark.parametrize(
    ("birth", "day", "band"),
    [
        ("2006-03-05", date(2024, 3, 4), AgeBand.UNDER_18), ("2006-03-05", date(2024, 3, 5), AgeBand.FROM_18),
        ("1999-03-05", date(2024, 3, 5), AgeBand.FROM_25), ("1964-03-06", date(2024, 3, 5), AgeBand.FROM_25),
        ("1964", date(2024, 3, 5), AgeBand.FROM_60), ("1964~", date(2024, 3, 5), AgeBand.FROM_60),
        (None, date(2024, 3, 5), AgeBand.UNKNOWN), ("2025-01-01", date(2024, 3, 5), AgeBand.UNKNOWN),
    ],
)  # fmt: skip
def test_an_age_band_is_that_of_the_day(birth: str | None, day: date, band: AgeBand) -> None:
    assert age_band(PartialDate.parse(birth) if birth else None, day) is band


def test_lines_are_summed_by_month_and_what_comes_to_nothing_is_left_out() -> None:
    who = UUID(int=7)
    keys = {"a.count": 1, "a.persons": 2, who.hex: 3}
    on = date(2024, 3, 5)
    line = Line("a.count", on, "34.01.08.2005", person=who)
    both = folded([line, line._replace(day=date(2024, 3, 31)), line._replace(village="34.01.08.2001", n=-1),
                   line._replace(village="34.01.08.2001")], keys, lambda _: ["a.persons"])  # fmt: skip
    at = (packed_place("34.01.08.2005"), month_of(on))
    assert both.leaves == {(1, *at, 0, 0, 0, 0): 2}
    assert both.presences == {(2, *at, 0, 3, 0, 0): 2}
    assert changes(both.leaves, {}) == {(1, *at, 0, 0, 0, 0): -2}
    assert changes(both.leaves, both.leaves) == {}


tables = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(0, 40), max_size=16)


@given(tables, st.integers(2, 20))
def test_nothing_small_can_be_reckoned_from_what_is_shown(table: dict[tuple[Hashable, ...], int], fewest: int) -> None:
    hide = hidden(table, fewest)
    assert {place for place, n in table.items() if is_small(n, fewest)} <= hide
    lines: dict[tuple[int, Hashable], list[tuple[Hashable, ...]]] = defaultdict(list)
    for place in table:
        for axis, name in enumerate(place):
            lines[axis, name].append(place)
    for line in lines.values():
        gone = [place for place in line if place in hide]
        left = [place for place in line if place not in hide and table[place]]
        safe = len(gone) > 1 and sum(table[place] for place in gone) >= fewest
        assert not gone or safe or not left, "all that might be hidden along with it is"


def test_a_nought_is_not_hidden_and_tells_of_nobody() -> None:
    assert hidden({("a",): 0, ("b",): 50}, 10) == frozenset()
    assert hidden({("a",): 3, ("b",): 50, ("c",): 20}, 10) == {("a",), ("c",)}
    assert hidden({}, 10) == frozenset()


@pytest.mark.parametrize(("n", "base", "to"), [(0, 5, 0), (2, 5, 0), (3, 5, 5), (12, 5, 10), (13, 5, 15), (15, 10, 20),
                                               (7, 1, 7)])  # fmt: skip
def test_a_figure_is_rounded_to_the_nearest(n: int, base: int, to: int) -> None:
    assert rounded(n, base) == to
