"""Who may see figures, and who may open the list behind one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from purnadaya.access.actors import Held, System, grants_of
from purnadaya.access.policies import ScopedPolicy
from purnadaya.access.roles import Role, ScopeKind
from purnadaya.kernel.commands import Actor

_FIELD = (Role.GROUP_OFFICER, Role.FACILITATOR, Role.PARALEGAL)
_OFFICE = (Role.COORDINATOR, Role.PROGRAMME_MANAGER, Role.ORGANISATION_ADMIN)
VERBS: dict[str, frozenset[str]] = {
    **{role: frozenset({"see", "open"}) for role in (*_FIELD, *_OFFICE)},
    Role.AUDITOR: frozenset({"see"}),
}
"""``see`` a figure, with small ones hidden; ``open`` the list behind it, and see small ones too."""


@dataclass(frozen=True)
class Tallied:
    """What an organisation counted in one place: as a thing of its own, for the policies."""

    organisation_id: UUID
    village_id: str


POLICY = ScopedPolicy("figure", VERBS, area="village_id")


@dataclass(frozen=True)
class Reach:
    """How far an actor's roles reach. ``organisation`` None is every organisation; ``areas`` None is everywhere;
    areas do not lie in each other. ``groups`` are reached wherever they met."""

    organisation: UUID | None
    areas: tuple[str, ...] | None
    groups: frozenset[UUID] = frozenset()

    @property
    def is_nothing(self) -> bool:
        """Whether it reaches nothing at all."""
        return self.areas == () and not self.groups


def reach_of(actor: Actor, verb: str) -> Reach:
    """How far the actor may do ``verb`` to figures."""
    if isinstance(actor, System):
        return Reach(actor.organisation_id, None)
    held = [one for one in grants_of(actor) if verb in VERBS.get(one.role, ())]
    if actor.organisation_id is None or not held:
        return Reach(actor.organisation_id, ())
    if any(one.scope_kind == ScopeKind.ORGANISATION for one in held):
        return Reach(actor.organisation_id, None)
    areas = {one.scope_id for one in held if one.scope_kind == ScopeKind.AREA}
    return Reach(actor.organisation_id, outermost(areas), _groups(held))


def _groups(held: list[Held]) -> frozenset[UUID]:
    return frozenset(UUID(one.scope_id) for one in held if one.scope_kind == ScopeKind.GROUP)


def outermost(areas: set[str]) -> tuple[str, ...]:
    """Those of these areas that do not lie in another of them, in order."""
    return tuple(sorted(one for one in areas if not any(lies_in(one, other) for other in areas - {one})))


def lies_in(code: str, area: str) -> bool:
    """Whether an area is another or lies in it; everything lies in no area."""
    return not area or code == area or code.startswith(f"{area}.")
