"""Whom somebody should go and see: lately back and not yet met, or with a consent that ends."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from purnadaya.kernel.commands import Actor
from purnadaya.people.models import Consent, Episode, Functioning, Person, Visit
from purnadaya.people.queries.life import entries_of, window_years, windows_of
from purnadaya.people.queries.persons import ROOT_OF_ENTRY, persons_for
from purnadaya.people.rules.life import Window, years_after

QUIET = timedelta(days=30)
"""Who was not met for so long is to be met."""
SOON = timedelta(days=30)
"""A consent that ends within these days is to be asked for anew."""
ROUGHEST = timedelta(days=366)
"""How far ahead the last day of a rough return may lie: of a year that has only begun."""


def of_whom(entries: QuerySet[Any]) -> Q:
    """The persons whom one of these entries is about, also under another name of theirs."""
    return Q(id__in=entries.values(root=ROOT_OF_ENTRY))


def abroad(actor: Actor) -> Q:
    """Those who are abroad, as far as the actor may know."""
    return of_whom(entries_of(actor, Episode).filter(back_by=None))


def lately_back(actor: Actor, today: date) -> Q:
    """Those who came back so lately that they can still ask BP3MI for something, and are not abroad again."""
    return of_whom(_returns(actor, today)) & ~abroad(actor)


def _returns(actor: Actor, today: date) -> QuerySet[Episode]:
    years = max(window_years(actor.organisation_id, today).values())
    return entries_of(actor, Episode).filter(back_by__gte=years_after(today, -years), back_by__lte=today + ROUGHEST)


def lately_back_without_contact(actor: Actor, persons: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Of ``persons`` those lately back whom nobody met for ``QUIET``: no visit, no consent, no question asked, and
    registered before that. Who is no longer accompanied is left in peace."""
    since = today - QUIET
    met = (
        entries_of(actor, Visit).filter(met_on__gte=since),
        entries_of(actor, Consent).filter(given_on__gte=since),
        entries_of(actor, Functioning).filter(asked_on__gte=since),
    )
    quiet = persons.filter(lately_back(actor, today), left_on=None).exclude(registered_at__date__gte=since)
    for entries in met:
        quiet = quiet.exclude(of_whom(entries))
    return quiet


def longest_back_first(actor: Actor, persons: QuerySet[Person], today: date, most: int) -> list[Person]:
    """Of ``persons``, all lately back, the first ``most`` by the earliest day they can have come back: whose time to
    ask ends soonest."""
    ids = set(persons.values_list("id", flat=True))
    returns = sorted(_returns(actor, today).select_related("person"), key=_came_back) if ids else []
    first = list(islice(dict.fromkeys(one.person.root_id for one in returns if one.person.root_id in ids), most))
    found = persons_for(actor).in_bulk(first)
    return [found[of] for of in first]


def _came_back(episode: Episode) -> tuple[date, str]:
    return episode.stay.back_from or date.max, str(episode.id)


def windows_by_person(actor: Actor, persons: list[Person], today: date) -> dict[UUID, list[Window]]:
    """What each of these persons can still ask for, by her id; in as many questions for many as for one."""
    episodes: dict[UUID, list[Episode]] = {one.id: [] for one in persons}
    about = Q(person_id__in=episodes) | Q(person__stands_as_id__in=episodes)
    for episode in entries_of(actor, Episode).filter(about).select_related("person"):
        episodes[episode.person.root_id].append(episode)
    years = window_years(actor.organisation_id, today)
    return {of: windows_of(hers, years, today) for of, hers in episodes.items()}


def consents_ending(actor: Actor, today: date) -> QuerySet[Consent]:
    """Consents of those we accompany that end within ``SOON`` and were not given anew, the soonest first."""
    last = today + SOON
    root = OuterRef(OuterRef("root"))
    anew = Consent.objects.filter(
        Q(until=None) | Q(until__gt=last), purpose=OuterRef("purpose"), struck_at=None, withdrawn_on=None,
        person_id__in=Person.objects.filter(Q(id=root) | Q(stands_as=root)).values("id"),
    )  # fmt: skip
    ending = entries_of(actor, Consent).filter(withdrawn_on=None, until__gte=today, until__lte=last)
    still_ours = ending.filter(
        Q(person__stands_as=None, person__left_on=None)
        | Q(person__stands_as__isnull=False, person__stands_as__left_on=None)
    )
    once = still_ours.annotate(root=ROOT_OF_ENTRY).exclude(Exists(anew))
    return once.select_related("person__stands_as").order_by("until", "id")
