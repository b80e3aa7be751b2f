"""Pure decisions about a group's meetings: which one it is, who was there, and what becomes of two accounts of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from purnadaya.groups.rules.groups import begun_problems
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.problems import Problem

MOST_A_DAY = 9
"""So many meetings of one group on one day are told apart."""
MOST_LINES = 500
MOST_GUESTS = 5000
MANY_GUESTS = 100
"""More guests than this are saved, and she is asked to look at the number once more."""
LONGEST_LESSON = 12 * 60


class Attended(StrEnum):
    """Whether someone was at a meeting."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class Excuse(StrEnum):
    """Why someone sent word that she could not come."""

    ILL = "ill"
    WORK = "work"
    FAMILY = "family"
    CEREMONY = "ceremony"
    AWAY = "away"
    OTHER = "other"


class Topic(StrEnum):
    """What can be taught; an organisation adds topics of its own."""

    BEFORE_MIGRATION = "before_migration"
    DURING_MIGRATION = "during_migration"
    AFTER_MIGRATION = "after_migration"
    GENDER = "gender"
    HUMAN_RIGHTS = "human_rights"
    PARALEGAL = "paralegal"
    VIOLENCE = "violence"
    TRAFFICKING = "trafficking"
    CHILDREN = "children"
    HEALTH = "health"
    ECONOMY = "economy"
    CRAFTS = "crafts"
    VILLAGE_LAW = "village_law"
    VILLAGE_FUNDS = "village_funds"
    ORGANISING = "organising"
    SPEAKING = "speaking"
    MEDIA = "media"
    OTHER = "other"


@dataclass(frozen=True)
class Line:
    """What is said of one person at a meeting. ``guest``: she came though she was no member that day."""

    attended: Attended
    excuse: Excuse | None = None
    guest: bool = False


_WEIGHT = {Attended.ABSENT: 0, Attended.EXCUSED: 1, Attended.PRESENT: 2}


def meeting_id(group_id: UUID, held_on: date, ordinal: int) -> UUID:
    """The id of the group's meeting on a day; the ordinal tells apart those of one day. The same on every device."""
    return derived_id(group_id, "meeting", held_on.isoformat(), ordinal)


def united(said: Line, also: Line) -> Line:
    """What two accounts of one person come to: whoever saw her is right, and a reason is better than none.

    The order in which they came does not matter.
    """
    first, second = sorted((said, also), key=lambda one: (-_WEIGHT[one.attended], one.excuse or "~", one.guest))
    excuse = first.excuse or (second.excuse if second.attended is first.attended else None)
    return Line(first.attended, excuse, said.guest and also.guest)


def was_member(since: date, until: date | None, day: date) -> bool:
    """Whether a membership held on a day; the last day counts."""
    return since <= day and (until is None or day <= until)


def held_problems(held_on: date, ordinal: int, today: date, believed: bool) -> list[Problem]:
    """Whether a meeting can be written down for this day. One to come is asked about, and then allowed."""
    if held_on > today:
        return [] if believed else [Problem("groups.meeting_to_come", fields=("held_on",))]
    problems = begun_problems("held_on", held_on, today)
    if not 1 <= ordinal <= MOST_A_DAY:
        problems.append(Problem("groups.too_many_a_day", {"most": MOST_A_DAY}, ("ordinal",)))
    return problems


def next_problems(held_on: date, next_on: date | None) -> list[Problem]:
    """The next meeting comes after this one."""
    if next_on is not None and next_on <= held_on:
        return [Problem("groups.next_before_this", fields=("next_on",))]
    return []


def guest_problems(**counts: int) -> list[Problem]:
    """Whether so many guests can have come: a number that is not negative, nor absurd."""
    return [
        Problem("groups.guests_out_of_range", {"most": MOST_GUESTS}, (name,))
        for name, count in counts.items()
        if not 0 <= count <= MOST_GUESTS
    ]


def line_problems(lines: Mapping[UUID, Line], members: Collection[UUID], known: Collection[UUID]) -> list[Problem]:
    """Whether these can have attended: ``members`` that day, or as a guest anyone ``known`` to the writer.

    Somebody who is no member is named by id, so that she can be offered as a guest or to join.
    """
    if len(lines) > MOST_LINES:
        return [Problem("groups.too_many_lines", {"most": MOST_LINES}, ("attendance",))]
    unknown = [person for person in lines if person not in members and person not in known]
    if unknown:
        return [Problem("access.not_found")]
    strangers = sorted(str(one) for one, line in lines.items() if one not in members and not line.guest)
    if strangers:
        return [Problem("groups.not_members", {"persons": strangers}, ("attendance",))]
    return []


def placed(lines: Mapping[UUID, Line], members: Collection[UUID]) -> dict[UUID, Line]:
    """The same, where nobody who was a member that day is told as a guest."""
    return {one: replace(line, guest=line.guest and one not in members) for one, line in lines.items()}


@dataclass(frozen=True)
class Differs:
    """Two accounts of a meeting say something else: of a person, or (``person`` None) in a field."""

    field: str
    first: str
    second: str
    person: UUID | None = None


def differences(stands: Mapping[UUID, Line], said: Mapping[UUID, Line]) -> list[Differs]:
    """Where a second account says of someone that she was there, excused or absent, unlike the first."""
    both = [person for person in said if person in stands]
    return [
        Differs("attended", stands[one].attended, said[one].attended, one)
        for one in both
        if stands[one].attended is not said[one].attended
    ]


def filled(stands: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[dict[str, Any], list[Differs]]:
    """What a second account adds where the first left something open, and where both said something else."""
    told = {name: value for name, value in said.items() if value not in (None, "")}
    adds = {name: value for name, value in told.items() if stands[name] in (None, "")}
    differs = [
        Differs(name, str(stands[name]), str(value))
        for name, value in told.items()
        if name not in adds and stands[name] != value
    ]
    return adds, differs


def appended(stands: str, said: str) -> str:
    """Two accounts' notes one after the other; what is said already is not said twice."""
    return "\n".join(part for part in (stands, "" if said in stands else said) if part)


def lesson_problems(minutes: int, taught_by: Iterable[object]) -> list[Problem]:
    """Whether so long a lesson can have been given, by at most one teacher."""
    problems = []
    if not 1 <= minutes <= LONGEST_LESSON:
        problems.append(Problem("groups.minutes_out_of_range", {"most": LONGEST_LESSON}, ("minutes",)))
    if sum(1 for one in taught_by if one) > 1:
        problems.append(Problem("groups.one_teacher", fields=("teacher_name",)))
    return problems


def decision_problems(owners: Iterable[object], decided_on: date, due: date) -> list[Problem]:
    """A decision has one owner and a day; it cannot have been due before it was taken."""
    problems = []
    count = sum(1 for one in owners if one)
    if count != 1:
        code = "groups.decision_without_owner" if count == 0 else "groups.one_owner"
        problems.append(Problem(code, fields=("owner",)))
    if due < decided_on:
        problems.append(Problem("groups.due_before_decided", {"decided": decided_on.isoformat()}, ("due",)))
    return problems


def settled_problems(field: str, decided_on: date, settled_on: date, today: date) -> list[Problem]:
    """A decision is done after it was taken, and not in days to come."""
    if settled_on < decided_on:
        return [Problem("groups.done_before_decided", {"decided": decided_on.isoformat()}, (field,))]
    return begun_problems(field, settled_on, today)
