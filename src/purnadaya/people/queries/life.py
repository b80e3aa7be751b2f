"""Reads of the entries of a person's life; each takes the actor."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from purnadaya.access import keyring
from purnadaya.access.policies import can, visible_to
from purnadaya.journal.putting_off import all_unwritten, unwritten
from purnadaya.journal.reading import read_logged
from purnadaya.kernel.commands import Actor, Ref
from purnadaya.kernel.data_classes import DataClass
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.people.models import ENTRIES
from purnadaya.people.models.life import (
    Accompaniment,
    Consent,
    Entry,
    Episode,
    Functioning,
    HouseholdMember,
    Position,
    Qualification,
    Visit,
)
from purnadaya.people.models.persons import Person
from purnadaya.people.queries.persons import ROOT_OF_ENTRY, ids_of, persons_for
from purnadaya.people.rules.households import Relation
from purnadaya.people.rules.life import BY_USER, DOMAINS, Purpose, Stay, Window, back_since, window
from purnadaya.rulebook import queries as rulebook

E = TypeVar("E", bound=Entry)

WINDOWS = ("return.rehabilitation", "return.empowerment_begins")
"""What can be asked of BP3MI only so many years after coming back."""


def entries_for(actor: Actor, model: type[E], person: Person) -> QuerySet[E]:
    """The entries of one kind about a person (and those written about her under another name), not struck out."""
    return entries_of(actor, model).filter(person_id__in=ids_of(person)).select_related("person__stands_as")


def entries_about(actor: Actor, ids: Sequence[UUID]) -> dict[str, list[Any]]:
    """All that stands about the person of these ids and the actor may see, by kind, as it was written."""
    return {
        kind: list(entries_of(actor, model).filter(person_id__in=ids).order_by("recorded_at", "id"))
        for kind, model in ENTRIES.items()
    }


def entry_for(actor: Actor, model: type[E], entry_id: UUID) -> E:
    """One entry that stands. Raises ``access.not_found`` unless the actor may see it."""
    entry = entries_of(actor, model).select_related("person__stands_as").filter(id=entry_id).first()
    if entry is None:
        raise not_found()
    return entry


def entry_of(actor: Actor, kind: str, entry_id: UUID) -> Entry:
    """One entry by its kind, also one that was struck out. Raises ``access.not_found``."""
    model = ENTRIES.get(kind)
    found = visible_to(actor, model).filter(person__erased_at=None, id=entry_id) if model else None
    entry = found.select_related("person__stands_as").first() if found is not None else None
    if entry is None:
        raise not_found()
    return entry


def entries_of(actor: Actor, model: type[E]) -> QuerySet[E]:
    """Everything of one kind that stands and the actor may see, whomever it is about."""
    return visible_to(actor, model).filter(struck_at=None, person__erased_at=None)


def stays_of(person: Person, other_than: UUID | None = None) -> list[Stay]:
    """All times a person was abroad, under any of her ids, for the rules."""
    episodes: Iterable[Episode]
    if unwritten(Person, person.id):
        episodes = [one for one in all_unwritten(Episode) if one.person_id == person.id]
    else:
        episodes = Episode.objects.filter(person_id__in=ids_of(person), struck_at=None)
    return [episode.stay for episode in episodes if episode.id != other_than]


def episodes_for(actor: Actor, person: Person) -> list[Episode]:
    """Her times abroad, the latest first."""
    return sorted(entries_for(actor, Episode, person), key=lambda one: one.departed, reverse=True)


def consents_for(actor: Actor, person: Person) -> list[Consent]:
    """Her consents, those that hold first."""
    consents = entries_for(actor, Consent, person)
    return sorted(consents, key=lambda one: (one.withdrawn_on is not None, -one.given_on.toordinal()))


def consent_for(actor: Actor, person: Person, consent_id: UUID) -> Consent:
    """One consent of hers. Raises ``access.not_found`` for another's, and for one that was struck out."""
    consent = entry_for(actor, Consent, consent_id)
    if consent.person_id not in ids_of(person):
        raise not_found()
    return consent


def agreed_to_contact(actor: Actor, person: Person, today: date) -> bool:
    """Whether a consent of hers to be called or written to holds today, as far as the actor may see it."""
    given = entries_for(actor, Consent, person).filter(purpose=Purpose.CONTACT, withdrawn_on=None, given_on__lte=today)
    return given.filter(Q(until=None) | Q(until__gte=today)).exists()


def qualifications_for(actor: Actor, person: Person) -> list[Qualification]:
    """What she was trained for, the latest first."""
    return list(entries_for(actor, Qualification, person).order_by("-since", "id"))


def positions_for(actor: Actor, person: Person) -> list[Position]:
    """The positions she holds and held outside her group, those she holds first, the latest begun first."""
    return sorted(
        sorted(entries_for(actor, Position, person), key=lambda one: one.since, reverse=True),
        key=lambda one: bool(one.until),
    )


def visits_for(actor: Actor, person: Person) -> list[Visit]:
    """Notes of who met her, the latest first."""
    return list(entries_for(actor, Visit, person).order_by("-met_on", "-recorded_at"))


def functioning_for(actor: Actor, person: Person) -> Functioning | None:
    """When she was last asked the six questions; the answers stay sealed."""
    return entries_for(actor, Functioning, person).order_by("-asked_on", "-recorded_at").first()


def answers_shown_to(actor: Actor, functioning_id: UUID) -> Mapping[str, str]:
    """Her answers to the six questions, by domain. That they were read is on record, or they are not read.

    Raises ``access.not_found``, and ``access.not_allowed`` for who may see that she was asked but not this.
    """
    found = entry_for(actor, Functioning, functioning_id)
    if not can(actor, "show", found):
        raise Refused(Problem("access.not_allowed"))
    person = Ref.to("person", found.person_id)
    return read_logged(actor, person, "answers", lambda: opened_answers(found))


def opened_answers(found: Functioning) -> dict[str, str]:
    """The answers in the clear; for callers that leave a reading."""
    said: dict[str, str] = json.loads(
        keyring.open_field(Ref.to("functioning", found.id), "answers", found.answers) or "{}"
    )
    return {name: said.get(name, "") for name in DOMAINS}


def window_years(organisation_id: UUID | None, today: date) -> dict[str, int]:
    """For how many years each window stays open."""
    return {name: int(rulebook.value_on(name, today, organisation_id).value) for name in WINDOWS}


def windows_of(episodes: Sequence[Episode], years: Mapping[str, int], today: date) -> list[Window]:
    """What she can still ask for, or could, since she last came back; nothing while she is abroad."""
    back = back_since(episode.stay for episode in episodes)
    return [window(name, count, back, today) for name, count in years.items()] if back else []


@dataclass(frozen=True)
class Housemate:
    """Someone of a household; ``person`` is None where the actor may not see her."""

    relation: Relation
    person: Person | None
    entry: HouseholdMember


def household_of(actor: Actor, person: Person) -> list[Housemate]:
    """With whom she lives, the head first; empty when nobody wrote it down.

    After a merge she may belong to two households, until one is ended: those of both.
    """
    own = list(entries_for(actor, HouseholdMember, person).filter(until=None).values_list("household_id", flat=True))
    if not own:
        return []
    members = HouseholdMember.objects.filter(household_id__in=own, until=None, struck_at=None).select_related("person")
    seen = {one.id: one for one in persons_for(actor).filter(id__in=members.values(root=ROOT_OF_ENTRY))}
    order = list(Relation)
    found = (Housemate(Relation(member.relation), seen.get(member.person.root_id), member) for member in members)
    return sorted(found, key=lambda one: (order.index(one.relation), str(one.entry.id)))


def household_of_any(person: Person) -> UUID | None:
    """The household in which she lives now by any of her entries."""
    held = HouseholdMember.objects.filter(person_id__in=ids_of(person), until=None, struck_at=None)
    return held.order_by("recorded_at", "id").values_list("household_id", flat=True).first()


def accompaniments_for(actor: Actor, person: Person) -> list[Accompaniment]:
    """The colleagues who accompany her now, the longest first; her groups tell of themselves."""
    by_users = entries_for(actor, Accompaniment, person).filter(scope_kind=BY_USER, until=None)
    return list(by_users.order_by("since", "id"))


def values_of_entry(entry: Entry) -> dict[str, Any]:
    """What an entry says of her, under the names of its columns; sealed values in the clear."""
    names = [name for name, classed in entry.CLASSES.items() if classed.data_class is DataClass.PERSONAL]
    values = {name: getattr(entry, f"{name}_id", None) or getattr(entry, name) for name in names if name != "person"}
    return {**values, **opened_answers(entry)} if isinstance(entry, Functioning) else values
