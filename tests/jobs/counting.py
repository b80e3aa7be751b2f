"""Jobs for the tests; ``tests.jobs.settings`` makes them known to real processes."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from django.conf import settings

from purnadaya.jobs.declaring import job
from purnadaya.jobs.running import Run
from purnadaya.kernel.problems import Problem, Refused


def counted() -> Path:
    return Path(settings.HOME, "counted.txt")


@job("tests.count", "Count", {"count": "counting"})
def count(run: Run, to: int, name: str = "x") -> None:
    """Writes a line for each number, and goes on where it was."""
    for number in range(run.mark or 0, to):
        with counted().open("a") as file:
            file.write(f"{name} {number} {os.getpid()}\n")
        run.progress(number + 1, to, step="count", mark=number + 1)
        time.sleep(0.02)


@job("tests.die", "Die")
def die(run: Run) -> None:
    """Takes its process with it, every time."""
    with counted().open("a") as file:
        file.write("died\n")
    os.kill(os.getpid(), signal.SIGKILL)


@job("tests.break", "Break")
def break_down(run: Run) -> None:
    raise RuntimeError("Sari Lestari, 0812 3456 7890")


@job("tests.refuse", "Refuse")
def refuse(run: Run) -> None:
    raise Refused(Problem("journal.clash", {"theirs": "Sari Lestari"}))
