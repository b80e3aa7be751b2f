"""Parts of a transaction that may be undone alone. The store hears of one when it is to write something in it.

Most parts of a large transaction write nothing themselves: what they have to say is put off.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, transaction

from purnadaya.kernel.together import undoable


@dataclass
class _Part:
    savepoint: str | None = None


@dataclass
class _Parts:
    """Those that are open, the outermost first; and whether the store is just being told of them."""

    open: list[_Part] = field(default_factory=list)
    beginning: bool = False


_running: ContextVar[_Parts | None] = ContextVar("parts", default=None)


@contextmanager
def counted() -> Iterator[None]:
    """Around all that is written in one transaction."""
    token = _running.set(_Parts())
    try:
        yield
    finally:
        _running.reset(token)


def begin() -> None:
    """Something is about to be written: tell the store of the parts it belongs to."""
    running = _running.get()
    if running is None or running.beginning:
        return
    running.beginning = True
    try:
        for part in running.open:
            part.savepoint = part.savepoint or transaction.savepoint()
    finally:
        running.beginning = False


@contextmanager
def whole() -> Iterator[None]:
    """Around a part: it is written whole or, when anything is raised, not at all. Only within ``counted``."""
    running = _running.get()
    if running is None:
        raise RuntimeError("a part of no transaction")
    part, promised = _Part(), len(connection.run_on_commit)
    running.open.append(part)
    with undoable():
        try:
            yield
        except BaseException:
            running.open.pop()
            _undo(part)
            del connection.run_on_commit[promised:]
            raise
        running.open.pop()
        if part.savepoint:
            transaction.savepoint_commit(part.savepoint)


def _undo(part: _Part) -> None:
    if part.savepoint is None:
        return
    transaction.set_rollback(False)
    try:
        transaction.savepoint_rollback(part.savepoint)
        transaction.savepoint_commit(part.savepoint)
    except DatabaseError:
        # The store is gone, or undoes all of it already: then nothing of the transaction may last.
        transaction.set_rollback(True)
