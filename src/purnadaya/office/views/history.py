"""The history of any thing, and the log of everything, in plain words."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from purnadaya.access.gate import Request, needs, signed_in
from purnadaya.journal.queries import history_for, log_for, thing_for
from purnadaya.office.story import told, told_without_contents

PAGE = 50


@signed_in
def history(request: Request, kind: str, thing_id: UUID) -> HttpResponse:
    """Who did what to this thing, and when."""
    thing = thing_for(request.actor, kind, thing_id)
    page = Paginator(history_for(request.actor, kind, thing_id).reverse(), PAGE).get_page(request.GET.get("page"))
    context = {
        "thing": thing,
        "called": getattr(thing, "called", str(thing)),
        "kind": kind,
        "page": page,
        "entries": told(request.actor, thing, page.object_list),
    }
    return render(request, "office/history.html", context)


@needs("operation", "see")
def log(request: Request) -> HttpResponse:
    """What was done in the organisation, by whom and when; not what it said."""
    page = Paginator(log_for(request.actor), PAGE).get_page(request.GET.get("page"))
    entries = told_without_contents(request.actor, page.object_list)
    return render(request, "office/log.html", {"page": page, "entries": entries})
