"""Pages of users and their roles."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from purnadaya.access.gate import Request, needs
from purnadaya.access.models import User
from purnadaya.access.policies import can, holds
from purnadaya.access.queries import open_roles, user_for, users_for
from purnadaya.access.role_words import ROLE_HELP, ROLE_WORDS
from purnadaya.access.roles import Role
from purnadaya.access.second_factor import has_second_factor
from purnadaya.groups.queries import group_names
from purnadaya.journal.door import save
from purnadaya.office import forms
from purnadaya.office.codes import qr_of
from purnadaya.places.queries import place_lines
from purnadaya.ui.forms import CommandForm


@needs("user", "see")
def index(request: Request) -> HttpResponse:
    """Everyone who can sign in here."""
    users = list(users_for(request.actor))
    roles = {user.id: sorted({str(ROLE_WORDS[Role(grant.role)]) for grant in user.grants.all()}) for user in users}
    context = {
        "users": users,
        "roles": roles,
        "may_invite": holds(request.actor, "user", "invite"),
        "may_see_security": holds(request.actor, "security", "see"),
    }
    return render(request, "office/users.html", context)


@needs("user", "invite")
@never_cache
def invite(request: Request) -> HttpResponse:
    """Someone new."""
    form = forms.InviteUserForm(request.POST or None, actor=request.actor)
    form.offer_groups()
    if request.method == "POST" and (outcome := save(form, request.actor)):
        return _show_code(request, user_for(request.actor, UUID(outcome.of.id)), outcome.secret)
    context = {"form": form, "role_help": [(ROLE_WORDS[role], words) for role, words in ROLE_HELP.items()]}
    return render(request, "office/invite.html", context, status=422 if form.errors else 200)


def _show_code(request: Request, user: User, secret: str) -> HttpResponse:
    """The code, this once. Sent again (a reload), the answer has no code: it is nowhere stored."""
    context = {"someone": user, "secret": secret, "qr": qr_of(request, secret) if secret else ""}
    return render(request, "office/code_made.html", context)


@needs("user", "see")
def user(request: Request, user_id: UUID) -> HttpResponse:
    """One user: her roles, and what can be done."""
    someone = user_for(request.actor, user_id)
    roles = open_roles(someone, timezone.localdate())
    context = {
        "someone": someone,
        "roles": roles,
        "role_words": ROLE_WORDS,
        "places": place_lines({grant.scope_id for grant in roles if grant.scope_kind == "area"}),
        "groups": group_names(request.actor, {grant.scope_id for grant in roles if grant.scope_kind == "group"}),
        "may_correct": can(request.actor, "correct", someone),
        "may_manage": can(request.actor, "manage", someone) and someone.id != request.actor.user_id,
        "has_second_factor": has_second_factor(someone),
        "code_form": forms.IssueCodeForm(actor=request.actor),
    }
    return render(request, "office/user.html", context)


def _act(
    request: Request, user_id: UUID, form_class: type[CommandForm], title: str, words: str, **fixed: object
) -> HttpResponse:
    """One act on one user: ask, save, back to her page."""
    someone = user_for(request.actor, user_id)
    form = form_class(request.POST or None, actor=request.actor, fixed={"user": str(someone.id), **fixed})
    if isinstance(form, forms.GiveRoleForm):
        form.offer_groups()
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Saved."))
        return redirect("user", someone.id)
    context = {"form": form, "someone": someone, "title": title, "submit_words": words}
    return render(request, "office/user_act.html", context, status=422 if form.errors else 200)


@needs("user", "correct")
def correct(request: Request, user_id: UUID) -> HttpResponse:
    """Name, user name, phone."""
    someone = user_for(request.actor, user_id)
    form = forms.CorrectUserForm(
        request.POST or None,
        actor=request.actor,
        fixed={"user": str(someone.id)},
        current=forms.values_of(someone),
        version=someone.version,
    )
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Saved."))
        return redirect("user", someone.id)
    context = {"form": form, "someone": someone, "title": _("Put right"), "submit_words": _("Save")}
    return render(request, "office/user_act.html", context, status=422 if form.errors else 200)


@needs("user", "manage")
@never_cache
def code(request: Request, user_id: UUID) -> HttpResponse:
    """A new one-time code."""
    someone = user_for(request.actor, user_id)
    form = forms.IssueCodeForm(request.POST or None, actor=request.actor, fixed={"user": str(someone.id)})
    if request.method == "POST" and (outcome := save(form, request.actor)):
        return _show_code(request, someone, outcome.secret)
    context = {"form": form, "someone": someone, "title": _("New one-time code"), "submit_words": _("Make the code")}
    return render(request, "office/user_act.html", context, status=422 if form.errors else 200)


@needs("user", "manage")
def reset_second_factor(request: Request, user_id: UUID) -> HttpResponse:
    """The end of a second factor that was lost."""
    return _act(request, user_id, forms.ResetSecondFactorForm, _("Her phone is lost"), _("Forget her second step"))


@needs("user", "manage")
def give_role(request: Request, user_id: UUID) -> HttpResponse:
    """One more role."""
    return _act(request, user_id, forms.GiveRoleForm, _("Give a role"), _("Give this role"))


@needs("user", "manage")
def end_role(request: Request, user_id: UUID, grant_id: UUID) -> HttpResponse:
    """The end of a role."""
    return _act(request, user_id, forms.EndRoleForm, _("End this role"), _("End this role"), grant=str(grant_id))


@needs("user", "manage")
def close(request: Request, user_id: UUID) -> HttpResponse:
    """No more signing in."""
    return _act(request, user_id, forms.CloseSignInForm, _("Close her sign-in"), _("Close sign-in now"))


@needs("user", "manage")
def reopen(request: Request, user_id: UUID) -> HttpResponse:
    """Signing in again."""
    return _act(request, user_id, forms.OpenSignInForm, _("Open her sign-in again"), _("Open sign-in"))
