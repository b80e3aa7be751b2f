"""What entries do not say yet: for whoever holds a list that says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from purnadaya.access.policies import visible_to
from purnadaya.kernel.commands import Actor
from purnadaya.people.models.persons import Person
from purnadaya.people.rules.persons import Whose

FILLABLE = ("honorific", "nickname", "birth", "hamlet", "education", "phone", "whose", "nik")
"""What of an entry may be empty and can be said later without putting anything right."""


class Gaps(NamedTuple):
    """What one entry does not say: its version, its village, and the fields that are empty."""

    version: int
    village: str
    fields: frozenset[str]


def gaps_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Gaps]:
    """What is empty with those of these persons whom the actor may correct. What another entry of hers says is not.

    Who has no phone lacks no number. Nobody who turned out to be another. Two queries.
    """
    persons = list(visible_to(actor, Person, "correct").filter(id__in=ids, erased_at=None, merged_into=None))
    said: dict[UUID, set[str]] = defaultdict(set)
    others = Person.objects.filter(stands_as__in=[one.id for one in persons])
    for one in (*persons, *others):
        said[one.stands_as_id or one.id] |= {name for name in FILLABLE if getattr(one, name)}
        said[one.stands_as_id or one.id] |= {"phone"} if one.whose == Whose.NONE else set()
    return {one.id: Gaps(one.version, one.village_id, frozenset(FILLABLE) - said[one.id]) for one in persons}
