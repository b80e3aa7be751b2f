"""How archives are called and which of them are kept. Pure: moments in, moments out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAYS, WEEKS = 7, 4
BY_THE_HOUR = timedelta(days=1)
"""How far back a copy of each hour stays, against a mistake of this morning."""

LONGEST = timedelta(days=35)
"""No copy is older, so that what was erased is gone from the copies too."""

APART = timedelta(days=1)
"""How long a difference stays whose whole copy is not beside it: perhaps it is still on its way."""

_STAMP = "%Y-%m-%dT%H%M%SZ"
_MOMENT = r"\d{4}-\d\d-\d\dT\d{6}Z"
_NAME = re.compile(
    rf"purnadaya-(?:([0-9a-f]{{8}})-)?({_MOMENT})(?:\.since-({_MOMENT}))?\.(?:tar\.gz\.age|plain\.tar\.gz)"
)


@dataclass(frozen=True)
class Copy:
    """One archive by its name: when it was made, for a difference since which whole one, and of which home.

    Older names do not say of which home; then it is empty.
    """

    moment: datetime
    since: datetime | None = None
    home: str = ""


def archive_name(home: str, moment: datetime, *, plain: bool, since: datetime | None = None) -> str:
    """What an archive of this home and moment is called; ``since`` makes it a difference."""
    after = f".since-{since.astimezone(UTC):{_STAMP}}" if since else ""
    return f"purnadaya-{home}-{moment.astimezone(UTC):{_STAMP}}{after}.{'plain.tar.gz' if plain else 'tar.gz.age'}"


def copy_called(name: str) -> Copy | None:
    """The archive of this name; None when the name is none of ours."""
    found = _NAME.fullmatch(name)
    try:
        return Copy(_moment(found[2]), _moment(found[3]) if found[3] else None, found[1] or "") if found else None
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)


def kept_of(home: str, copies: Iterable[Copy], now: datetime) -> set[Copy]:
    """The archives that stay when this home prunes: its own by ``kept_copies``, and all of other homes.

    Of those that do not say whose they are, the old ones go once there is one of its own.
    """
    everything = set(copies)
    own = {copy for copy in everything if copy.home == home}
    old = {copy for copy in everything if own and not copy.home and now - (copy.since or copy.moment) > LONGEST}
    return everything - own - old | kept_copies(own, now)


def kept_copies(copies: Iterable[Copy], now: datetime) -> set[Copy]:
    """The archives of one home that stay: of the moments ``kept`` names, and each whole one that a difference needs.

    A difference counts while its whole one is here and not too old; the very newest always.
    """
    everything = set(copies)
    bases = {copy.moment: copy for copy in everything if copy.since is None}
    paired = [copy for copy in everything if copy.since is None or copy.since in bases]
    newest = max((copy.moment for copy in paired if copy.moment <= now), default=None)
    usable = [c for c in paired if c.since is None or now - c.since <= LONGEST or c.moment == newest]
    moments = kept({copy.moment for copy in usable}, now)
    stay = {copy for copy in usable if copy.moment in moments}
    stay |= {bases[copy.since] for copy in stay if copy.since}
    return stay | {copy for copy in everything - {*paired} if now - copy.moment <= APART}


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """The moments whose archives stay: the newest of each of the last 24 hours, of 7 days and of 4 weeks, the oldest of
    35 days, the very newest.

    Days and weeks are those in which there are archives, by UTC. What claims to come from the future (a clock
    stood wrong) stays and counts for nothing.
    """
    everything = set(moments)
    future = {moment for moment in everything if moment > now}
    past = sorted(everything - future, reverse=True)
    young = [moment for moment in past if now - moment <= LONGEST]
    hours = {(moment.date(), moment.hour): moment for moment in reversed(young) if now - moment <= BY_THE_HOUR}
    days = {moment.date(): moment for moment in reversed(young)}
    weeks = {moment.isocalendar()[:2]: moment for moment in reversed(young)}
    daily = sorted(days.values(), reverse=True)[:DAYS]
    weekly = sorted(weeks.values(), reverse=True)[:WEEKS]
    return future | {*hours.values(), *daily, *weekly, *young[-1:], *past[:1]}
