"""Who may see a person: by the area she lives in, and by accompanying her wherever she lives.

Who turned out to be someone else is seen, with all that was written about her, by those who may see that one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from purnadaya.access.actors import Held
from purnadaya.access.policies import ScopedPolicy, within
from purnadaya.access.roles import ScopeKind
from purnadaya.kernel.commands import Actor
from purnadaya.people.models import Accompaniment, Person
from purnadaya.people.queries.persons import ROOT_OF_ENTRY


@dataclass(frozen=True)
class ResidencePolicy(ScopedPolicy):
    """Persons and what is written about them, reached by where she lives whom they stand as.

    ``path`` is how a query goes from the thing to the person: empty, or ending in two underscores.
    """

    area: str = "village_id"
    path: str = "person__"

    def _covers(self, held: Held, thing: Any) -> bool:
        return super()._covers(held, thing.root if isinstance(thing, Person) else thing)

    def _lies_in(self, area: str) -> Q:
        herself = Q(**{f"{self.path}stands_as": None}) & within(f"{self.path}village__code", area)
        return herself | within(f"{self.path}stands_as__village__code", area)


@dataclass(frozen=True)
class AccompaniedPolicy(ResidencePolicy):
    """The same, that also reaches whoever the actor accompanies."""

    def allows(self, actor: Actor, verb: str, thing: Any) -> bool:
        """By area; or, for a role of any scope that lists the verb, because she accompanies the person."""
        if super().allows(actor, verb, thing):
            return True
        person, user_id = thing if isinstance(thing, Person) else getattr(thing, "person", None), _user_of(actor)
        if person is None or user_id is None or not self._may(actor, verb):
            return False
        if getattr(thing, self.organisation) != actor.organisation_id:
            return False
        root = person.root_id
        return _accompanied(user_id).filter(Q(person_id=root) | Q(person__stands_as_id=root)).exists()

    def filter(self, actor: Actor, verb: str) -> Q:
        """The rows for which ``allows`` is true."""
        by_area, user_id = super().filter(actor, verb), _user_of(actor)
        if user_id is None or not self._may(actor, verb):
            return by_area
        roots = _accompanied(user_id).values(root=ROOT_OF_ENTRY)
        hers = Q(**{f"{self.path}id__in": roots}) | Q(**{f"{self.path}stands_as__in": roots})
        return by_area | (hers & Q(**{self.organisation: actor.organisation_id}))

    def _may(self, actor: Actor, verb: str) -> bool:
        return actor.organisation_id is not None and self.holds(actor, verb)


@dataclass(frozen=True)
class RequestPolicy(ScopedPolicy):
    """A scoped policy by the village a request was asked in. Of a person who was erased only the district is left:
    her requests are reached from every area in it, so that who erased her can hand over the certificate."""

    def _covers(self, held: Held, thing: Any) -> bool:
        if super()._covers(held, thing):
            return True
        return held.scope_kind == ScopeKind.AREA and thing.is_erased and thing.area in _around(held.scope_id)

    def _reach(self, held: Held) -> Q:
        reach = super()._reach(held)
        if not reach or held.scope_kind != ScopeKind.AREA:
            return reach
        return reach | Q(person__erased_at__isnull=False, area__in=_around(held.scope_id))


def _around(area: str) -> list[str]:
    """The code itself and those of the areas around it, also of a code that is no area."""
    blocks = area.split(".")
    return [".".join(blocks[: count + 1]) for count in range(len(blocks))]


def _user_of(actor: Actor) -> UUID | None:
    found: UUID | None = getattr(actor, "user_id", None)
    return found


def _accompanied(user_id: UUID) -> QuerySet[Accompaniment]:
    return Accompaniment.objects.filter(scope_kind="user", scope_id=user_id, until=None, struck_at=None)
