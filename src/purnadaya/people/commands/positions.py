"""Positions she holds outside her group."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from purnadaya.kernel.areas import VillageCode
from purnadaya.kernel.commands import Done, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.kernel.texts import Line
from purnadaya.people import facts
from purnadaya.people.commands.entries import AboutEntry, AboutPerson, add, change, noted
from purnadaya.people.models.life import Entry, Position
from purnadaya.people.models.persons import Person
from purnadaya.people.rules.positions import Body, laying_down_problems, position_problems
from purnadaya.places import queries as places


class RecordPosition(AboutPerson):
    """She holds, or held, a position outside her group: where, as what, for which village, since and until when.

    ``since`` and ``until`` are as rough as they are remembered; without ``until`` she holds it.
    """

    kind: ClassVar[str] = "people.record_position"
    readers: ClassVar[str] = "position"

    position: NewId
    body: Body
    role: Line = ""
    village: VillageCode | None = None
    since: RoughDate
    until: RoughDate | None = None


@handles(RecordPosition)
def record_position(command: RecordPosition, person: Person, work: Work) -> Done:
    """Add the position."""
    problems = position_problems(command.since, command.until, person.lifetime, work.today)
    refuse_if_any(problems + _village_problems(command.village))
    names = ("body", "role", "village", "since", "until")
    add(Position, person, work, id=command.position, **_columns({name: getattr(command, name) for name in names}))
    return noted(person.id, facts.EntryWritten(person.id))


def _village_problems(village: str | None) -> list[Problem]:
    if village is None or places.is_village(village):
        return []
    return [Problem("places.unknown_village", {"code": village}, ("village",))]


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    columns = {name: "" if value is None else str(value) for name, value in values.items() if name != "village"}
    return {**columns, "place_id": values["village"]} if "village" in values else columns


class PositionChanges(BaseModel):
    """What can be put right about a position; absent means unchanged, null clears."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: Body | None = None
    role: Line | None = None
    village: VillageCode | None = None
    since: RoughDate | None = None
    until: RoughDate | None = None


class AboutPosition(AboutEntry):
    """Something about a position that is written down."""

    readers: ClassVar[str] = "position"
    entry_model: ClassVar[type[Entry]] = Position
    entry_field: ClassVar[str] = "position"

    position: UUID


class CorrectPosition(AboutPosition):
    """Something about a position is put right."""

    kind: ClassVar[str] = "people.correct_position"

    changes: PositionChanges


@handles(CorrectPosition)
def correct_position(command: CorrectPosition, position: Position, work: Work) -> Done:
    """Write the named fields."""
    wanted = {name: getattr(command.changes, name) for name in command.changes.model_fields_set}
    if not wanted:
        raise Refused(Problem("people.nothing_changed"))
    needed = ("body", "since")
    refuse_if_any([Problem("value.missing", fields=(name,)) for name in needed if wanted.get(name, True) is None])
    since, until = wanted.get("since", position.held_since), wanted.get("until", position.held_until)
    problems = position_problems(since, until, position.person.lifetime, work.today)
    refuse_if_any(problems + _village_problems(wanted.get("village")))
    before = {name: position.place_id if name == "village" else getattr(position, name) for name in wanted}
    change(position, **_columns(wanted))
    return noted(position.person_id, facts.EntryWritten(position.person_id), before=before)


class EndPosition(AboutPosition):
    """She holds the position no more; ``until`` is as rough as it is remembered."""

    kind: ClassVar[str] = "people.end_position"

    until: RoughDate


@handles(EndPosition)
def end_position(command: EndPosition, position: Position, work: Work) -> Done:
    """Write until when she held it."""
    if position.until:
        raise Refused(Problem("people.ended_already"))
    refuse_if_any(laying_down_problems(position.held_since, command.until, work.today))
    change(position, until=str(command.until))
    return noted(position.person_id, facts.EntryWritten(position.person_id))
