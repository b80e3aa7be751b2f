"""Pages of who belongs to a group, who leads it and whose turn it is to host: parse, call, render."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can, holds
from purnadaya.groups.office import forms
from purnadaya.groups.office.groups import may
from purnadaya.groups.office.meetings import answer
from purnadaya.groups.office.offers import choose_from, members_offered
from purnadaya.groups.office.words import ENDING_WORDS, POST_WORDS
from purnadaya.groups.queries import (
    Membership,
    OfficerTerm,
    group_for,
    members_on,
    membership_for,
    memberships_of,
    term_for,
    terms_of,
)
from purnadaya.groups.rules.groups import Ending, Post
from purnadaya.kernel.problems import not_found
from purnadaya.people.queries import called_for, person_for, persons_for
from purnadaya.places.queries import place_lines

FOUND = 12


@needs("group", "see")
def index(request: Request, group_id: UUID) -> HttpResponse:
    """Who belongs to the group, and who did."""
    group, today = group_for(request.actor, group_id), timezone.localdate()
    told = memberships_of(group)
    terms = terms_of(group)
    context = {
        "group": group,
        "members": [one for one in told if one.until is None or one.until >= today],
        "former": [(one, _why(one)) for one in told if one.until is not None and one.until < today],
        "places": place_lines({one.person.root.village_id for one in told}),
        "terms": [(POST_WORDS[Post(one.post)], one) for one in terms],
        "may_enrol": can(request.actor, "enrol", group),
    }
    return render(request, "groups/members.html", context)


def _why(membership: Membership) -> object:
    return ENDING_WORDS[Ending(membership.why)] if membership.why else ""


@needs("group", "enrol")
def look(request: Request, group_id: UUID) -> HttpResponse:
    """Who is to become a member: found in the registry by name."""
    group = may(request.actor, "enrol", group_id)
    text = request.GET.get("q", "").strip()
    people = list(persons_for(request.actor, text)[: FOUND + 1]) if text else []
    context = {
        "group": group,
        "text": text,
        "people": people[:FOUND],
        "more": len(people) > FOUND,
        "places": place_lines({one.village_id for one in people}),
        "members": {one.person.root_id for one in members_on(group, timezone.localdate())},
        "may_register": holds(request.actor, "person", "register"),
    }
    return render(request, "groups/look.html", context)


@needs("group", "enrol")
def join(request: Request, group_id: UUID, person_id: UUID) -> HttpResponse:
    """This one becomes a member."""
    group, person = may(request.actor, "enrol", group_id), person_for(request.actor, person_id)
    form = forms.JoinGroupForm(
        request.POST or None,
        actor=request.actor,
        fixed={"group": str(group.id), "person": str(person.id)},
        initial={"since": timezone.localdate()},
    )
    title = _("%(name)s becomes a member") % {"name": person.called}
    return answer(request, form, title, ("groups:members", group.id), group.name)


def _membership(request: Request, group_id: UUID, membership_id: UUID) -> Membership:
    """A membership of this group that can be written about."""
    found = membership_for(request.actor, membership_id)
    if found.group_id != group_id or not can(request.actor, "enrol", found):
        raise not_found()
    if request.method != "POST" and found.struck_at is not None:
        raise not_found()
    return found


@needs("membership", "enrol")
def leave(request: Request, group_id: UUID, membership_id: UUID) -> HttpResponse:
    """She no longer belongs to it."""
    found = _membership(request, group_id, membership_id)
    form = forms.LeaveGroupForm(
        request.POST or None,
        actor=request.actor,
        fixed=_fixed(found),
        initial={"until": timezone.localdate()},
        version=found.version,
    )
    under = _("What she held in the group ends with it. The meetings she came to stay.")
    title = _("%(name)s leaves the group") % {"name": found.person.root.called}
    return answer(request, form, title, ("groups:members", group_id), under)


def _fixed(found: Membership) -> dict[str, str]:
    return {"group": str(found.group_id), "membership": str(found.id)}


@needs("membership", "enrol")
def correct(request: Request, group_id: UUID, membership_id: UUID) -> HttpResponse:
    """Since when she belongs to it is put right."""
    found = _membership(request, group_id, membership_id)
    form = forms.CorrectMembershipForm(
        request.POST or None,
        actor=request.actor,
        fixed=_fixed(found),
        initial={"since": found.since},
        version=found.version,
    )
    title = _("Since when %(name)s is a member") % {"name": found.person.root.called}
    return answer(request, form, title, ("groups:members", group_id))


@needs("membership", "enrol")
def strike(request: Request, group_id: UUID, membership_id: UUID) -> HttpResponse:
    """It was a mistake."""
    found = _membership(request, group_id, membership_id)
    form = forms.StrikeMembershipForm(
        request.POST or None, actor=request.actor, fixed=_fixed(found), version=found.version
    )
    title = _("%(name)s never was a member") % {"name": found.person.root.called}
    return answer(request, form, title, ("groups:members", group_id), _("Did she belong to it and left? Then go back."))


@needs("group", "enrol")
def take_post(request: Request, group_id: UUID) -> HttpResponse:
    """A member leads it, or a part of it."""
    group, today = may(request.actor, "enrol", group_id), timezone.localdate()
    form = forms.TakePostForm(
        request.POST or None, actor=request.actor, fixed={"group": str(group.id)}, initial={"since": today}
    )
    here = members_offered(members_on(group, today))
    former = {str(one.person.root_id) for one in memberships_of(group)} - {of for of, _name in here}
    gone = sorted((row for row in called_for(request.actor, former).items() if row[1]), key=lambda row: row[1])
    choose_from(form, "person", [(_("Members"), here), *([(_("Who belonged to it"), gone)] if gone else [])])
    return answer(request, form, _("Who leads the group"), ("groups:members", group.id), group.name)


def _term(request: Request, group_id: UUID, term_id: UUID) -> OfficerTerm:
    found = term_for(request.actor, term_id)
    if found.group_id != group_id or not can(request.actor, "enrol", found):
        raise not_found()
    if request.method != "POST" and found.struck_at is not None:
        raise not_found()
    return found


@needs("officer", "enrol")
def leave_post(request: Request, group_id: UUID, term_id: UUID) -> HttpResponse:
    """She no longer holds it."""
    found = _term(request, group_id, term_id)
    form = forms.LeavePostForm(
        request.POST or None,
        actor=request.actor,
        fixed={"group": str(group_id), "term": str(found.id)},
        initial={"until": timezone.localdate()},
        version=found.version,
    )
    return answer(request, form, _titled(found), ("groups:members", group_id))


def _titled(term: OfficerTerm) -> str:
    return f"{POST_WORDS[Post(term.post)]}: {term.person.root.called}"


@needs("officer", "enrol")
def strike_post(request: Request, group_id: UUID, term_id: UUID) -> HttpResponse:
    """It was a mistake."""
    found = _term(request, group_id, term_id)
    form = forms.StrikePostForm(
        request.POST or None,
        actor=request.actor,
        fixed={"group": str(group_id), "term": str(found.id)},
        version=found.version,
    )
    return answer(request, form, _titled(found), ("groups:members", group_id), _("She never held it."))


@needs("group", "enrol")
def turns(request: Request, group_id: UUID) -> HttpResponse:
    """The round of hosts."""
    group = may(request.actor, "enrol", group_id)
    form = forms.SetTurnsForm(
        request.POST or None,
        actor=request.actor,
        fixed={"group": str(group.id)},
        members=members_on(group, timezone.localdate()),
        version=group.version,
    )
    under = _("1 hosts next, then 2, and so on. Leave it empty for who does not host.")
    title, back = _("Whose turn it is to host"), ("groups:members", group.id)
    return answer(request, form, title, back, under, "groups/turns.html")
