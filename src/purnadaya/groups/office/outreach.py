"""Pages of public education: parse, call, render."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can, holds
from purnadaya.groups.office import outreach_forms as forms
from purnadaya.groups.office.meetings import PAGE, answer, held_group, tell
from purnadaya.groups.office.offers import topic_names
from purnadaya.groups.office.words import AGE_WORDS, OCCASION_WORDS
from purnadaya.groups.queries import (
    Group,
    Outreach,
    cancelled_outreaches_for,
    groups_for,
    outreach_for,
    outreaches_for,
    outreaches_of,
)
from purnadaya.groups.rules import OccasionKind
from purnadaya.journal.door import save
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.places.queries import place_lines
from purnadaya.ui.sections import sections_of

LATEST = 5


@dataclass(frozen=True)
class Told:
    """One public education in a list: as it is called, where it was, and what was taught."""

    outreach: Outreach
    called: Any
    place: str
    topics: str


@needs("outreach", "see")
def index(request: Request) -> HttpResponse:
    """All she may see, or those in an area, the latest first."""
    form = forms.AreaForm(request.GET, near=getattr(request.actor, "home_area", None))
    found = outreaches_for(request.actor, form.code)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": told(request.actor, page),
        "cancelled": told(request.actor, cancelled_outreaches_for(request.actor, form.code)[:PAGE]),
        "may_hold": holds(request.actor, "outreach", "hold"),
    }
    return render(request, "groups/outreaches.html", context, status=422 if form.errors else 200)


def told(actor: Actor, found: Iterable[Outreach]) -> list[Told]:
    """These in words; three queries however many there are."""
    found = list(found)
    places, names = place_lines({one.village_id for one in found}), topic_names(actor)
    return [Told(one, called(one), places.get(one.village_id, ""), taught(one, names)) for one in found]


def called(outreach: Outreach) -> Any:
    """Its name, or else its occasion."""
    return outreach.title or OCCASION_WORDS[OccasionKind(outreach.occasion)]


def taught(outreach: Outreach, names: dict[str, Any]) -> str:
    """What was taught, in the order in which topics are offered."""
    codes = set(outreach.topics.split())
    return ", ".join(str(words) for code, words in names.items() if code in codes)


def section(actor: Actor, group: Group) -> SafeString:
    """What a group taught others lately, on its page."""
    context = {
        "group": group,
        "rows": told(actor, outreaches_of(group).select_related("group")[:LATEST]),
        "may_hold": can(actor, "hold", group),
    }
    return render_to_string("groups/outreach_section.html", context)


@needs("outreach", "hold")
def record(request: Request) -> HttpResponse:
    """Others were taught, by a group to be chosen or by the organisation itself."""
    form = forms.RecordOutreachForm(
        request.POST or None, actor=request.actor, initial={"held_on": timezone.localdate()}
    )
    form.offer_groups(one for one in groups_for(request.actor) if can(request.actor, "hold", one))
    return _recorded(request, form, None)


@needs("outreach", "hold")
def record_of(request: Request, group_id: UUID) -> HttpResponse:
    """A group taught others."""
    group = held_group(request.actor, group_id)
    form = forms.RecordOutreachForm(
        request.POST or None,
        actor=request.actor,
        fixed={"group": str(group.id)},
        initial={"held_on": timezone.localdate(), "village": group.village_id},
    )
    del form.fields["group"]
    return _recorded(request, form, group)


def _recorded(request: Request, form: forms.RecordOutreachForm, group: Group | None) -> HttpResponse:
    if request.method == "POST" and (outcome := save(form, request.actor)):
        tell(request, outcome, _("Saved. What was taught is written down."))
        return redirect("groups:outreach", outcome.of.id)
    context = {"form": form, "group": group, "title": _("Public education"), "there": told(request.actor, form.there)}
    return render(request, "groups/outreach_form.html", context, status=422 if form.errors else 200)


@needs("outreach", "see")
def outreach(request: Request, outreach_id: UUID) -> HttpResponse:
    """One public education, as it is known."""
    found = outreach_for(request.actor, outreach_id)
    may_hold = can(request.actor, "hold", found)
    context = {
        "outreach": found,
        "called": called(found),
        "occasion": OCCASION_WORDS[OccasionKind(found.occasion)],
        "place": place_lines([found.village_id]).get(found.village_id),
        "topics": taught(found, topic_names(request.actor)),
        "ages": _ages(found),
        "women": _sum(found, "women"),
        "men": _sum(found, "men"),
        "may_see_group": found.group is not None and can(request.actor, "see", found.group),
        "may_hold": may_hold and found.cancelled_at is None,
        "may_restore": may_hold and found.cancelled_at is not None,
        "sections": sections_of("outreach", request.actor, found),
    }
    return render(request, "groups/outreach.html", context)


def _ages(outreach: Outreach) -> list[tuple[Any, int, int]]:
    """An age, women and men of it; an age of which nobody came is left out."""
    rows = [
        (words, outreach.reached.get(f"women_{age}", 0), outreach.reached.get(f"men_{age}", 0))
        for age, words in AGE_WORDS.items()
    ]
    return [row for row in rows if row[1] or row[2]]


def _sum(outreach: Outreach, sex: str) -> int:
    return sum(outreach.reached.get(f"{sex}_{age}", 0) for age in AGE_WORDS)


def _held(request: Request, outreach_id: UUID) -> Outreach:
    """One she may put right. Raises ``access.not_found`` for any other."""
    found = outreach_for(request.actor, outreach_id)
    if not can(request.actor, "hold", found):
        raise not_found()
    return found


def _standing(request: Request, outreach_id: UUID) -> Outreach:
    """One that was not cancelled; a form sent when a colleague cancelled it meanwhile is told so."""
    found = _held(request, outreach_id)
    if request.method != "POST" and found.cancelled_at is not None:
        raise not_found()
    return found


@needs("outreach", "hold")
def correct(request: Request, outreach_id: UUID) -> HttpResponse:
    """Put something about it right."""
    found = _standing(request, outreach_id)
    form = forms.CorrectOutreachForm(
        request.POST or None,
        actor=request.actor,
        fixed={"outreach": str(found.id)},
        current=forms.outreach_values(found),
        version=found.version,
    )
    more: dict[str, Any] = {"outreach": found, "group": found.group, "template": "groups/outreach_form.html"}
    return answer(request, form, _("Put this right"), ("groups:outreach", found.id), **more)


@needs("outreach", "hold")
def cancel(request: Request, outreach_id: UUID) -> HttpResponse:
    """It never took place."""
    found = _standing(request, outreach_id)
    form = forms.CancelOutreachForm(
        request.POST or None, actor=request.actor, fixed={"outreach": str(found.id)}, version=found.version
    )
    under = _("It counts no more. That it was written stays in the history.")
    return answer(request, form, _("It never took place"), ("groups:outreach", found.id), under)


@needs("outreach", "hold")
def restore(request: Request, outreach_id: UUID) -> HttpResponse:
    """It took place after all."""
    found = _held(request, outreach_id)
    form = forms.RestoreOutreachForm(
        request.POST or None, actor=request.actor, fixed={"outreach": str(found.id)}, version=found.version
    )
    return answer(request, form, _("It took place after all"), ("groups:outreach", found.id))
