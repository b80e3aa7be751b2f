"""What is held about a person, in all apps: each says what it holds and how that is erased (``subject.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model


@dataclass(frozen=True)
class Subject:
    """The person spoken of, by every id under which she is known, and by what a line that was not applied is known
    to speak of her.

    ``niks`` are hers alone. ``shared`` are numbers others may have too: phones, and what once stood in her entry
    as her NIK. ``names`` is what she is or was called. ``passed`` are lines that were looked at already and speak
    of someone else. ``by_mistake`` says that she was only entered by mistake: nobody asked that what others hold of
    her be erased.
    """

    organisation_id: UUID
    ids: tuple[UUID, ...]
    niks: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    passed: frozenset[UUID] = frozenset()
    by_mistake: bool = False


@dataclass(frozen=True)
class Held:
    """One thing that is held about her: its kind, its id, every value of it by its name, and its files by theirs.

    A file is read when it is asked for; that raises ``CannotOpen`` when it is damaged.
    """

    kind: str
    id: str
    values: Mapping[str, Any]
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)


class Holder(Protocol):
    """The ``subject`` room of an app; ``TABLES`` are those in which an erasure takes something away."""

    TABLES: tuple[type[Model], ...]

    def held(self, subject: Subject) -> Iterator[Held]:
        """Everything the app holds about her, in the clear."""

    def erase(self, subject: Subject) -> Mapping[str, int]:
        """Take it away for good, within the running transaction; how many things of each kind lost something."""


_holders: dict[str, Holder] = {}


def register_holder(app: str, holder: Holder) -> None:
    """Make what an app holds part of every answer and every erasure."""
    _holders[app] = holder


def holders() -> frozenset[str]:
    """The apps that said what they hold."""
    return frozenset(_holders)


def tables() -> frozenset[str]:
    """The names of all tables in which an erasure takes something away."""
    return frozenset(table._meta.db_table for holder in _holders.values() for table in holder.TABLES)  # noqa: SLF001


def held_about(subject: Subject) -> list[Held]:
    """Everything held about her, app by app."""
    return [one for holder in _holders.values() for one in holder.held(subject)]


def erase_everywhere(subject: Subject) -> dict[str, int]:
    """Erase her in every app; how many things of each kind lost what they said."""
    counts: dict[str, int] = {}
    for holder in _holders.values():
        for kind, count in holder.erase(subject).items():
            counts[kind] = counts.get(kind, 0) + count
    return {kind: count for kind, count in sorted(counts.items()) if count}
