"""What follows from facts. ``config/wiring.py`` is the only place that fills these in."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from purnadaya.kernel.commands import Fact, Work

F = TypeVar("F", bound=Fact)
Follower = Callable[[Any, Work], None]

_reactions: dict[type[Fact], list[Follower]] = defaultdict(list)
_listeners: dict[type[Fact], list[Follower]] = defaultdict(list)
logger = logging.getLogger("purnadaya.journal")


def react_to(fact: type[F], reaction: Callable[[F, Work], None]) -> None:
    """In the same transaction as ``fact``; if it fails, nothing of the command remains."""
    _reactions[fact].append(reaction)


def listen_to(fact: type[F], listener: Callable[[F, Work], None]) -> None:
    """After ``fact`` is durable; if it fails, that is logged and undoes nothing."""
    _listeners[fact].append(listener)


def run_reactions(facts: tuple[Fact, ...], work: Work) -> None:
    """Call every reaction to ``facts``, in the order they were wired."""
    for fact in facts:
        for reaction in _reactions.get(type(fact), ()):
            reaction(fact, work)


def run_listeners(facts: tuple[Fact, ...], work: Work) -> None:
    """Call every listener to ``facts``; one that fails does not keep the others from hearing."""
    for fact in facts:
        for listener in _listeners.get(type(fact), ()):
            try:
                listener(fact, work)
            except Exception:
                logger.exception("listener_failed", extra={"fact": type(fact).__name__})
