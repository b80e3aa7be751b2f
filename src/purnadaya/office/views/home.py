"""Home and search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from purnadaya.access.gate import Request, open_to_all, signed_in
from purnadaya.access.policies import holds
from purnadaya.documents.queries import without_consent
from purnadaya.journal.queries import clashes_of, waiting_for
from purnadaya.office.alarms import alarms_for
from purnadaya.people.office.request_words import time_left
from purnadaya.people.queries import open_requests_for, pairs_for, persons_for
from purnadaya.places.queries import place_lines, search_any, search_villages

SHOWN = 8


@signed_in
def home(request: Request) -> HttpResponse:
    """What needs her today."""
    actor = request.actor
    newest = persons_for(actor).order_by("-registered_at", "id")[:5] if holds(actor, "person", "see") else []
    context = {
        "newest": newest,
        "places": place_lines({person.village_id for person in newest}),
        "people_count": persons_for(actor).count() if holds(actor, "person", "see") else None,
        "may_register": holds(actor, "person", "register"),
        "requests": _pressing(actor),
        "twins": pairs_for(actor).count() if holds(actor, "person", "merge") else 0,
        "undecided": without_consent(actor).count() if holds(actor, "document", "decide") else 0,
        "waiting_count": waiting_for(actor).count(),
        "alarms": alarms_for(actor, timezone.now()),
        "clashes": clashes_of(actor, timezone.now())[:SHOWN],
    }
    return render(request, "office/home.html", context)


def _pressing(actor: Any) -> dict[str, Any]:
    """How many requests about own data wait for this actor's answer, and how long there is for the first."""
    if not holds(actor, "request", "settle"):
        return {}
    due = list(open_requests_for(actor).values_list("due_at", flat=True))
    return {"count": len(due), "left": time_left(due[0], timezone.now())} if due else {}


@signed_in
def search(request: Request) -> HttpResponse:
    """One box for everything: people she may see, and places."""
    text = request.GET.get("q", "").strip()
    found = list(persons_for(request.actor, text)[: SHOWN + 1]) if text else []
    villages = search_villages(text, near=request.actor.home_area) if text else []
    lines = place_lines({p.village_id for p in found} | {v.code for v in villages})
    context = {"text": text, "people": found[:SHOWN], "more": len(found) > SHOWN, "villages": villages, "places": lines}
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
