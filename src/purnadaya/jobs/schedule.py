"""What is asked for by the clock, not by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from purnadaya.access.actors import System
from purnadaya.jobs.asking import enqueue
from purnadaya.jobs.queries import Standing, standing_of
from purnadaya.jobs.rules import is_due, is_late, wait_until_due
from purnadaya.kernel.commands import Actor

CLOCK = System("schedule")


@dataclass(frozen=True)
class Scheduled:
    """A job that comes round every so often; without ``every`` it is off, and ``off`` says why in words."""

    kind: str
    every: timedelta | None
    off: Any = ""


Schedule: TypeAlias = Callable[[], Iterable[Scheduled]]


def ask_what_is_due(schedule: Schedule, now: datetime) -> None:
    """Ask for every job whose time has come and that is not waiting or running still."""
    for one in schedule():
        standing = standing_of(CLOCK, one.kind)
        if one.every and not standing.is_open and is_due(_asked_at(standing), one.every, now):
            enqueue(CLOCK, one.kind)


def seconds_until_due(schedule: Schedule, now: datetime, longest: float) -> float:
    """How long nothing of the schedule will be due, ``longest`` at most."""
    waits = [
        wait_until_due(_asked_at(standing_of(CLOCK, one.kind)), one.every, now).total_seconds()
        for one in schedule()
        if one.every
    ]
    return min([longest, *waits])


def worries(actor: Actor, schedule: Schedule, now: datetime) -> Iterator[tuple[Scheduled, datetime | None]]:
    """What has not gone well for longer than it should, and when it last did, among what the actor may see."""
    for one in schedule():
        standing = standing_of(actor, one.kind)
        if one.every and _is_worrying(standing, one.every, now):
            yield one, standing.went_well_at


def _is_worrying(standing: Standing, every: timedelta, now: datetime) -> bool:
    if standing.went_well_at is None:
        return standing.has_failed
    return is_late(standing.went_well_at, every, now)


def _asked_at(standing: Standing) -> datetime | None:
    return standing.newest.task.enqueued_at if standing.newest else None
