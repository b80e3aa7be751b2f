"""Who may see a person: by the area she lives in, and by accompanying her wherever she lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from purnadaya.access.actors import Held
from purnadaya.access.policies import ScopedPolicy
from purnadaya.access.roles import ScopeKind
from purnadaya.kernel.areas import AreaCode
from purnadaya.kernel.commands import Actor
from purnadaya.people.models import Accompaniment, Person


@dataclass(frozen=True)
class AccompaniedPolicy(ScopedPolicy):
    """A scoped policy that also reaches whoever the actor accompanies; ``path`` is how a query names the person."""

    path: str = "id"

    def allows(self, actor: Actor, verb: str, thing: Any) -> bool:
        """By area; or, for a role of any scope that lists the verb, because she accompanies the person."""
        if super().allows(actor, verb, thing):
            return True
        person_id = thing.id if isinstance(thing, Person) else getattr(thing, "person_id", None)
        user_id = _user_of(actor)
        if person_id is None or user_id is None or not self._may(actor, verb):
            return False
        if getattr(thing, self.organisation) != actor.organisation_id:
            return False
        return _accompanied(user_id).filter(person_id=person_id).exists()

    def filter(self, actor: Actor, verb: str) -> Q:
        """The rows for which ``allows`` is true."""
        by_area, user_id = super().filter(actor, verb), _user_of(actor)
        if user_id is None or not self._may(actor, verb):
            return by_area
        hers = Q(**{f"{self.path}__in": _accompanied(user_id).values("person_id")})
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
        return held.scope_kind == ScopeKind.AREA and thing.is_erased and AreaCode(held.scope_id).within(thing.area)

    def _reach(self, held: Held) -> Q:
        reach = super()._reach(held)
        if not reach or held.scope_kind != ScopeKind.AREA:
            return reach
        return reach | Q(person__erased_at__isnull=False, area__in=AreaCode(held.scope_id).path)


def _user_of(actor: Actor) -> UUID | None:
    found: UUID | None = getattr(actor, "user_id", None)
    return found


def _accompanied(user_id: UUID) -> QuerySet[Accompaniment]:
    return Accompaniment.objects.filter(scope_kind="user", scope_id=user_id, until=None, struck_at=None)
