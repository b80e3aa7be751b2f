"""What is told on a person's life line, by all apps: each tells what it knows of her (``story.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from purnadaya.kernel.commands import Actor
from purnadaya.kernel.data_classes import SECRET, DataClass
from purnadaya.kernel.rough_dates import RoughDate


@dataclass(frozen=True)
class StoryEntry:
    """Something that happened in her life, on a day as rough as it is known.

    ``kind`` is what the line is narrowed by, ``act`` what happened, ``values`` what its words need. ``stands`` is the
    day it stands under among the others, its first unless its app knows better.
    """

    when: RoughDate
    kind: str
    act: str
    id: UUID
    values: Mapping[str, Any] = field(default_factory=dict)
    data_class: DataClass = DataClass.PERSONAL
    stands: date | None = None

    def __post_init__(self) -> None:
        if self.data_class in SECRET:
            raise TypeError(f"{self.kind}: a life line is printed and read over shoulders, it holds nothing sealed")

    @property
    def stands_under(self) -> date:
        """The day it is ordered by."""
        return self.stands or self.when.first


class Words(NamedTuple):
    """An entry in the reader's language."""

    what: str
    more: str = ""


Entries: TypeAlias = Callable[[Actor, Sequence[UUID]], Iterable[StoryEntry]]
"""The ``story`` room of an app: what it knows of the person of these ids (the first is the one that stands) and this
actor may see. Of one day, what came first is told first."""


@dataclass(frozen=True)
class Storyteller:
    """An app's part in every life line: its entries, their words, and what it calls their kinds."""

    entries: Entries
    words: Callable[[StoryEntry], Words]
    kinds: Mapping[str, Any]


_tellers: dict[str, Storyteller] = {}


def register_teller(app: str, teller: Storyteller) -> None:
    """Make what an app tells part of every life line."""
    _tellers[app] = teller


def tellers() -> Mapping[str, Storyteller]:
    """Every app's part, by the app."""
    return dict(_tellers)
