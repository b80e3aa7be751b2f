"""Somebody was entered by mistake: as if she had never been."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from django.db.models import F

from purnadaya.journal.putting_off import at_hand, change_later
from purnadaya.journal.subjects import Subject, erase_everywhere
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.kernel.together import put_off
from purnadaya.people import facts
from purnadaya.people.models import Person
from purnadaya.people.queries import foresee_persons, foresee_ties, ids_of, person_for, tied


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

    @classmethod
    def foresee(cls, commands: Sequence[UnregisterPerson], actor: Actor) -> None:
        ids = [one.person for one in commands]
        foresee_persons(actor, ids)
        foresee_ties(ids)


@handles(UnregisterPerson)
def unregister_person(command: UnregisterPerson, person: Person, work: Work) -> Done:
    """Leave the bare row, which nobody sees."""
    if person.version != command.seen or ids_of(person) != [person.id] or tied([person.id]):
        raise Refused(Problem("people.written_about_since"))
    kept = at_hand(Person, person.id)
    same = Person.objects.filter(id=person.id, version=person.version, erased_at=None)
    if kept is not None and (kept.version, kept.erased_at) == (person.version, None):
        change_later(kept, erased_at=work.now, struck_at=work.now, version=person.version + 1)
    elif not same.update(erased_at=work.now, struck_at=work.now, version=F("version") + 1):
        raise Refused(Problem("journal.stale"))
    put_off(_erase, person)
    return Done(Ref.to("person", person.id), person.version + 1, (facts.PersonUnregistered(person.id),))


def _erase(persons: list[Person]) -> None:
    """All at once and before the transaction ends: nobody sees them any more."""
    of: dict[UUID, list[UUID]] = {}
    for person in persons:
        of.setdefault(person.organisation_id, []).append(person.id)
    for organisation, ids in of.items():
        erase_everywhere(Subject(organisation, tuple(ids), by_mistake=True))
