"""What belongs to one transaction: work done once at its end for all who ask for it, and answers asked for once.

Whoever undoes a part of the transaction has to undo this too: ``undoable`` goes around every savepoint. Outside of
``together`` nothing is put off and nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar, cast

T = TypeVar("T")
Doing: TypeAlias = Callable[[list[Any]], None]
"""What is done with all things that were put off for it, in the order they came."""


_NOTHING = object()


@dataclass
class _Transaction:
    waiting: dict[Doing, list[Any]] = field(default_factory=dict)
    known: dict[Hashable, Any] = field(default_factory=dict)
    parts: int = 0
    steps_back: list[Callable[[], object]] = field(default_factory=list)
    """How to undo, the last first, what was put off and learnt in the parts that may yet be undone."""

    def changed(self, step_back: Callable[[], object]) -> None:
        if self.parts:
            self.steps_back.append(step_back)

    def set_known(self, name: Hashable, answer: object) -> None:
        before = self.known.get(name, _NOTHING)
        if answer is not _NOTHING:
            self.known[name] = answer
        elif before is not _NOTHING:
            del self.known[name]
        self.changed(lambda: self._known_again(name, before))

    def _known_again(self, name: Hashable, before: object) -> None:
        if before is _NOTHING:
            self.known.pop(name, None)
        else:
            self.known[name] = before

    def wait(self, doing: Doing, thing: object) -> None:
        self.waiting.setdefault(doing, []).append(thing)
        self.changed(lambda: self._wait_no_more(doing))

    def _wait_no_more(self, doing: Doing) -> None:
        self.waiting[doing].pop()
        if not self.waiting[doing]:
            del self.waiting[doing]

    def taken(self, doing: Doing) -> list[Any]:
        before = dict(self.waiting)
        self.changed(lambda: setattr(self, "waiting", before))
        return list(self.waiting.pop(doing))

    def not_done(self, doing: Doing, things: list[Any]) -> None:
        since = self.waiting.pop(doing, [])
        self.waiting = {doing: [*things, *since], **self.waiting}


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
    mark = len(running.steps_back)
    running.parts += 1
    try:
        yield
    except BaseException:
        while len(running.steps_back) > mark:
            running.steps_back.pop()()
        raise
    finally:
        running.parts -= 1
        if not running.parts:
            running.steps_back.clear()


def changed(step_back: Callable[[], object]) -> None:
    """Something that waits was changed where it is: ``step_back`` is called if the running part is undone."""
    running = _running.get()
    if running is not None:
        running.changed(step_back)


def put_off(doing: Doing, thing: object) -> None:
    """Have ``doing`` done with this and all other things before the transaction ends; at once where there is none."""
    running = _running.get()
    if running is None:
        doing([thing])
    else:
        running.wait(doing, thing)


def waits(doing: Doing) -> bool:
    """Whether anything is put off for it."""
    running = _running.get()
    return running is not None and doing in running.waiting


def waiting_for(doing: Doing) -> Sequence[Any]:
    """What is put off for it so far, in the order it came."""
    running = _running.get()
    return running.waiting.get(doing, ()) if running is not None else ()


def settle(*only: Doing) -> None:
    """Do what was put off, or only this of it, in the order in which it was first asked for.

    What fails waits on: whoever takes the failure for her own and goes on must not lose what others put off.
    """
    running = _running.get()
    while running is not None and (due := [one for one in running.waiting if not only or one in only]):
        things = running.taken(due[0])
        try:
            due[0](things)
        except BaseException:
            running.not_done(due[0], things)
            raise


def once(name: Hashable, ask: Callable[[], T]) -> T:
    """The answer to ``ask``, asked for once in a transaction: for what cannot change in it, or who changes it says so
    by ``forget``."""
    running = _running.get()
    if running is None:
        return ask()
    if name not in running.known:
        running.set_known(name, ask())
    return cast(T, running.known[name])


def known(name: Hashable) -> Any:
    """What was learnt under this name in this transaction, or None."""
    running = _running.get()
    return running.known.get(name) if running is not None else None


def learn(name: Hashable, answer: object) -> None:
    """From now on this is what ``once`` answers."""
    running = _running.get()
    if running is not None:
        running.set_known(name, answer)


def forget(name: Hashable) -> None:
    """It is asked for again."""
    running = _running.get()
    if running is not None:
        running.set_known(name, _NOTHING)
