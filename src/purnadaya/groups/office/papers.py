"""Pages of what a group prints and sends: shown first, then as PDF, on a narrow roll, or as a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.groups.office.forms import InviteForm
from purnadaya.groups.office.lists import invitation_paper, members_paper, sheet_paper
from purnadaya.groups.office.meetings import tell
from purnadaya.groups.office.minutes import MINUTE, minute_of
from purnadaya.groups.queries import (
    Group,
    group_for,
    is_invited,
    meeting_for,
    named_meetings,
    taken_along,
)
from purnadaya.journal.door import save
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.ui.dates import day_words
from purnadaya.ui.papers import Paper, message_link, pdf_answer

MEMBERS, SHEET, INVITATION = "anggota", "daftar-hadir", "undangan"
PDF, SIGNING, ROLL, MESSAGE = "pdf", "tanda-tangan", "struk", "wa"
FORMS = (PDF, ROLL, MESSAGE)
"""In what form a paper leaves the house; a minute also with room to sign."""


@dataclass(frozen=True)
class Kind:
    """A paper of a group: how it is made, and under what word its taking along is on record."""

    paper: Callable[[Actor, Group], Paper]
    taken: str


KINDS: Mapping[str, Kind] = {
    MEMBERS: Kind(members_paper, "members"),
    SHEET: Kind(sheet_paper, "sheet"),
    INVITATION: Kind(invitation_paper, "invitation"),
}
GROUP_READ_WORDS = {
    "members": gettext_lazy("The list of members, taken along"),
    "sheet": gettext_lazy("The attendance sheet, taken along"),
    "invitation": gettext_lazy("The invitation, taken along"),
}
MEETING_READ_WORDS = {MINUTE: gettext_lazy("The minutes, taken along")}


def named(actor: Actor, ids: set[str]) -> dict[str, str]:
    """Meetings as they are told to who reads what was taken along."""
    return {of: f"{group}, {day_words(day)}" for of, (group, day) in named_meetings(actor, ids).items()}


def _answer(paper: Paper, form: str) -> HttpResponse:
    if form == MESSAGE:
        return HttpResponseRedirect(message_link(paper))
    return pdf_answer(paper, roll=form == ROLL)


# -- the minute of a meeting ----------------------------------------------------------------------


@needs("meeting", "see")
def minute(request: Request, meeting_id: UUID) -> HttpResponse:
    """The minute as it will be printed, and the ways to print and send it."""
    meeting = meeting_for(request.actor, meeting_id)
    if meeting.moved_to:
        return redirect("groups:minute", meeting.moved_to)
    outs = {form: resolve_url("groups:minute_out", meeting.id, form) for form in (*FORMS, SIGNING)}
    back = (resolve_url("groups:meeting", meeting.id), day_words(meeting.held_on))
    return _page(request, minute_of(request.actor, meeting), outs, back)


@needs("meeting", "see")
def minute_out(request: Request, meeting_id: UUID, form: str) -> HttpResponse:
    """The minute leaves the house in this form; that is on record."""
    meeting = meeting_for(request.actor, meeting_id)
    if meeting.moved_to:
        return redirect("groups:minute_out", meeting.moved_to, form)
    if form not in (*FORMS, SIGNING):
        raise not_found()

    def made() -> HttpResponse:
        return _answer(minute_of(request.actor, meeting, signing=form == SIGNING), form)

    return taken_along(request.actor, meeting, MINUTE, made)


# -- papers of a group ----------------------------------------------------------------------------


@needs("group", "see")
def paper(request: Request, group_id: UUID, what: str) -> HttpResponse:
    """A list of the group as it will be printed, and the ways to print and send it."""
    group = group_for(request.actor, group_id)
    return _page(request, _kind(group, what).paper(request.actor, group), _outs(group, what), _back(group))


@needs("group", "see")
def paper_out(request: Request, group_id: UUID, what: str, form: str) -> HttpResponse:
    """It leaves the house in this form; that is on record."""
    group = group_for(request.actor, group_id)
    kind = _kind(group, what)
    if form not in FORMS:
        raise not_found()
    made = kind.paper
    return taken_along(request.actor, group, kind.taken, lambda: _answer(made(request.actor, group), form))


@needs("group", "see")
def invite(request: Request, group_id: UUID) -> HttpResponse:
    """The invitation to the next meeting, and that it was sent."""
    group = group_for(request.actor, group_id)
    may_hold = can(request.actor, "hold", group) and group.closed_on is None
    if request.method == "POST" and not can(request.actor, "hold", group):
        raise not_found()
    form = InviteForm(
        request.POST or None,
        actor=request.actor,
        fixed={"group": str(group.id)},
        initial={"for_on": group.next_on},
    )
    if request.method == "POST" and (outcome := save(form, request.actor)):
        tell(request, outcome, _("Saved. The members are invited."))
        return redirect("groups:invite", group.id)
    invited = is_invited(group)
    more = {"group": group, "form": form if may_hold and not invited else None, "invited": invited}
    if not _meets_next(group):
        context = {"may_hold": may_hold, "back": _back(group), **more}
        return render(request, "groups/no_next_meeting.html", context, status=422 if form.errors else 200)
    made = invitation_paper(request.actor, group)
    return _page(request, made, _outs(group, INVITATION), _back(group), "groups/invitation.html", **more)


def _kind(group: Group, what: str) -> Kind:
    """Raises ``access.not_found`` for a paper there is not, and for an invitation to no meeting."""
    if what not in KINDS or (what == INVITATION and not _meets_next(group)):
        raise not_found()
    return KINDS[what]


def _meets_next(group: Group) -> bool:
    """Whether it is known when the group meets next: a day that is over invites nobody."""
    return group.next_on is not None and group.next_on >= timezone.localdate()


def _outs(group: Group, what: str) -> dict[str, str]:
    return {form: resolve_url("groups:paper_out", group.id, what, form) for form in FORMS}


def _back(group: Group) -> tuple[str, str]:
    return resolve_url("groups:group", group.id), group.name


def _page(
    request: Request,
    shown: Paper,
    outs: Mapping[str, str],
    back: tuple[str, str],
    template: str = "groups/paper.html",
    **more: Any,
) -> HttpResponse:
    ways = {"pdf": outs[PDF], "signing": outs.get(SIGNING), "roll": outs[ROLL], "message": outs[MESSAGE]}
    context = {"paper": shown, "ways": ways, "back": back, **more}
    wrong = more.get("form") is not None and bool(more["form"].errors)
    return render(request, template, context, status=422 if wrong else 200)


# -- links on other pages -------------------------------------------------------------------------


def meeting_section(actor: Actor, meeting: Any) -> SafeString:
    """The ways to print and send a meeting's minute, on its page."""
    return render_to_string("groups/minute_section.html", {"meeting": meeting})


def group_section(actor: Actor, group: Any) -> SafeString:
    """The papers of a group, on its page."""
    return render_to_string(
        "groups/papers_section.html",
        {"group": group, "members": MEMBERS, "sheet": SHEET, "today": timezone.localdate()},
    )
