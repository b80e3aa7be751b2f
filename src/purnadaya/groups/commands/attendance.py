"""Who was at a meeting: the one place where attendance is written, also of a woman who has several entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from purnadaya.groups import facts
from purnadaya.groups.commands.entries import AboutMeeting, change, refuse_cancelled
from purnadaya.groups.models import Attendance, Difference, Meeting
from purnadaya.groups.queries import lines_of, may_attend, written_under
from purnadaya.groups.rules import meetings as rules
from purnadaya.groups.rules.meetings import Attended, Excuse, Line
from purnadaya.kernel.commands import Done, Ref, Work, handles
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any


class AttendanceLine(BaseModel):
    """One person at the meeting; ``guest`` when she came though she was no member that day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: UUID
    attended: Attended
    excuse: Excuse | None = None
    guest: bool = False

    @property
    def line(self) -> Line:
        """What it says, as the rules know it."""
        return Line(self.attended, self.excuse if self.attended is Attended.EXCUSED else None, self.guest)


def told_once(attendance: Iterable[AttendanceLine]) -> dict[UUID, Line]:
    """The lines by person. Raises ``groups.told_twice`` when one stands there twice."""
    lines: dict[UUID, Line] = {}
    for one in attendance:
        if one.person in lines:
            raise Refused(Problem("groups.told_twice", {"persons": [str(one.person)]}, ("attendance",)))
        lines[one.person] = one.line
    return lines


def write_lines(meeting: Meeting, lines: Mapping[UUID, Line]) -> None:
    """The one place where attendance is written: in one statement, for there are many."""
    rows = [
        Attendance(
            organisation_id=meeting.organisation_id,
            meeting=meeting,
            person_id=person,
            attended=one.attended,
            excuse=one.excuse or "",
            guest=one.guest,
        )
        for person, one in sorted(lines.items(), key=lambda row: str(row[0]))
    ]
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["meeting", "person"],
        update_fields=["attended", "excuse", "guest"],
    )


def standing_lines(meeting: Meeting, under: Mapping[UUID, Collection[UUID]]) -> dict[UUID, Line]:
    """What stands of each person who has a line; of a woman with several entries what they come to."""
    lines = lines_of(meeting)
    return {person: reduce(rules.united, (lines[one] for one in ids)) for person, ids in under.items() if ids}


def for_each_entry(lines: Mapping[UUID, Line], under: Mapping[UUID, Collection[UUID]]) -> dict[UUID, Line]:
    """Of a woman written under several entries, all say the same: they may be parted again."""
    return {one: line for person, line in lines.items() for one in under[person] or (person,)}


class CorrectAttendance(AboutMeeting):
    """Who was there is put right: for these persons, and for nobody else. ``absent`` lines of guests take them out."""

    kind: ClassVar[str] = "groups.correct_attendance"

    attendance: tuple[AttendanceLine, ...]


@handles(CorrectAttendance)
def correct_attendance(command: CorrectAttendance, meeting: Meeting, work: Work) -> Done:
    """Write these lines; what two accounts said of these persons is settled by it."""
    refuse_cancelled(meeting)
    lines = told_once(command.attendance)
    if not lines:
        raise Refused(Problem("groups.nothing_changed"))
    members, known = may_attend(work.actor, meeting.group, meeting.held_on, lines)
    under = written_under(meeting, lines)
    stands = standing_lines(meeting, under)
    refuse_if_any(rules.line_problems(lines, members | stands.keys(), known))
    written = for_each_entry(rules.placed(lines, members), under)
    gone = {one for one, line in written.items() if line.guest and line.attended is Attended.ABSENT}
    Attendance.objects.filter(meeting=meeting, person_id__in=gone, guest=True).delete()
    write_lines(meeting, {one: line for one, line in written.items() if one not in gone})
    Difference.objects.filter(meeting=meeting, person_id__in=written, settled_at=None).update(settled_at=work.now)
    version = change(meeting)
    before = {"attendance": ", ".join(f"{one} {stands[one].attended}" for one in lines if one in stands)}
    told = facts.MeetingWritten(meeting.id, meeting.group_id)
    return Done(Ref.to("meeting", meeting.id), version, (told,), before)
