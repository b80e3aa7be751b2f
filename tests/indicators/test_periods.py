"""Periods as they stand in an address."""

from __future__ import annotations

from datetime import date

import pytest

from purnadaya.indicators.rules.periods import address_of, days_between, months_in, moved, period_in, trend_of
from purnadaya.tallies.rules.traits import Period, Step, month, quarter, year

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-q3", date(2026, 7, 1), date(2026, 9, 30)),
        (" 2026-Q3 ", date(2026, 7, 1), date(2026, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-01-05--2026-02-07", date(2026, 1, 5), date(2026, 2, 7)),
    ],
)
def test_an_address_names_a_period(text: str, first: date, last: date) -> None:
    assert period_in(text, TODAY) == Period(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "", "26", "2026-13", "2026-q5", "2026-00", "0000", "9999", "1989", "2028", "2026-02-30--2026-03-01",
        "2026-03-01--2026-02-01", "2026-03-01", "٢٠٢٦", "2026-q3-q4", "'; drop", "1990-01-01--2055-01-01",
    ],
)  # fmt: skip
def test_what_is_no_period_is_none(text: str) -> None:
    assert period_in(text, TODAY) is None


@pytest.mark.parametrize("period", [year(2026), quarter(2025, 4), month(2026, 2), Period(TODAY, TODAY)])
def test_an_address_is_read_as_it_was_written(period: Period) -> None:
    assert period_in(address_of(period), TODAY) == period


def test_days_that_are_a_whole_month_are_that_month() -> None:
    found = days_between(date(2026, 2, 1), date(2026, 2, 28), TODAY)
    assert found is not None
    assert address_of(found) == "2026-02"


@pytest.mark.parametrize(
    ("first", "last"), [(None, TODAY), (TODAY, None), (TODAY, date(2026, 1, 1)), (date(1, 1, 1), TODAY)]
)
def test_days_that_make_no_period_are_none(first: date | None, last: date | None) -> None:
    assert days_between(first, last, TODAY) is None


@pytest.mark.parametrize(
    ("period", "steps", "there"),
    [
        (year(2026), -1, year(2025)),
        (quarter(2026, 1), -1, quarter(2025, 4)),
        (month(2026, 12), 1, month(2027, 1)),
    ],
)
def test_the_period_before_or_after_is_of_the_same_kind(period: Period, steps: int, there: Period) -> None:
    assert moved(period, steps) == there


def test_any_days_have_no_neighbours_and_no_trend() -> None:
    days = Period(date(2026, 1, 5), date(2026, 2, 7))
    assert moved(days, 1) is None
    assert trend_of(days) is None
    assert months_in(days) is None


def test_a_trend_ends_with_its_period() -> None:
    trend = trend_of(month(2026, 2))
    assert trend is not None
    assert trend.step is Step.MONTH
    assert trend.period == Period(date(2025, 3, 1), date(2026, 2, 28))


def test_a_trend_begins_no_earlier_than_notes_can_be() -> None:
    trend = trend_of(year(1991))
    assert trend is not None
    assert trend.period.first == date(1990, 1, 1)
