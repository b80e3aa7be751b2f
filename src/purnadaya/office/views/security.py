"""What happened at the door of the organisation."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from purnadaya.access.gate import Request, needs
from purnadaya.access.queries import security_events_for, users_for
from purnadaya.office.door_words import AT_THE_DOOR, NEEDS_A_LOOK

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
    }
    return render(request, "office/security.html", context)


def _chosen(typed: str, known: set[UUID]) -> UUID | None:
    """The user meant; nobody when it is none of hers to see."""
    try:
        user = UUID(typed)
    except ValueError:
        return None
    return user if user in known else None
