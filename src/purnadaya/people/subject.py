"""What the registry holds about a person, and how that is erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.db.models import Model, Q

from purnadaya.access import keyring
from purnadaya.journal.subjects import Held, Subject
from purnadaya.kernel.areas import district_of
from purnadaya.kernel.commands import Ref
from purnadaya.people.commands.filing import unfile
from purnadaya.people.models import ENTRIES, NameBlock, Person, SubjectRequest, TwinPair
from purnadaya.people.queries import COLUMNS, SEALED, values_of, values_of_entry

TABLES: tuple[type[Model], ...] = (Person, *ENTRIES.values(), NameBlock, TwinPair, SubjectRequest)
WORDS = ("checked", "answer")
"""The free words of a request."""


def held(subject: Subject) -> Iterator[Held]:
    """Her values as they stand, the sealed ones in the clear, every entry of her life, and what she asked before."""
    for person in Person.objects.filter(id__in=subject.ids):
        of = Ref.to("person", person.id)
        sealed = {name: keyring.open_field(of, name, getattr(person, name)) for name in SEALED}
        own = {"registered_at": person.registered_at, "left_on": person.left_on, "left_why": person.left_why}
        yield Held("person", str(person.id), {**values_of(person), **sealed, **own})
    for kind, model in ENTRIES.items():
        for entry in model._default_manager.filter(person_id__in=subject.ids).order_by("recorded_at", "id"):
            yield Held(kind, str(entry.pk), values_of_entry(entry))
    for request in SubjectRequest.objects.filter(person_id__in=subject.ids).order_by("asked_at", "id"):
        names = ("wish", "asker", "asked_at", "due_at", "state", "ground", "settled_at", *WORDS)
        yield Held("request", str(request.id), {name: getattr(request, name) for name in names})


def erase(subject: Subject) -> Mapping[str, int]:
    """Leave the bare row: no value of hers, and no nearer place than the district she lived in."""
    emptied = {COLUMNS.get(name, name): "" for name in (*COLUMNS, *SEALED) if name != "village"}
    indexes = {f"{name}_index": "" for name in SEALED}
    own = {"name_key": "", "left_on": None, "left_why": ""}
    counts = {"person": 0}
    lived: dict[str, list[UUID]] = {}
    for person, village in Person.objects.filter(id__in=subject.ids).values_list("id", "village_id"):
        lived.setdefault(district_of(village), []).append(person)
    for district, ids in lived.items():
        there = Person.objects.filter(id__in=ids)
        counts["person"] += there.update(**emptied, **indexes, **own, village_id=district)
    unfile(subject.ids)
    TwinPair.objects.filter(Q(one_id__in=subject.ids) | Q(other_id__in=subject.ids)).delete()
    for kind, model in ENTRIES.items():
        counts[kind] = model._default_manager.filter(person_id__in=subject.ids).delete()[0]
    counts["request"] = sum(map(_emptied, SubjectRequest.objects.filter(person_id__in=subject.ids)))
    return counts


def _emptied(request: SubjectRequest) -> int:
    keyring.drop(keyring.LOG, "request", request.id)
    left = {**dict.fromkeys(WORDS, ""), "area": district_of(request.area)}
    return SubjectRequest.objects.filter(id=request.id).update(**left)
