"""Which archives stay: rules over moments, tried with any moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.office.backup.keeping import LONGEST, archive_name, kept, moment_of

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
moments = st.sets(st.integers(0, 60 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=80)


def days_ago(*days: float) -> set[datetime]:
    return {NOW - timedelta(days=day) for day in days}


@given(moments)
def test_what_stays_was_there_is_few_and_not_too_old(there: set[datetime]) -> None:
    stay = kept(there, NOW)
    assert stay <= there
    assert len(stay) <= 7 + 4 + 1
    assert all(NOW - moment <= LONGEST for moment in stay - {max(there, default=NOW)})


@given(moments.filter(bool))
def test_the_newest_stays_whatever_its_age(there: set[datetime]) -> None:
    assert max(there) in kept(there, NOW)


@given(moments)
def test_pruning_twice_removes_nothing_more(there: set[datetime]) -> None:
    assert kept(kept(there, NOW), NOW) == kept(there, NOW)


@given(moments)
def test_the_newest_of_each_of_the_last_seven_days_stays(there: set[datetime]) -> None:
    young = {moment for moment in there if NOW - moment <= LONGEST}
    for day in sorted({moment.date() for moment in young}, reverse=True)[:7]:
        assert max(moment for moment in young if moment.date() == day) in kept(there, NOW)


@given(moments, st.integers(1, 400))
def test_what_claims_to_come_from_the_future_stays_and_counts_for_nothing(there: set[datetime], hours: int) -> None:
    future = {NOW + timedelta(hours=hours)}
    assert kept(there | future, NOW) == kept(there, NOW) | future


def test_a_year_of_copies_four_a_day_leaves_a_week_of_days_and_reaches_back_three_weeks() -> None:
    there: set[datetime] = set()
    for quarter in range(4 * 365):
        now = NOW + timedelta(hours=6 * quarter)
        there = kept(there | {now}, now)
        if quarter > 4 * 40:
            ages = sorted(now - moment for moment in there)
            assert ages[0] == timedelta(0)
            assert timedelta(days=20) < ages[-1] <= LONGEST
            assert all(later - earlier <= timedelta(days=16) for earlier, later in pairwise(ages))
            assert len({moment.date() for moment in there if now - moment < timedelta(days=7)}) >= 7


@pytest.mark.parametrize("age", [35.01, 36, 400])
def test_what_is_older_than_thirty_five_days_goes(age: float) -> None:
    assert kept(days_ago(0, age), NOW) == days_ago(0)


@given(st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0)), st.booleans())
def test_a_name_tells_its_moment(moment: datetime, plain: bool) -> None:
    if moment.year >= 1000:
        assert moment_of(archive_name(moment, plain=plain)) == moment


@pytest.mark.parametrize(
    "name",
    [
        "",
        "notes.txt",
        "purnadaya.sqlite3",
        "purnadaya-2026-11-24T030000Z.tar.gz.age.copy",
        "purnadaya-2026-13-24T030000Z.tar.gz.age",
        ".purnadaya-2026-11-24T030000Z.tar.gz.age.part",
    ],
)
def test_a_file_that_is_none_of_ours_has_no_moment_and_is_never_pruned(name: str) -> None:
    assert moment_of(name) is None
