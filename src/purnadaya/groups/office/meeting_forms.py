"""The form of a meeting, with its parts; and the forms that put one right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from purnadaya.groups import commands
from purnadaya.groups.office import tiles
from purnadaya.groups.office.forms import OFF, WHY
from purnadaya.groups.office.offers import choose_from, members_offered, names_shown
from purnadaya.groups.office.words import ATTENDED_WORDS
from purnadaya.groups.queries import (
    Group,
    Meeting,
    attendance_of,
    meetings_on,
    members_on,
)
from purnadaya.groups.rules.meetings import Attended, Line, meeting_id
from purnadaya.journal.queries import was_run
from purnadaya.kernel.commands import Command
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.problems import Problem
from purnadaya.people.queries import persons_for
from purnadaya.ui.forms import Ask, CommandForm
from purnadaya.ui.parts import Part, parts_of

FOUND = 6
PEOPLE = ("host", "next_host")
NUMBER = {"autocomplete": "off", "inputmode": "numeric"}

MEETING: Mapping[str, Ask] = {
    "held_on": Ask(_("Day of the meeting")),
    "host": Ask(_("At whose house")),
    "place": Ask(_("Or another place"), _("For instance: hall of the hamlet."), attrs=OFF),
    "agenda": Ask(_("What was planned")),
    "guests_women": Ask(_("Guests without a name: women"), attrs=NUMBER),
    "guests_men": Ask(_("Guests without a name: men"), attrs=NUMBER),
    "notes": Ask(_("What was talked about")),
    "next_on": Ask(_("Next meeting on")),
    "next_host": Ask(_("Next meeting at whose house")),
    "believed": Ask(_("The day is right: this meeting is still to come")),
}
CORRECTED = ("host", "place", "agenda", "notes", "guests_women", "guests_men", "next_on", "next_host")


class NamedPeople(CommandForm):
    """A form in which members are chosen; ids are told as names."""

    def offer_members(self, group: Group, day: date) -> None:
        """Let the hosts be chosen from those who are members on that day, and whoever was chosen before."""
        choices = members_offered(members_on(group, day))
        for name in (one for one in PEOPLE if one in self.fields):
            stands = str(self.initial.get(name) or "")
            known = {of for of, _name in choices}
            choose_from(self, name, [*choices, *(self._stands_yet(stands) if stands not in {"", *known} else ())])

    def _stands_yet(self, person: str) -> list[tuple[str, str]]:
        """Who was chosen before and is no member that day. Nobody proposes a host of whom the writer may not know."""
        called = names_shown(self.actor, [person]).get(person) or (str(_("someone")) if self.edits else "")
        return [(person, called)] if called else []

    def display(self, name: str, value: Any) -> str:
        """A stored value in words; a person by her name."""
        if name in PEOPLE and value:
            return names_shown(self.actor, [str(value)])[str(value)] or str(_("someone"))
        return super().display(name, value)


class HoldMeetingForm(NamedPeople):
    """What happened at a meeting: its day and place, who was there, and all that other apps ask about it."""

    command = commands.HoldMeeting
    ask = MEETING

    def __init__(
        self, data: Any = None, *, group: Group | None = None, like: Meeting | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.group = group
        self.same_day: list[Meeting] = []
        self.cancelled: UUID | None = None
        self.tiles: list[tiles.Tile] = []
        self.parts: list[Part] = []
        self.sent: list[Sequence[Command] | None] = []
        self.day = self._typed_day()
        if self.day <= timezone.localdate():
            self.fields.pop("believed")
        self.found: list[Any] = []
        if group is None:
            return
        self.members = members_on(group, self.day)
        self.offer_members(group, self.day)
        self.found = self._found()
        self.tiles = tiles.tiles_of(
            self.actor, self.members, self.data or None, self._copied(like) if like else {}, self.found
        )
        self.parts = parts_of("meeting", actor=self.actor, of=self, data=data, like=like)

    def _copied(self, like: Meeting) -> dict[UUID, Line]:
        """What was said at a meeting to copy, of the members of this day and of guests; who left since is left out."""
        here = {one.person.root_id for one in self.members}
        told = {one.person.root_id: one.line for one in attendance_of(like)}
        return {person: line for person, line in told.items() if person in here or line.guest}

    def _typed_day(self) -> date:
        typed = self.data.get("held_on") or self.initial.get("held_on") or ""
        try:
            return typed if isinstance(typed, date) else date.fromisoformat(str(typed))
        except ValueError:
            return timezone.localdate()

    def _found(self) -> list[Any]:
        """Those of the registry whose name was looked for, to mark that they were there too."""
        text = self.data.get("find", "").strip()
        return list(persons_for(self.actor, text)[:FOUND]) if text else []

    @property
    def ordinal(self) -> int:
        """Which meeting of that day it is."""
        typed = self.data.get("ordinal", "")
        return int(typed) if typed in {str(one) for one in range(1, 10)} else 1

    def mark_rest(self, mark: str) -> None:
        """Mark everyone of whom nothing is marked yet."""
        if mark in set(Attended):
            self.tiles = [one if one.marked or not one.member else replace(one, marked=mark) for one in self.tiles]

    def to_command(self) -> Command | None:
        """The meeting; asked once more when one of that day is written already and it was not said which is meant.

        What is typed in the parts is looked at too, so that everything wrong is shown at once.
        """
        command = super().to_command()
        of = meeting_id(self.group.id, self.day, self.ordinal) if self.group else None
        self.sent = [part.commands(of) for part in self.parts]
        if command is None or None in self.sent:
            return None
        if self.group and not self.data.get("same") and not was_run(self.operation):
            self.same_day = [one for one in meetings_on(self.group, self.day) if one.ordinal == self.ordinal]
        return None if self.same_day else command

    def _body(self) -> dict[str, Any]:
        marked = [one.body for one in self.tiles if one.marked]
        return {**super()._body(), "ordinal": self.ordinal, "attendance": marked}

    def first(self, command: Any) -> Sequence[Command]:
        """Those who were there and become members that day join first."""
        joining = [one for one in self.tiles if one.marked and not one.member and one.way == tiles.JOIN]
        return [
            commands.JoinGroup(
                group=command.group,
                membership=derived_id(self.operation, "join", one.person),
                person=UUID(one.person),
                since=command.held_on,
            )
            for one in joining
        ]

    def then(self, command: Any) -> Sequence[Command]:
        """What was typed in the parts."""
        return [one for sent in self.sent for one in sent or ()]

    def show(self, *problems: Problem) -> None:
        """Beside what each is of: the commands of the parts come after the meeting, in the order of the parts."""
        if self.group and any(one.code == "groups.cancelled_that_day" for one in problems):
            self.cancelled = meeting_id(self.group.id, self.day, self.ordinal)
        mine = []
        joined = len([one for one in self.tiles if one.marked and not one.member and one.way == tiles.JOIN])
        for problem in problems:
            place = problem.details.get("place")
            if place is None or place <= joined or not self._show_in_part(place - joined - 1, problem):
                mine.append(problem)
        super().show(*mine) if mine else self._renew()

    def _show_in_part(self, place: int, problem: Problem) -> bool:
        for part, sent in zip(self.parts, self.sent, strict=True):
            if place < len(sent or ()):
                part.show(place, problem)
                return True
            place -= len(sent or ())
        return False

    @property
    def wrong_rows(self) -> list[Any]:
        """The rows of its parts in which something is wrong."""
        return [row for part in self.parts for row in part.wrong]

    @property
    def next_ordinal(self) -> int:
        """What a further meeting of that day is called."""
        taken = [one.ordinal for one in meetings_on(self.group, self.day)] if self.group else []
        return max(taken, default=0) + 1

    @property
    def strangers(self) -> list[tiles.Tile]:
        """Those marked who are no members."""
        return [one for one in self.tiles if not one.member]


class CorrectMeetingForm(NamedPeople):
    """The same questions, filled with what is known; the day has a page of its own."""

    command = commands.CorrectMeeting
    ask: ClassVar[Mapping[str, Ask]] = {name: MEETING[name] for name in CORRECTED}


class CorrectAttendanceForm(CommandForm):
    """Who was there, as it is known, to be put right."""

    command = commands.CorrectAttendance
    ask: ClassVar[Mapping[str, Ask]] = {"attendance": Ask(_("Who was there"))}

    def __init__(self, data: Any = None, *, meeting: Meeting | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.meeting = meeting
        self.tiles: list[tiles.Tile] = []
        self.found: list[Any] = []
        if meeting is None:
            return
        # The tiles are drawn by the page; what is wrong with them is told above them.
        del self.fields["attendance"]
        text = self.data.get("find", "").strip()
        self.found = list(persons_for(self.actor, text)[:FOUND]) if text else []
        stands = {one.person.root_id: one.line for one in attendance_of(meeting)}
        members = members_on(meeting.group, meeting.held_on)
        self.tiles = tiles.tiles_of(self.actor, members, self.data or None, stands, self.found)

    def _body(self) -> dict[str, Any]:
        """Those of whom something else is marked than when the form was opened."""
        return {**self.fixed, "attendance": [one.body for one in self.tiles if one.is_changed]}

    def show(self, *problems: Problem) -> None:
        """When a colleague was quicker, stand on what is there now: what was marked here stays marked."""
        super().show(*problems)
        if any(one.code == "journal.stale" for one in problems):
            self.base = self.version

    def display(self, name: str, value: Any) -> str:
        """Who, and what was said of her."""
        if isinstance(value, str):
            pairs = [tuple(one.split(" ", 1)) for one in value.split(", ") if one]
        else:
            pairs = [(one["person"], one["attended"]) for one in value or ()]
        shown = names_shown(self.actor, [of for of, _mark in pairs])
        return "; ".join(f"{shown.get(of) or _('someone')}: {ATTENDED_WORDS[Attended(mark)]}" for of, mark in pairs)


class CancelMeetingForm(CommandForm):
    """It never took place."""

    command = commands.CancelMeeting
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {
        "reason": WHY,
        "decisions_too": Ask(_("What was agreed at it and is still open falls away too")),
    }


class ReinstateMeetingForm(CommandForm):
    """It took place after all."""

    command = commands.ReinstateMeeting
    ask: ClassVar[Mapping[str, Ask]] = {}


class MoveMeetingForm(CommandForm):
    """It was on another day."""

    command = commands.MoveMeeting
    ask: ClassVar[Mapping[str, Ask]] = {"held_on": Ask(_("On which day was it really"))}


class SettleDifferenceForm(CommandForm):
    """What stands is right."""

    command = commands.SettleDifference
    ask: ClassVar[Mapping[str, Ask]] = {}


FORMS: tuple[type[CommandForm], ...] = (
    HoldMeetingForm,
    CorrectMeetingForm,
    CorrectAttendanceForm,
    CancelMeetingForm,
    ReinstateMeetingForm,
    MoveMeetingForm,
    SettleDifferenceForm,
)
