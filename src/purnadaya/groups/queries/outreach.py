"""Reads of public education."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from purnadaya.access.policies import visible_to, within
from purnadaya.groups.models import Group, Outreach
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found


def outreach_for(actor: Actor, outreach_id: UUID) -> Outreach:
    """One public education, also one that was cancelled. Raises ``access.not_found`` unless the actor may see it."""
    found = visible_to(actor, Outreach).select_related("group", "village").filter(id=outreach_id).first()
    if found is None:
        raise not_found()
    return found


def outreaches_for(actor: Actor, area: str = "") -> QuerySet[Outreach]:
    """The public educations the actor may see that took place, the latest first; narrowed by an area."""
    found = visible_to(actor, Outreach).filter(cancelled_at=None).select_related("group", "village")
    if area:
        found = found.filter(within("village__code", area))
    return found.order_by("-held_on", "-id")


def outreaches_of(group: Group) -> QuerySet[Outreach]:
    """Those of one group, the latest first."""
    return Outreach.objects.filter(group=group, cancelled_at=None).order_by("-held_on", "-id")


def cancelled_outreaches_for(actor: Actor, area: str = "") -> QuerySet[Outreach]:
    """Those the actor may see that never took place, the latest first; narrowed by an area."""
    found = visible_to(actor, Outreach).exclude(cancelled_at=None).select_related("group", "village")
    if area:
        found = found.filter(within("village__code", area))
    return found.order_by("-held_on", "-id")


def outreaches_like(actor: Actor, said: Any) -> QuerySet[Outreach]:
    """Those the actor may see that may be the very one she writes down (``said``: the command): of the same group or
    of the organisation itself, on that day, at that occasion, in that village."""
    found = outreaches_for(actor).filter(group_id=said.group, village_id=said.village)
    return found.filter(held_on=said.held_on, occasion=said.occasion)
