"""Reads of jobs; each takes the actor, and what is not hers is not found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django_tasks import TaskResultStatus

from purnadaya.access.policies import visible_to
from purnadaya.jobs.models import Job
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found


def jobs_for(actor: Actor) -> QuerySet[Job]:
    """The jobs the actor may see, the latest first."""
    return visible_to(actor, Job).select_related("task").order_by("-seq")


OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def open_jobs_for(actor: Actor) -> QuerySet[Job]:
    """Those that run or wait, in the order in which they were asked for."""
    return jobs_for(actor).filter(task__status__in=OPEN).order_by("seq")


def ended_jobs_for(actor: Actor) -> QuerySet[Job]:
    """Those that are over, the latest first."""
    return jobs_for(actor).exclude(task__status__in=OPEN)


def last_job_about(argument: str, thing: UUID) -> Job | None:
    """The latest job that was asked for with this thing as its argument of that name; for who may see the thing."""
    path = f"task__args_kwargs__kwargs__arguments__{argument}"
    return Job.objects.select_related("task").filter(**{path: str(thing)}).order_by("-seq").first()


def job_for(actor: Actor, task_id: UUID) -> Job:
    """One job. Raises ``access.not_found`` unless the actor may see it."""
    found = jobs_for(actor).filter(task_id=task_id).first()
    if found is None:
        raise not_found()
    return found


@dataclass(frozen=True)
class Standing:
    """How a kind of job stands on this server: its latest, and its latest that went well."""

    newest: Job | None
    good: Job | None

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs just now."""
        return self.newest is not None and self.newest.task.status in OPEN

    @property
    def has_failed(self) -> bool:
        """Whether the latest one failed."""
        return self.newest is not None and self.newest.task.status == TaskResultStatus.FAILED

    @property
    def went_well_at(self) -> datetime | None:
        """When it last went well."""
        return self.good.task.finished_at if self.good else None


def standing_of(actor: Actor, kind: str) -> Standing:
    """How the server's own jobs of this kind stand, as far as the actor may see them."""
    own = jobs_for(actor).filter(kind=kind, organisation_id=None)
    return Standing(own.first(), own.filter(task__status=TaskResultStatus.SUCCESSFUL).first())
