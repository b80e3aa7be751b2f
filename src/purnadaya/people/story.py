"""What the registry tells on a person's life line; never why she came back, nor what she answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from purnadaya.access.policies import holds
from purnadaya.access.queries import names_of
from purnadaya.journal.stories import StoryEntry
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.rough_dates import RoughDate, days_in_order
from purnadaya.people.queries import entries_about, person_for
from purnadaya.places.queries import place_lines


def entries(actor: Actor, ids: Sequence[UUID]) -> Iterator[StoryEntry]:
    """From her registration to her leaving, and all between that this actor may see."""
    person = person_for(actor, ids[0])
    registered = timezone.localtime(person.registered_at).date()
    yield _on(registered, "registry", "registered", person)
    if holds(actor, "episode", "see"):
        about = entries_about(actor, ids)
        yield from _abroad(about["episode"])
        yield from _moves(about["move"])
        yield from _accompaniments(actor, about["accompaniment"])
        yield from _consents(about["consent"])
        yield from _household(about["member"])
        yield from _positions(about["position"])
        yield from _rest(about)
    if person.left_on is not None:
        yield _on(person.left_on, "registry", "left", person, why=person.left_why)


def _on(day: date, kind: str, act: str, of: Model, **values: Any) -> StoryEntry:
    return StoryEntry(RoughDate(day, day), kind, act, of.pk, values)


def _abroad(episodes: Sequence[Any]) -> Iterator[StoryEntry]:
    """Each time abroad as a going and a coming back, in the order they must have had."""
    told = []
    for one in sorted(episodes, key=lambda one: (one.stay.departed.first, one.back_by or date.max)):
        told.append((one.stay.departed, "departed", one))
        if one.stay.returned is not None:
            told.append((one.stay.returned, "returned", one))
    for (when, act, one), day in zip(told, days_in_order(when for when, _, _ in told), strict=True):
        values = {"country": one.country, "sector": one.sector}
        yield StoryEntry(when, "abroad", act, one.pk, values, stands=day)


def _moves(moves: Sequence[Any]) -> Iterator[StoryEntry]:
    places = place_lines({code for one in moves for code in (one.former_id, one.to_id)})
    for one in moves:
        yield _on(one.moved_on, "home", "moved", one, former=places.get(one.former_id), to=places.get(one.to_id))


def _positions(positions: Sequence[Any]) -> Iterator[StoryEntry]:
    places = place_lines({one.place_id for one in positions if one.place_id})
    for one in positions:
        values = {"body": one.body, "role": one.role, "place": places.get(one.place_id, "")}
        told = [(one.held_since, "took_position")]
        if one.held_until is not None:
            told.append((one.held_until, "left_position"))
        for (when, act), day in zip(told, days_in_order(when for when, _ in told), strict=True):
            yield StoryEntry(when, "position", act, one.pk, values, stands=day)


def _household(members: Sequence[Any]) -> Iterator[StoryEntry]:
    for one in members:
        yield _on(one.since, "home", "joined", one, relation=one.relation)
        if one.until is not None:
            yield _on(one.until, "home", "parted", one)


def _accompaniments(actor: Actor, accompaniments: Sequence[Any]) -> Iterator[StoryEntry]:
    """By a colleague of the actor; what accompanies her in other scopes is told by the app it belongs to."""
    by_users = [one for one in accompaniments if one.scope_kind == "user"]
    colleagues = names_of(actor, {one.scope_id for one in by_users})
    for one in by_users:
        name = colleagues.get(one.scope_id, "")
        yield _on(one.since, "accompaniment", "accompanied", one, name=name)
        if one.until is not None:
            yield _on(one.until, "accompaniment", "unaccompanied", one, name=name)


def _consents(consents: Sequence[Any]) -> Iterator[StoryEntry]:
    for one in consents:
        yield _on(one.given_on, "consent", "agreed", one, purpose=one.purpose, until=one.until)
        if one.withdrawn_on is not None:
            yield _on(one.withdrawn_on, "consent", "withdrew", one, purpose=one.purpose)


def _rest(about: dict[str, list[Any]]) -> Iterator[StoryEntry]:
    for one in about["visit"]:
        yield _on(one.met_on, "visit", "met", one, note=one.note)
    for one in about["functioning"]:
        yield _on(one.asked_on, "questions", "asked", one)
    for one in about["qualification"]:
        yield _on(one.since, "training", "trained", one, training=one.training, issuer=one.issuer, until=one.until)
