"""The worker: one job after the other, each once, none left lying."""

from __future__ import annotations

import logging
import signal
import time
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from purnadaya.jobs import presence
from purnadaya.jobs.models import Job
from purnadaya.jobs.running import JobFailed, PutOff, Stopped, is_told_to_end, tell_to_end
from purnadaya.jobs.schedule import Schedule, ask_what_is_due, seconds_until_due
from purnadaya.journal.writing import CannotSave, write
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Problem

LOOKS_EVERY = 1.0
"""Seconds between two looks for something to do."""

SCHEDULE_EVERY = 15.0
LONGEST_PAUSE = 60.0
LINGERS = 60.0
"""Seconds a worker that may end stays when there is nothing to do."""

COMES_BACK_AFTER = 900.0
"""Seconds after which it is started again to look, though nobody called."""

MOST_FALLS = 5
"""How often in a row a job may be left lying without moving on; then it is given up, visibly."""

logger = logging.getLogger("purnadaya.jobs")


@dataclass
class Worker:
    """Works off what is asked for and what the schedule asks for, until told to end.

    With ``until_idle`` it also ends when there is nothing to do, and says when to start it again.
    """

    schedule: Schedule
    until_idle: bool = False
    name: str = field(default_factory=lambda: str(new_id()))
    _looked_at: float = field(default=float("-inf"), repr=False)
    _heard: int = field(default=0, repr=False)
    _pause: float = field(default=LOOKS_EVERY, repr=False)

    def work(self) -> None:
        """Stay until told to end; the second worker of a home waits until the first has ended."""
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, tell_to_end)
        with presence.alone(self._gives_up) as mine:
            if mine:
                self._stay()
            elif self.until_idle:
                presence.say_when_to_come_back(LINGERS, presence.last_call())

    def _gives_up(self) -> bool:
        return self.until_idle or is_told_to_end()

    def _stay(self) -> None:
        presence.say_nothing_yet()
        last_busy = time.monotonic()
        while not is_told_to_end():
            if self._turn():
                last_busy = time.monotonic()
            elif self.until_idle and time.monotonic() - last_busy >= LINGERS and self._may_go():
                return
            else:
                _rest(self._pause)

    def _turn(self) -> bool:
        """One look, and the job that was found; whether there was one. A store that fails is tried again later."""
        try:
            self._heard = presence.last_call()
            close_old_connections()
            put_back_what_was_left()
            if time.monotonic() - self._looked_at >= SCHEDULE_EVERY:
                ask_what_is_due(self.schedule, SYSTEM_CLOCK.now())
                self._looked_at = time.monotonic()
                presence.was_seen()
            found = claim(self.name)
            if found:
                with presence.traces():
                    work_off(found)
        except (CannotSave, DatabaseError, InterfaceError) as error:
            logger.warning("jobs_store_failed", extra={"error": type(error).__name__})
            connection.close()
            self._pause = min(LONGEST_PAUSE, self._pause * 2)
            return False
        self._pause = LOOKS_EVERY
        return found is not None

    def _may_go(self) -> bool:
        """When the next scheduled job is near it does not pay to end."""
        seconds = seconds_until_due(self.schedule, SYSTEM_CLOCK.now(), COMES_BACK_AFTER)
        if seconds < 2 * LINGERS:
            return False
        presence.say_when_to_come_back(seconds, self._heard)
        return True


def _rest(seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not is_told_to_end():
        time.sleep(min(left, LOOKS_EVERY))


def put_back_what_was_left() -> None:
    """Jobs that run though their worker is gone wait again; one that is left time after time is given up.

    Only the one worker of the home may call this, and only while it runs none.
    """
    for left in Job.objects.filter(task__status=TaskResultStatus.RUNNING).order_by("seq"):
        _fell(left, Problem("jobs.keeps_breaking"))


def _fell(job: Job, why: Problem) -> None:
    if job.fell + 1 >= MOST_FALLS:
        _end(job, TaskResultStatus.FAILED, why)
    else:
        _put_back(job, fell=F("fell") + 1)


def claim(worker: str) -> Job | None:
    """Take the job that waits longest; None when none waits. Two who claim at once never get the same."""
    if not _waiting().exists():
        return None
    return write(lambda: _claim(worker))


def _waiting() -> QuerySet[Job]:
    return Job.objects.filter(task__status=TaskResultStatus.READY).order_by("-task__priority", "seq")


def _claim(worker: str) -> Job | None:
    first = _waiting().select_related("task").select_for_update(skip_locked=True, of=("self", "task")).first()
    if first is not None:
        first.task.claim(worker)
        Job.objects.filter(seq=first.seq).update(problem=None)
    return first


def work_off(job: Job) -> None:
    """Run a claimed job and write down how it ended. No trace of an error is kept with it, for traces hold values."""
    try:
        _call(job)
    except Stopped:
        _put_back(job)
    except PutOff:
        job.refresh_from_db(fields=["fell"])
        _fell(job, Problem("journal.cannot_save"))
        raise CannotSave("busy") from None
    except JobFailed as failed:
        _end(job, TaskResultStatus.FAILED, failed.problem)
    except Exception:
        logger.exception("job_broke", extra={"job": str(job.task_id), "kind": job.kind})
        _end(job, TaskResultStatus.FAILED, Problem("jobs.broke"))
    else:
        _end(job, TaskResultStatus.SUCCESSFUL)


def _call(job: Job) -> None:
    match job.task.args_kwargs:
        case {"args": [], "kwargs": {"arguments": dict() as arguments, **more}} if not more:
            result: Any = job.task.task_result
            result.task.call(TaskContext(task_result=result), arguments)
        case _:
            raise JobFailed(Problem("jobs.bad_arguments"))


def _put_back(job: Job, **more: Any) -> None:
    write(lambda: _wait_again(job, **more))


def _wait_again(job: Job, **more: Any) -> None:
    DBTaskResult.objects.filter(id=job.task_id, status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY)
    if more:
        Job.objects.filter(seq=job.seq).update(**more)


def _end(job: Job, status: TaskResultStatus, problem: Problem | None = None) -> None:
    write(lambda: _ended(job, status, problem))
    logger.info("job_ended", extra={"kind": job.kind, "status": status.value, "why": problem.code if problem else ""})


def _ended(job: Job, status: TaskResultStatus, problem: Problem | None) -> None:
    DBTaskResult.objects.filter(id=job.task_id).update(
        status=status, finished_at=timezone.now(), exception_class_path=problem.code if problem else ""
    )
    Job.objects.filter(seq=job.seq).update(problem=problem.as_json() if problem else None)
