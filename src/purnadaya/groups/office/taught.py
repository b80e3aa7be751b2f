"""Pages of what was taught, what was agreed and who came as a guest: parse, call, render."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.access.queries import names_of
from purnadaya.groups.office import taught_forms as forms
from purnadaya.groups.office.meetings import answer, writable
from purnadaya.groups.office.offers import topics_offered
from purnadaya.groups.queries import (
    Decision,
    decision_for,
    group_for,
    guest_for,
    lesson_for,
    members_on,
    open_decisions_of,
    settled_decisions_of,
)
from purnadaya.kernel.problems import not_found
from purnadaya.people.rules.persons import Sex

PAGE = 24


@needs("meeting", "hold")
def lesson(request: Request, meeting_id: UUID) -> HttpResponse:
    """Something more was taught at it."""
    found = writable(request, meeting_id)
    form = forms.RecordLessonForm(
        request.POST or None,
        actor=request.actor,
        fixed={"meeting": str(found.id)},
        initial={"minutes": forms.USUAL_MINUTES},
    )
    form.offer(forms.teachers_of(request.actor, members_on(found.group, found.held_on)))
    form.offer_topics(topics_offered(request.actor))
    return answer(request, form, _("What was taught"), ("groups:meeting", found.id))


@needs("lesson", "hold")
def strike_lesson(request: Request, meeting_id: UUID, lesson_id: UUID) -> HttpResponse:
    """It was not taught."""
    found = lesson_for(request.actor, lesson_id)
    if request.method != "POST" and found.struck_at is not None:
        raise not_found()
    fixed = {"meeting": str(meeting_id), "lesson": str(found.id)}
    form = forms.StrikeLessonForm(request.POST or None, actor=request.actor, fixed=fixed, version=found.version)
    under = _("To put it right, strike it out and write it anew.")
    return answer(request, form, _("Strike this out"), ("groups:meeting", found.meeting_id), under)


@needs("meeting", "hold")
def guest(request: Request, meeting_id: UUID) -> HttpResponse:
    """One more guest told her name."""
    found = writable(request, meeting_id)
    form = forms.NameGuestForm(
        request.POST or None,
        actor=request.actor,
        fixed={"meeting": str(found.id)},
        initial={"sex": Sex.FEMALE},
    )
    return answer(request, form, _("A guest by name"), ("groups:meeting", found.id))


@needs("guest", "hold")
def strike_guest(request: Request, meeting_id: UUID, guest_id: UUID) -> HttpResponse:
    """She was not there."""
    found = guest_for(request.actor, guest_id)
    if found.meeting_id != meeting_id or (request.method != "POST" and found.struck_at is not None):
        raise not_found()
    form = forms.StrikeGuestForm(request.POST or None, actor=request.actor, fixed={"guest": str(found.id)})
    title = _("%(name)s was not there") % {"name": found.name}
    return answer(request, form, title, ("groups:meeting", found.meeting_id), _("Her name is forgotten."))


@needs("meeting", "hold")
def decide(request: Request, meeting_id: UUID) -> HttpResponse:
    """Something more was agreed at it."""
    found = writable(request, meeting_id)
    form = forms.RecordDecisionForm(
        request.POST or None,
        actor=request.actor,
        fixed={"meeting": str(found.id)},
        initial={"due": found.next_on or found.held_on + forms.USUAL_WAIT},
    )
    form.offer(forms.owners_of(request.actor, members_on(found.group, found.held_on)))
    return answer(request, form, _("What was agreed"), ("groups:meeting", found.id))


@needs("decision", "see")
def index(request: Request, group_id: UUID) -> HttpResponse:
    """What a group agreed: what is still open, and what was settled."""
    group = group_for(request.actor, group_id)
    page = Paginator(settled_decisions_of(group), PAGE).get_page(request.GET.get("page"))
    open_ones = open_decisions_of(group)
    users = {one.owner_user for one in (*open_ones, *page) if one.owner_user}
    context = {
        "group": group,
        "open": open_ones,
        "page": page,
        "colleagues": names_of(request.actor, users),
        "today": timezone.localdate(),
    }
    return render(request, "groups/decisions.html", context)


@needs("decision", "see")
def decision(request: Request, decision_id: UUID) -> HttpResponse:
    """One thing that was agreed; the next step is to say that it was done."""
    found = decision_for(request.actor, decision_id)
    may_hold = can(request.actor, "hold", found)
    if request.method == "POST" and not may_hold:
        raise not_found()
    form = forms.CompleteDecisionForm(
        request.POST or None,
        actor=request.actor,
        fixed={"decision": str(found.id)},
        initial={"done_on": timezone.localdate()},
        version=found.version,
    )
    user = {found.owner_user} if found.owner_user else set()
    more: dict[str, Any] = {
        "decision": found,
        "group": found.group,
        "owner_name": names_of(request.actor, user).get(found.owner_user) if found.owner_user else "",
        "may_hold": may_hold,
        "today": timezone.localdate(),
        "template": "groups/decision.html",
    }
    return answer(request, form, _("What was agreed"), ("groups:decision", found.id), **more)


def _held(request: Request, decision_id: UUID) -> Decision:
    found = decision_for(request.actor, decision_id)
    if not can(request.actor, "hold", found):
        raise not_found()
    return found


@needs("decision", "hold")
def correct_decision(request: Request, decision_id: UUID) -> HttpResponse:
    """Put it right, give it to someone else, or put it off."""
    found = _held(request, decision_id)
    form = forms.CorrectDecisionForm(
        request.POST or None,
        actor=request.actor,
        fixed={"decision": str(found.id)},
        current=forms.decision_values(found),
        version=found.version,
    )
    form.offer(forms.owners_of(request.actor, members_on(found.group, timezone.localdate())))
    return answer(request, form, _("Put this right"), ("groups:decision", found.id))


@needs("decision", "hold")
def drop_decision(request: Request, decision_id: UUID) -> HttpResponse:
    """It will not be done."""
    return _simple(request, decision_id, forms.DropDecisionForm, _("This falls away"))


@needs("decision", "hold")
def reopen_decision(request: Request, decision_id: UUID) -> HttpResponse:
    """It is open again."""
    return _simple(request, decision_id, forms.ReopenDecisionForm, _("This is open again"))


def _simple(request: Request, decision_id: UUID, kind: type[Any], title: str) -> HttpResponse:
    found = _held(request, decision_id)
    form = kind(request.POST or None, actor=request.actor, fixed={"decision": str(found.id)}, version=found.version)
    return answer(request, form, title, ("groups:decision", found.id), found.what)
