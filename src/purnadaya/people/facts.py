"""What has happened to persons."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from purnadaya.kernel.commands import Fact


@dataclass(frozen=True)
class PersonRegistered(Fact):
    """A person came into the registry, living in this village and (perhaps) hamlet."""

    person_id: UUID
    village: str
    hamlet: str


@dataclass(frozen=True)
class PersonCorrected(Fact):
    """Something about a person was put right; village and hamlet are as they are now."""

    person_id: UUID
    village: str
    hamlet: str
    fields: frozenset[str]


@dataclass(frozen=True)
class PersonErased(Fact):
    """All that was known of a person was erased; her bare row stays."""

    person_id: UUID


@dataclass(frozen=True)
class PersonMoved(Fact):
    """A person lives in this village and (perhaps) hamlet now."""

    person_id: UUID
    village: str
    hamlet: str


@dataclass(frozen=True)
class EntryWritten(Fact):
    """Something that happened in a person's life was written, put right or struck out: what it counts may have
    changed."""

    person_id: UUID


@dataclass(frozen=True)
class PersonsMerged(Fact):
    """Two entries turned out to be one person: the other stands as the first now."""

    person_id: UUID
    other_id: UUID


@dataclass(frozen=True)
class PersonsParted(Fact):
    """Two entries are two persons after all."""

    person_id: UUID
    other_id: UUID


@dataclass(frozen=True)
class PersonUnregistered(Fact):
    """A person had been entered by mistake, and is no more."""

    person_id: UUID
