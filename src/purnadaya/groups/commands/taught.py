"""What was taught, what was agreed, and guests who told their names."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from purnadaya.access import keyring
from purnadaya.access.queries import colleague_for
from purnadaya.groups import facts
from purnadaya.groups.commands.entries import (
    AboutMeeting,
    change,
    known_topic,
    noted,
    refuse_cancelled,
    refuse_struck,
    standing,
)
from purnadaya.groups.models import Decision, Lesson, Meeting, NamedGuest
from purnadaya.groups.queries import decision_for, guest_for, lesson_for, meeting_for
from purnadaya.groups.rules import meetings as rules
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, not_found, refuse_if_any
from purnadaya.kernel.texts import Line, Name, Note
from purnadaya.people.rules.persons import Sex


class RecordLesson(AboutMeeting):
    """Something was taught at the meeting: what, for how many minutes, by whom, and what was learnt.

    ``topic`` is a code of ours or the id of an own topic. The teacher is a person, a colleague (``teacher_user``), or
    someone of whom the name is known (``teacher_name``).
    """

    kind: ClassVar[str] = "groups.record_lesson"

    lesson: NewId
    topic: str
    minutes: int
    teacher: UUID | None = None
    teacher_user: UUID | None = None
    teacher_name: Line = ""
    learnt: Note | None = None


@handles(RecordLesson)
def record_lesson(command: RecordLesson, meeting: Meeting, work: Work) -> Done:
    """Add the lesson."""
    refuse_cancelled(meeting)
    teachers = (command.teacher, command.teacher_user, command.teacher_name)
    refuse_if_any(known_topic(work.actor, command.topic) + rules.lesson_problems(command.minutes, teachers))
    person = standing(work.actor, command.teacher)
    user = colleague_for(work.actor, command.teacher_user) if command.teacher_user else None
    Lesson.objects.create(
        id=command.lesson, organisation_id=meeting.organisation_id, meeting=meeting,
        topic=command.topic, minutes=command.minutes,
        teacher_id=person.id if person else None, teacher_user=user.id if user else None,
        teacher_name=command.teacher_name, learnt=command.learnt or "",
    )  # fmt: skip
    return _grown(meeting)


def _grown(meeting: Meeting) -> Done:
    told = facts.MeetingWritten(meeting.id, meeting.group_id)
    return Done(Ref.to("meeting", meeting.id), change(meeting), (told,))


class StrikeLesson(AboutMeeting):
    """It was not taught: written by mistake. To put one right, strike it and write it anew."""

    kind: ClassVar[str] = "groups.strike_lesson"

    lesson: UUID
    reason: Name

    def target(self, actor: Actor) -> Lesson:  # type: ignore[override]
        found = lesson_for(actor, self.lesson)
        if found.meeting_id != self.meeting:
            raise not_found()
        return found


@handles(StrikeLesson)
def strike_lesson(command: StrikeLesson, lesson: Lesson, work: Work) -> Done:
    """Strike it out."""
    refuse_struck(lesson)
    change(lesson, struck_at=work.now)
    return _grown(lesson.meeting)


class NameGuest(Command):
    """A guest who is not in the registry told her name. Sealed for her alone, so that it can be forgotten."""

    kind: ClassVar[str] = "groups.name_guest"
    verb: ClassVar[str] = "hold"
    about: ClassVar[str] = "guest"

    guest: NewId
    meeting: UUID
    name: Name
    sex: Sex

    def target(self, actor: Actor) -> Meeting:
        return meeting_for(actor, self.meeting)


@handles(NameGuest)
def name_guest(command: NameGuest, meeting: Meeting, work: Work) -> Done:
    """Add the guest."""
    refuse_cancelled(meeting)
    NamedGuest.objects.create(
        id=command.guest, organisation_id=meeting.organisation_id, meeting=meeting, name=command.name, sex=command.sex
    )
    return Done(Ref.to("guest", command.guest), facts=(facts.MeetingWritten(meeting.id, meeting.group_id),))


class StrikeGuest(Command):
    """The guest was not there, or is written otherwise now; her name is forgotten."""

    kind: ClassVar[str] = "groups.strike_guest"
    verb: ClassVar[str] = "hold"
    about: ClassVar[str] = "guest"

    guest: UUID

    def target(self, actor: Actor) -> NamedGuest:
        return guest_for(actor, self.guest)


@handles(StrikeGuest)
def strike_guest(command: StrikeGuest, guest: NamedGuest, work: Work) -> Done:
    """Strike her out."""
    refuse_struck(guest)
    NamedGuest.objects.filter(id=guest.id).update(struck_at=work.now, name="")
    keyring.drop(keyring.LOG, "guest", guest.id)
    told = facts.MeetingWritten(guest.meeting_id, guest.meeting.group_id)
    return Done(Ref.to("guest", guest.id), 2, (told,))


class RecordDecision(Command):
    """The group agreed on something at the meeting: what, who does it, and by when.

    It has one owner: a person, a colleague (``owner_user``), or all of the group (``by_all``).
    """

    kind: ClassVar[str] = "groups.record_decision"
    verb: ClassVar[str] = "hold"
    about: ClassVar[str] = "decision"

    decision: NewId
    meeting: UUID
    what: Note
    owner: UUID | None = None
    owner_user: UUID | None = None
    by_all: bool = False
    due: date

    def target(self, actor: Actor) -> Meeting:
        return meeting_for(actor, self.meeting)


@handles(RecordDecision)
def record_decision(command: RecordDecision, meeting: Meeting, work: Work) -> Done:
    """Add the decision."""
    refuse_cancelled(meeting)
    owners = (command.owner, command.owner_user, command.by_all)
    refuse_if_any(rules.decision_problems(owners, meeting.held_on, command.due))
    Decision.objects.create(
        id=command.decision, organisation_id=meeting.organisation_id, group_id=meeting.group_id, meeting=meeting,
        what=command.what, due=command.due, **_owned(command, work.actor),
    )  # fmt: skip
    return Done(Ref.to("decision", command.decision), facts=(facts.DecisionsWritten((command.decision,)),))


def _owned(said: RecordDecision | DecisionChanges, actor: Actor) -> dict[str, Any]:
    """Who does it, as columns: others are set to nothing."""
    person = standing(actor, said.owner)
    user = colleague_for(actor, said.owner_user) if said.owner_user else None
    return {
        "owner_id": person.id if person else None,
        "owner_user": user.id if user else None,
        "by_all": bool(said.by_all),
    }


class DecisionChanges(BaseModel):
    """What can be put right about a decision; of who does it all three are said, or none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Note | None = None
    owner: UUID | None = None
    owner_user: UUID | None = None
    by_all: bool | None = None
    due: date | None = None


OWNERS = frozenset({"owner", "owner_user", "by_all"})


class OfDecision(Command):
    """Something about a decision."""

    verb: ClassVar[str] = "hold"
    about: ClassVar[str] = "decision"

    decision: UUID

    def target(self, actor: Actor) -> Decision:
        return decision_for(actor, self.decision)


class CorrectDecision(OfDecision):
    """What was agreed is put right, given to someone else, or put off."""

    kind: ClassVar[str] = "groups.correct_decision"

    changes: DecisionChanges


@handles(CorrectDecision)
def correct_decision(command: CorrectDecision, decision: Decision, work: Work) -> Done:
    """Write the named fields."""
    _refuse_settled(decision)
    changes = command.changes
    wanted = {name: getattr(changes, name) for name in changes.model_fields_set - OWNERS}
    refuse_if_any([Problem("value.missing", fields=(name,)) for name, value in wanted.items() if value is None])
    owners: tuple[object, ...] = (decision.owner_id, decision.owner_user, decision.by_all)
    if changes.model_fields_set & OWNERS:
        owners = (changes.owner, changes.owner_user, changes.by_all)
        wanted |= _owned(changes, work.actor)
    if not wanted:
        raise Refused(Problem("groups.nothing_changed"))
    refuse_if_any(rules.decision_problems(owners, decision.meeting.held_on, wanted.get("due", decision.due)))
    done = noted("decision", decision, _written(decision), **wanted)
    before = {name.removesuffix("_id"): value for name, value in (done.before or {}).items()}
    return Done(done.of, done.version, done.facts, before)


def _written(decision: Decision) -> facts.DecisionsWritten:
    return facts.DecisionsWritten((decision.id,))


def _refuse_settled(decision: Decision) -> None:
    if decision.settled_on is not None:
        raise Refused(Problem("groups.decision_settled"))


class CompleteDecision(OfDecision):
    """It was done."""

    kind: ClassVar[str] = "groups.complete_decision"

    done_on: date
    outcome: Note | None = None


@handles(CompleteDecision)
def complete_decision(command: CompleteDecision, decision: Decision, work: Work) -> Done:
    """Settle it as done."""
    _refuse_settled(decision)
    refuse_if_any(rules.settled_problems("done_on", decision.meeting.held_on, command.done_on, work.today))
    settled: dict[str, Any] = {"settled_on": command.done_on, "done": True, "outcome": command.outcome or ""}
    return noted("decision", decision, _written(decision), **settled)


class DropDecision(OfDecision):
    """It falls away: it will not be done."""

    kind: ClassVar[str] = "groups.drop_decision"

    reason: Name


@handles(DropDecision)
def drop_decision(command: DropDecision, decision: Decision, work: Work) -> Done:
    """Settle it as dropped."""
    _refuse_settled(decision)
    settled: dict[str, Any] = {"settled_on": work.today, "done": False, "outcome": command.reason}
    return noted("decision", decision, _written(decision), **settled)


class ReopenDecision(OfDecision):
    """It is open again: it was not done, or did not fall away after all."""

    kind: ClassVar[str] = "groups.reopen_decision"


@handles(ReopenDecision)
def reopen_decision(command: ReopenDecision, decision: Decision, work: Work) -> Done:
    """Open it again."""
    if decision.settled_on is None:
        raise Refused(Problem("groups.decision_open"))
    refuse_cancelled(decision.meeting)
    return noted("decision", decision, _written(decision), settled_on=None, done=False, outcome="")
