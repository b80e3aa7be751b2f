"""When a scheduled job is due, how long until then, and when it is late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from purnadaya.jobs.rules import GRACE, is_due, is_late, wait_until_due

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, True), (NOW - HOUR, True), (NOW - HOUR + SECOND, False), (NOW, False), (NOW + SECOND, False),
        (NOW + GRACE, False), (NOW + GRACE + SECOND, True), (NOW + WEEK, True),
    ],
)  # fmt: skip
def test_it_is_time_when_the_last_one_is_old_enough_or_lies_in_a_wrong_future(last: datetime, due: bool) -> None:
    assert is_due(last, HOUR, NOW) is due


@pytest.mark.parametrize(
    ("every", "good", "late"),
    [
        (WEEK, NOW - timedelta(days=8), False), (WEEK, NOW - timedelta(days=8) - SECOND, True),
        (HOUR, NOW - HOUR - GRACE, False), (HOUR, NOW - HOUR - GRACE - SECOND, True), (HOUR, NOW + WEEK, False),
    ],
)  # fmt: skip
def test_a_weekly_one_is_late_after_eight_days_an_hourly_one_after_ten_minutes_more(
    every: timedelta, good: datetime, late: bool
) -> None:
    assert is_late(good, every, NOW) is late


@given(some.timedeltas(-WEEK, WEEK), some.timedeltas(SECOND, WEEK))
def test_after_the_wait_it_is_time_and_not_before(ago: timedelta, every: timedelta) -> None:
    wait = wait_until_due(NOW - ago, every, NOW)
    assert wait >= timedelta(0)
    assert is_due(NOW - ago, every, NOW + wait)
    if wait > SECOND:
        assert not is_due(NOW - ago, every, NOW + wait - SECOND)
