"""The forms of what was taught, what was agreed, and guests by name; as rows of a meeting and one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from purnadaya.groups import commands
from purnadaya.groups.office.forms import OFF, WHY
from purnadaya.groups.office.meeting_forms import NUMBER
from purnadaya.groups.office.offers import (
    ALL,
    PERSON,
    USER,
    choose_from,
    names_shown,
    person_code,
    read_code,
    topic_names,
    topics_offered,
    user_code,
    who_offered,
)
from purnadaya.groups.queries import Decision, Meeting, Membership, lessons_of
from purnadaya.kernel.commands import Actor
from purnadaya.people.office.forms import SEX_WORDS
from purnadaya.people.rules.persons import Sex
from purnadaya.ui.forms import Ask, CommandForm
from purnadaya.ui.rows import Rows, RowWords

USUAL_MINUTES = 60
USUAL_WAIT = timedelta(days=30)


class SomebodyForm(CommandForm):
    """A form in which somebody is chosen who does or did something: a member or a colleague in one list."""

    somebody: ClassVar[str]

    def offer(self, who: Sequence[Any]) -> None:
        """Who can be chosen."""
        choose_from(self, self.somebody, who)

    def _body(self) -> dict[str, Any]:
        body = super()._body()
        target = body["changes"] if self.edits else body
        kind, of = read_code(str(target.pop(self.somebody, "") or ""))
        return self._with(body, kind, of)

    def _with(self, body: dict[str, Any], kind: str, of: str) -> dict[str, Any]:
        named = {PERSON: {self.somebody: of}, USER: {f"{self.somebody}_user": of}}.get(kind, {})
        return {**body, **named}

    def display(self, name: str, value: Any) -> str:
        """Somebody by her name."""
        if name == self.somebody and value:
            return names_shown(self.actor, [str(value)])[str(value)] or str(_("someone"))
        return super().display(name, value)


class RecordLessonForm(SomebodyForm):
    """Something was taught."""

    command = commands.RecordLesson
    somebody = "teacher"
    ask: ClassVar[Mapping[str, Ask]] = {
        "topic": Ask(_("Topic")),
        "minutes": Ask(_("Minutes"), attrs=NUMBER),
        "teacher": Ask(_("Who taught")),
        "teacher_name": Ask(_("Or someone else, by name"), attrs=OFF),
        "learnt": Ask(_("What was learnt, in one sentence")),
    }

    def offer_topics(self, topics: Sequence[Any]) -> None:
        """What can be taught."""
        choose_from(self, "topic", topics)

    def display(self, name: str, value: Any) -> str:
        """A topic by its words."""
        if name == "topic":
            return str(topic_names(self.actor).get(str(value), value))
        return super().display(name, value)


class StrikeLessonForm(CommandForm):
    """It was a mistake."""

    command = commands.StrikeLesson
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {"reason": WHY}


class NameGuestForm(CommandForm):
    """A guest by name."""

    command = commands.NameGuest
    ask: ClassVar[Mapping[str, Ask]] = {
        "name": Ask(_("Name"), attrs=OFF),
        "sex": Ask(_("Woman or man"), choices=SEX_WORDS),
    }


class StrikeGuestForm(CommandForm):
    """She was not there."""

    command = commands.StrikeGuest
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {}


class OwnedForm(SomebodyForm):
    """What was agreed, with the one who does it."""

    somebody = "owner"

    def _with(self, body: dict[str, Any], kind: str, of: str) -> dict[str, Any]:
        body = super()._with(body, kind, of)
        return {**body, "by_all": True} if kind == ALL else body


DECISION: Mapping[str, Ask] = {
    "what": Ask(_("What was agreed")),
    "owner": Ask(_("Who does it")),
    "due": Ask(_("Until when")),
}


class RecordDecisionForm(OwnedForm):
    """The group agreed on something."""

    command = commands.RecordDecision
    ask = DECISION
    needed: ClassVar[frozenset[str]] = frozenset({"owner"})


class CorrectDecisionForm(OwnedForm):
    """The same, filled with what is known."""

    command = commands.CorrectDecision
    ask = DECISION
    needed: ClassVar[frozenset[str]] = frozenset(DECISION)

    def _with(self, body: dict[str, Any], kind: str, of: str) -> dict[str, Any]:
        """Of who does it all three are said, or none."""
        if "owner" not in self.changes():
            return body
        owner = {
            "owner": of if kind == PERSON else None,
            "owner_user": of if kind == USER else None,
            "by_all": kind == ALL,
        }
        return {**body, "changes": {**body["changes"], **owner}}


class CompleteDecisionForm(CommandForm):
    """It was done."""

    command = commands.CompleteDecision
    ask: ClassVar[Mapping[str, Ask]] = {
        "done_on": Ask(_("Done on")),
        "outcome": Ask(_("What came of it"), _("May stay empty.")),
    }


class DropDecisionForm(CommandForm):
    """It falls away."""

    command = commands.DropDecision
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {"reason": WHY}


class ReopenDecisionForm(CommandForm):
    """It is open again."""

    command = commands.ReopenDecision
    ask: ClassVar[Mapping[str, Ask]] = {}


FORMS: tuple[type[CommandForm], ...] = (
    RecordLessonForm,
    StrikeLessonForm,
    NameGuestForm,
    StrikeGuestForm,
    RecordDecisionForm,
    CorrectDecisionForm,
    CompleteDecisionForm,
    DropDecisionForm,
    ReopenDecisionForm,
)


def decision_values(decision: Decision) -> dict[str, str]:
    """A decision's values as its form shows them."""
    owner = ALL if decision.by_all else person_code(decision.owner_id) or user_code(decision.owner_user)
    return {"what": decision.what, "owner": owner, "due": decision.due.isoformat()}


LESSONS = RowWords(
    prefix="lesson",
    about="meeting",
    telling=("topic", "learnt", "teacher_name"),
    title=_("What was taught"),
    under=_("Leave it empty when nothing was taught."),
    one=_("Topic"),
    more=_("One more topic"),
)
DECISIONS = RowWords(
    prefix="decision",
    about="meeting",
    telling=("what",),
    title=_("What was agreed"),
    under=_("Each with one who does it, and a day. Leave it empty when nothing was agreed."),
    one=_("Agreed"),
    more=_("One more"),
)
GUESTS = RowWords(
    prefix="guest",
    about="meeting",
    telling=("name",),
    title=_("Guests by name"),
    under=_("Those who are not in the registry. Only their name is kept."),
    one=_("Guest"),
    more=_("One more guest"),
)


def teachers_of(actor: Actor, members: Sequence[Membership]) -> list[Any]:
    """Who may have taught: members and colleagues."""
    return who_offered(actor, members, timezone.localdate(), everyone=False)


def owners_of(actor: Actor, members: Sequence[Membership]) -> list[Any]:
    """Who may do what was agreed: all of them, a member, or a colleague."""
    return who_offered(actor, members, timezone.localdate(), everyone=True)


def lesson_rows(*, actor: Any, of: Any, data: Any, like: Meeting | None) -> Rows:
    """The part of a meeting's form in which is said what was taught; of one to copy, by whom and for how long."""
    copied = [
        {"minutes": one.minutes, "teacher": person_code(one.teacher_id) or user_code(one.teacher_user)}
        for one in (lessons_of(like) if like else ())
    ]
    teachers, topics = teachers_of(actor, of.members), topics_offered(actor)

    def prepare(row: RecordLessonForm) -> None:
        row.offer(teachers)
        row.offer_topics(topics)

    return Rows(
        RecordLessonForm,
        actor=actor,
        data=data,
        words=LESSONS,
        prepare=prepare,
        initial=copied or [{"minutes": USUAL_MINUTES}],
    )


def decision_rows(*, actor: Any, of: Any, data: Any, like: Meeting | None) -> Rows:
    """The part in which is said what was agreed."""
    owners = owners_of(actor, of.members)
    return Rows(
        RecordDecisionForm,
        actor=actor,
        data=data,
        words=DECISIONS,
        prepare=lambda row: row.offer(owners),
        initial=[{"due": of.initial.get("next_on") or of.day + USUAL_WAIT}],
    )


def guest_rows(*, actor: Any, of: Any, data: Any, like: Meeting | None) -> Rows:
    """The part in which guests tell their names."""
    return Rows(
        NameGuestForm,
        actor=actor,
        data=data,
        words=GUESTS,
        prepare=lambda row: None,
        initial=[{"sex": Sex.FEMALE}],
    )
