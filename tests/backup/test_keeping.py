"""Which archives stay: rules over moments, tried with any moments."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.office.backup.keeping import APART, LONGEST, Copy, archive_name, copy_called, kept, kept_copies, kept_of

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HOME, OTHER = "0a1b2c3d", "4e5f6071"
moments = st.sets(st.integers(0, 60 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=80)

pytestmark = pytest.mark.sqlite_only


def days_ago(*days: float) -> set[datetime]:
    return {NOW - timedelta(days=day) for day in days}


@given(moments)
def test_what_stays_was_there_is_few_and_not_too_old(there: set[datetime]) -> None:
    stay = kept(there, NOW)
    assert stay <= there
    assert len(stay) <= 25 + 7 + 4 + 1
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


@given(moments)
def test_the_newest_of_each_hour_of_the_last_day_stays(there: set[datetime]) -> None:
    today = {moment for moment in there if NOW - moment <= timedelta(days=1)}
    for hour in {moment.replace(minute=0) for moment in today}:
        assert max(moment for moment in today if moment.replace(minute=0) == hour) in kept(there, NOW)


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
        assert copy_called(archive_name(HOME, moment, plain=plain)) == Copy(moment, home=HOME)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "notes.txt",
        "purnadaya.sqlite3",
        "purnadaya-2026-11-24T030000Z.tar.gz.age.copy",
        "purnadaya-0a1b2c3-2026-11-24T030000Z.tar.gz.age",
        "purnadaya-2026-13-24T030000Z.tar.gz.age",
        ".purnadaya-2026-11-24T030000Z.tar.gz.age.part",
    ],
)
def test_a_file_that_is_none_of_ours_has_no_moment_and_is_never_pruned(name: str) -> None:
    assert copy_called(name) is None


def test_a_name_from_before_homes_were_told_apart_is_read() -> None:
    since = NOW - timedelta(hours=1)
    assert copy_called("purnadaya-2026-11-24T030000Z.since-2026-11-24T020000Z.tar.gz.age") == Copy(NOW, since)


@st.composite
def folders(draw: st.DrawFn) -> set[Copy]:
    """Whole copies, differences that rest on one of them, and some whose whole one is not there."""
    bases = sorted(draw(moments))
    found = {Copy(moment) for moment in bases}
    for number in draw(st.lists(st.integers(0, 10_000), max_size=60)):
        base = bases[number % len(bases)] if bases else NOW - timedelta(days=number % 60, hours=1)
        found.add(Copy(min(base + timedelta(minutes=number % 1440 + 1), NOW), base))
    lost = {copy.moment for copy in found if copy.since is None} if draw(st.booleans()) else set()
    return {copy for copy in found if copy.since or copy.moment not in lost}


@given(folders())
def test_no_difference_stays_without_what_it_rests_on_unless_that_is_on_its_way(there: set[Copy]) -> None:
    stay = kept_copies(there, NOW)
    assert stay <= there
    for copy in stay:
        assert copy.since is None or Copy(copy.since) in stay or NOW - copy.moment <= APART


@given(folders())
def test_of_a_pair_too_old_nothing_stays_but_the_newest(there: set[Copy]) -> None:
    paired = {copy for copy in there if copy.since is None or Copy(copy.since) in there}
    newest = max((copy.moment for copy in paired), default=NOW)
    bases = {copy.since for copy in paired if copy.moment == newest}
    for copy in kept_copies(there, NOW):
        assert NOW - (copy.since or copy.moment) <= LONGEST or copy.moment == newest or copy.moment in bases or (
            copy not in paired and NOW - copy.moment <= APART
        )  # fmt: skip


@given(folders())
def test_the_newest_that_can_be_restored_stays(there: set[Copy]) -> None:
    paired = {copy for copy in there if copy.since is None or Copy(copy.since) in there}
    if paired:
        newest = max(copy.moment for copy in paired)
        assert {copy for copy in paired if copy.moment == newest} <= kept_copies(there, NOW)


@given(folders())
def test_pruning_pairs_twice_removes_nothing_more(there: set[Copy]) -> None:
    stay = kept_copies(there, NOW)
    assert kept_copies(stay, NOW) == stay


@given(moments)
def test_whole_copies_alone_are_kept_by_their_moments(there: set[datetime]) -> None:
    assert kept_copies(map(Copy, there), NOW) == {Copy(moment) for moment in kept(there, NOW)}


@pytest.mark.parametrize(("hours", "stays"), [(1, True), (23, True), (25, False), (24 * 40, False)])
def test_a_difference_apart_stays_a_day(hours: int, stays: bool) -> None:
    apart = Copy(NOW - timedelta(hours=hours), NOW - timedelta(hours=hours + 1))
    assert (apart in kept_copies({Copy(NOW), apart}, NOW)) == stays


def test_a_month_of_a_copy_each_quarter_hour_leaves_few() -> None:
    there: set[Copy] = set()
    for quarter in range(4 * 24 * 40):
        now = NOW + timedelta(minutes=15 * quarter)
        day = NOW + timedelta(days=quarter // 96)
        there = kept_copies(there | {Copy(now, None if now == day else day)}, now)
    assert len(there) <= 2 * (25 + 7 + 4 + 1)
    assert max(copy.moment for copy in there) == now


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda moment: moment.year >= 1000))
def test_the_name_of_a_difference_tells_since_when(moment: datetime) -> None:
    since = moment.replace(microsecond=0)
    assert copy_called(archive_name(HOME, NOW, plain=False, since=since)) == Copy(NOW, since, HOME)


def of(home: str, copies: set[Copy]) -> set[Copy]:
    return {replace(copy, home=home) for copy in copies}


@given(folders(), folders())
def test_a_home_prunes_its_own_as_if_it_were_alone_and_leaves_those_of_others(one: set[Copy], two: set[Copy]) -> None:
    assert kept_of(HOME, of(HOME, one) | of(OTHER, two), NOW) == kept_copies(of(HOME, one), NOW) | of(OTHER, two)


@given(folders(), st.booleans())
def test_of_copies_that_do_not_say_whose_they_are_only_the_old_go_and_only_beside_own(
    there: set[Copy], has_own: bool
) -> None:
    own = {Copy(NOW, home=HOME)} if has_own else set()
    stay = kept_of(HOME, there | own, NOW) - own
    assert stay == {copy for copy in there if not has_own or NOW - (copy.since or copy.moment) <= LONGEST}
