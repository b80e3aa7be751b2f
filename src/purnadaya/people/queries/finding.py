"""Looking for persons: by name, also misspelt; by number, which is on record; narrowed by what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from purnadaya.access import keyring
from purnadaya.access.actors import user_id_of
from purnadaya.access.policies import can, holds, visible_to
from purnadaya.journal.reading import read_logged
from purnadaya.kernel.commands import Actor, Ref
from purnadaya.people.models import Accompaniment, Person
from purnadaya.people.queries.naming import narrowed, words_meant
from purnadaya.people.queries.persons import persons_for, typed_words
from purnadaya.people.queries.reminders import (
    abroad,
    consents_ending,
    lately_back,
    lately_back_without_contact,
    of_whom,
)
from purnadaya.people.rules.finding import (
    SHORTEST_MISTAKEN,
    Abroad,
    Due,
    Standing,
    Wanted,
    number_in,
    slips_in,
)
from purnadaya.people.rules.life import BY_USER
from purnadaya.people.rules.persons import Background

FEW = 5
"""With so few found, those of a similar name are offered too."""
CANDIDATES = 200
"""Names looked at one by one when one was misspelt."""
ALIKE = 8
"""So many of them are offered."""
WORDS = 4
"""Of so many words typed a slip is looked for."""


def found_for(actor: Actor, wanted: Wanted, today: date) -> QuerySet[Person]:
    """The persons the actor may see and looks for, by name. What she may not know of them narrows to nobody."""
    found = persons_for(actor, wanted.text, village=wanted.area)
    if wanted.background in set(Background):
        found = found.filter(Q(background=wanted.background) | Q(also__contains=wanted.background))
    if wanted.hamlet:
        found = found.filter(hamlet__iexact=wanted.hamlet)
    if wanted.standing is not None:
        found = found.filter(left_on__isnull=wanted.standing is Standing.WITH_US)
    if wanted.abroad is not None:
        found = found.filter(abroad(actor) if wanted.abroad is Abroad.THERE else lately_back(actor, today))
    if wanted.due is Due.CONTACT:
        found = lately_back_without_contact(actor, found, today)
    if wanted.due is Due.CONSENT:
        found = found.filter(of_whom(consents_ending(actor, today).order_by()))
    return found.filter(_accompanied_by(actor)) if wanted.mine else found


def export_of(actor: Actor, wanted: Wanted, today: date) -> QuerySet[Person]:
    """The list as it is narrowed, of those the actor may take along. That it was taken is on record, or it is not."""
    of = Ref.to("organisation", actor.organisation_id)
    theirs = visible_to(actor, Person, "export").values("id")
    return read_logged(actor, of, "export_list", lambda: found_for(actor, wanted, today).filter(id__in=theirs))


def _accompanied_by(actor: Actor) -> Q:
    user_id = user_id_of(actor)
    if user_id is None:
        return Q(pk__in=[])
    return of_whom(Accompaniment.objects.filter(scope_kind=BY_USER, scope_id=user_id, until=None, struck_at=None))


def nearly_named(actor: Actor, wanted: Wanted, today: date) -> list[Person]:
    """Those whose name is almost what was typed, the nearest first; narrowed by everything else that is wanted."""
    words = typed_words(wanted.text)[:WORDS]
    if not any(len(word) >= SHORTEST_MISTAKEN for word in words):
        return []
    meant = [words_meant(actor, word) for word in words]
    if not all(meant):
        return []
    near = found_for(actor, replace(wanted, text=""), today)
    nearest = [[word for word, slips in some.items() if slips == min(some.values())] for some in meant]
    found = _bearing(actor, near, nearest, words)
    if len(found) < ALIKE and any(len(one) < len(some) for one, some in zip(nearest, meant, strict=True)):
        found = _bearing(actor, near, [list(some) for some in meant], words)
    persons = persons_for(actor).in_bulk(found)
    return [persons[of] for of in found]


def _bearing(actor: Actor, near: QuerySet[Person], meant: Sequence[Sequence[str]], typed: Sequence[str]) -> list[UUID]:
    """Of these persons those who bear one of the words meant by each that was typed: the nearest, by name. Whose name
    is what was typed is found without, and no likeness of it."""
    for some in meant:
        near = near.filter(reduce(or_, (Q(name_key__contains=word) for word in some)))
    near = narrowed(actor, near, [Q(text__in=some) for some in meant])
    rows = near.select_related(None).values_list("id", "name_key")[:CANDIDATES]
    found = [(slips, key, of) for of, key in rows if (slips := slips_in(typed, key))]
    return [of for *_key, of in sorted(found)[:ALIKE]]


def found_by_number(actor: Actor, typed: str) -> list[Person]:
    """The persons with exactly this phone or NIK, of those whose numbers the actor may read.

    That it was looked for is on record, and of everyone who was found; or nobody is found.
    """
    number = number_in(typed)
    if number is None or actor.organisation_id is None or not holds(actor, "person", "show"):
        return []
    field, value = number
    of = Ref.to("organisation", actor.organisation_id)
    found = read_logged(actor, of, f"find_{field}", lambda: _with_number(actor, field, value))
    for one in found:
        read_logged(actor, Ref.to("person", one.id), f"find_{field}", lambda: None)
    return found


def _with_number(actor: Actor, field: str, value: str) -> list[Person]:
    indexes = keyring.indexes_of(actor.organisation_id, field, value)
    same = visible_to(actor, Person, "show").filter(erased_at=None, **{f"{field}_index__in": indexes})
    standing = {one.root_id: one.root for one in same.select_related("stands_as").order_by("name_key", "id")}
    return [one for one in standing.values() if can(actor, "see", one)]
