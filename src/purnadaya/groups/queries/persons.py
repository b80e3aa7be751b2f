"""Reads of what groups know of one person, in the groups the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from purnadaya.access.policies import visible_to
from purnadaya.groups.models import Attendance, Decision, Lesson, Meeting, Membership, OfficerTerm
from purnadaya.groups.rules.meetings import Attended
from purnadaya.groups.rules.years import Said, Year, years_of
from purnadaya.kernel.commands import Actor
from purnadaya.people.queries import accompanied_by_groups


def memberships_about(actor: Actor, ids: Collection[UUID]) -> list[Membership]:
    """The memberships of the person of these ids, in groups the actor may see, the latest begun first."""
    found = visible_to(actor, Membership).filter(person_id__in=ids, struck_at=None).select_related("group")
    return list(found.order_by("-since", "id"))


def terms_about(actor: Actor, ids: Collection[UUID]) -> list[OfficerTerm]:
    """The terms of the person of these ids, in groups the actor may see."""
    found = visible_to(actor, OfficerTerm).filter(person_id__in=ids, struck_at=None).select_related("group")
    return list(found.order_by("-since", "id"))


def attended_about(actor: Actor, ids: Collection[UUID]) -> list[Attendance]:
    """The meetings the person of these ids came to, in groups the actor may see, the latest first."""
    found = _attendance(actor, ids).filter(attended=Attended.PRESENT).select_related("meeting__group")
    return list(found.order_by("-meeting__held_on", "-id"))


def _attendance(actor: Actor, ids: Collection[UUID]) -> QuerySet[Attendance]:
    seen = visible_to(actor, Meeting).filter(cancelled_at=None).values("id")
    return Attendance.objects.filter(person_id__in=ids, meeting_id__in=seen)


def last_attended(actor: Actor, ids: Collection[UUID]) -> Attendance | None:
    """The last meeting the person of these ids came to, in a group the actor may see."""
    found = _attendance(actor, ids).filter(attended=Attended.PRESENT).select_related("meeting__group")
    return found.order_by("-meeting__held_on", "-meeting__ordinal", "-id").first()


def accompaniment_differences() -> Iterator[str]:
    """Memberships that hold without the accompaniment that follows from them, and the other way round; a line each."""
    open_ones = Membership.objects.filter(until=None, struck_at=None)
    members = set(open_ones.values_list("person_id", "group_id", "group__village_id", "since"))
    accompanied = set(accompanied_by_groups())
    for person, group, *_ in sorted(members - accompanied, key=str):
        yield f"group {group}: does not accompany its member {person}, or from elsewhere or another day"
    for person, group, *_ in sorted(accompanied - members, key=str):
        yield f"group {group}: accompanies {person}, no member of it, or from elsewhere or another day"


@dataclass(frozen=True)
class YearInGroup:
    """How often she came in one year, with the name of the group."""

    name: str
    year: Year


def years_about(actor: Actor, ids: Collection[UUID]) -> list[YearInGroup]:
    """How often the person of these ids came, year by year and group by group, the earliest first; one query."""
    rows = list(_attendance(actor, ids).select_related("meeting__group"))
    names = {one.meeting.group_id: one.meeting.group.name for one in rows}
    said = (Said(one.meeting.group_id, one.meeting_id, one.meeting.held_on, one.line) for one in rows)
    return [YearInGroup(names[year.group], year) for year in years_of(said)]


def taught_about(actor: Actor, ids: Collection[UUID]) -> list[Lesson]:
    """The lessons the person of these ids gave, in groups the actor may see."""
    found = visible_to(actor, Lesson).filter(teacher_id__in=ids, struck_at=None, meeting__cancelled_at=None)
    return list(found.select_related("meeting__group").order_by("-meeting__held_on", "-id"))


def taken_on_about(actor: Actor, ids: Collection[UUID]) -> list[Decision]:
    """What the person of these ids took on, in groups the actor may see, the earliest agreed first; also done, but
    nothing that fell away."""
    found = visible_to(actor, Decision).filter(owner_id__in=ids, meeting__cancelled_at=None)
    standing = found.filter(Q(settled_on=None) | Q(done=True)).select_related("group", "meeting")
    return list(standing.order_by("meeting__held_on", "id"))


def ties_of(ids: Collection[UUID]) -> set[UUID]:
    """Of these persons those of whom a meeting tells something that stands: who came, hosted, taught or took it on."""
    met = {"meeting__struck_at": None}
    stands: tuple[tuple[type[Model], str, dict[str, None]], ...] = (
        (Attendance, "person", met),
        (Meeting, "host", {"struck_at": None}),
        (Meeting, "next_host", {"struck_at": None}),
        (Lesson, "teacher", {"struck_at": None, **met}),
        (Decision, "owner", {}),
    )
    return {
        one
        for model, name, there in stands
        for one in model._default_manager.filter(**{f"{name}__in": ids}, **there).values_list(f"{name}_id", flat=True)
    }


TIED_BY: tuple[type[Model], ...] = (Attendance, Meeting, Lesson, Decision)
"""The tables that ``ties_of`` follows from."""
