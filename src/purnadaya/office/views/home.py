"""Home and search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from purnadaya.access.gate import Request, open_to_all, signed_in
from purnadaya.access.policies import holds
from purnadaya.documents.queries import without_consent
from purnadaya.journal.queries import clashes_of, waiting_for
from purnadaya.kernel.commands import Actor
from purnadaya.office.alarms import alarms_for
from purnadaya.people.office.finding import by_number
from purnadaya.people.office.life_words import PURPOSE_WORDS
from purnadaya.people.office.request_words import time_left
from purnadaya.people.queries import (
    consents_ending,
    longest_back_first,
    open_requests_for,
    pairs_for,
    persons_for,
    windows_by_person,
)
from purnadaya.people.rules.finding import is_number
from purnadaya.people.rules.life import Purpose
from purnadaya.places.queries import place_lines, search_any, search_villages
from purnadaya.ui.pages import counted
from purnadaya.ui.sections import sections_of

SHOWN = 8
DUE = 5


@signed_in
def home(request: Request) -> HttpResponse:
    """What needs her today."""
    actor = request.actor
    newest = persons_for(actor).order_by("-registered_at", "id")[:5] if holds(actor, "person", "see") else []
    due = _due(actor) if holds(actor, "episode", "see") else {}
    context = {
        "newest": newest,
        **due,
        "places": place_lines({person.village_id for person in (*newest, *due.get("quiet", ()))}),
        "people": counted(persons_for(actor)) if holds(actor, "person", "see") else None,
        "may_register": holds(actor, "person", "register"),
        "requests": _pressing(actor),
        "twins": counted(pairs_for(actor)) if holds(actor, "person", "merge") else None,
        "undecided": counted(without_consent(actor)) if holds(actor, "document", "decide") else None,
        "waiting_count": counted(waiting_for(actor)),
        "alarms": alarms_for(actor, timezone.now()),
        "sections": sections_of("home", actor, None),
        "clashes": clashes_of(actor, timezone.now())[:SHOWN],
    }
    return render(request, "office/home.html", context)


def _due(actor: Actor) -> dict[str, Any]:
    """Whom to go and see: lately back and not met, with what they can still ask for; and whose consents end."""
    today = timezone.localdate()
    quiet = longest_back_first(actor, today, DUE + 1)
    ending = list(consents_ending(actor, today)[: DUE + 1])
    windows = windows_by_person(actor, quiet[:DUE], today)
    return {
        "quiet": quiet[:DUE],
        "more_quiet": len(quiet) > DUE,
        "windows": {of: _most_pressing(hers) for of, hers in windows.items()},
        "ending": [(PURPOSE_WORDS[Purpose(one.purpose)], one) for one in ending[:DUE]],
        "more_ending": len(ending) > DUE,
    }


def _most_pressing(windows: Sequence[Any]) -> Any:
    """The window that closes first, of those still open."""
    return min((one for one in windows if one.days_left >= 0), key=lambda one: one.days_left, default=None)


def _pressing(actor: Actor) -> dict[str, Any]:
    """How many requests about own data wait for this actor's answer, and how long there is for the first."""
    if not holds(actor, "request", "settle"):
        return {}
    due = list(open_requests_for(actor).values_list("due_at", flat=True))
    return {"count": len(due), "left": time_left(due[0], timezone.now())} if due else {}


@signed_in
@never_cache
def search(request: Request) -> HttpResponse:
    """One box for everything: people she may see, and places."""
    if request.method == "POST":
        return _sent(request, request.POST.get("q", "").strip())
    text = request.GET.get("q", "").strip()
    found = list(persons_for(request.actor, text)[: SHOWN + 1]) if text else []
    villages = search_villages(text, near=request.actor.home_area) if text else []
    lines = place_lines({p.village_id for p in found} | {v.code for v in villages})
    context = {"text": text, "people": found[:SHOWN], "more": len(found) > SHOWN, "villages": villages, "places": lines}
    return render(request, "office/search.html", context)


def _sent(request: Request, typed: str) -> HttpResponse:
    """A name becomes an address; a phone number or NIK stands in none, and what it finds is kept by no cache."""
    if not is_number(typed):
        return redirect(f"{reverse('search')}?{urlencode({'q': typed})}")
    people = by_number(request, typed)
    context = {"numbered": True, "people": people, "places": place_lines({one.village_id for one in people})}
    return render(request, "office/search.html", context)


@signed_in
def villages(request: Request) -> HttpResponse:
    """The list that opens under a box in which a village is typed."""
    return _options(request, search_villages)


@signed_in
def areas(request: Request) -> HttpResponse:
    """The list that opens under a box in which an area of any width is typed."""
    return _options(request, search_any)


def _options(request: Request, search: Callable[[str, str], list[Any]]) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = search(text, request.actor.home_area) if text else []
    lines = place_lines({village.code for village in found})
    return render(request, "office/villages.html", {"villages": found, "places": lines})


@open_to_all
@never_cache
def health(request: Request) -> HttpResponse:
    """Says ``ok`` when the store answers; nothing else, to anyone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
