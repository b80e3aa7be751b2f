"""Who sees an import and does something with it: coordinators; a facilitator what she gave herself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from purnadaya.access.actors import grants_of, user_id_of
from purnadaya.access.policies import Right
from purnadaya.imports.rules import EVERYONES, VERBS
from purnadaya.kernel.commands import Actor


@dataclass(frozen=True)
class ImportPolicy:
    """The rule for things of imports. ``path`` is how a query goes from the thing to its file."""

    kind: str
    path: str = ""

    def allows(self, actor: Actor, verb: str, thing: Any) -> bool:
        """In the same organisation: by a role that lists the verb, of some roles only what she gave herself."""
        if actor.organisation_id is None or thing.organisation_id != actor.organisation_id:
            return False
        roles = _roles(actor, verb)
        return bool(roles & EVERYONES) or bool(roles and thing.given_by and thing.given_by == user_id_of(actor))

    def filter(self, actor: Actor, verb: str) -> Q:
        """The rows for which ``allows`` is true."""
        roles = _roles(actor, verb)
        if actor.organisation_id is None or not roles:
            return Q(pk__in=[])
        own = Q(organisation_id=actor.organisation_id)
        if roles & EVERYONES:
            return own
        by = user_id_of(actor)
        return own & Q(**{f"{self.path}given_by": by}) if by else Q(pk__in=[])

    def holds(self, actor: Actor, verb: str) -> bool:
        """Whether any role held lists the verb."""
        return bool(_roles(actor, verb))

    def rights(self) -> Iterator[Right]:
        """Role by role."""
        for role, verbs in VERBS.items():
            yield role, verbs, "the organisation" if role in EVERYONES else "what she gave herself"


def _roles(actor: Actor, verb: str) -> set[str]:
    return {held.role for held in grants_of(actor) if verb in VERBS.get(held.role, ())}
