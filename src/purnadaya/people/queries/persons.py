"""Reads of persons; each takes the actor, and who is not hers to see is not found."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from purnadaya.access import keyring
from purnadaya.access.policies import can, visible_to, within
from purnadaya.access.queries import Told
from purnadaya.journal.contents import contents_of
from purnadaya.journal.models import Operation
from purnadaya.journal.putting_off import as_it_stands, at_hand, keep_at_hand, unwritten
from purnadaya.journal.reading import read_logged
from purnadaya.journal.subjects import Subject
from purnadaya.kernel.commands import Actor, Ref
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.kernel.spelling import piece_keys
from purnadaya.kernel.together import known, learn
from purnadaya.people.models.persons import Person
from purnadaya.people.queries.naming import narrowed
from purnadaya.people.rules import persons as rules
from purnadaya.people.rules.persons import Calling, Mergeable, Whose, name_key

ROOT_OF_ENTRY = Coalesce("person__stands_as_id", "person_id")
"""Of an entry, the id of whom it is about, also where it was written about her under another name."""


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


def persons_for(actor: Actor, text: str = "", village: str = "") -> QuerySet[Person]:
    """The persons the actor may see, by name; narrowed by a piece of name or nickname in any common
    spelling, and by the area they live in."""
    found = _known(actor)
    pieces = _pieces(text[:200].replace("\0", " "))
    for keys in pieces:
        found = found.filter(reduce(or_, (Q(name_key__contains=key) for key in keys)))
    found = narrowed(actor, found, [reduce(or_, (Q(text__contains=key) for key in keys)) for keys in pieces])
    if village:
        found = found.filter(within("village__code", village))
    return found.order_by("name_key", "id")


def typed_words(text: str) -> list[str]:
    """What was typed into a search, as the words names are found by."""
    return [keys[0] for keys in _pieces(text[:200].replace("\0", " "))]


def person_for(actor: Actor, person_id: UUID) -> Person:
    """One person, as she was registered under this id. Raises ``access.not_found`` unless the actor may see her."""
    # Whom she turned out to be is read when asked for: most are themselves, and this is asked at every step.
    person = _met_already(actor, person_id) or next(iter(_registered(actor).filter(id=person_id)), None)
    if person is None:
        raise not_found()
    return person


def _met_already(actor: Actor, person_id: UUID) -> Person | None:
    """Her whose row waits to be written or is at hand, if the actor may see her; for the caller to do with as she
    likes."""
    person = unwritten(Person, person_id) or at_hand(Person, person_id)
    if person is None or person.erased_at is not None or not can(actor, "see", person):
        return None
    return copy(person)


def named_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Person]:
    """Those of these persons whom the actor may see, by the id that was asked for, as they stand today; one query."""
    found = _registered(actor).select_related("stands_as").filter(id__in=ids)
    return {person.id: person.root for person in found}


def _registered(actor: Actor) -> QuerySet[Person]:
    """The persons the actor may see, also those that turned out to be someone else; of who was erased nothing is
    left to see."""
    return visible_to(actor, Person).filter(erased_at=None).select_related("village")


def _known(actor: Actor) -> QuerySet[Person]:
    """The same, each once."""
    return _registered(actor).filter(merged_into=None)


def ids_of(person: Person) -> list[UUID]:
    """The ids under which a person is known: the one she stands as, and of everyone who turned out to be her."""
    if unwritten(Person, person.id):
        return [person.id]
    foreseen: list[UUID] | None = known(as_it_stands(Person, "others", person.root_id))
    if foreseen is not None:
        return [person.root_id, *foreseen]
    others = Person.objects.filter(stands_as=person.root_id).order_by("id")
    return [person.root_id, *others.values_list("id", flat=True)]


def foresee_persons(actor: Actor, ids: Collection[UUID]) -> None:
    """Read these persons whom the actor may see at once, with the other ids under which each is known."""
    others: dict[UUID, list[UUID]] = {}
    aliases = Person.objects.filter(stands_as__in=ids).order_by("id")
    for other, root in aliases.values_list("id", "stands_as_id"):
        if root is not None:
            others.setdefault(root, []).append(other)
    for person in _registered(actor).filter(id__in=ids):
        keep_at_hand(person)
        if person.stands_as_id is None:
            learn(as_it_stands(Person, "others", person.id), others.get(person.id, []))


def also_known_as(person: Person) -> list[Person]:
    """The other entries of this person, for pages whose reader may see her."""
    return list(Person.objects.filter(stands_as=person.root_id).order_by("id"))


def said_of_calling(entries: Iterable[Person]) -> Person | None:
    """Of the entries of one person the one that says most strictly whether she may be called; None if none says."""
    said = [one for one in entries if one.calling]
    return max(said, key=lambda one: Calling(one.calling).strictness, default=None)


def merged_below(person_id: UUID) -> list[UUID]:
    """The ids that turned out to be this one, step by step; not her own."""
    found = [person_id]
    while more := list(Person.objects.filter(merged_into__in=found).exclude(id__in=found).values_list("id", flat=True)):
        found += more
    return found[1:]


def standing_differences() -> Iterator[str]:
    """Persons who do not stand as whom they were merged into; a line for each."""
    into = dict(Person.objects.exclude(merged_into=None).values_list("id", "merged_into"))
    for person_id, stands_as in Person.objects.values_list("id", "stands_as"):
        root = into.get(person_id)
        while root in into:
            root = into[root]
        if stands_as != root:
            yield f"person {person_id}: stands as another than it was merged into"


@dataclass(frozen=True)
class Erased:
    """A row that was erased: the bare ids, and when."""

    person_id: UUID
    organisation_id: UUID
    erased_at: datetime


def erased_persons() -> list[Erased]:
    """Everyone who was erased, by id alone, in the order it happened; for whoever keeps the machine."""
    rows = Person.objects.exclude(erased_at=None).order_by("erased_at", "id")
    found = rows.values_list("id", "organisation_id", "erased_at")
    return [Erased(person, organisation, when) for person, organisation, when in found if when]


def standing_among(ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Of these persons those who are not erased, with their organisations; for whoever keeps the machine."""
    return list(Person.objects.filter(id__in=ids, erased_at=None).order_by("id").values_list("id", "organisation_id"))


def entered_among(ids: Collection[UUID]) -> set[UUID]:
    """Of these persons those who were entered and not taken back, erased or not; for whoever keeps the machine."""
    return set(Person.objects.filter(id__in=ids, struck_at=None).values_list("id", flat=True))


COLUMNS = {
    "name": "name", "honorific": "honorific", "nickname": "nickname", "sex": "sex", "birth": "birth",
    "village": "village_id", "hamlet": "hamlet", "background": "background",
    "also": "also", "education": "education",
    "whose": "whose", "calling": "calling", "hours": "hours",
}  # fmt: skip
"""The fields of the commands that are kept in the clear, and their columns."""

SEALED = ("phone", "nik")
"""The fields kept sealed, each in a column of its name with its blind index beside it."""


def values_of(person: Person) -> dict[str, str]:
    """A person's open values as they stand, under the names of the commands' fields; sealed ones are left out."""
    return {name: str(getattr(person, column)) for name, column in COLUMNS.items()}


def called_for(actor: Actor, ids: set[str]) -> dict[str, str]:
    """How one speaks of those of these persons whom the actor may see, by id, empty of who was erased; one query."""
    found = visible_to(actor, Person).filter(id__in=ids)
    return {str(person.id): "" if person.erased_at else person.called for person in found}


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
    return read_logged(actor, of, field, lambda: keyring.open_field(of, field, _sealed_now(person.id, field)))


def _sealed_now(person_id: UUID, field: str) -> str:
    """Read together with its key, which may have been made anew since the person was loaded."""
    return str(Person.objects.values_list(field, flat=True).get(id=person_id))


def held_by_another(person: Person, field: str, value: str, *, is_new: bool = False) -> bool:
    """Whether another person of her organisation has this phone or NIK; her own other entries, of which one who
    ``is_new`` has none, are not another."""
    indexes = keyring.indexes_of(person.organisation_id, field, value)
    foreseen = [known(_holders(person.organisation_id, field, index)) for index in indexes]
    if is_new and None not in foreseen:
        return any(foreseen)
    same = Person.objects.filter(organisation_id=person.organisation_id, **{f"{field}_index__in": indexes})
    return same.exclude(id__in=[person.id] if is_new else ids_of(person)).exists()


def foresee_holders(organisation: UUID, field: str, values: Collection[str]) -> None:
    """Find out at once which of these phones or NIKs anybody holds, until somebody else writes persons."""
    indexes = frozenset().union(*keyring.indexes_of_many(organisation, field, values).values())
    column = f"{field}_index"
    held = Person.objects.filter(organisation_id=organisation, **{f"{column}__in": indexes})
    holders = set(held.values_list(column, flat=True))
    for index in indexes:
        learn(_holders(organisation, field, index), index in holders)


def note_holder(person: Person, field: str) -> None:
    """Somebody holds now what she holds, whose row waits."""
    name = _holders(person.organisation_id, field, getattr(person, f"{field}_index"))
    if known(name) is not None:
        learn(name, True)


def _holders(organisation: UUID, field: str, index: str) -> Hashable:
    return as_it_stands(Person, "held", organisation, field, index)


def subject_of(person: Person) -> Subject:
    """By what everything held about a person is found: what stands in her entries, and what the log says once stood
    there."""
    ids = ids_of(person)
    niks, phones, names = set(), set(), set()
    for one in Person.objects.filter(id__in=ids):
        of = Ref.to("person", one.id)
        niks.add(keyring.open_field(of, "nik", one.nik))
        phones.add(keyring.open_field(of, "phone", one.phone))
        names |= {one.name, one.nickname}
    said = list(_said_of(ids))
    once = {str(one.get(field) or "") for one in said for field in SEALED}
    names |= {str(one.get(field) or "") for one in said for field in ("name", "nickname")}
    return Subject(
        person.organisation_id,
        tuple(ids),
        niks=frozenset(niks - {""}),
        shared=frozenset((phones | once) - niks - {""}),
        names=frozenset(names - {""}),
    )


def _said_of(ids: Iterable[UUID]) -> Iterator[Mapping[str, Any]]:
    """What was ever written of these entries, and what stood there before."""
    rows = Operation.objects.applied().filter(object_kind="person", object_id__in=map(str, ids)).order_by("seq")
    for _row, contents in contents_of(rows):
        if contents:
            yield from (contents.values, contents.before)


def _pieces(text: str) -> tuple[tuple[str, ...], ...]:
    """What must be in a name key to fit each word typed."""
    return piece_keys(text) or tuple((word,) for word in text.casefold().split())


def mergeable_for(actor: Actor, person_id: UUID) -> Person:
    """A person whom the actor may make one with another. Raises ``access.not_found`` for who is not hers to see, and
    ``access.not_allowed`` for who is, but not to merge."""
    person = person_for(actor, person_id)
    if not can(actor, "merge", person):
        raise Refused(Problem("access.not_allowed"))
    return person


def aliases_for(actor: Actor, person: Person) -> list[Person]:
    """Who turned out to be this person, where the actor may part them again."""
    others = visible_to(actor, Person, "merge").filter(id__in=ids_of(person), erased_at=None)
    return list(others.exclude(id=person.id).order_by("id"))


def merging_problems(person: Person, other: Person, reason: str) -> list[Problem]:
    """Why these two entries cannot become one; see the rule of the same name."""
    return rules.merging_problems(_mergeable(person), _mergeable(other), reason)


def _mergeable(person: Person) -> Mergeable:
    """What decides whether her entry can be made one with another; the NIKs are those under any of her ids, blind."""
    niks = Person.objects.filter(id__in=ids_of(person)).exclude(nik_index="").values_list("nik_index", flat=True)
    return Mergeable(person.id, person.organisation_id, person.merged_into_id is not None, frozenset(niks))


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
            sum_.update({name: str(value or "") for name, value in _registered_by(one).items()})
            sum_.update(organisation=one.organisation_id, version=one.version)
            if one.values.get("whose") == Whose.NONE:
                sum_["phone"] = ""
    for person in Person.objects.iterator():
        if str(person.id) not in sums:
            yield f"person {person.id}: not in the log"
        elif (log := sums.pop(str(person.id))) is not None:
            stands, wanted = _standing(person), _wanted(log)
            yield from (f"person {person.id}: {name} differs" for name in stands if stands[name] not in wanted[name])
    yield from (f"person {person_id}: only in the log" for person_id, log in sums.items() if log is not None)


def _registered_by(one: Told) -> Mapping[str, Any]:
    """What an operation says of the registry's own columns; entries of her life stand in tables of their own."""
    values = one.values or {}
    if one.kind == "people.record_move":
        return {"village": values["village"], "hamlet": values.get("hamlet", "")}
    return values if one.kind in ("people.register_person", "people.correct_person") else {}


def _standing(person: Person) -> dict[str, Any]:
    """What of a person's row follows from the log, as it stands."""
    indexes = {name: getattr(person, f"{name}_index") for name in SEALED}
    own = {"organisation": person.organisation_id, "version": person.version, "name_key": person.name_key}
    return {**values_of(person), **indexes, **own}


def _wanted(log: Mapping[str, Any]) -> dict[str, Collection[Any]]:
    """What each may be after all that was told. Of a sealed field, the indexes in the organisation told."""
    open_ = {name: log.get(name, "") for name in COLUMNS}
    own = {"organisation": log["organisation"], "version": log["version"]}
    one = {**open_, **own, "name_key": name_key(open_["name"], open_["nickname"])}
    indexes = {name: indexes_of(log["organisation"], name, log.get(name, "")) for name in SEALED}
    return {**{name: (value,) for name, value in one.items()}, **indexes}


def indexes_of(organisation: UUID, name: str, value: str) -> frozenset[str]:
    """What may stand as the index of a sealed field with this value; of nothing, nothing."""
    return keyring.indexes_of(organisation, name, value) if value else frozenset({""})
