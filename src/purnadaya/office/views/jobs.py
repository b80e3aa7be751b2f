"""What the worker does and did, and what comes round."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.access.queries import names_of
from purnadaya.jobs.asking import retry
from purnadaya.jobs.models import Job
from purnadaya.jobs.policy import sees_the_server
from purnadaya.jobs.queries import ended_jobs_for, open_jobs_for, standing_of
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import Refused
from purnadaya.office.alarms import alarms_for
from purnadaya.office.job_words import STATES, called, how_far, how_often, why_not
from purnadaya.office.scheduled import schedule
from purnadaya.ui.words import say

PAGE = 30


@needs("job", "see")
def index(request: Request) -> HttpResponse:
    """What is at work and what waits, what comes round by itself, and what is over."""
    actor = request.actor
    page = Paginator(ended_jobs_for(actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "open": _rows(actor, open_jobs_for(actor)),
        "page": page,
        "over": _rows(actor, page),
        "rounds": _rounds(actor) if sees_the_server(actor) else [],
        "alarms": alarms_for(actor, timezone.now()),
    }
    return render(request, "office/jobs.html", context)


def _rows(actor: Actor, found: Iterable[Job]) -> list[dict[str, Any]]:
    jobs = list(found)
    names = names_of(actor, {one.asked_by_id for one in jobs if one.asked_by_id})
    return [
        {
            "job": one,
            "called": called(one.kind),
            "who": names.get(one.asked_by_id) if one.asked_by_id else None,
            "state": STATES[one.task.status],
            "far": how_far(one),
            "why": why_not(one, actor),
            "may_retry": bool(one.problem) and can(actor, "retry", one),
        }
        for one in jobs
    ]


def _rounds(actor: Actor) -> list[dict[str, Any]]:
    return [
        {
            "called": called(one.kind),
            "often": how_often(one.every) if one.every else one.off,
            "well_at": standing_of(actor, one.kind).went_well_at,
            "is_on": one.every is not None,
        }
        for one in schedule()
    ]


@needs("job", "retry")
@require_POST
def again(request: Request, task_id: UUID) -> HttpResponse:
    """Have one that failed tried once more."""
    try:
        retry(request.actor, task_id)
    except Refused as refusal:
        if refusal.problems[0].code == "access.not_found":
            raise
        messages.warning(request, say(refusal.problems[0]))
    else:
        messages.success(request, _("It is tried once more, from where it was."))
    return redirect("jobs")
