"""Reads of groups, members and officers; each takes the actor, and what is not hers to see is not found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from purnadaya.access.policies import can, visible_to, within
from purnadaya.access.scopes import Lies
from purnadaya.groups.models import Group, Membership, OfficerTerm, OwnTopic
from purnadaya.groups.rules.groups import Post
from purnadaya.journal.putting_off import at_hand
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.people.queries import ROOT_OF_ENTRY, Person, ids_of

B = TypeVar("B", Membership, OfficerTerm)


@dataclass(frozen=True)
class Programme:
    """An organisation's work in one village: the container in which a group is founded and public education held."""

    organisation_id: UUID
    village_id: str


@dataclass(frozen=True)
class TopicList:
    """An organisation's own topics, as the container of a new one."""

    organisation_id: UUID


def programme_for(actor: Actor, village: str) -> Programme:
    """The actor's work in this village. Raises ``access.not_found`` for an actor of no organisation."""
    if actor.organisation_id is None:
        raise not_found()
    return Programme(actor.organisation_id, village)


def topic_list_for(actor: Actor) -> TopicList:
    """The topics of the actor's organisation. Raises ``access.not_found`` for an actor of none."""
    if actor.organisation_id is None:
        raise not_found()
    return TopicList(actor.organisation_id)


def topic_for(actor: Actor, topic_id: UUID) -> OwnTopic:
    """One own topic. Raises ``access.not_found`` unless the actor may see it."""
    found = visible_to(actor, OwnTopic).filter(id=topic_id).first()
    if found is None:
        raise not_found()
    return found


def own_topics(actor: Actor, *, retired: bool = False) -> list[OwnTopic]:
    """The own topics of the actor's organisation by name; those no longer taught only when asked for."""
    found = visible_to(actor, OwnTopic)
    return list((found if retired else found.filter(retired_at=None)).order_by("name"))


def groups_for(actor: Actor, text: str = "", area: str = "", *, closed: bool = False) -> QuerySet[Group]:
    """The groups the actor may see, by name; narrowed by a piece of the name and by an area, without those that are
    no more unless they are asked for."""
    found = visible_to(actor, Group).select_related("village")
    for word in text[:200].replace("\0", " ").split():
        found = found.filter(name__icontains=word)
    if area:
        found = found.filter(within("village__code", area))
    return (found if closed else found.filter(closed_on=None)).order_by("name", "id")


def group_names(actor: Actor, ids: Collection[str]) -> dict[str, str]:
    """The names of those of these groups that the actor may see, by id as text; no query for none."""
    found = visible_to(actor, Group).filter(id__in=ids) if ids else Group.objects.none()
    return {str(of): name for of, name in found.values_list("id", "name")}


def group_lies(actor: Actor, group_id: UUID) -> Lies | None:
    """Where a group is at home, for roles held for it; None unless the actor may see it."""
    group = visible_to(actor, Group).filter(id=group_id).first()
    return Lies(group.organisation_id, str(group.village_id)) if group else None


def group_for(actor: Actor, group_id: UUID) -> Group:
    """One group. Raises ``access.not_found`` unless the actor may see it."""
    group = visible_to(actor, Group).select_related("village").filter(id=group_id).first()
    if group is None:
        raise not_found()
    return group


def membership_for(actor: Actor, membership_id: UUID) -> Membership:
    """One membership, also a struck one. Raises ``access.not_found`` unless the actor may see its group."""
    return _seen(actor, Membership, membership_id)


def term_for(actor: Actor, term_id: UUID) -> OfficerTerm:
    """One officer's term, also a struck one. Raises ``access.not_found`` unless the actor may see its group."""
    return _seen(actor, OfficerTerm, term_id)


def _seen(actor: Actor, table: type[B], row_id: UUID) -> B:
    kept = at_hand(table, row_id)
    if kept is not None and can(actor, "see", kept):
        return copy(kept)
    found = visible_to(actor, table).select_related("group", "person__stands_as").filter(id=row_id).first()
    if found is None:
        raise not_found()
    return found


def held_on(day: date) -> Q:
    """Rows that hold on a day; the last day counts."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day)) & Q(struck_at=None)


def members_on(group: Group, day: date) -> list[Membership]:
    """The memberships of a group on a day, each woman once, by name; for pages whose reader may see the group."""
    found = Membership.objects.filter(held_on(day), group=group).select_related("person__stands_as")
    once: dict[UUID, Membership] = {}
    for one in found.order_by("since", "id"):
        once.setdefault(one.person.root_id, one)
    return sorted(once.values(), key=lambda one: (one.person.root.name.casefold(), str(one.id)))


def member_ids_on(group: Group, day: date) -> set[UUID]:
    """The ids of who belonged to a group on a day, as she was written and as whom she stands: as ``members_on``, of
    which nobody is read."""
    found = Membership.objects.filter(held_on(day), group=group).order_by("since", "id")
    once: dict[UUID, UUID] = {}
    for person, stands_as in found.values_list("person_id", "person__stands_as_id"):
        once.setdefault(stands_as or person, person)
    return {*once, *once.values()}


def memberships_of(group: Group) -> list[Membership]:
    """Every membership there was: the open ones by name, then the others, the latest ended first."""
    found = Membership.objects.filter(group=group, struck_at=None).select_related("person__stands_as")
    by_name = sorted(found, key=lambda one: (one.person.root.name.casefold(), str(one.id)))
    return sorted(by_name, key=lambda one: -one.until.toordinal() if one.until else -date.max.toordinal())


def terms_of(group: Group) -> list[OfficerTerm]:
    """Every officer's term of a group: by post, the chair first, and of one post the latest begun first."""
    found = OfficerTerm.objects.filter(group=group, struck_at=None).select_related("person__stands_as")
    order = {post: place for place, post in enumerate(Post)}
    return sorted(found, key=lambda one: (order[Post(one.post)], -one.since.toordinal(), str(one.id)))


def terms_between(group: Group, post: Post, since: date, until: date | None) -> list[UUID]:
    """Who held this post between two days (``until`` None: since then), by the ids they were written under. Who hands
    over and who takes over may do so on one day."""
    found = OfficerTerm.objects.filter(Q(until=None) | Q(until__gt=since), group=group, post=post, struck_at=None)
    before = found if until is None else found.filter(since__lt=until)
    return list(before.values_list("person_id", flat=True))


def belonged_between(group: Group, person: Person, since: date, until: date | None) -> bool:
    """Whether this person belonged to the group all the time between two days, under any of her ids."""
    hers = Membership.objects.filter(group=group, person_id__in=ids_of(person), struck_at=None, since__lte=since)
    return hers.filter(Q(until=None) if until is None else Q(until=None) | Q(until__gte=until)).exists()


def open_membership(group: Group, person: Person) -> Membership | None:
    """The membership of this person that has not ended, under any of her ids."""
    found = Membership.objects.filter(group=group, person_id__in=ids_of(person), until=None, struck_at=None)
    return found.order_by("since").first()


def member_counts(groups: Iterable[Group], day: date) -> dict[UUID, int]:
    """How many members each group has on a day; one query."""
    ids = [one.id for one in groups]
    counted = Membership.objects.filter(held_on(day), group_id__in=ids).values("group_id")
    return {row["group_id"]: row["n"] for row in counted.annotate(n=Count(ROOT_OF_ENTRY, distinct=True))}


def members_by_group(actor: Actor) -> dict[UUID, list[Person]]:
    """Everyone who is or was a member of each group the actor may see and that still is, as she stands; one query."""
    seen = visible_to(actor, Group).filter(closed_on=None).values("id")
    found = Membership.objects.filter(group_id__in=seen, struck_at=None).select_related("person__stands_as")
    members: dict[UUID, dict[UUID, Person]] = {}
    for one in found.order_by("group_id", "since", "id"):
        members.setdefault(one.group_id, {}).setdefault(one.person.root_id, one.person.root)
    return {group: list(persons.values()) for group, persons in members.items()}


def members_written(ids: Collection[UUID]) -> dict[UUID, bool]:
    """Of these memberships those that stand, and whether each is still as it was first written; one query."""
    found = Membership.objects.filter(id__in=ids, struck_at=None).values_list("id", "version", "until")
    return {of: version == 1 and until is None for of, version, until in found}


def open_members(group_ids: Collection[UUID], person_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Of these persons who belongs to which of these groups now: group and person, under the id it was written."""
    found = Membership.objects.filter(group_id__in=group_ids, person_id__in=person_ids, until=None, struck_at=None)
    return set(found.values_list("group_id", "person_id"))
