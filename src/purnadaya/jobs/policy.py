"""Who sees a job and may have it tried again: who asked; who looks after the organisation, or the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db.models import Q

from purnadaya.access.actors import System, grants_of, user_id_of
from purnadaya.access.policies import Right
from purnadaya.access.roles import Role
from purnadaya.kernel.commands import Actor

OWN = frozenset({"see", "retry"})
"""What anyone may do with the jobs she asked for."""

OF_THE_ORGANISATION: Mapping[str, frozenset[str]] = {Role.COORDINATOR: frozenset({"see"}), Role.ORGANISATION_ADMIN: OWN}
OF_THE_SERVER: Mapping[str, frozenset[str]] = {Role.ORGANISATION_ADMIN: OWN, Role.SYSTEM_ADMIN: OWN}
"""Jobs of no organisation, such as backups: they say how the machine does, and nothing of anyone."""


def sees_the_server(actor: Actor) -> bool:
    """Whether the actor looks after the machine itself."""
    return isinstance(actor, System) or _lists(OF_THE_SERVER, actor, "see")


def keeps_the_machine(actor: Actor) -> bool:
    """Whether the actor keeps the machine, and may read where on it things lie."""
    return isinstance(actor, System) or any(held.role == Role.SYSTEM_ADMIN for held in grants_of(actor))


class JobPolicy:
    """The rule for jobs."""

    kind: ClassVar[str] = "job"

    def allows(self, actor: Actor, verb: str, thing: Any) -> bool:
        """Hers, her organisation's, or the server's."""
        if thing.organisation_id is None:
            return _lists(OF_THE_SERVER, actor, verb)
        if thing.organisation_id != actor.organisation_id:
            return False
        return _is_own(actor, verb, thing) or _lists(OF_THE_ORGANISATION, actor, verb)

    def filter(self, actor: Actor, verb: str) -> Q:
        """The rows for which ``allows`` is true."""
        reach = Q(pk__in=[])
        if actor.organisation_id is not None:
            if _lists(OF_THE_ORGANISATION, actor, verb):
                reach |= Q(organisation_id=actor.organisation_id)
            if verb in OWN and user_id_of(actor):
                reach |= Q(organisation_id=actor.organisation_id, asked_by_id=user_id_of(actor))
        return reach | Q(organisation_id=None) if _lists(OF_THE_SERVER, actor, verb) else reach

    def holds(self, actor: Actor, verb: str) -> bool:
        """Anyone signed in may have jobs of her own."""
        return verb in OWN and user_id_of(actor) is not None

    def rights(self) -> Iterator[Right]:
        """Her own; then role by role."""
        yield "", OWN, "what she asked for herself"
        for role in Role:
            yield role.value, OF_THE_ORGANISATION.get(role, frozenset()), "the organisation"
            yield role.value, OF_THE_SERVER.get(role, frozenset()), "the server itself"


def _is_own(actor: Actor, verb: str, thing: Any) -> bool:
    return verb in OWN and thing.asked_by_id is not None and thing.asked_by_id == user_id_of(actor)


def _lists(table: Mapping[str, frozenset[str]], actor: Actor, verb: str) -> bool:
    return any(verb in table.get(held.role, ()) for held in grants_of(actor))
