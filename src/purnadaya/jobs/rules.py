"""When a scheduled job is due, and when one should worry. Pure: moments in, answers out."""

from __future__ import annotations

from datetime import datetime, timedelta

GRACE = timedelta(minutes=10)


def is_due(last: datetime | None, every: timedelta, now: datetime) -> bool:
    """Whether it is time again. A last time that lies well ahead counts for nothing: a clock stood wrong."""
    return last is None or not now - every < last <= now + GRACE


def wait_until_due(last: datetime | None, every: timedelta, now: datetime) -> timedelta:
    """How long until it is time again; nothing when it is."""
    return timedelta(0) if last is None or is_due(last, every, now) else last + every - now


def is_late(good: datetime, every: timedelta, now: datetime) -> bool:
    """Whether the last time it went well is longer ago than it should be: a weekly one is late after eight days."""
    return good < now - every - max(every / 7, GRACE)
