"""The forms of groups, members and officers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from purnadaya.groups import commands
from purnadaya.groups.office.words import ENDING_WORDS, KIND_WORDS, POST_WORDS, TERRAIN_WORDS
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
    """The invitations were sent."""

    command = commands.Invite
    ask: ClassVar[Mapping[str, Ask]] = {"for_on": Ask(_("For the meeting on"))}


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
    }


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
    StrikeMembershipForm,
    TakePostForm,
    LeavePostForm,
    StrikePostForm,
)
