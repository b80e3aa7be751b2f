"""Reads of decisions, of what comes next, and of who went silent."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncDate

from purnadaya.access.actors import user_id_of
from purnadaya.access.policies import visible_to
from purnadaya.groups.models import Decision, Difference, Group, Invitation
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.rulebook import queries as rulebook


def decision_for(actor: Actor, decision_id: UUID) -> Decision:
    """One decision. Raises ``access.not_found`` unless the actor may see its group."""
    found = visible_to(actor, Decision).select_related("group", "meeting", "owner__stands_as")
    decision = found.filter(id=decision_id).first()
    if decision is None:
        raise not_found()
    return decision


def open_decisions_of(group: Group) -> list[Decision]:
    """What the group agreed and is not done yet, the most pressing first."""
    found = Decision.objects.filter(group=group, settled_on=None).select_related("owner__stands_as", "meeting", "group")
    return list(found.order_by("due", "id"))


def settled_decisions_of(group: Group) -> QuerySet[Decision]:
    """What was done or fell away, the latest first."""
    found = Decision.objects.filter(group=group).exclude(settled_on=None)
    return found.select_related("owner__stands_as", "meeting", "group").order_by("-settled_on", "-id")


def decisions_due(actor: Actor, until: date) -> QuerySet[Decision]:
    """What is due by a day and the actor minds: her own, and what members of groups she holds meetings with took on.

    What another user took on stands on that one's page. A group that is no more asks for nothing. The most pressing
    first.
    """
    held = visible_to(actor, Decision, "hold").filter(settled_on=None, due__lte=until, group__closed_on=None)
    mine = Q(owner_user=user_id_of(actor)) | Q(owner_user=None)
    return held.filter(mine).select_related("group", "owner__stands_as").order_by("due", "id")


def silent_groups(actor: Actor, today: date) -> QuerySet[Group]:
    """Groups the actor holds meetings with that did not meet for long (rule ``group.silent``), the longest first.

    A group that never met counts from the day it was written down.
    """
    last = Coalesce("last_met_on", TruncDate("registered_at"))
    long = timedelta(days=rulebook.value_on("group.silent", today, actor.organisation_id).value)
    found = visible_to(actor, Group, "hold").filter(closed_on=None).annotate(silent_since=last)
    return found.filter(silent_since__lte=today - long).order_by("silent_since", "id")


def next_meetings(actor: Actor, today: date, days: int) -> QuerySet[Group]:
    """Groups the actor holds meetings with that meet within so many days, the soonest first: each with the day
    (``meets_on``), whether they were ``invited``, and whether the day was agreed at the last meeting (``agreed``) or
    the meeting itself is written down already."""
    to_come = Q(last_met_on__gt=today)
    meets = Case(When(to_come, then=F("last_met_on")), default=F("next_on"))
    sent = Invitation.objects.filter(group=OuterRef("id"), for_on=OuterRef("meets_on"))
    found = visible_to(actor, Group, "hold").filter(closed_on=None).annotate(meets_on=meets)
    soon = found.filter(meets_on__range=(today, today + timedelta(days))).select_related("next_host__stands_as")
    agreed = Case(When(to_come, then=Value(value=False)), default=Value(value=True))
    return soon.annotate(invited=Exists(sent), agreed=agreed).order_by("meets_on", "name")


def my_differences(actor: Actor) -> QuerySet[Difference]:
    """Where the actor's account of a meeting and a colleague's differ, and nobody settled it; the latest first."""
    by = user_id_of(actor)
    if by is None:
        return Difference.objects.none()
    found = visible_to(actor, Difference, "hold").filter(Q(first_by=by) | Q(second_by=by), settled_at=None)
    return found.select_related("meeting__group").order_by("-found_at", "id")


def is_invited(group: Group) -> bool:
    """Whether the members were invited to the next meeting."""
    return group.next_on is not None and Invitation.objects.filter(group=group, for_on=group.next_on).exists()
