"""Somebody was entered by mistake: as if she had never been."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db.models import F

from purnadaya.journal.subjects import Subject, erase_everywhere
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.people import facts
from purnadaya.people.models import Person
from purnadaya.people.queries import ids_of, person_for, tied


class UnregisterPerson(Command):
    """A person was entered by mistake, and nobody wrote about her since: all that was entered goes.

    ``seen`` is her version as it was entered; when anything was written since, or a group or document tells of her,
    she stays. Unlike erasing it answers nobody's request, and leaves no certificate.
    """

    kind: ClassVar[str] = "people.unregister_person"
    verb: ClassVar[str] = "register"
    about: ClassVar[str] = "person"

    person: UUID
    seen: int

    def target(self, actor: Actor) -> Person:
        return person_for(actor, self.person)


@handles(UnregisterPerson)
def unregister_person(command: UnregisterPerson, person: Person, work: Work) -> Done:
    """Leave the bare row, which nobody sees."""
    if person.version != command.seen or ids_of(person) != [person.id] or tied([person.id]):
        raise Refused(Problem("people.written_about_since"))
    same = Person.objects.filter(id=person.id, version=person.version, erased_at=None)
    if not same.update(erased_at=work.now, struck_at=work.now, version=F("version") + 1):
        raise Refused(Problem("journal.stale"))
    erase_everywhere(Subject(person.organisation_id, (person.id,), by_mistake=True))
    return Done(Ref.to("person", person.id), person.version + 1, (facts.PersonUnregistered(person.id),))
