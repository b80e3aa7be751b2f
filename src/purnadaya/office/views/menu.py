"""What of the menu a phone has no room for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from purnadaya.access.gate import Request, signed_in
from purnadaya.office.navigation import menu_of


@signed_in
def more(request: Request) -> HttpResponse:
    """The doors that do not fit under a thumb, one below the other."""
    doors = [item for item in menu_of(request.actor, request.path) if item.later]
    return render(request, "office/more.html", {"doors": doors})
