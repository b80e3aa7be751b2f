"""What belongs to one transaction: work done once at its end for all who ask for it, and answers asked for once.

Whoever undoes a part of the transaction has to undo this too: ``undoable`` goes around every savepoint. Outside of
``together`` nothing is put off and nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar, cast

T = TypeVar("T")
Doing: TypeAlias = Callable[[list[Any]], None]
"""What is done with all things that were put off for it, in the order they came."""


@dataclass
class _Transaction:
    waiting: dict[Doing, list[Any]] = field(default_factory=dict)
    known: dict[Hashable, Any] = field(default_factory=dict)


_running: ContextVar[_Transaction | None] = ContextVar("together", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Around what is written in one transaction; at its end all is done that was put off."""
    token = _running.set(_Transaction())
    try:
        yield
        settle()
    finally:
        _running.reset(token)


@contextmanager
def undoable() -> Iterator[None]:
    """Around a part that may be undone alone: then it put nothing off, and nothing it learnt is remembered.

    Also what waited before it and was done within it waits again.
    """
    running = _running.get()
    if running is None:
        yield
        return
    waiting = {doing: list(things) for doing, things in running.waiting.items()}
    known = dict(running.known)
    try:
        yield
    except BaseException:
        running.waiting, running.known = waiting, known
        raise


def put_off(doing: Doing, thing: object) -> None:
    """Have ``doing`` done with this and all other things before the transaction ends; at once where there is none."""
    running = _running.get()
    if running is None:
        doing([thing])
    else:
        running.waiting.setdefault(doing, []).append(thing)


def waits(doing: Doing) -> bool:
    """Whether anything is put off for it."""
    running = _running.get()
    return running is not None and doing in running.waiting


def settle(*only: Doing) -> None:
    """Do what was put off, or only this of it, in the order in which it was first asked for."""
    running = _running.get()
    while running is not None and (due := [one for one in running.waiting if not only or one in only]):
        due[0](running.waiting.pop(due[0]))


def once(name: Hashable, ask: Callable[[], T]) -> T:
    """The answer to ``ask``, asked for once in a transaction: for what cannot change in it, or who changes it says so
    by ``forget``."""
    running = _running.get()
    if running is None:
        return ask()
    if name not in running.known:
        running.known[name] = ask()
    return cast(T, running.known[name])


def known(name: Hashable) -> Any:
    """What was learnt under this name in this transaction, or None."""
    running = _running.get()
    return running.known.get(name) if running is not None else None


def learn(name: Hashable, answer: object) -> None:
    """From now on this is what ``once`` answers."""
    running = _running.get()
    if running is not None:
        running.known[name] = answer


def forget(name: Hashable) -> None:
    """It is asked for again."""
    running = _running.get()
    if running is not None:
        running.known.pop(name, None)
