"""What is written for a row that is taken in: which commands, under which ids. Nothing is written here.

All ids follow from the row's identity and how often its file was undone, so that whoever takes it in twice writes once.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def entering(draft: Draft, ids: RowIds, person: UUID, *, is_new: bool, joins: bool) -> Act:
    """She is registered, if she is new, and joins her group. Raises ``Refused`` for what cannot be a person."""
    sent = []
    if is_new:
        body = {"person": str(person), **draft.person}
        sent.append((parse("people.register_person", body), ids.of("register")))
    if joins:
        body = {
            "group": draft.group,
            "membership": str(ids.of("membership")),
            "person": str(person),
            "since": draft.since,
        }
        sent.append((parse("groups.join_group", body), ids.of("join")))
    return Act(tuple(sent))


def afterwards(draft: Draft, ids: RowIds, person: UUID, *, posts: bool, stays: bool) -> list[Act]:
    """What is also said of her, each by itself, for one that is refused must not hold up another."""
    acts = []
    if posts and draft.post and draft.group:
        body = {
            "group": draft.group,
            "term": str(ids.of("term")),
            "person": str(person),
            "post": draft.post,
            "since": draft.since,
        }
        acts.append(Act(((parse("groups.take_post", body), ids.of("post")),)))
    for place, stay in enumerate(draft.stays if stays else ()):
        body = {"person": str(person), "episode": str(ids.of("episode", place)), **stay}
        acts.append(Act(((parse("people.record_episode", body), ids.of("stay", place)),)))
    return acts
