"""The one task the library knows; it leads to the job."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django_tasks import TaskContext, task

from purnadaya.jobs.models import Job
from purnadaya.jobs.running import carry_out


@task(takes_context=True)
def run_job(context: TaskContext, arguments: dict[str, Any]) -> None:
    """Do what the job of this task is declared to do."""
    carry_out(Job.objects.get(task_id=UUID(context.task_result.id)), arguments)
