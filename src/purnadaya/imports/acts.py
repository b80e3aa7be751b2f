"""What is written for a row that is taken in: which commands, under which ids. Nothing is written here.

All ids follow from the row's identity and how often its file was undone, so that whoever takes it in twice writes once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from purnadaya.imports.drafts import Draft
from purnadaya.journal.execute import Act
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.parsing import parse


@dataclass(frozen=True)
class RowIds:
    """The ids of what one row makes."""

    identity: UUID
    round: int

    def of(self, *parts: object) -> UUID:
        """The id of a thing, or of the operation that makes it."""
        return derived_id(self.identity, self.round, *parts)

    @property
    def person(self) -> UUID:
        """The person a row becomes when she is new."""
        return self.of("person")


def founding(founds: Mapping[str, str], round_: int) -> Act:
    """The group that a row names is founded. Raises ``Refused`` for a name that is none."""
    group = UUID(founds["group"])
    command = parse("groups.found_group", founds)
    return Act(((command, derived_id(group, "found", round_)),))


def registering(draft: Draft, ids: RowIds) -> Act:
    """She is registered. Raises ``Refused`` for what cannot be a person."""
    return Act(((parse("people.register_person", {"person": str(ids.person), **draft.person}), ids.of("register")),))


@dataclass(frozen=True)
class Joining:
    """One who joins a group: her row's ids, who she is and since when."""

    ids: RowIds
    person: UUID
    since: str


def joining(group: str, joins: Sequence[Joining]) -> Act:
    """These join a group, together."""
    lines = [
        {"membership": str(one.ids.of("membership")), "person": str(one.person), "since": one.since} for one in joins
    ]
    return Act(((parse("groups.enrol_members", {"group": group, "members": lines}), joins[0].ids.of("join")),))


def filling(ids: RowIds, person: UUID, fields: Mapping[str, str], base: int) -> Act:
    """What is empty in her entry is filled. Raises ``Refused`` for what cannot stand there."""
    command = parse("people.correct_person", {"person": str(person), "changes": dict(fields)})
    return Act(((command, ids.of("fill")),), {ids.of("fill"): base})


def emptying(ids: RowIds, person: UUID, fields: Sequence[str], base: int) -> Act:
    """What was filled is empty again, unless somebody set it otherwise since."""
    command = parse("people.correct_person", {"person": str(person), "changes": dict.fromkeys(fields)})
    return Act(((command, ids.of("empty")),), {ids.of("empty"): base})


def staying(draft: Draft, ids: RowIds, person: UUID) -> list[Act]:
    """Her times abroad, each by itself, for one that is refused must not hold up another."""
    acts = []
    for place, stay in enumerate(draft.stays):
        body = {"person": str(person), "episode": str(ids.of("episode", place)), **stay}
        acts.append(Act(((parse("people.record_episode", body), ids.of("stay", place)),)))
    return acts


def posted(draft: Draft, ids: RowIds, person: UUID) -> Act:
    """She holds a post of her group."""
    body = {
        "group": draft.group,
        "term": str(ids.of("term")),
        "person": str(person),
        "post": draft.post,
        "since": draft.since,
    }
    return Act(((parse("groups.take_post", body), ids.of("post")),))
