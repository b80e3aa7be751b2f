"""Whom somebody should go and see: lately back and not yet met, or with a consent that ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from purnadaya.journal.aside_sql import Aside
from purnadaya.kernel.commands import Actor
from purnadaya.people.models import BACK_FROM, Consent, Episode, Functioning, Person, Visit
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
    return entries_of(actor, Episode).filter(back_by__range=_lately(actor, today))


def _lately(actor: Actor, today: date) -> tuple[date, date]:
    """Between what days somebody came back lately: as long as anything can still be asked for."""
    years = max(window_years(actor.organisation_id, today).values())
    return years_after(today, -years), today + ROUGHEST


def lately_back_without_contact(actor: Actor, persons: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Of ``persons`` those lately back whom nobody met for ``QUIET``: no visit, no consent, no question asked, and
    registered before that. Who is no longer accompanied is left in peace."""
    quiet = persons.filter(lately_back(actor, today), left_on=None).exclude(registered_at__date__gte=today - QUIET)
    for entries in _met(actor, today):
        quiet = quiet.exclude(of_whom(entries))
    return quiet


def _met(actor: Actor, today: date) -> tuple[QuerySet[Any], ...]:
    """What tells that somebody met her within ``QUIET``."""
    since = today - QUIET
    return (
        entries_of(actor, Visit).filter(met_on__gte=since),
        entries_of(actor, Consent).filter(given_on__gte=since),
        entries_of(actor, Functioning).filter(asked_on__gte=since),
    )


def longest_back_first(actor: Actor, today: date, most: int) -> list[Person]:
    """Of those lately back and not met (``lately_back_without_contact``) the first ``most`` by the earliest day they
    can have come back: whose time to ask ends soonest.

    Returns are read one after the other in that order until so many persons are found, however many came back.
    """
    returns = _unmet_returns(actor, today).values_list("root", flat=True)
    first: dict[UUID, None] = {}
    at_once, begin = 2 * most, 0
    while len(first) < most:
        found = list(returns[begin : begin + at_once])
        first |= dict.fromkeys(found)
        begin += at_once
        if len(found) < at_once:
            break
    ids = list(first)[:most]
    persons = persons_for(actor).in_bulk(ids)
    return [persons[of] for of in ids]


def _unmet_returns(actor: Actor, today: date) -> QuerySet[Any]:
    """The returns of those lately back and not met, by the earliest day of each; ``root`` is of whom."""
    since, until = _lately(actor, today)
    # What may be as late as ``since`` is written with its year at least: the index is begun there.
    returns = entries_of(actor, Episode).alias(came=BACK_FROM, by=Aside("back_by")).filter(came__gte=f"{since.year:04}")
    herself = persons_for(actor).order_by().filter(id=OuterRef("root"), left_on=None)
    returns = returns.filter(by__range=(since, until)).annotate(root=ROOT_OF_ENTRY)
    returns = returns.filter(Exists(herself.exclude(registered_at__date__gte=today - QUIET)))
    for entries in (entries_of(actor, Episode).filter(back_by=None), *_met(actor, today)):
        returns = returns.exclude(Exists(entries.filter(person_id__in=_entries_of_root())))
    return returns.order_by("came", "id")


def _entries_of_root() -> QuerySet[Any]:
    """All ids under which she is known who is ``root`` two queries further out."""
    root = OuterRef(OuterRef("root"))
    return Person.objects.filter(Q(id=root) | Q(stands_as=root)).values("id")


def windows_by_person(actor: Actor, persons: list[Person], today: date) -> dict[UUID, list[Window]]:
    """What each of these persons can still ask for, by her id; in as many questions for many as for one."""
    episodes: dict[UUID, list[Episode]] = {one.id: [] for one in persons}
    theirs = Person.objects.filter(Q(id__in=episodes) | Q(stands_as__in=episodes)).values("id")
    for episode in entries_of(actor, Episode).filter(person_id__in=theirs).select_related("person"):
        episodes[episode.person.root_id].append(episode)
    years = window_years(actor.organisation_id, today)
    return {of: windows_of(hers, years, today) for of, hers in episodes.items()}


def consents_ending(actor: Actor, today: date) -> QuerySet[Consent]:
    """Consents of those we accompany that end within ``SOON`` and were not given anew, the soonest first."""
    last = today + SOON
    anew = Consent.objects.filter(
        Q(until=None) | Q(until__gt=last), purpose=OuterRef("purpose"), struck_at=None, withdrawn_on=None,
        person_id__in=_entries_of_root(),
    )  # fmt: skip
    ending = entries_of(actor, Consent).filter(withdrawn_on=None, until__gte=today, until__lte=last)
    still_ours = ending.filter(
        Q(person__stands_as=None, person__left_on=None)
        | Q(person__stands_as__isnull=False, person__stands_as__left_on=None)
    )
    once = still_ours.annotate(root=ROOT_OF_ENTRY).exclude(Exists(anew))
    return once.select_related("person__stands_as").order_by("until", "id")
