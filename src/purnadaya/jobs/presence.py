"""Files of the worker in the home: that it is the only one, that it was here, that there is something to do."""

from __future__ import annotations

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

FOLDER = "worker"
LOCK, WAKE, SEEN, WAIT = "lock", "wake", "seen", "wait"
SEEN_EVERY = 15.0
"""Seconds."""

TRIES_EVERY = 1.0
MISSED_AFTER = timedelta(minutes=3)
"""How long nobody need worry about a worker that was not seen: it may just be starting."""

logger = logging.getLogger("purnadaya.jobs")


def _file(name: str) -> Path:
    folder = Path(settings.HOME, FOLDER)
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder / name


def wake() -> None:
    """Let whoever keeps the worker know that there is something to do; without it the job waits a little longer."""
    try:
        _file(WAKE).touch()
    except OSError:
        logger.warning("worker_not_woken")


def was_seen() -> None:
    """Leave a trace that the worker is well."""
    with suppress(OSError):
        _file(SEEN).touch()


def seen_at() -> datetime | None:
    """When the worker was last well; None when it never was."""
    try:
        return datetime.fromtimestamp(_file(SEEN).stat().st_mtime, UTC)
    except OSError:
        return None


def last_call() -> int:
    """A number that changes with each ``wake``."""
    try:
        return _file(WAKE).stat().st_mtime_ns
    except OSError:
        return 0


def say_nothing_yet() -> None:
    """Take back what the last worker said: one that ends without saying anything is started again at once."""
    _file(WAIT).unlink(missing_ok=True)


def say_when_to_come_back(seconds: float, heard: int) -> None:
    """Tell the keeper after how long to start the worker again, and the ``last_call`` that was heard still."""
    _file(WAIT).write_text(f"{seconds:.0f} {heard}\n")


@contextmanager
def alone(give_up: Callable[[], bool]) -> Iterator[bool]:
    """Be the one worker of this home, until the process is gone; tries until one is, or ``give_up`` says so.

    Gives whether one is. Not by waiting in the kernel: a signal would not end that.
    """
    with _file(LOCK).open("a") as lock:
        while not (mine := _is_ours(lock)) and not give_up():
            time.sleep(TRIES_EVERY)
        yield mine


def _is_ours(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def traces() -> Iterator[None]:
    """Leave traces while a long job runs."""
    over = threading.Event()

    def leave() -> None:
        while not over.wait(SEEN_EVERY):
            was_seen()

    was_seen()
    threading.Thread(target=leave, daemon=True).start()
    try:
        yield
    finally:
        over.set()
