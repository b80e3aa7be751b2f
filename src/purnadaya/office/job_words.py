"""Jobs in words: what they are called, how they stand, why they failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import TaskResultStatus

from purnadaya.jobs.declaring import declared_as
from purnadaya.jobs.models import Job
from purnadaya.jobs.policy import keeps_the_machine
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import Problem
from purnadaya.ui.words import say

STATES: Mapping[str, Any] = {
    TaskResultStatus.READY: gettext_lazy("waits its turn"),
    TaskResultStatus.RUNNING: gettext_lazy("at work"),
    TaskResultStatus.SUCCESSFUL: gettext_lazy("done"),
    TaskResultStatus.FAILED: gettext_lazy("did not succeed"),
}

PROBLEM_WORDS = {
    "jobs.unknown_kind": gettext_lazy("This version does not know such a job. It may come from another version."),
    "jobs.bad_arguments": gettext_lazy("What this job should work on could not be read."),
    "jobs.asker_gone": gettext_lazy("Whoever asked for this can no longer sign in."),
    "jobs.keeps_breaking": gettext_lazy(
        "It was cut off several times in a row without getting further. Tell whoever looks after the machine."
    ),
    "jobs.broke": gettext_lazy(
        "Something in it broke. The log of the machine says more; tell whoever looks after the machine."
    ),
    "jobs.not_failed": gettext_lazy("This job did not fail, so there is nothing to try again."),
    "journal.not_swept": gettext_lazy(
        "Someone was reading the whole time, so what was erased could not be cleared out of the files yet. "
        "It is tried again within the hour."
    ),
    "office.backup_failed": gettext_lazy("Not every backup could be made."),
    "office.folder_not_there": gettext_lazy("A folder or disk that is named for backups is not there."),
    "office.disk_full": gettext_lazy("A disk is full."),
    "office.disk_refused": gettext_lazy("A disk could not be read or written."),
    "office.backup_busy": gettext_lazy("Another backup was being made at the same time."),
    "office.backup_refused": gettext_lazy("Tell whoever looks after the machine: purnadaya jobs says more there."),
    "office.base_damaged": gettext_lazy(
        "A backup is no longer as it was written: a disk is failing, or somebody changed it. The next backup is a "
        "whole one. Look at the disk, and try which backups come back."
    ),
    "office.not_pruned": gettext_lazy(
        "Old backups could not be removed from every folder that was ever used. What was erased may still be in them. "
        "Bring the disk; when it is gone for good, take its line out of backup-folders in the home folder."
    ),
    "office.drill_failed": gettext_lazy(
        "A backup of today would not come back as it should. Tell whoever looks after the machine."
    ),
}


def called(kind: str) -> str:
    """What a kind of job is called; its kind when this version does not know it."""
    declared = declared_as(kind)
    return str(declared.words) if declared else kind


def how_far(job: Job) -> str:
    """``3 of 10: copying``; nothing before it said so."""
    if job.done is None:
        return ""
    counted = _("%(done)s of %(total)s") % {"done": job.done, "total": job.total} if job.total else str(job.done)
    declared = declared_as(job.kind)
    step = declared.steps.get(job.step) if declared else None
    return f"{counted}: {step}" if step else counted


def how_often(every: timedelta) -> str:
    """``every 60 minutes``, in the largest of days, hours and minutes that fits."""
    for measure, once, often in (
        (timedelta(days=1), _("every day"), _("every %(n)s days")),
        (timedelta(hours=1), _("every hour"), _("every %(n)s hours")),
    ):
        if not every % measure:
            return once if every == measure else often % {"n": every // measure}
    return _("every %(n)s minutes") % {"n": f"{every / timedelta(minutes=1):g}"}


def why_not(job: Job, actor: Actor) -> str:
    """Why it failed, in words; what the machine says of its folders only for whoever keeps it."""
    if not job.problem:
        return ""
    problem = Problem.from_json(job.problem)
    words = [say(problem), *(say(Problem(code)) for code in problem.details.get("reasons", ()))]
    if (machine := problem.details.get("machine")) and keeps_the_machine(actor):
        words.append(_("The machine says: %(why)s") % {"why": machine})
    return " ".join(words)
