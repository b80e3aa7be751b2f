"""What all entries of a person's life share when they are written."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import F

from purnadaya.journal.growing_sql import grown_version
from purnadaya.journal.putting_off import write_new
from purnadaya.kernel.commands import Actor, Command, Done, Fact, Ref, Work
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.people.models.life import Entry
from purnadaya.people.models.persons import Person
from purnadaya.people.models.twins import TwinPair
from purnadaya.people.queries import entry_for, person_for

E = TypeVar("E", bound=Entry)


class AboutPerson(Command):
    """A new entry about a person."""

    verb: ClassVar[str] = "note"
    about: ClassVar[str] = "person"
    readers: ClassVar[str] = "visit"

    person: UUID

    def target(self, actor: Actor) -> Person:
        return person_for(actor, self.person)


class AboutEntry(Command):
    """Something about an entry that is there: ``entry_model`` says of which kind."""

    verb: ClassVar[str] = "note"
    about: ClassVar[str] = "person"
    readers: ClassVar[str] = "visit"
    entry_model: ClassVar[type[Entry]]
    entry_field: ClassVar[str]

    person: UUID

    def target(self, actor: Actor) -> Entry:
        entry = entry_for(actor, self.entry_model, getattr(self, self.entry_field))
        if entry.person_id != self.person:
            raise not_found()
        return entry


def refuse_merged(person: Person) -> None:
    """Who turned out to be someone else is written about under that one. Raises ``Refused('people.merged')``."""
    if person.merged_into_id is not None:
        raise Refused(Problem("people.merged"))


def add(model: type[E], person: Person, work: Work, **values: Any) -> E:
    """A new row of this kind about this person."""
    row = model(organisation_id=person.organisation_id, person=person, recorded_at=work.now, **values)
    write_new(row)
    return row


def keep_pair_apart(person: Person, other: Person) -> None:
    """Remember that somebody looked at these two and found two women."""
    one, two = sorted((person.id, other.id), key=str)
    TwinPair.objects.update_or_create(
        one_id=one,
        other_id=two,
        defaults={"apart": True},
        create_defaults={"organisation_id": person.organisation_id, "bits": 0, "reasons": "", "apart": True},
    )


def change(row: Entry, **values: Any) -> None:
    """Write these values if nobody wrote the row since it was read. Raises ``Refused('journal.stale')``."""
    same = type(row)._default_manager.filter(pk=row.pk, version=row.version, struck_at=None)
    if not same.update(**values, version=F("version") + 1):
        raise Refused(Problem("journal.stale"))


def noted(person_id: UUID, *facts: Fact, before: dict[str, Any] | None = None) -> Done:
    """It is part of what is known of this person: her version grows with it."""
    return Done(Ref.to("person", person_id), grown_version(Person, person_id), facts, before)
