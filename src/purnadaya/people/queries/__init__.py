"""Reads of persons; each takes the actor, and who is not hers to see is not found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from purnadaya.access import keyring
from purnadaya.access.policies import can, visible_to
from purnadaya.access.queries import Told
from purnadaya.journal.reading import read_logged
from purnadaya.kernel.commands import Actor, Ref
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.kernel.spelling import piece_keys
from purnadaya.people.models import Person
from purnadaya.people.rules import Background, Whose, name_key


@dataclass(frozen=True)
class Registry:
    """An organisation's registry in one village: the container a person is registered in."""

    organisation_id: UUID
    village_id: str


def registry_for(actor: Actor, village: str) -> Registry:
    """The actor's registry in this village. Raises ``access.not_found`` for an actor of no organisation."""
    if actor.organisation_id is None:
        raise not_found()
    return Registry(actor.organisation_id, village)


def persons_for(actor: Actor, text: str = "", village: str = "", background: str = "") -> QuerySet[Person]:
    """The persons the actor may see, by name; narrowed by a piece of name or nickname in any common
    spelling, by the area they live in, by background."""
    found = visible_to(actor, Person).select_related("village")
    for keys in _pieces(text[:200].replace("\0", " ")):
        found = found.filter(reduce(or_, (Q(name_key__contains=key) for key in keys)))
    if village:
        found = found.filter(Q(village__code=village) | Q(village__code__startswith=f"{village}."))
    if background in set(Background):
        found = found.filter(background=background)
    return found.order_by("name_key", "id")


def person_for(actor: Actor, person_id: UUID) -> Person:
    """One person. Raises ``access.not_found`` unless the actor may see her."""
    person = visible_to(actor, Person).select_related("village").filter(id=person_id).first()
    if person is None:
        raise not_found()
    return person


COLUMNS = {
    "name": "name", "honorific": "honorific", "nickname": "nickname", "sex": "sex", "birth": "birth",
    "village": "village_id", "hamlet": "hamlet", "background": "background",
    "whose": "whose", "calling": "calling", "hours": "hours",
}  # fmt: skip
"""The fields of the commands that are kept in the clear, and their columns."""

SEALED = ("phone", "nik")
"""The fields kept sealed, each in a column of its name with its blind index beside it."""


def values_of(person: Person) -> dict[str, str]:
    """A person's open values as they stand, under the names of the commands' fields; sealed ones are left out."""
    return {name: str(getattr(person, column)) for name, column in COLUMNS.items()}


def shown_to(actor: Actor, person_id: UUID, field: str) -> str:
    """A sealed field of a person in the clear. That it was read is on record, or it is not read at all.

    Raises ``access.not_found`` for who may not see her, for another field and for an empty one, and
    ``access.not_allowed`` for who may see her but not this.
    """
    person = person_for(actor, person_id)
    if field not in SEALED or not getattr(person, field):
        raise not_found()
    if not can(actor, "show", person):
        raise Refused(Problem("access.not_allowed"))
    of = Ref.to("person", person.id)
    return read_logged(actor, of, field, lambda: keyring.open_field(of, field, getattr(person, field)))


def same_person(organisation: UUID, field: str, value: str, other_than: UUID) -> Person | None:
    """Another person of the organisation with this phone or NIK."""
    index = keyring.index_of(organisation, field, value)
    same = Person.objects.filter(organisation_id=organisation, **{f"{field}_index": index})
    return same.exclude(id=other_than).first()


def _pieces(text: str) -> tuple[tuple[str, ...], ...]:
    """What must be in a name key to fit each word typed."""
    return piece_keys(text) or tuple((word,) for word in text.casefold().split())


def registry_differences(told: Iterable[Told]) -> Iterator[str]:
    """Where the registry is not what its log adds up to.

    ``told`` is every applied command on persons, in order; a person of whom something was erased is not
    compared. Yields a line per person and field that differs, and per person only one side knows; no value
    is told.
    """
    sums: dict[str, dict[str, Any] | None] = {}
    for one in told:
        sum_ = sums.setdefault(one.of, {})
        if one.values is None or sum_ is None:
            sums[one.of] = None
        else:
            sum_.update({name: str(value or "") for name, value in one.values.items()})
            sum_.update(organisation=one.organisation_id, version=one.version)
            if one.values.get("whose") == Whose.NONE:
                sum_["phone"] = ""
    for person in Person.objects.iterator():
        if str(person.id) not in sums:
            yield f"person {person.id}: not in the log"
        elif (log := sums.pop(str(person.id))) is not None:
            stands, wanted = _standing(person), _wanted(log)
            yield from (f"person {person.id}: {name} differs" for name in stands if stands[name] != wanted[name])
    yield from (f"person {person_id}: only in the log" for person_id, log in sums.items() if log is not None)


def _standing(person: Person) -> dict[str, Any]:
    """What of a person's row follows from the log, as it stands."""
    indexes = {name: getattr(person, f"{name}_index") for name in SEALED}
    own = {"organisation": person.organisation_id, "version": person.version, "name_key": person.name_key}
    return {**values_of(person), **indexes, **own}


def _wanted(log: Mapping[str, Any]) -> dict[str, Any]:
    """The same as it must be after all that was told. Of a sealed field, the index in the organisation told."""
    open_ = {name: log.get(name, "") for name in COLUMNS}
    indexes = {name: keyring.index_of(log["organisation"], name, log[name]) if log.get(name) else "" for name in SEALED}
    own = {"organisation": log["organisation"], "version": log["version"]}
    return {**open_, **indexes, **own, "name_key": name_key(open_["name"], open_["nickname"])}
