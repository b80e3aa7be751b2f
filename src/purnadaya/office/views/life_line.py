"""A person's life line, on the screen and on paper."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.office import life_line as lines
from purnadaya.people.queries import person_for

PAGE = 50
WHOLE = 2000
"""Entries on one sheet to print: nobody's life has more."""


@needs("person", "see")
def life_line(request: Request, person_id: UUID) -> HttpResponse:
    """What happened in her life, the latest first."""
    person = person_for(request.actor, person_id)
    if person.merged_into_id is not None:
        return redirect("life_line", person.root_id)
    told = lines.life_line(request.actor, person)
    kinds, kind, whole = lines.kinds_in(told), request.GET.get("kind", ""), "whole" in request.GET
    shown = [line for line in told if line.entry.kind == kind] if kind in kinds else told
    keep = urlencode({"kind": kind}) if kind in kinds else ""
    page = Paginator(shown, WHOLE if whole else PAGE).get_page(request.GET.get("page"))
    context = {
        "person": person, "kinds": kinds, "kind": kind, "page": page, "keep": keep,
        "may_note": can(request.actor, "note", person),
    }  # fmt: skip
    return render(request, "office/life_line.html", context)
