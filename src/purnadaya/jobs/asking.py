"""Asking for a job, asking once more for one that failed, and forgetting those that are long over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from purnadaya.access.actors import user_id_of
from purnadaya.access.policies import can
from purnadaya.jobs import presence
from purnadaya.jobs.declaring import declared_as
from purnadaya.jobs.models import Job
from purnadaya.jobs.queries import job_for
from purnadaya.jobs.tasks import run_job
from purnadaya.journal.writing import write
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import Problem, Refused

T = TypeVar("T")
KEPT = timedelta(days=30)
"""How long one can look at a job that is over."""


def enqueue(actor: Actor, kind: str, /, **arguments: Any) -> Job:
    """Have the worker do this job, in the actor's name and with the rights she has by then.

    Within a transaction (a command's) it is asked for when that commits, and not if it does not. Raises TypeError for
    a kind or arguments that no code should ask for, and ``CannotSave``.
    """
    declared = declared_as(kind)
    if declared is None:
        raise TypeError(f"no job is called {kind}")
    plain = declared.plain(arguments)
    return _written(lambda: _ask(actor, kind, plain))


def _ask(actor: Actor, kind: str, plain: dict[str, Any]) -> Job:
    result = run_job.enqueue(arguments=plain)
    transaction.on_commit(presence.wake)
    return Job.objects.create(
        task_id=result.id, kind=kind, organisation_id=actor.organisation_id, asked_by_id=user_id_of(actor)
    )


def retry(actor: Actor, task_id: UUID) -> Job:
    """Have a job that failed tried once more, from where it was.

    Raises ``access.not_found``, ``access.not_allowed``, ``jobs.not_failed``, and ``CannotSave``.
    """
    found = job_for(actor, task_id)
    if not can(actor, "retry", found):
        raise Refused(Problem("access.not_allowed"))
    return _written(lambda: _ask_again(found))


def _ask_again(found: Job) -> Job:
    failed = DBTaskResult.objects.filter(id=found.task_id, status=TaskResultStatus.FAILED)
    if not failed.update(status=TaskResultStatus.READY, finished_at=None, exception_class_path=""):
        raise Refused(Problem("jobs.not_failed"))
    Job.objects.filter(seq=found.seq).update(fell=0, problem=None)
    transaction.on_commit(presence.wake)
    return found


def forget_old(now: datetime) -> int:
    """Remove jobs that were over long ago; of each kind the newest stays, and the newest that went well."""
    newest = Job.objects.values("kind").annotate(last=Max("seq")).order_by()
    stay = {row["last"] for rows in (newest, newest.filter(task__status=TaskResultStatus.SUCCESSFUL)) for row in rows}
    old = DBTaskResult.objects.filter(finished_at__lt=now - KEPT).exclude(job__seq__in=stay)
    return _written(lambda: old.delete()[1].get("jobs.Job", 0))


def _written(work: Callable[[], T]) -> T:
    """``work`` as part of the transaction one is in, or in one of its own."""
    return work() if connection.in_atomic_block else write(work)
