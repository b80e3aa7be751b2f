"""Everything that can be written about persons."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.db.models import F
from pydantic import BaseModel, ConfigDict, StringConstraints

from purnadaya.kernel.areas import VillageCode
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.kernel.texts import Line
from purnadaya.people import facts, rules
from purnadaya.people.models import Person
from purnadaya.people.queries import COLUMNS, Registry, name_key, person_for, registry_for
from purnadaya.people.rules import Background, PersonLine, PersonName, Sex
from purnadaya.places import queries as places

Honorific = Annotated[PersonLine, StringConstraints(max_length=24)]


class RegisterPerson(Command):
    """A person comes into the registry of the actor's organisation.

    One name field, for many people have one name; ``honorific`` (Bu, Mbah, Mas) and ``nickname`` apart.
    ``birth`` is a day, a year, or the year that follows from a guessed age. No NIK and no phone is needed.
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

    def target(self, actor: Actor) -> Registry:
        return registry_for(actor, self.village)


@handles(RegisterPerson)
def register_person(command: RegisterPerson, registry: Registry, work: Work) -> Done:
    """Create the person in the registry of her village."""
    refuse_if_any(_problems(command.model_dump(), work))
    Person.objects.create(
        id=command.person,
        organisation_id=registry.organisation_id,
        name=command.name,
        nickname=command.nickname,
        honorific=command.honorific,
        sex=command.sex,
        birth=_stored(command.birth),
        village_id=command.village,
        hamlet=command.hamlet,
        background=command.background,
        name_key=name_key(command.name, command.nickname),
        registered_at=work.now,
    )
    fact = facts.PersonRegistered(command.person, command.village, command.hamlet)
    return Done(Ref.to("person", command.person), facts=(fact,))


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


class CorrectPerson(Command):
    """Something about a person is put right. Edits by two people merge field by field."""

    kind: ClassVar[str] = "people.correct_person"
    verb: ClassVar[str] = "correct"
    about: ClassVar[str] = "person"
    merges: ClassVar[bool] = True

    person: UUID
    changes: PersonChanges

    def target(self, actor: Actor) -> Person:
        return person_for(actor, self.person)

    def differs(self, target: Any, name: str) -> bool:
        return bool(getattr(target, COLUMNS[name]) != _stored(getattr(self.changes, name)))


@handles(CorrectPerson)
def correct_person(command: CorrectPerson, person: Person, work: Work) -> Done:
    """Write the named fields only; a field set to what it was is recorded as confirmed."""
    wanted = {name: getattr(command.changes, name) for name in command.changes.model_fields_set}
    if not wanted:
        raise Refused(Problem("people.nothing_changed"))
    cleared = frozenset(name for name, value in wanted.items() if value is None)
    refuse_if_any(rules.cleared_problems(cleared) + _problems(wanted, work))
    before = {name: getattr(person, COLUMNS[name]) for name in wanted}
    for name, value in wanted.items():
        setattr(person, COLUMNS[name], _stored(value))
    columns = {COLUMNS[name]: getattr(person, COLUMNS[name]) for name in wanted}
    if wanted.keys() & {"name", "nickname"}:
        columns["name_key"] = name_key(person.name, person.nickname)
    same = Person.objects.filter(id=person.id, version=person.version)
    if not same.update(**columns, version=F("version") + 1):
        raise Refused(Problem("journal.stale"))
    fact = facts.PersonCorrected(person.id, person.village_id, person.hamlet, frozenset(wanted))
    return Done(Ref.to("person", person.id), person.version + 1, (fact,), before)


def _problems(values: dict[str, Any], work: Work) -> list[Problem]:
    problems = rules.birth_problems(values.get("birth"), work.today)
    village = values.get("village")
    if village is not None and not places.is_village(village):
        problems.append(Problem("places.unknown_village", {"code": village}, ("village",)))
    return problems


def _stored(value: Any) -> str:
    return "" if value is None else str(value)
