"""What happened at the door of the organisation, and who looked at what is masked."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import holds
from purnadaya.access.queries import security_events_for, users_for
from purnadaya.journal.queries import thing_for
from purnadaya.journal.reading import readings_for
from purnadaya.kernel.problems import not_found
from purnadaya.office.door_words import AT_THE_DOOR, NEEDS_A_LOOK
from purnadaya.office.looks import every_entry_of, told

PAGE = 50


@needs("security", "see")
def events(request: Request) -> HttpResponse:
    """Who came in, who could not, and what changed about how they do; of everyone, or of one user."""
    users = list(users_for(request.actor))
    chosen = _chosen(request.GET.get("user", ""), {user.id for user in users})
    page = Paginator(security_events_for(request.actor, chosen), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "users": users,
        "chosen": chosen,
        "words": AT_THE_DOOR,
        "needs_a_look": NEEDS_A_LOOK,
        "keep": f"user={chosen}" if chosen else "",
        "may_see_readings": holds(request.actor, "reading", "see"),
    }
    return render(request, "office/security.html", context)


@needs("reading", "see")
def readings(request: Request) -> HttpResponse:
    """Who had what shown, of everyone or by one user, of one person or of all."""
    users = list(users_for(request.actor))
    chosen = _chosen(request.GET.get("user", ""), {user.id for user in users})
    person = _person(request)
    of = every_entry_of(person) if person else None
    page = Paginator(readings_for(request.actor, chosen, of), PAGE).get_page(request.GET.get("page"))
    kept = {"person": person.id if person else "", "user": chosen or ""}
    context = {
        "page": page,
        "looks": told(request.actor, page.object_list),
        "users": users,
        "chosen": chosen,
        "person": person,
        "keep": urlencode({name: value for name, value in kept.items() if value}),
    }
    return render(request, "office/readings.html", context)


def _person(request: Request) -> Any:
    """The person asked about, if one is. Raises ``access.not_found`` for whom she may not see."""
    asked = request.GET.get("person", "")
    if not asked:
        return None
    try:
        person_id = UUID(asked)
    except ValueError:
        raise not_found() from None
    return thing_for(request.actor, "person", person_id)


def _chosen(typed: str, known: set[UUID]) -> UUID | None:
    """The user meant; nobody when it is none of hers to see."""
    try:
        user = UUID(typed)
    except ValueError:
        return None
    return user if user in known else None
