"""A group or a meeting was written by mistake: as if it had never been."""

from __future__ import annotations

from typing import ClassVar

from purnadaya.groups import facts
from purnadaya.groups.commands.entries import AboutGroup, AboutMeeting, change, follow, noted
from purnadaya.groups.models import (
    Attendance,
    Decision,
    Difference,
    Group,
    Lesson,
    Meeting,
    Membership,
    NamedGuest,
    OfficerTerm,
    Outreach,
)
from purnadaya.kernel.commands import Done, Ref, Work, handles
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.kernel.texts import Name


class StrikeGroup(AboutGroup):
    """The group was written down by mistake. Nothing may stand in it any more; then nobody sees it."""

    kind: ClassVar[str] = "groups.strike_group"
    verb: ClassVar[str] = "found"

    reason: Name


@handles(StrikeGroup)
def strike_group(command: StrikeGroup, group: Group, work: Work) -> Done:
    """Strike it out."""
    stands = (
        Membership.objects.filter(group=group, struck_at=None),
        OfficerTerm.objects.filter(group=group, struck_at=None),
        Meeting.objects.filter(group=group, struck_at=None),
        Decision.objects.filter(group=group),
        Outreach.objects.filter(group=group, cancelled_at=None),
    )
    if any(rows.exists() for rows in stands):
        raise Refused(Problem("groups.not_empty"))
    return noted("group", group, facts.GroupWritten(group.id), struck_at=work.now)


class StrikeMeeting(AboutMeeting):
    """The meeting was written down by mistake, and nobody wrote more about it: who was there is forgotten with it.

    Unlike a cancelled one it is not shown; written down again, it begins anew.
    """

    kind: ClassVar[str] = "groups.strike_meeting"

    reason: Name


@handles(StrikeMeeting)
def strike_meeting(command: StrikeMeeting, meeting: Meeting, work: Work) -> Done:
    """Strike it out with its lines."""
    if meeting.struck_at is not None:
        raise Refused(Problem("groups.struck_already"))
    for model in (Lesson, NamedGuest, Decision):
        if model._default_manager.filter(meeting=meeting).exists():
            raise Refused(Problem("groups.written_about_since"))
    Attendance.objects.filter(meeting=meeting).delete()
    Difference.objects.filter(meeting=meeting).delete()
    version = change(meeting, cancelled_at=work.now, struck_at=work.now)
    follow(meeting.group)
    return Done(Ref.to("meeting", meeting.id), version, (facts.MeetingWritten(meeting.id, meeting.group_id),))
