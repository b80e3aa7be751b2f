"""A backlog of paper: several past meetings in one grid, members down and days across."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from purnadaya.access.gate import Request, needs
from purnadaya.groups import commands
from purnadaya.groups.office.meetings import held_group
from purnadaya.groups.office.offers import topics_offered
from purnadaya.groups.office.taught_forms import USUAL_MINUTES
from purnadaya.groups.queries import Group, Membership, meetings_of, memberships_of
from purnadaya.groups.rules.meetings import MOST_GUESTS, Attended, meeting_id, was_member
from purnadaya.journal.door import save
from purnadaya.journal.queries import was_run
from purnadaya.kernel.commands import Actor, Command
from purnadaya.kernel.ids import derived_id, new_id
from purnadaya.kernel.problems import Problem
from purnadaya.ui.words import say

COLUMNS = 6


@dataclass
class Column:
    """One meeting: its day as typed, topic and guests, and who is ticked."""

    place: int
    day: str = ""
    topic: str = ""
    guests: str = ""
    guest_men: str = ""
    ticked: frozenset[str] = frozenset()
    errors: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in it."""
        return not (self.day or self.topic or self.guests or self.guest_men or self.ticked)


class BacklogGrid:
    """What was typed in the grid, as the commands of all its meetings; saved together or not at all."""

    base: int | None = None

    def __init__(self, data: Any, *, actor: Actor, group: Group) -> None:
        self.actor, self.group, self.data = actor, group, data or QueryDict()
        self.operation = _id_in(self.data.get("operation", "")) or new_id()
        memberships = memberships_of(group)
        self.members = _each_once(memberships)
        self.belonged: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
        for one in memberships:
            self.belonged[one.person.root_id].append((one.since, one.until))
        self.columns = [self._column(place) for place in range(COLUMNS)]
        self.errors: list[str] = []
        self.commands: list[Command] = []
        self.of: list[Column] = []

    def _column(self, place: int) -> Column:
        ticked = frozenset(self.data.getlist(f"came-{place}")) if self.data else frozenset()
        names = ("day", "topic", "guests", "guest_men")
        day, topic, guests, men = (self.data.get(f"{name}-{place}", "").strip() for name in names)
        return Column(place, day, topic, guests, men, ticked)

    @property
    def rest_absent(self) -> bool:
        """Whether who is not ticked was absent; otherwise nothing is known of her."""
        return bool(self.data.get("rest", "absent") == "absent")

    def to_command(self) -> Command | None:
        """The first meeting; the others follow it. None when a column is wrong, which then says why."""
        filled = [one for one in self.columns if not one.is_empty]
        if not filled:
            self.errors.append(_("Write the day of one meeting at least."))
        known = filled and not was_run(self.operation)
        taken = set(meetings_of(self.group).values_list("held_on", flat=True)) if known else set()
        for column in filled:
            self._read(column, taken)
        if self.errors or any(one.errors for one in filled):
            self._renew()
            return None
        return self.commands[0]

    def _read(self, column: Column, taken: set[date]) -> None:
        try:
            day = date.fromisoformat(column.day)
        except ValueError:
            column.errors.append(say(Problem("value.bad_date")))
            return
        if day in taken:
            column.errors.append(_("A meeting of this day is written down already."))
        taken.add(day)
        if not all(_is_count(typed) for typed in (column.guests, column.guest_men)):
            column.errors.append(say(Problem("groups.guests_out_of_range", {"most": MOST_GUESTS})))
        if column.errors:
            return
        lines = [self._line(one, day, column) for one in self.members]
        self._add(column, commands.HoldMeeting(
            group=self.group.id, held_on=day, attendance=tuple(one for one in lines if one),
            guests_women=int(column.guests or 0), guests_men=int(column.guest_men or 0),
        ))  # fmt: skip
        if column.topic:
            of = meeting_id(self.group.id, day, 1)
            lesson = derived_id(self.operation, "lesson", column.place)
            self._add(
                column,
                commands.RecordLesson(meeting=of, lesson=lesson, topic=column.topic, minutes=USUAL_MINUTES),
            )

    def _add(self, column: Column, command: Command) -> None:
        self.commands.append(command)
        self.of.append(column)

    def _line(self, member: Membership, day: date, column: Column) -> commands.AttendanceLine | None:
        person = member.person.root_id
        was = any(was_member(since, until, day) for since, until in self.belonged[person])
        if str(person) in column.ticked:
            return commands.AttendanceLine(person=person, attended=Attended.PRESENT, guest=not was)
        if was and self.rest_absent:
            return commands.AttendanceLine(person=person, attended=Attended.ABSENT)
        return None

    def first(self, command: Any) -> Sequence[Command]:
        """Nothing comes before."""
        return ()

    def then(self, command: Any) -> Sequence[Command]:
        """The lessons, and the other meetings."""
        return self.commands[1:]

    def show(self, *problems: Problem) -> None:
        """Beside the meeting each is of."""
        self._renew()
        for problem in problems:
            place = problem.details.get("place")
            told = self.of[place].errors if place is not None else self.errors
            told.append(say(problem))

    def _renew(self) -> None:
        self.operation = new_id()


def _is_count(typed: str) -> bool:
    return not typed or (typed.isascii() and typed.isdigit() and len(typed) < 10)


def _each_once(memberships: Sequence[Membership]) -> list[Membership]:
    """Everyone who ever belonged to the group, by name; of two memberships of one woman the later."""
    once: dict[UUID, Membership] = {}
    for one in memberships:
        once.setdefault(one.person.root_id, one)
    return sorted(once.values(), key=lambda one: one.person.root.name.casefold())


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@needs("group", "hold")
def backlog(request: Request, group_id: UUID) -> HttpResponse:
    """Past meetings from paper, several at a time."""
    group = held_group(request.actor, group_id)
    grid = BacklogGrid(request.POST or None, actor=request.actor, group=group)
    if request.method == "POST" and save(grid, request.actor):
        count = sum(1 for one in grid.commands if isinstance(one, commands.HoldMeeting))
        words = ngettext("Saved: %(n)s meeting.", "Saved: %(n)s meetings.", count) % {"n": count}
        messages.success(request, words)
        return redirect("groups:meetings", group.id)
    wrong = bool(grid.errors or any(one.errors for one in grid.columns))
    context = {
        "grid": grid,
        "group": group,
        "topics": topics_offered(request.actor),
        "today": timezone.localdate(),
    }
    return render(request, "groups/backlog.html", context, status=422 if wrong else 200)
