"""Reads of meetings and what belongs to them; each takes the actor or a thing that was read for her."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, F, Model, Q, QuerySet, Sum

from purnadaya.access.policies import visible_to
from purnadaya.groups.models import Attendance, Decision, Difference, Group, Lesson, Meeting, NamedGuest
from purnadaya.groups.queries.groups import member_ids_on
from purnadaya.groups.rules.meetings import Attended, Line, Topic, united
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.people.queries import ROOT_OF_ENTRY, Person, called_for

M = TypeVar("M", bound=Model)


def meeting_for(actor: Actor, meeting_id: UUID) -> Meeting:
    """One meeting, also one that was cancelled. Raises ``access.not_found`` unless the actor may see its group."""
    return _one(_with_people(visible_to(actor, Meeting).filter(struck_at=None)), meeting_id)


def _with_people(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return found.select_related("group__village", "host__stands_as", "next_host__stands_as")


def _one(found: QuerySet[M], thing_id: UUID) -> M:
    thing = found.filter(pk=thing_id).first()
    if thing is None:
        raise not_found()
    return thing


def lesson_for(actor: Actor, lesson_id: UUID) -> Lesson:
    """One lesson, also a struck one. Raises ``access.not_found`` unless the actor may see its group."""
    return _one(visible_to(actor, Lesson).select_related("meeting__group"), lesson_id)


def guest_for(actor: Actor, guest_id: UUID) -> NamedGuest:
    """One guest by name, also a struck one. Raises ``access.not_found`` unless the actor may see the group."""
    return _one(visible_to(actor, NamedGuest).select_related("meeting__group"), guest_id)


def difference_for(actor: Actor, difference_id: UUID) -> Difference:
    """One difference between two accounts. Raises ``access.not_found`` unless the actor may see the group."""
    return _one(visible_to(actor, Difference).select_related("meeting__group"), difference_id)


def meetings_of(group: Group) -> QuerySet[Meeting]:
    """The meetings of a group that took place or are to come, the latest first."""
    return meetings_of_id(group.id)


def cancelled_of(group: Group) -> QuerySet[Meeting]:
    """Those that were cancelled and do not stand on as another, the latest first."""
    found = Meeting.objects.filter(group=group, moved_to=None, struck_at=None).exclude(cancelled_at=None)
    return found.order_by("-held_on", "-ordinal")


def meetings_on(group: Group, day: date) -> list[Meeting]:
    """The meetings of a group on one day."""
    return list(_with_people(Meeting.objects.filter(group=group, held_on=day, cancelled_at=None)).order_by("ordinal"))


def last_meeting(group: Group) -> Meeting | None:
    """The latest meeting that was written down."""
    return _with_people(meetings_of(group)).first()


@dataclass(frozen=True)
class Followed:
    """What follows from the meetings of a group: when it last met, when and at whose house it meets next."""

    last_met_on: date | None = None
    next_on: date | None = None
    next_host_id: UUID | None = None


def followed(group_id: UUID) -> Followed:
    """What follows from the meetings of one group that were not cancelled."""
    last = meetings_of_id(group_id).values_list("held_on", "next_on", "next_host_id").first()
    return Followed(*last) if last else Followed()


def meetings_of_id(group_id: UUID) -> QuerySet[Meeting]:
    """The same as ``meetings_of``, by the group's id."""
    return Meeting.objects.filter(group_id=group_id, cancelled_at=None).order_by("-held_on", "-ordinal")


def group_differences() -> Iterator[str]:
    """Where a group says something else than follows from its meetings; yields a line per group."""
    for group in Group.objects.iterator():
        if Followed(group.last_met_on, group.next_on, group.next_host_id) != followed(group.id):
            yield f"group {group.id}: last and next meeting do not follow from its meetings"


def lines_of(meeting: Meeting) -> dict[UUID, Line]:
    """Who was there and who was not, by the ids they were written under."""
    return {one.person_id: one.line for one in Attendance.objects.filter(meeting=meeting)}


def written_under(meeting: Meeting, ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Under which ids each of these persons has a line at the meeting: none, one, or each of her entries."""
    found = Person.objects.filter(id__in=ids).values_list("id", "stands_as_id")
    roots = {stands or of: of for of, stands in found}
    rows = Attendance.objects.filter(meeting=meeting).annotate(root=ROOT_OF_ENTRY).order_by("id")
    under: dict[UUID, list[UUID]] = {of: [] for of in ids}
    for person, root in rows.values_list("person_id", "root"):
        if root in roots:
            under[roots[root]].append(person)
    return under


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """The same as rows, by name; each woman once."""
    rows = Attendance.objects.filter(meeting=meeting).select_related("person__stands_as")
    once: dict[UUID, Attendance] = {}
    for one in rows.order_by("id"):
        stands = once.get(one.person.root_id)
        if stands is None or (stands.attended != Attended.PRESENT and one.attended == Attended.PRESENT):
            once[one.person.root_id] = one
    return sorted(once.values(), key=lambda one: (one.person.root.name.casefold(), one.id))


def lessons_of(meeting: Meeting) -> list[Lesson]:
    """What was taught, in the order it was written."""
    found = Lesson.objects.filter(meeting=meeting, struck_at=None).select_related("teacher__stands_as")
    return list(found.order_by("id"))


def guests_of(meeting: Meeting) -> list[NamedGuest]:
    """The guests who told their names and are not in the registry."""
    return list(NamedGuest.objects.filter(meeting=meeting, struck_at=None).order_by("id"))


def decisions_of(meeting: Meeting) -> list[Decision]:
    """What was agreed, in the order it was written."""
    return list(Decision.objects.filter(meeting=meeting).select_related("owner__stands_as", "group").order_by("id"))


def differences_of(meeting: Meeting) -> list[Difference]:
    """Where two accounts of it say something else, and nobody settled it yet."""
    found = Difference.objects.filter(meeting=meeting, settled_at=None).select_related("person__stands_as")
    return list(found.order_by("found_at", "id"))


def may_attend(actor: Actor, group: Group, day: date, ids: Collection[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Of these persons the members of that day, under any id, and those the actor may see; two or three queries."""
    members = member_ids_on(group, day)
    rest = {str(one) for one in ids if one not in members}
    known = {UUID(one) for one, name in called_for(actor, rest).items() if name} if rest else set()
    return members, known


@dataclass(frozen=True)
class Counted:
    """What one meeting comes to: members by what was said of them, guests, minutes taught."""

    present: int = 0
    excused: int = 0
    absent: int = 0
    guests: int = 0
    minutes: int = 0

    @property
    def all(self) -> int:
        """Everyone who was there."""
        return self.present + self.guests


def counted(meetings: Iterable[Meeting]) -> dict[UUID, Counted]:
    """What each of these meetings comes to; three queries for all."""
    told = {one.id: one for one in meetings}
    lines = _lines_counted(told)
    named = _by_meeting(NamedGuest, told, Count("id"))
    minutes = _by_meeting(Lesson, told, Sum("minutes"))
    return {
        of: Counted(
            present=lines[of][Attended.PRESENT, False],
            excused=lines[of][Attended.EXCUSED, False],
            absent=lines[of][Attended.ABSENT, False],
            guests=one.guests_women + one.guests_men + named.get(of, 0) + lines[of][Attended.PRESENT, True],
            minutes=minutes.get(of, 0),
        )
        for of, one in told.items()
    }


def _lines_counted(ids: Collection[UUID]) -> Mapping[UUID, Counter[tuple[Attended, bool]]]:
    """By meeting how often each thing is said; of a woman with two entries once, what both come to."""
    lines: dict[UUID, dict[UUID, Line]] = defaultdict(dict)
    rows = Attendance.objects.filter(meeting_id__in=ids).annotate(root=ROOT_OF_ENTRY)
    for of, root, attended, guest in rows.values_list("meeting_id", "root", "attended", "guest"):
        said = Line(Attended(attended), guest=guest)
        lines[of][root] = united(lines[of].get(root, said), said)
    counts: dict[UUID, Counter[tuple[Attended, bool]]] = defaultdict(Counter)
    for of, told in lines.items():
        counts[of].update((line.attended, line.guest) for line in told.values())
    return counts


def _by_meeting(model: type[NamedGuest] | type[Lesson], ids: Collection[UUID], what: Count | Sum) -> dict[UUID, int]:
    rows = model._default_manager.filter(meeting_id__in=ids, struck_at=None).values("meeting_id").annotate(n=what)
    return {row["meeting_id"]: row["n"] for row in rows}


def topic_names(actor: Actor, own: Mapping[str, str]) -> dict[str, str]:
    """Every topic that can be taught by its code: ours without words, own ones with their names in ``own``."""
    return {**{one.value: "" for one in Topic}, **own}


def attendance_share(group: Group, since: date) -> dict[UUID, tuple[int, int]]:
    """Of each person, by the id she stands under, the meetings of the group since a day she was at, and those at
    which something was said of her."""
    rows = Attendance.objects.filter(meeting__group=group, meeting__cancelled_at=None, meeting__held_on__gte=since)
    came = Count("meeting_id", filter=Q(attended=Attended.PRESENT), distinct=True)
    told = rows.values(root=ROOT_OF_ENTRY).annotate(n=Count("meeting_id", distinct=True), came=came)
    return {row["root"]: (row["came"], row["n"]) for row in told}


def month_of_meetings(group: Group, since: date) -> list[tuple[date, int]]:
    """The days the group met since a day, oldest first, with how many of its members came."""
    came = Count(ROOT_OF_ENTRY, filter=Q(attended=Attended.PRESENT, guest=False), distinct=True)
    rows = Attendance.objects.filter(meeting__group=group, meeting__cancelled_at=None, meeting__held_on__gte=since)
    present = dict(rows.values_list("meeting_id").annotate(n=came))
    met = meetings_of(group).filter(held_on__gte=since).annotate(day=F("held_on")).order_by("held_on", "ordinal")
    return [(day, present.get(of, 0)) for of, day in met.values_list("id", "day")]
