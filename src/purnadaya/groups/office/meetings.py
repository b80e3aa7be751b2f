"""Pages of meetings: parse, call, render."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.access.queries import names_of
from purnadaya.groups.office import meeting_forms as forms
from purnadaya.groups.office.differences import told
from purnadaya.groups.office.offers import topic_names
from purnadaya.groups.office.words import EXCUSE_WORDS
from purnadaya.groups.queries import (
    Group,
    Meeting,
    attendance_of,
    cancelled_of,
    counted,
    decisions_of,
    difference_for,
    differences_of,
    group_for,
    guests_of,
    last_meeting,
    lessons_of,
    meeting_for,
    meetings_of,
)
from purnadaya.groups.rules.meetings import Attended, Excuse
from purnadaya.journal.door import save
from purnadaya.journal.envelopes import Outcome
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import Problem, not_found
from purnadaya.places.queries import place_lines
from purnadaya.ui.forms import CommandForm
from purnadaya.ui.sections import sections_of
from purnadaya.ui.words import say

PAGE = 24
FIND = "find"


def held_group(actor: Actor, group_id: UUID) -> Group:
    """A group whose meetings the actor writes down. Raises ``access.not_found`` for any other."""
    group = group_for(actor, group_id)
    if not can(actor, "hold", group):
        raise not_found()
    return group


@needs("group", "see")
def index(request: Request, group_id: UUID) -> HttpResponse:
    """The meetings of a group, the latest first."""
    group = group_for(request.actor, group_id)
    page = Paginator(meetings_of(group).select_related("host__stands_as"), PAGE).get_page(request.GET.get("page"))
    context = {
        "group": group,
        "page": page,
        "counted": counted(page),
        "cancelled": cancelled_of(group)[:PAGE],
        "may_hold": can(request.actor, "hold", group),
        "is_open": group.closed_on is None,
    }
    return render(request, "groups/meetings.html", context)


@needs("group", "hold")
def hold(request: Request, group_id: UUID) -> HttpResponse:
    """Today's meeting: who came, what was taught, what was agreed, when the next one is; saved as one act."""
    group = held_group(request.actor, group_id)
    last = last_meeting(group)
    form = forms.HoldMeetingForm(
        request.POST or None,
        actor=request.actor,
        group=group,
        like=last if "salin" in request.GET else None,
        fixed={"group": str(group.id)},
        initial=_initial(request, group, last),
    )
    pressed = _pressed(request)
    if request.method == "POST" and not _asked_for_more(form, pressed) and (outcome := save(form, request.actor)):
        tell(request, outcome, _("Saved. The meeting is written down."))
        return redirect("groups:meeting", outcome.of.id)
    context = {
        "form": form,
        "group": group,
        "last": last,
        "copied": "salin" in request.GET,
        "may_join": can(request.actor, "enrol", group) and group.closed_on is None,
        "by": names_of(request.actor, {one.recorded_by for one in form.same_day if one.recorded_by}),
    }
    wrong = request.method == "POST" and not pressed
    return render(request, "groups/hold.html", context, status=422 if wrong else 200)


def _initial(request: Request, group: Group, last: Meeting | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"held_on": timezone.localdate(), "host": group.next_host_id}
    if last is not None and "salin" in request.GET:
        initial |= {"agenda": last.agenda, "place": last.place}
    return initial


def _pressed(request: Request) -> str:
    """Which button that saves nothing was pressed. The return key, with a name to look for, looks for it."""
    typed = request.POST.get("find", "").strip()
    return FIND if "enter" in request.POST and typed else request.POST.get("more", "")


def _asked_for_more(form: forms.HoldMeetingForm, pressed: str) -> bool:
    """Whether a button was pressed that saves nothing: one more row, mark the rest, look for a name."""
    if pressed in set(Attended):
        form.mark_rest(pressed)
    return bool(pressed) and (any(part.more(pressed) for part in form.parts) or pressed in {*Attended, FIND})


def tell(request: Request, outcome: Outcome, saved: str) -> None:
    """That it was saved, and what to look at once more."""
    for code in outcome.note.split():
        messages.warning(request, say(Problem(code)))
    if not outcome.note:
        messages.success(request, saved)


@needs("meeting", "see")
def meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    """One meeting, as it is known."""
    found = meeting_for(request.actor, meeting_id)
    if found.moved_to:
        return redirect("groups:meeting", found.moved_to)
    lines, decisions, lessons = attendance_of(found), decisions_of(found), lessons_of(found)
    differs = differences_of(found)
    users = {one.teacher_user for one in lessons} | {one.owner_user for one in decisions} | {found.recorded_by}
    users |= {by for one in differs for by in (one.first_by, one.second_by)}
    context = {
        "meeting": found,
        "group": found.group,
        "place": place_lines([found.village_id]).get(found.village_id),
        "present": [one for one in lines if one.attended == Attended.PRESENT and not one.guest],
        "came_as_guests": [one for one in lines if one.attended == Attended.PRESENT and one.guest],
        "excused": [(one, _excuse(one)) for one in lines if one.attended == Attended.EXCUSED],
        "absent": [one for one in lines if one.attended == Attended.ABSENT],
        "guests": guests_of(found),
        "nameless": found.guests_women + found.guests_men,
        "counted": counted([found])[found.id],
        "lessons": lessons,
        "topics": topic_names(request.actor),
        "decisions": decisions,
        "colleagues": names_of(request.actor, {one for one in users if one}),
        "differs": told(request.actor, differs),
        "may_hold": can(request.actor, "hold", found) and found.cancelled_at is None,
        "may_reinstate": can(request.actor, "hold", found) and found.cancelled_at is not None,
        "sections": sections_of("meeting", request.actor, found),
        "today": timezone.localdate(),
    }
    return render(request, "groups/meeting.html", context)


def _excuse(line: Any) -> Any:
    return EXCUSE_WORDS[Excuse(line.excuse)] if line.excuse else ""


def answer(
    request: Request,
    form: CommandForm,
    title: str,
    back: tuple[Any, ...],
    under: str = "",
    template: str = "groups/act.html",
    **more: Any,
) -> HttpResponse:
    """Save what was typed and go back, or show the form with what is wrong."""
    if request.method == "POST" and (outcome := save(form, request.actor)):
        tell(request, outcome, _("Saved."))
        return redirect(*back)
    context = {"form": form, "title": title, "under": under, "back_url": resolve_url(*back), **more}
    return render(request, template, context, status=422 if form.errors else 200)


def writable(request: Request, meeting_id: UUID) -> Meeting:
    """A meeting that stands and that the actor may put right. Raises ``access.not_found`` for any other."""
    found = meeting_for(request.actor, meeting_id)
    if not can(request.actor, "hold", found) or (request.method != "POST" and found.cancelled_at is not None):
        raise not_found()
    return found


@needs("meeting", "hold")
def correct(request: Request, meeting_id: UUID) -> HttpResponse:
    """Put something about it right."""
    found = writable(request, meeting_id)
    columns = {name: getattr(found, f"{name}_id" if name in forms.PEOPLE else name) for name in forms.CORRECTED}
    form = forms.CorrectMeetingForm(
        request.POST or None,
        actor=request.actor,
        fixed={"meeting": str(found.id)},
        current=columns,
        version=found.version,
    )
    form.offer_members(found.group, found.held_on)
    return answer(request, form, _("Put this right"), ("groups:meeting", found.id))


@needs("meeting", "hold")
def attendance(request: Request, meeting_id: UUID) -> HttpResponse:
    """Put right who was there."""
    found = writable(request, meeting_id)
    form = forms.CorrectAttendanceForm(
        request.POST or None,
        actor=request.actor,
        meeting=found,
        fixed={"meeting": str(found.id)},
        version=found.version,
    )
    looked = _pressed(request) == FIND
    if request.method == "POST" and not looked and (outcome := save(form, request.actor)):
        tell(request, outcome, _("Saved."))
        return redirect("groups:meeting", found.id)
    context = {"form": form, "meeting": found, "group": found.group}
    return render(request, "groups/attendance.html", context, status=422 if form.errors and not looked else 200)


@needs("meeting", "hold")
def cancel(request: Request, meeting_id: UUID) -> HttpResponse:
    """It never took place."""
    found = writable(request, meeting_id)
    form = forms.CancelMeetingForm(
        request.POST or None, actor=request.actor, fixed={"meeting": str(found.id)}, version=found.version
    )
    if not any(one.settled_on is None for one in decisions_of(found)):
        form.fields.pop("decisions_too")
    under = _("It counts no more. That it was written stays in the history.")
    return answer(request, form, _("This meeting never took place"), ("groups:meeting", found.id), under)


@needs("meeting", "hold")
def reinstate(request: Request, meeting_id: UUID) -> HttpResponse:
    """It took place after all."""
    found = meeting_for(request.actor, meeting_id)
    if not can(request.actor, "hold", found):
        raise not_found()
    form = forms.ReinstateMeetingForm(
        request.POST or None, actor=request.actor, fixed={"meeting": str(found.id)}, version=found.version
    )
    return answer(request, form, _("It took place after all"), ("groups:meeting", found.id))


@needs("meeting", "hold")
def move(request: Request, meeting_id: UUID) -> HttpResponse:
    """It was on another day."""
    found = writable(request, meeting_id)
    form = forms.MoveMeetingForm(
        request.POST or None,
        actor=request.actor,
        fixed={"meeting": str(found.id)},
        initial={"held_on": found.held_on},
        version=found.version,
    )
    under = _("All that was written about it moves to that day.")
    return answer(request, form, _("It was on another day"), ("groups:meeting", found.id), under)


@needs("meeting", "hold")
def settle(request: Request, meeting_id: UUID, difference_id: UUID) -> HttpResponse:
    """Of two accounts that differ, what stands is right."""
    difference = difference_for(request.actor, difference_id)
    form = forms.SettleDifferenceForm(
        request.POST or None,
        actor=request.actor,
        fixed={"meeting": str(meeting_id), "difference": str(difference.id)},
    )
    return answer(request, form, _("What stands is right"), ("groups:meeting", meeting_id))
