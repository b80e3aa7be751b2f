"""Her own account: coming in with a code, her sessions, her password, her language."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from purnadaya.access.gate import Request, open_to_all, signed_in
from purnadaya.access.queries import open_roles, own_user
from purnadaya.access.role_words import ROLE_WORDS
from purnadaya.access.second_factor import has_second_factor
from purnadaya.access.signin import change_password
from purnadaya.access.signin import redeem as redeem_code
from purnadaya.groups.queries import group_names
from purnadaya.kernel.problems import Refused
from purnadaya.office.devices import device_words
from purnadaya.office.forms import CodeForm, PasswordForm
from purnadaya.places.queries import place_lines
from purnadaya.ui.words import say


@open_to_all
@never_cache
@sensitive_post_parameters()
def redeem(request: Request) -> HttpResponse:
    """A one-time code becomes a password of her own, and she is in."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = redeem_code(request, form.cleaned_data["code"], form.cleaned_data["password"], timezone.now())
        except Refused as refusal:
            form.add_error("code", say(refusal.problems[0]))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            return perform_login(request, Login(user=user))
    return render(request, "office/redeem.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
def account(request: Request) -> HttpResponse:
    """Who she is here, and where she is signed in."""
    user = own_user(request.actor)
    roles = open_roles(user, timezone.localdate())
    context = {
        "someone": user,
        "roles": roles,
        "role_words": ROLE_WORDS,
        "has_second_factor": has_second_factor(user),
        "places": place_lines({grant.scope_id for grant in roles if grant.scope_kind == "area"}),
        "groups": group_names(request.actor, {grant.scope_id for grant in roles if grant.scope_kind == "group"}),
        "sessions": [(one, device_words(one.user_agent)) for one in UserSession.objects.purge_and_list(request.user)],
    }
    return render(request, "office/account.html", context)


@signed_in
@never_cache
@sensitive_post_parameters()
def password(request: Request) -> HttpResponse:
    """Another password of her own; every other session ends with the old one."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_password(request, form.cleaned_data["former"], form.cleaned_data["password"])
        except Refused as refusal:
            form.add_error("former", say(refusal.problems[0]))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            messages.success(request, _("Saved. Sign in with the new password from now on."))
            return redirect("account")
    return render(request, "office/password.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_sessions(request: Request) -> HttpResponse:
    """Sign out everywhere else, or in one place."""
    wanted = request.POST.get("session", "")
    for session in UserSession.objects.purge_and_list(request.user):
        if not session.is_current() and wanted in ("", str(session.pk)):
            session.end()
    messages.success(request, _("Signed out there."))
    return redirect("account")
