"""What the registry holds about a person, and how that is erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from purnadaya.access import keyring
from purnadaya.journal.subjects import Held, Subject
from purnadaya.kernel.commands import Ref
from purnadaya.people.models import Person, SubjectRequest
from purnadaya.people.queries import COLUMNS, SEALED, values_of

WORDS = ("checked", "answer")
"""The free words of a request."""


def held(subject: Subject) -> Iterator[Held]:
    """Her values as they stand, the sealed ones in the clear, and what she asked before."""
    person = Person.objects.get(id=subject.person_id)
    of = Ref.to("person", person.id)
    sealed = {name: keyring.open_field(of, name, getattr(person, name)) for name in SEALED}
    yield Held("person", str(person.id), {**values_of(person), **sealed, "registered_at": person.registered_at})
    for request in SubjectRequest.objects.filter(person=person).order_by("asked_at", "id"):
        names = ("wish", "asker", "asked_at", "due_at", "state", "ground", "settled_at", *WORDS)
        yield Held("request", str(request.id), {name: getattr(request, name) for name in names})


def erase(subject: Subject) -> Mapping[str, int]:
    """Leave the bare row: no value of hers, and no nearer place than the district she lived in."""
    emptied = {COLUMNS.get(name, name): "" for name in (*COLUMNS, *SEALED) if name != "village"}
    indexes = {f"{name}_index": "" for name in SEALED}
    persons = Person.objects.filter(id=subject.person_id)
    district = persons.values_list("village_id", flat=True).get().rpartition(".")[0]
    count = persons.update(**emptied, **indexes, name_key="", village_id=district)
    requests = SubjectRequest.objects.filter(person_id=subject.person_id)
    for request_id in requests.values_list("id", flat=True):
        keyring.drop(keyring.LOG, "request", request_id)
    return {"person": count, "request": requests.update(**dict.fromkeys(WORDS, ""))}
