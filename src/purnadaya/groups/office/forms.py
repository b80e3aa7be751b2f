"""The forms of groups, members and officers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from purnadaya.groups import commands
from purnadaya.groups.office.words import ENDING_WORDS, KIND_WORDS, POST_WORDS, TERRAIN_WORDS
from purnadaya.kernel.problems import Problem
from purnadaya.ui.forms import Ask, CommandForm

OFF = {"autocomplete": "off"}
WHY = Ask(_("Why"), _("One sentence. It stays on record."), attrs=OFF)

GROUP: Mapping[str, Ask] = {
    "name": Ask(_("Name of the group"), attrs=OFF),
    "what": Ask(_("What kind of group"), choices=KIND_WORDS),
    "village": Ask(_("Village")),
    "hamlet": Ask(_("Hamlet"), attrs=OFF),
    "terrain": Ask(_("On what land"), choices=TERRAIN_WORDS),
    "founded": Ask(_("Founded"), _("As well as it is remembered. The year is enough.")),
    "decree": Ask(
        _("Number of the decree of the lurah"), _("With a decree the group can ask for village funds."), attrs=OFF
    ),
    "decreed_on": Ask(_("Decree of which day")),
    "usual": Ask(_("When does it mostly meet"), _("For instance: every 12th, at ten."), attrs=OFF),
}


class FoundGroupForm(CommandForm):
    """A group, as it is known today."""

    command = commands.FoundGroup
    ask = GROUP


class CorrectGroupForm(CommandForm):
    """The same questions, filled with what is known."""

    command = commands.CorrectGroup
    ask = GROUP
    needed: ClassVar[frozenset[str]] = frozenset({"name", "what", "village"})


class CloseGroupForm(CommandForm):
    """The group is no more."""

    command = commands.CloseGroup
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {"closed_on": Ask(_("Since which day")), "reason": WHY}


class ReopenGroupForm(CommandForm):
    """It goes on after all."""

    command = commands.ReopenGroup
    ask: ClassVar[Mapping[str, Ask]] = {}


class InviteForm(CommandForm):
    """The invitations were sent. The day goes with the form unseen: the invitation above it says which."""

    command = commands.Invite
    ask: ClassVar[Mapping[str, Ask]] = {"for_on": Ask(_("For the meeting on"))}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["for_on"].widget = forms.HiddenInput()

    def show(self, *problems: Problem) -> None:
        """Say above the form what is wrong, as the box cannot be seen, and stand on the day that is shown now."""
        super().show(*(replace(problem, fields=()) for problem in problems))
        self.data = {**dict(self.data.items()), "for_on": self.initial.get("for_on", "")}


class NameTopicForm(CommandForm):
    """Something we teach that is in no list."""

    command = commands.NameTopic
    ask: ClassVar[Mapping[str, Ask]] = {"name": Ask(_("Name of the topic"), attrs=OFF)}


class RetireTopicForm(CommandForm):
    """It is not taught any more."""

    command = commands.RetireTopic
    ask: ClassVar[Mapping[str, Ask]] = {}


class JoinGroupForm(CommandForm):
    """Someone belongs to the group now."""

    command = commands.JoinGroup
    ask: ClassVar[Mapping[str, Ask]] = {"since": Ask(_("Member since"))}


class LeaveGroupForm(CommandForm):
    """She no longer belongs to it."""

    command = commands.LeaveGroup
    ask: ClassVar[Mapping[str, Ask]] = {
        "until": Ask(_("Last day as a member")),
        "why": Ask(_("Why"), choices=ENDING_WORDS),
    }


class CorrectMembershipForm(CommandForm):
    """She belongs to it since another day."""

    command = commands.CorrectMembership
    ask: ClassVar[Mapping[str, Ask]] = {"since": Ask(_("Member since"))}


class StrikeMembershipForm(CommandForm):
    """It was a mistake."""

    command = commands.StrikeMembership
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {"reason": WHY}


class TakePostForm(CommandForm):
    """A member leads the group, or a part of it."""

    command = commands.TakePost
    ask: ClassVar[Mapping[str, Ask]] = {
        "person": Ask(_("Who")),
        "post": Ask(_("Post"), choices=POST_WORDS),
        "since": Ask(_("Since which day")),
        "until": Ask(_("Last day in the post"), _("Leave it empty if she holds it today.")),
    }


class SetTurnsForm(CommandForm):
    """Whose turn it is, one number each; without a number she does not host."""

    command = commands.SetTurns
    ask: ClassVar[Mapping[str, Ask]] = {}

    def __init__(self, data: Any = None, *, members: Sequence[Any] = (), **more: Any) -> None:
        super().__init__(data, **more)
        self.rows = [Turn(one, self._typed(one)) for one in sorted(members, key=_by_turn)]

    def _typed(self, member: Any) -> str:
        if self.is_bound:
            return str(self.data.get(f"turn-{member.person.root_id}", "")).strip()
        return "" if member.turn is None else str(member.turn)

    def clean(self) -> dict[str, Any]:
        """Every turn is a number, or left open."""
        if any(not _is_turn(one.typed) for one in self.rows):
            raise ValidationError(_("A turn is a number. Leave it empty for who does not host."))
        return super().clean() or {}

    def _body(self) -> dict[str, Any]:
        hosts = sorted((one for one in self.rows if one.typed), key=lambda one: int(one.typed))
        return {**self.fixed, "persons": [str(one.member.person.root_id) for one in hosts]}


@dataclass(frozen=True)
class Turn:
    """One member's line in the round of hosts."""

    member: Any
    typed: str

    @property
    def name(self) -> str:
        """The name of its box."""
        return f"turn-{self.member.person.root_id}"


def _by_turn(member: Any) -> tuple[bool, int, str]:
    return member.turn is None, member.turn or 0, member.person.root.name.casefold()


def _is_turn(typed: str) -> bool:
    return not typed or (typed.isascii() and typed.isdigit() and len(typed) < 4)


class LeavePostForm(CommandForm):
    """She no longer holds the post."""

    command = commands.LeavePost
    ask: ClassVar[Mapping[str, Ask]] = {"until": Ask(_("Last day in the post"))}


class StrikePostForm(CommandForm):
    """It was a mistake."""

    command = commands.StrikePost
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {"reason": WHY}


FORMS: tuple[type[CommandForm], ...] = (
    FoundGroupForm,
    CorrectGroupForm,
    CloseGroupForm,
    ReopenGroupForm,
    InviteForm,
    NameTopicForm,
    RetireTopicForm,
    JoinGroupForm,
    LeaveGroupForm,
    CorrectMembershipForm,
    StrikeMembershipForm,
    SetTurnsForm,
    TakePostForm,
    LeavePostForm,
    StrikePostForm,
)
