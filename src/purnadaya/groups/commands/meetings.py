"""A meeting is written down, also by two people; put right, moved to its true day, cancelled, taken up again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from purnadaya.access.actors import user_id_of
from purnadaya.groups import facts
from purnadaya.groups.commands.attendance import AttendanceLine, for_each_entry, standing_lines, told_once, write_lines
from purnadaya.groups.commands.entries import (
    AboutGroup,
    AboutMeeting,
    change,
    follow,
    noted,
    refuse_cancelled,
    standing,
)
from purnadaya.groups.models import Attendance, Decision, Difference, Group, Lesson, Meeting, NamedGuest
from purnadaya.groups.queries import difference_for, may_attend, members_on, written_under
from purnadaya.groups.rules import meetings as rules
from purnadaya.groups.rules.groups import begun_problems
from purnadaya.groups.rules.meetings import Differs, Line
from purnadaya.kernel.commands import Actor, Done, Fact, Ref, Work, handles
from purnadaya.kernel.problems import Problem, Refused, not_found, refuse_if_any
from purnadaya.kernel.texts import Line as TextLine
from purnadaya.kernel.texts import Name, Note

HEADER = ("host", "place", "agenda", "next_on", "next_host")
"""What an account says once; a second account fills what was left open."""


class HoldMeeting(AboutGroup):
    """The group met (or, when ``believed``, is to meet): where, who was there, and when it meets next.

    Which meeting it is follows from group, day and ``ordinal``: written down by two people it is still one. Then who
    was seen by either was there, notes stand one after the other, and where both said something else that is kept to
    be settled. ``guests_women`` and ``guests_men`` count guests without a name.
    """

    kind: ClassVar[str] = "groups.hold_meeting"
    verb: ClassVar[str] = "hold"

    held_on: date
    ordinal: int = 1
    host: UUID | None = None
    place: TextLine = ""
    agenda: Note | None = None
    attendance: tuple[AttendanceLine, ...] = ()
    guests_women: int = 0
    guests_men: int = 0
    notes: Note | None = None
    next_on: date | None = None
    next_host: UUID | None = None
    believed: bool = False

    def subject(self) -> Ref:
        return Ref.to("meeting", rules.meeting_id(self.group, self.held_on, self.ordinal))


@handles(HoldMeeting)
def hold_meeting(command: HoldMeeting, group: Group, work: Work) -> Done:
    """Write the meeting, or what this account adds to it."""
    lines = told_once(command.attendance)
    problems = rules.held_problems(command.held_on, command.ordinal, work.today, command.believed)
    problems += rules.next_problems(command.held_on, command.next_on)
    problems += rules.guest_problems(guests_women=command.guests_women, guests_men=command.guests_men)
    if group.closed_on is not None and command.held_on > group.closed_on:
        problems.append(Problem("groups.closed"))
    if command.ordinal > 1 and not _stands(group, command.held_on, command.ordinal - 1):
        problems.append(Problem("groups.no_meeting_before", fields=("ordinal",)))
    members, known = may_attend(work.actor, group, command.held_on, lines)
    refuse_if_any(problems + rules.line_problems(lines, members, known))
    lines = rules.placed(lines, members)
    values = _header(command, work.actor)
    of = rules.meeting_id(group.id, command.held_on, command.ordinal)
    meeting = Meeting.objects.select_related("group").filter(id=of).first()
    many = "groups.many_guests" if command.guests_women + command.guests_men > rules.MANY_GUESTS else ""
    if meeting is None or meeting.moved_to is not None or meeting.struck_at is not None:
        room = _make_room(of) if meeting else 0
        version, note = _begin(of, group, command, values, lines, work, version=1 + room), many
    else:
        if meeting.cancelled_at is not None:
            raise Refused(Problem("groups.cancelled_that_day"))
        version, differ = _join(meeting, command, values, lines, work)
        note = " ".join(one for one in ("groups.accounts_differ" if differ else "groups.joined_account", many) if one)
    follow(group)
    return Done(Ref.to("meeting", of), version, (facts.MeetingWritten(of, group.id),), note=note)


def _stands(group: Group, held_on: date, ordinal: int) -> bool:
    return Meeting.objects.filter(group=group, held_on=held_on, ordinal=ordinal, cancelled_at=None).exists()


def _header(command: HoldMeeting, actor: Actor) -> dict[str, Any]:
    host, next_host = standing(actor, command.host), standing(actor, command.next_host)
    return {
        "host_id": host.id if host else None,
        "place": command.place,
        "agenda": command.agenda or "",
        "next_on": command.next_on,
        "next_host_id": next_host.id if next_host else None,
    }


def _begin(
    of: UUID, group: Group, command: HoldMeeting, values: Mapping[str, Any], lines: Mapping[UUID, Line], work: Work,
    *, version: int,
) -> int:  # fmt: skip
    """Write a new meeting; its version then. On a day that a meeting was moved away from it takes that one's place."""
    meeting = Meeting.objects.create(
        id=of, organisation_id=group.organisation_id, group=group, village_id=group.village_id,
        held_on=command.held_on, ordinal=command.ordinal, notes=command.notes or "",
        guests_women=command.guests_women, guests_men=command.guests_men,
        recorded_at=work.now, recorded_by=user_id_of(work.actor), version=version, **values,
    )  # fmt: skip
    write_lines(meeting, lines)
    return version


def _make_room(of: UUID) -> int:
    """Take away what a meeting left behind when it was moved or struck out, so that its id is free; the version that
    had, or 0."""
    left = Meeting.objects.filter(id=of).exclude(moved_to=None, struck_at=None)
    version = left.values_list("version", flat=True).first() or 0
    left.delete()
    return version


def _join(
    meeting: Meeting, command: HoldMeeting, values: Mapping[str, Any], lines: Mapping[UUID, Line], work: Work
) -> tuple[int, bool]:
    """Add a second account; the meeting's version then, and whether the two said something else."""
    under = written_under(meeting, lines)
    stands = standing_lines(meeting, under)
    differs = rules.differences(stands, lines)
    adds, more = rules.filled({name: getattr(meeting, name) for name in values}, values)
    guests = {name: max(getattr(meeting, name), getattr(command, name)) for name in ("guests_women", "guests_men")}
    version = change(meeting, notes=rules.appended(meeting.notes, command.notes or ""), **adds, **guests)
    told = {one: rules.united(stands.get(one, said), said) for one, said in lines.items()}
    write_lines(meeting, for_each_entry(told, under))
    _remember(meeting, differs + more, work)
    return version, bool(differs or more)


def _remember(meeting: Meeting, differs: Iterable[Differs], work: Work) -> None:
    by = user_id_of(work.actor)
    Difference.objects.bulk_create(
        Difference(
            organisation_id=meeting.organisation_id, meeting=meeting, person_id=one.person,
            field=one.field.removesuffix("_id"), first=one.first,
            second=one.second, first_by=meeting.recorded_by, second_by=by, found_at=work.now,
        )
        for one in differs
    )  # fmt: skip


class MeetingChanges(BaseModel):
    """What can be put right about a meeting; absent means unchanged, null clears."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: UUID | None = None
    place: TextLine | None = None
    agenda: Note | None = None
    notes: Note | None = None
    guests_women: int | None = None
    guests_men: int | None = None
    next_on: date | None = None
    next_host: UUID | None = None


class CorrectMeeting(AboutMeeting):
    """Something about a meeting is put right. Two people's changes of different things are both kept."""

    kind: ClassVar[str] = "groups.correct_meeting"
    merges: ClassVar[bool] = True

    changes: MeetingChanges

    def differs(self, target: Meeting, name: str) -> bool:
        column = f"{name}_id" if name in ("host", "next_host") else name
        return str(getattr(target, column) or "") != str(getattr(self.changes, name) or "")


@handles(CorrectMeeting)
def correct_meeting(command: CorrectMeeting, meeting: Meeting, work: Work) -> Done:
    """Write the named fields; what two accounts said of them is settled by it."""
    refuse_cancelled(meeting)
    wanted = {name: getattr(command.changes, name) for name in command.changes.model_fields_set}
    if not wanted:
        raise Refused(Problem("groups.nothing_changed"))
    counts = {name: wanted.get(name) or 0 for name in ("guests_women", "guests_men") if name in wanted}
    refuse_if_any(
        rules.guest_problems(**counts)
        + rules.next_problems(meeting.held_on, wanted.get("next_on"))
    )  # fmt: skip
    columns: dict[str, Any] = {name: wanted[name] for name in ("next_on",) if name in wanted} | counts
    columns |= {name: wanted[name] or "" for name in ("place", "agenda", "notes") if name in wanted}
    for name in {"host", "next_host"} & wanted.keys():
        person = standing(work.actor, wanted[name])
        columns[f"{name}_id"] = person.id if person else None
    Difference.objects.filter(meeting=meeting, person=None, field__in=wanted, settled_at=None).update(
        settled_at=work.now
    )
    done = noted("meeting", meeting, facts.MeetingWritten(meeting.id, meeting.group_id), **columns)
    follow(meeting.group)
    before = {name.removesuffix("_id"): value for name, value in (done.before or {}).items()}
    return Done(done.of, done.version, done.facts, before)


class SettleDifference(AboutMeeting):
    """Two accounts said something else, and what stands is right."""

    kind: ClassVar[str] = "groups.settle_difference"

    difference: UUID

    def target(self, actor: Actor) -> Difference:  # type: ignore[override]
        found = difference_for(actor, self.difference)
        if found.meeting_id != self.meeting:
            raise not_found()
        return found


@handles(SettleDifference)
def settle_difference(command: SettleDifference, difference: Difference, work: Work) -> Done:
    """Settle it."""
    open_ones = Difference.objects.filter(id=difference.id, settled_at=None)
    if not open_ones.update(settled_at=work.now):
        raise Refused(Problem("groups.settled_already"))
    return Done(Ref.to("meeting", difference.meeting_id), change(difference.meeting))


class CancelMeeting(AboutMeeting):
    """The meeting never took place. What was agreed at it and is still open falls away, which must be said."""

    kind: ClassVar[str] = "groups.cancel_meeting"

    reason: Name
    decisions_too: bool = False


@handles(CancelMeeting)
def cancel_meeting(command: CancelMeeting, meeting: Meeting, work: Work) -> Done:
    """Cancel it."""
    refuse_cancelled(meeting)
    open_ones = Decision.objects.filter(meeting=meeting, settled_on=None)
    if not command.decisions_too and (count := open_ones.count()):
        raise Refused(Problem("groups.has_decisions", {"count": count}, ("decisions_too",)))
    for decision in open_ones:
        change(decision, settled_on=work.today, done=False, outcome=command.reason)
    version = change(meeting, cancelled_at=work.now, cancelled_why=command.reason)
    follow(meeting.group)
    return Done(Ref.to("meeting", meeting.id), version, _with_decisions(meeting))


class ReinstateMeeting(AboutMeeting):
    """It took place after all. Decisions that fell away with it are taken up again one by one."""

    kind: ClassVar[str] = "groups.reinstate_meeting"


@handles(ReinstateMeeting)
def reinstate_meeting(command: ReinstateMeeting, meeting: Meeting, work: Work) -> Done:
    """Take it up again."""
    if meeting.cancelled_at is None or meeting.moved_to is not None:
        raise Refused(Problem("groups.not_cancelled"))
    version = change(meeting, cancelled_at=None, cancelled_why="")
    follow(meeting.group)
    return Done(Ref.to("meeting", meeting.id), version, _with_decisions(meeting))


class MoveMeeting(AboutMeeting):
    """The meeting was on another day: all that was written about it moves there."""

    kind: ClassVar[str] = "groups.move_meeting"

    held_on: date


@handles(MoveMeeting)
def move_meeting(command: MoveMeeting, meeting: Meeting, work: Work) -> Done:
    """Let it stand as the meeting of that day; its own history begins there, hence version 0, or goes on."""
    refuse_cancelled(meeting)
    problems = begun_problems("held_on", command.held_on, work.today)
    problems += rules.next_problems(command.held_on, meeting.next_on)
    if meeting.group.closed_on is not None and command.held_on > meeting.group.closed_on:
        problems.append(Problem("groups.closed", fields=("held_on",)))
    if command.held_on == meeting.held_on:
        problems.append(Problem("groups.nothing_changed", fields=("held_on",)))
    refuse_if_any(problems)
    of = _free_id(meeting.group_id, command.held_on)
    change(meeting, cancelled_at=work.now, moved_to=of[0])
    moved = Meeting.objects.get(id=meeting.id)
    moved.id, moved.held_on, moved.ordinal, moved.version = of[0], command.held_on, of[1], _make_room(of[0])
    moved.cancelled_at = moved.moved_to = None
    moved.save(force_insert=True)
    for model in (Attendance, Lesson, NamedGuest, Decision, Difference):
        model._default_manager.filter(meeting_id=meeting.id).update(meeting_id=moved.id)
    _say_guests_anew(moved)
    follow(meeting.group)
    told = (facts.MeetingWritten(meeting.id, meeting.group_id), *_with_decisions(moved))
    return Done(Ref.to("meeting", meeting.id), meeting.version + 1, told, {"held_on": meeting.held_on})


def _with_decisions(meeting: Meeting) -> tuple[Fact, ...]:
    """That it was written, and with it everything that was agreed at it."""
    agreed = tuple(Decision.objects.filter(meeting_id=meeting.id).values_list("id", flat=True))
    return (facts.MeetingWritten(meeting.id, meeting.group_id), facts.DecisionsWritten(agreed))


def _free_id(group_id: UUID, held_on: date) -> tuple[UUID, int]:
    """The first id of that day that no meeting has, with its ordinal. Raises ``groups.too_many_a_day``."""
    for ordinal in range(1, rules.MOST_A_DAY + 1):
        of = rules.meeting_id(group_id, held_on, ordinal)
        if not Meeting.objects.filter(id=of, moved_to=None).exists():
            return of, ordinal
    raise Refused(Problem("groups.too_many_a_day", {"most": rules.MOST_A_DAY}, ("held_on",)))


def _say_guests_anew(meeting: Meeting) -> None:
    """On another day others were members: who was none then came as a guest."""
    members = {one.person.root_id for one in members_on(meeting.group, meeting.held_on)}
    rows = list(Attendance.objects.filter(meeting=meeting).select_related("person"))
    for row in rows:
        row.guest = row.person.root_id not in members
    Attendance.objects.bulk_update(rows, ["guest"])
