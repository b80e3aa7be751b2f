"""How archives are called and which of them are kept. Pure: moments in, moments out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

DAYS, WEEKS = 7, 4
LONGEST = timedelta(days=35)
"""No copy is older, so that what was erased is gone from the copies too."""

_STAMP = "%Y-%m-%dT%H%M%SZ"
_NAME = re.compile(r"purnadaya-(\d{4}-\d\d-\d\dT\d{6}Z)\.(?:tar\.gz\.age|plain\.tar\.gz)")


def archive_name(moment: datetime, *, plain: bool) -> str:
    """What an archive of this moment is called."""
    return f"purnadaya-{moment.astimezone(UTC):{_STAMP}}.{'plain.tar.gz' if plain else 'tar.gz.age'}"


def moment_of(name: str) -> datetime | None:
    """When the archive of this name was made; None when the name is none of ours."""
    found = _NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """The moments whose archives stay: the newest of 7 days and of 4 weeks, the oldest of 35 days, the very newest.

    Days and weeks are those in which there are archives, by UTC. What claims to come from the future (a clock
    stood wrong) stays and counts for nothing.
    """
    everything = set(moments)
    future = {moment for moment in everything if moment > now}
    past = sorted(everything - future, reverse=True)
    young = [moment for moment in past if now - moment <= LONGEST]
    days = {moment.date(): moment for moment in reversed(young)}
    weeks = {moment.isocalendar()[:2]: moment for moment in reversed(young)}
    daily = sorted(days.values(), reverse=True)[:DAYS]
    weekly = sorted(weeks.values(), reverse=True)[:WEEKS]
    return future | {*daily, *weekly, *young[-1:], *past[:1]}
