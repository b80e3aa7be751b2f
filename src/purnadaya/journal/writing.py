"""Writing durably, each as if alone, and words for a store that cannot be written.

On SQLite one writes at a time. On PostgreSQL several do, each seeing the store as it was when she began; whoever
meets what another wrote meanwhile begins anew and sees it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection, transaction

from purnadaya.kernel.problems import Problem

T = TypeVar("T")

MOST_TRIES = 12
"""How often a write begins anew because others wrote the same thing: more than ever write it at once."""

_WHY = (
    ("readonly", "read_only"),
    ("read-only", "read_only"),
    ("full", "full"),
    ("locked", "busy"),
    ("no space", "full"),
)
_WHY_BY_STATE = (
    ("25006", "read_only"),
    ("53100", "full"),
    ("53", "busy"),
    ("40", "busy"),
    ("55", "busy"),
    ("57014", "busy"),
    ("57", "gone"),
    ("08", "gone"),
)
"""What PostgreSQL's codes (or the classes they begin with) mean for someone who wants to save."""


class CannotSave(Exception):  # noqa: N818 - an answer, like Refused
    """The store itself cannot take anything in just now; nothing was lost, nothing was saved."""

    def __init__(self, why: str) -> None:
        self.problem = Problem("journal.cannot_save", {"why": why})
        super().__init__(why)


class Overtaken(CannotSave):
    """Somebody wrote the same thing meanwhile; begun anew, it may well be saved."""


def write(work: Callable[[], T]) -> T:
    """What ``work`` gives, done in one durable transaction; done anew when somebody wrote the same meanwhile.

    Raises ``CannotSave``, and ``IntegrityError`` for a constraint that is still broken when looked at again.
    """
    tries, broken = 0, 0
    while True:
        try:
            with writing():
                return work()
        except (Overtaken, IntegrityError) as error:
            tries, broken = tries + 1, broken + isinstance(error, IntegrityError)
            if tries == MOST_TRIES or broken == 2:
                raise


@contextmanager
def writing() -> Iterator[None]:
    """One durable write transaction. Raises ``CannotSave`` when the disk is full, read-only or gone."""
    try:
        with _turn(), _whole_transaction():
            yield
    except IntegrityError:
        raise
    except (OperationalError, InterfaceError, OSError) as error:
        raise _cannot_save(error) from error
    except DatabaseError as error:
        if _why(error) == "read_only":
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


@contextmanager
def _whole_transaction() -> Iterator[None]:
    outermost = not connection.in_atomic_block
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql" and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _cannot_save(error: Exception) -> CannotSave:
    return Overtaken("busy") if _state(error).startswith("40") else CannotSave(_why(error))


def _why(error: Exception) -> str:
    if connection.vendor == "postgresql" and not isinstance(error, OSError):
        state = _state(error)
        return next((why for sign, why in _WHY_BY_STATE if state.startswith(sign)), "broken" if state else "gone")
    text = str(error).lower()
    return next((why for sign, why in _WHY if sign in text), "broken")


def _state(error: Exception) -> str:
    """PostgreSQL's five-letter code; empty when the server could not say one."""
    return getattr(error.__cause__, "sqlstate", None) or ""
