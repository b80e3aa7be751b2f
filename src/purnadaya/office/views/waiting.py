"""The waiting room."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.access.queries import names_of
from purnadaya.journal.models import WaitingItem
from purnadaya.journal.queries import settled_for, waiting_for, waiting_item_for
from purnadaya.journal.waiting import lay_aside, must_be_done_oneself, try_again
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.office.story import WISHES
from purnadaya.office.waiting_words import typed_lines, whom
from purnadaya.ui.words import say

PAGE = 50


@needs("waiting", "see")
def index(request: Request) -> HttpResponse:
    """What was received and not applied, and below it what was settled; with ``?settled`` only that."""
    only_settled, page = "settled" in request.GET, request.GET.get("page")
    waiting = Paginator(waiting_for(request.actor), PAGE).get_page(None if only_settled else page)
    settled = Paginator(settled_for(request.actor), PAGE).get_page(page if only_settled else None)
    names = names_of(request.actor, {item.author_id for item in (*waiting, *settled) if item.author_id})
    context = {
        "only_settled": only_settled,
        "waiting": waiting,
        "rows": [_row(one, names) for one in waiting],
        "settled_page": settled,
        "settled": [_row(one, names) for one in settled],
    }
    return render(request, "office/waiting.html", context)


def _row(found: WaitingItem, names: dict[UUID, str]) -> dict[str, Any]:
    who = names.get(found.author_id) if found.author_id else None
    return {"item": found, "act": WISHES.get(found.kind, found.kind), "who": who, "reasons": _reasons(found)}


@needs("waiting", "see")
def item(request: Request, item_id: UUID, problem: str = "") -> HttpResponse:
    """One of them: what it says, why it waits, what can be done."""
    found = waiting_item_for(request.actor, item_id)
    return _page(request, request.actor, found, problem)


def _page(request: Request, actor: Actor, found: WaitingItem, problem: str) -> HttpResponse:
    context = {
        "item": found,
        "act": WISHES.get(found.kind, found.kind),
        "who": names_of(actor, {found.author_id}).get(found.author_id) if found.author_id else None,
        "reasons_words": "" if problem else " ".join(_reasons(found)),
        "whom": whom(actor, found),
        "lines": typed_lines(actor, found),
        "may_settle": can(actor, "settle", found) and found.settled_at is None,
        "by_hand": say(Problem("journal.do_it_yourself")) if must_be_done_oneself(found.kind) else "",
        "problem": problem,
    }
    return render(request, "office/waiting_item.html", context, status=422 if problem else 200)


@needs("waiting", "settle")
@require_POST
def retry(request: Request, item_id: UUID) -> HttpResponse:
    """Try to apply it now."""
    found = waiting_item_for(request.actor, item_id)
    try:
        try_again(found, request.actor)
    except Refused as refusal:
        return _page(request, request.actor, found, " ".join(say(problem) for problem in refusal.problems))
    messages.success(request, _("Applied. It waits no longer."))
    return redirect("waiting")


@needs("waiting", "settle")
@require_POST
def aside(request: Request, item_id: UUID) -> HttpResponse:
    """Settle it without applying, and say why."""
    found = waiting_item_for(request.actor, item_id)
    try:
        lay_aside(found, request.actor, request.POST.get("why", ""))
    except Refused as refusal:
        return _page(request, request.actor, found, say(refusal.problems[0]))
    messages.success(request, _("Laid aside. It stays readable here."))
    return redirect("waiting")


def _reasons(found: WaitingItem) -> list[str]:
    return [say(Problem.from_json(problem)) for problem in found.problems]
