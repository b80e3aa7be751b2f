"""A job while it runs: what it knows, how it says how far it is, how it ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction

from purnadaya.access.actors import Actor, System
from purnadaya.access.models import User
from purnadaya.access.queries import actor_for
from purnadaya.jobs.declaring import Declared, declared_as
from purnadaya.jobs.models import Job
from purnadaya.journal.writing import CannotSave, write
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.problems import Problem, Refused

TOLD_EVERY = 0.5
"""Seconds between two writes of progress that carry no mark."""


_signs: list[object] = []
"""Not an ``Event``: a signal may come while the same thread holds the event's lock."""


def tell_to_end(*sign: object) -> None:
    """The job that runs ends at its next ``progress`` and goes on later. May be called by a signal."""
    _signs.append(sign)


def is_told_to_end() -> bool:
    """Whether the worker was told to end."""
    return bool(_signs)


class Stopped(BaseException):
    """The worker was told to end; not an error, so no job may catch it by accident."""


class JobFailed(Exception):  # noqa: N818 - an answer, like Refused
    """Why a job cannot be done: a code, and in its details nothing about anyone."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


class PutOff(Exception):  # noqa: N818 - an answer, like Refused
    """The store could not be used just now; the job goes on when it can."""


@dataclass
class Run:
    """What a job is given: who asked, with the rights she has now, and the ``mark`` it left when it last ran."""

    actor: Actor
    mark: Any
    _job: Job = field(repr=False)
    _told_at: float = field(default=0.0, repr=False)

    def progress(self, done: int, total: int | None = None, *, step: str = "", mark: Any = None) -> None:
        """Say how far it is, and with a ``mark`` (ids and numbers, as json) where to go on after a kill.

        Inside a ``write()`` it is part of that: work and mark are there together or not at all. When the worker is
        told to end, the job ends here, or as soon as that write is durable.
        """
        if mark is not None or time.monotonic() - self._told_at >= TOLD_EVERY or done == total:
            self._told_at = time.monotonic()
            moved = {"mark": mark, "fell": 0} if mark is not None else {}
            _write(lambda: Job.objects.filter(seq=self._job.seq).update(done=done, total=total, step=step, **moved))
        if mark is not None:
            self.mark = mark
        transaction.on_commit(_end_if_told)


def carry_out(job: Job, kept: Any) -> None:
    """Do the job with the arguments as they were ``kept``.

    Raises ``JobFailed`` when it cannot be done, ``PutOff`` when it can later, ``Stopped`` when the worker must end.
    """
    declared = declared_as(job.kind)
    if declared is None:
        raise JobFailed(Problem("jobs.unknown_kind"))
    try:
        arguments = declared.read(kept)
    except (TypeError, ValueError):
        raise JobFailed(Problem("jobs.bad_arguments")) from None
    try:
        _do(declared, Run(_actor_of(job), job.mark, job), arguments)
    except (CannotSave, OperationalError, InterfaceError):
        raise PutOff from None
    except Refused as refused:
        # The details of a refusal may repeat what somebody typed; the code does not.
        raise JobFailed(Problem(refused.problems[0].code)) from None


def _do(declared: Declared, run: Run, arguments: dict[str, Any]) -> None:
    _end_if_told()
    declared.function(run, **arguments)


def _actor_of(job: Job) -> Actor:
    if job.asked_by_id is None:
        return System("job", job.organisation_id)
    user = User.objects.select_related("organisation").filter(id=job.asked_by_id, is_active=True).first()
    if user is None:
        raise JobFailed(Problem("jobs.asker_gone"))
    return actor_for(user, SYSTEM_CLOCK.today(user.organisation.zone))


def _write(work: Callable[[], Any]) -> None:
    if connection.in_atomic_block:
        work()
    else:
        write(work)


def _end_if_told() -> None:
    if is_told_to_end():
        raise Stopped
