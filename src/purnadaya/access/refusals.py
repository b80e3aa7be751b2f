"""Refusals that several commands share: on whom one may act, and how far."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from purnadaya.access import rules, scopes
from purnadaya.access.actors import System, grants_of, user_id_of
from purnadaya.access.models import Organisation, RoleGrant, User
from purnadaya.access.queries import open_roles
from purnadaya.access.roles import GIVES, Role, ScopeKind
from purnadaya.kernel.areas import AreaCode
from purnadaya.kernel.commands import Actor, Work
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.places import queries as places


def refuse_self(user: User, work: Work) -> None:
    """Nobody does this to herself."""
    if user.id == user_id_of(work.actor):
        raise Refused(Problem("access.not_on_yourself"))


def refuse_unless_manageable(user: User, work: Work) -> None:
    """Whoever mends someone's way in must be above all she holds, everywhere she holds it."""
    if is_person(work) and user.id != user_id_of(work.actor):
        held = open_roles(user, work.today)
        refuse_if_any(rules.managing_problems(roles_of(work.actor), [grant.role for grant in held]))
        for grant in held:
            refuse_if_any(grant_reach_problems(work.actor, grant, user))


def refuse_last_admin(user: User, *ending: RoleGrant) -> None:
    """An organisation keeps an admin: none of these roles may be the last one."""
    if not any(grant.role == Role.ORGANISATION_ADMIN for grant in ending):
        return
    # Two admins may end each other's roles at once: writing the row both rest on makes the second look again.
    Organisation.objects.filter(id=user.organisation_id).update(name=F("name"))
    others = RoleGrant.objects.filter(role=Role.ORGANISATION_ADMIN, until=None, user__is_active=True)
    if not others.filter(user__organisation=user.organisation_id).exclude(user=user).exists():
        raise Refused(Problem("access.last_admin"))


def grant_reach_problems(actor: Actor, grant: RoleGrant, user: User) -> list[Problem]:
    """``reach_problems`` of a role that is held."""
    return reach_problems(actor, Role(grant.role), grant.scope_kind, grant.scope_id, user.organisation_id)


def reach_problems(actor: Actor, role: Role, kind: str, scope: str, organisation: object) -> list[Problem]:
    """Whoever gives, ends or mends a role must do so within a scope in which she herself may give it: an area
    coordinator could otherwise come in as someone who reaches further than she does, and one who also reads
    everything could hand out more than she looks after."""
    giving = [held for held in grants_of(actor) if role in GIVES.get(held.role, frozenset())]
    held_scopes = [(held.scope_kind, held.scope_id) for held in giving]
    lies = scopes.found(actor, kind, scope)
    if rules.scope_covers(held_scopes, kind, scope, str(organisation), lies.area if lies else ""):
        return []
    return [Problem("access.scope_wider_than_yours", fields=("group" if kind == ScopeKind.GROUP else "area",))]


def giving_problems(
    actor: Actor, role: Role, area: AreaCode | None, group: UUID | None, organisation: UUID
) -> list[Problem]:
    """Why this role cannot be given for this area or group of the organisation, by this actor."""
    problems = area_problems(area, "area") + rules.scope_problems(role, area is not None, group is not None)
    if group is not None:
        lies = scopes.found(actor, ScopeKind.GROUP, str(group))
        if lies is None or lies.organisation_id != organisation:
            problems.append(Problem("access.unknown_group", fields=("group",)))
    if isinstance(actor, System):
        return problems
    problems += rules.giving_problems(roles_of(actor), role)
    return problems or reach_problems(actor, role, *scopes.scope_of(area, group, organisation), organisation)


def area_problems(code: AreaCode | None, field: str) -> list[Problem]:
    """Whether there is such an area, where one was named."""
    if code is None or places.lineage(code):
        return []
    return [Problem("places.unknown_area", {"code": code}, (field,))]


def roles_of(actor: Actor) -> frozenset[str]:
    """The roles the actor holds."""
    return frozenset(held.role for held in grants_of(actor))


def is_person(work: Work) -> bool:
    """Whether a person acts, not the system."""
    return not isinstance(work.actor, System)
