"""The registry: who comes into it, and what is put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.db.models import F
from pydantic import BaseModel, ConfigDict, StringConstraints

from purnadaya.access import keyring
from purnadaya.access.policies import can
from purnadaya.journal.putting_off import free_ids, write_new
from purnadaya.kernel.areas import VillageCode
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.nik import Nik
from purnadaya.kernel.phones import Phone
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.kernel.texts import Line
from purnadaya.people import facts, rules
from purnadaya.people.commands.filing import refile
from purnadaya.people.models import Person
from purnadaya.people.queries import (
    COLUMNS,
    SEALED,
    Registry,
    foresee_holders,
    held_by_another,
    indexes_of,
    note_holder,
    person_for,
    registry_for,
)
from purnadaya.people.rules.life import Education
from purnadaya.people.rules.persons import (
    Background,
    Backgrounds,
    Calling,
    PersonLine,
    PersonName,
    Sex,
    Whose,
    name_key,
)
from purnadaya.places import queries as places

Honorific = Annotated[PersonLine, StringConstraints(max_length=24)]


class RegisterPerson(Command):
    """A person comes into the registry of the actor's organisation.

    One name field, for many people have one name; ``honorific`` (Bu, Mbah, Mas) and ``nickname`` apart.
    ``birth`` is a day, a year, or the year that follows from a guessed age. Neither ``nik`` nor ``phone`` is
    needed; ``whose`` phone it is and whether she may be called (``calling``, ``hours``) go with it.
    """

    kind: ClassVar[str] = "people.register_person"
    verb: ClassVar[str] = "register"
    about: ClassVar[str] = "person"

    person: NewId
    name: PersonName
    honorific: Honorific = ""
    nickname: PersonLine = ""
    sex: Sex
    birth: PartialDate | None = None
    village: VillageCode
    hamlet: Line = ""
    background: Background
    also: Backgrounds | None = None
    education: Education | None = None
    phone: Phone | None = None
    whose: Whose | None = None
    calling: Calling | None = None
    hours: Line = ""
    nik: Nik | None = None

    def target(self, actor: Actor) -> Registry:
        return registry_for(actor, self.village)

    @classmethod
    def foresee(cls, commands: Sequence[RegisterPerson], actor: Actor) -> None:
        free_ids(Person, [one.person for one in commands])
        if actor.organisation_id is not None and (niks := {str(one.nik) for one in commands if one.nik}):
            foresee_holders(actor.organisation_id, "nik", niks)


@handles(RegisterPerson)
def register_person(command: RegisterPerson, registry: Registry, work: Work) -> Done:
    """Create the person in the registry of her village."""
    values = {name: getattr(command, name) for name in (*COLUMNS, *SEALED)}
    refuse_if_any(_problems(values, work))
    person = Person(
        id=command.person,
        organisation_id=registry.organisation_id,
        name_key=name_key(command.name, command.nickname),
        registered_at=work.now,
    )
    for column, value in _columns(person, values).items():
        setattr(person, column, value)
    note = _notes(person, values.get("nik"), is_new=True)
    write_new(person)
    note_holder(person, "nik")
    refile(person, is_new=True)
    fact = facts.PersonRegistered(command.person, command.village, command.hamlet)
    return Done(Ref.to("person", command.person), facts=(fact,), note=note)


class PersonChanges(BaseModel):
    """What can be put right about a person; absent means unchanged, null (or empty text) clears."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: PersonName | None = None
    honorific: Honorific | None = None
    nickname: PersonLine | None = None
    sex: Sex | None = None
    birth: PartialDate | None = None
    village: VillageCode | None = None
    hamlet: Line | None = None
    background: Background | None = None
    also: Backgrounds | None = None
    education: Education | None = None
    phone: Phone | None = None
    whose: Whose | None = None
    calling: Calling | None = None
    hours: Line | None = None
    nik: Nik | None = None


class CorrectPerson(Command):
    """Something about a person is put right. Edits by two people merge field by field."""

    kind: ClassVar[str] = "people.correct_person"
    verb: ClassVar[str] = "correct"
    about: ClassVar[str] = "person"
    merges: ClassVar[bool] = True
    together: ClassVar[tuple[frozenset[str], ...]] = (frozenset({"village", "hamlet"}),)

    person: UUID
    changes: PersonChanges

    def target(self, actor: Actor) -> Person:
        return person_for(actor, self.person)

    def differs(self, target: Any, name: str) -> bool:
        value = _stored(getattr(self.changes, name))
        if name in SEALED:
            return getattr(target, f"{name}_index") not in indexes_of(target.organisation_id, name, value)
        return bool(getattr(target, COLUMNS[name]) != value)


@handles(CorrectPerson)
def correct_person(command: CorrectPerson, person: Person, work: Work) -> Done:
    """Write the named fields only; a field set to what it was is recorded as confirmed."""
    if person.merged_into_id is not None:
        raise Refused(Problem("people.merged"))
    wanted = {name: getattr(command.changes, name) for name in command.changes.model_fields_set}
    if not wanted:
        raise Refused(Problem("people.nothing_changed"))
    cleared = frozenset(name for name, value in wanted.items() if value is None)
    refuse_if_any(rules.cleared_problems(cleared) + _problems(wanted, work) + _moving_problems(wanted, person, work))
    before = {name: getattr(person, COLUMNS[name]) for name in wanted if name in COLUMNS}
    columns = _columns(person, wanted)
    for column, value in columns.items():
        setattr(person, column, value)
    if wanted.keys() & {"name", "nickname"}:
        columns["name_key"] = person.name_key = name_key(person.name, person.nickname)
    same = Person.objects.filter(id=person.id, version=person.version)
    if not same.update(**columns, version=F("version") + 1):
        raise Refused(Problem("journal.stale"))
    if wanted.keys() & {"name", "nickname", "birth", "village"}:
        refile(person)
    fact = facts.PersonCorrected(person.id, person.village_id, person.hamlet, frozenset(wanted))
    note = _notes(person, wanted.get("nik"))
    return Done(Ref.to("person", person.id), person.version + 1, (fact,), before, note)


def _moving_problems(wanted: Mapping[str, Any], person: Person, work: Work) -> list[Problem]:
    """She moves only to where the actor may register people, and her hamlet is said anew."""
    village = wanted.get("village")
    if village is None or village == person.village_id:
        return []
    problems = []
    if not can(work.actor, "register", Registry(person.organisation_id, village)):
        problems.append(Problem("people.village_out_of_reach", fields=("village",)))
    if person.hamlet and "hamlet" not in wanted:
        problems.append(Problem("people.hamlet_of_which_village", {}, ("hamlet",)))
    return problems


def _columns(person: Person, values: Mapping[str, Any]) -> dict[str, str]:
    """The columns that hold these values; a phone or NIK goes sealed into one and blind into the next."""
    columns = {COLUMNS[name]: _stored(value) for name, value in values.items() if name in COLUMNS}
    of = Ref.to("person", person.id)
    for name in SEALED:
        if name in values:
            sealed, index = keyring.seal_field(person.organisation_id, of, name, _stored(values[name]))
            columns |= {name: sealed, f"{name}_index": index}
    if values.get("whose") is Whose.NONE:
        columns |= {"phone": "", "phone_index": ""}
    return columns


def _notes(person: Person, nik: Nik | None, *, is_new: bool = False) -> str:
    """What to tell although it was saved: codes with spaces between."""
    area_known = nik is None or places.is_area(nik.area)
    notes = rules.nik_notes(nik, Sex(person.sex), person.birth_known, area_known)
    if nik and held_by_another(person, "nik", nik, is_new=is_new):
        notes.append("people.nik_held_already")
    return " ".join(notes)


def _problems(values: dict[str, Any], work: Work) -> list[Problem]:
    problems = rules.birth_problems(values.get("birth"), work.today)
    problems += rules.phone_problems(
        values.get("phone"), values.get("whose"), values.get("calling"), values.get("hours") or ""
    )
    village = values.get("village")
    if village is not None and not places.is_village(village):
        problems.append(Problem("places.unknown_village", {"code": village}, ("village",)))
    return problems


def _stored(value: Any) -> str:
    return "" if value is None else str(value)
