"""``purnadaya jobs``: what the worker does and did."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from purnadaya.access.actors import System
from purnadaya.jobs.asking import retry
from purnadaya.jobs.models import Job
from purnadaya.jobs.queries import jobs_for
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.ui.words import say

OPERATOR = System("jobs")
NOT_TRIED = {"access.not_found": "there is no such job", "jobs.not_failed": "it did not fail; nothing to try again"}


def job_id(text: str) -> UUID:
    """The id of a job."""
    try:
        return UUID(text)
    except ValueError:
        raise ArgumentTypeError("this is not the id of a job") from None


class Command(BaseCommand):
    """Lists jobs, the latest first, or has one that failed tried again."""

    help = "List what the worker does and did; “jobs retry ID” has one that failed tried again, from where it was."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and how to say it."""
        parser.add_argument("act", nargs="?", choices=("list", "retry"), default="list")
        parser.add_argument("id", nargs="?", type=job_id)
        parser.add_argument("--json", action="store_true", help="one json list")
        parser.add_argument("--last", type=int, default=30, metavar="N", help="how many; else 30")

    def handle(self, *args: Any, **options: Any) -> None:
        """List or retry."""
        if options["act"] == "retry":
            self._retry(options["id"])
            return
        found = jobs_for(OPERATOR)[: max(0, options["last"])]
        if options["json"]:
            self.stdout.write(json.dumps([told(one) for one in found], indent=1))
            return
        for one in found:
            self.stdout.write(line(one))

    def _retry(self, task_id: UUID | None) -> None:
        if task_id is None:
            raise CommandError("say which: purnadaya jobs retry ID")
        try:
            retry(OPERATOR, task_id)
        except Refused as refused:
            code = refused.problems[0].code
            raise CommandError(f"{task_id}: {NOT_TRIED.get(code, code)}") from None
        except CannotSave as error:
            raise CommandError(say(error.problem)) from None
        self.stdout.write(f"{task_id}: waits for the worker")


def told(one: Job) -> dict[str, Any]:
    """A job for a machine to read."""
    task = one.task
    times = {"asked": task.enqueued_at, "began": task.started_at, "ended": task.finished_at}
    return {
        "id": str(one.task_id),
        "kind": one.kind,
        "state": task.status.lower(),
        "done": one.done,
        "total": one.total,
        "step": one.step,
        "problem": one.problem,
        **{name: moment.isoformat() if moment else None for name, moment in times.items()},
    }


def line(one: Job) -> str:
    """A job in a line: when, how it stands, what, how far, why not."""
    far = f"  {one.done} of {one.total or '?'}" if one.done is not None else ""
    why = f"  {why_of(Problem.from_json(one.problem))}" if one.problem else ""
    when = timezone.localtime(one.task.enqueued_at)
    return f"{when:%Y-%m-%d %H:%M}  {one.task.status.lower():10}  {one.task_id}  {one.kind}{far}{why}"


def why_of(problem: Problem) -> str:
    """A code, and what the machine said."""
    return " ".join(filter(None, (problem.code, problem.details.get("machine", ""))))
