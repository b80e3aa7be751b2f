"""One writer at a time, and words for a store that cannot be written."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from purnadaya.kernel.problems import Problem

_WHY = (
    ("readonly", "read_only"),
    ("read-only", "read_only"),
    ("full", "full"),
    ("locked", "busy"),
    ("no space", "full"),
)


class CannotSave(Exception):  # noqa: N818 - an answer, like Refused
    """The store itself cannot take anything in just now; nothing was lost, nothing was saved."""

    def __init__(self, why: str) -> None:
        self.problem = Problem("journal.cannot_save", {"why": why})
        super().__init__(why)


@contextmanager
def writing() -> Iterator[None]:
    """One durable write transaction. Raises ``CannotSave`` when the disk is full, read-only or gone."""
    try:
        with _turn(), transaction.atomic(durable=True):
            yield
    except IntegrityError:
        raise
    except (OperationalError, OSError) as error:
        raise CannotSave(_why(error)) from error
    except DatabaseError as error:
        if "readonly" in str(error):
            raise CannotSave("read_only") from error
        raise


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn in a queue the kernel keeps, rather than polling SQLite's own lock."""
    if connection.vendor != "sqlite":
        yield
        return
    with Path(settings.HOME, "write.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _why(error: Exception) -> str:
    text = str(error).lower()
    return next((why for sign, why in _WHY if sign in text), "broken")
