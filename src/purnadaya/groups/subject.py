"""What groups hold about a person, and how that is erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, Model, Q

from purnadaya.groups.models import (
    Attendance,
    Decision,
    Difference,
    Group,
    Lesson,
    Meeting,
    Membership,
    OfficerTerm,
)
from purnadaya.journal.subjects import Held, Subject
from purnadaya.kernel.clock import SYSTEM_CLOCK

TABLES: tuple[type[Model], ...] = (
    Attendance,
    Decision,
    Difference,
    Group,
    Lesson,
    Meeting,
    Membership,
    OfficerTerm,
)


def held(subject: Subject) -> Iterator[Held]:
    """Where she belongs, what she led, which meetings she came to, hosted and taught at, and what she took on."""
    hers = Q(person_id__in=subject.ids)
    for member in Membership.objects.filter(hers).select_related("group").order_by("since", "id"):
        yield Held("membership", str(member.id), _values(member, "since", "until", "why", "struck_at"))
    for term in OfficerTerm.objects.filter(hers).select_related("group").order_by("since", "id"):
        yield Held("officer", str(term.id), _values(term, "post", "since", "until", "struck_at"))
    came = Attendance.objects.filter(hers).select_related("meeting__group").order_by("meeting__held_on", "id")
    for line in came:
        values = {"attended": line.attended, "excuse": line.excuse, "guest": line.guest}
        yield Held("attendance", str(line.pk), {**_met(line.meeting), **values})
    for meeting in Meeting.objects.filter(host_id__in=subject.ids).select_related("group").order_by("held_on", "id"):
        yield Held("hosted", str(meeting.id), _met(meeting))
    taught = Lesson.objects.filter(teacher_id__in=subject.ids).select_related("meeting__group").order_by("id")
    for lesson in taught:
        values = {"topic": lesson.topic, "minutes": lesson.minutes, "struck_at": lesson.struck_at}
        yield Held("lesson", str(lesson.id), {**_met(lesson.meeting), **values})
    for decision in Decision.objects.filter(owner_id__in=subject.ids).select_related("group").order_by("due", "id"):
        yield Held("decision", str(decision.id), _values(decision, "what", "due", "settled_on", "done", "outcome"))


def _values(row: Any, *names: str) -> dict[str, Any]:
    return {"group": row.group.name, **{name: getattr(row, name) for name in names}}


def _met(meeting: Meeting) -> dict[str, Any]:
    return {"group": meeting.group.name, "held_on": meeting.held_on}


def erase(subject: Subject) -> Mapping[str, int]:
    """That somebody was there stays counted, without a reason and without anyone's name; the rest goes.

    Her membership ends today where it had not, so that the group counts its members rightly; why it ended, the posts
    she held, that she hosted, taught or took something on are taken away.
    """
    hers = Q(person_id__in=subject.ids)
    today = SYSTEM_CLOCK.today()
    members = Membership.objects.filter(hers)
    counts = {"membership": members.update(why="", turn=None, version=F("version") + 1)}
    members.filter(until=None).update(until=today)
    counts["officer"] = OfficerTerm.objects.filter(hers).delete()[0]
    counts["attendance"] = Attendance.objects.filter(hers).exclude(excuse="").update(excuse="")
    counts["difference"] = Difference.objects.filter(hers).delete()[0]
    for name in ("host", "next_host"):
        Meeting.objects.filter(**{f"{name}_id__in": subject.ids}).update(**{name: None})
    Group.objects.filter(next_host_id__in=subject.ids).update(next_host=None)
    counts["lesson"] = Lesson.objects.filter(teacher_id__in=subject.ids).update(teacher=None)
    counts["decision"] = Decision.objects.filter(owner_id__in=subject.ids).update(owner=None, by_all=True)
    return counts
