"""Her second factor: a code from her phone besides the password, and the recovery codes for when it is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from purnadaya.access import second_factor as second
from purnadaya.access.gate import Request, before_second_factor, signed_in
from purnadaya.access.models import User
from purnadaya.access.queries import own_user
from purnadaya.access.sessions import began_a_moment_ago
from purnadaya.kernel.problems import Refused
from purnadaya.office.codes import in_fours, qr_of_address
from purnadaya.office.forms import ConfirmForm, FirstCodeForm
from purnadaya.ui.words import say

T = TypeVar("T")


@before_second_factor
@never_cache
@sensitive_post_parameters()
def second_factor(request: Request) -> HttpResponse:
    """Set it up, or see how it stands."""
    user = own_user(request.actor)
    standing = second.standing_of(user)
    if standing.on:
        context = {"standing": standing, "required": second.is_required(user, request.actor)}
        return render(request, "office/second_factor.html", context)
    form = _first_form(request)
    codes = _tried(form, lambda: second.switch_on(request, user, **form.cleaned_data))
    return _show_codes(request, codes) if codes else _set_up(request, user, form)


def _first_form(request: Request) -> FirstCodeForm:
    """Code and password; the password is not asked again of whoever has just typed it."""
    form = FirstCodeForm(request.POST or None)
    if began_a_moment_ago(request):
        del form.fields["password"]
    return form


def _set_up(request: Request, user: User, form: forms.Form) -> HttpResponse:
    secret = second.secret_in_the_making(request)
    address = second.address_of(user, secret)
    context = {
        "form": form,
        "address": address,
        "secret": in_fours(secret),
        "qr": qr_of_address(address),
        "required": second.is_required(user, request.actor),
    }
    return render(request, "office/second_factor_set_up.html", context, status=422 if form.errors else 200)


@signed_in
@never_cache
@sensitive_post_parameters()
def recovery(request: Request) -> HttpResponse:
    """Ten new recovery codes, shown this once."""
    user = own_user(request.actor)
    form = ConfirmForm(request.POST or None)
    codes = _tried(form, lambda: second.renew_recovery_codes(request, user, **form.cleaned_data))
    if codes:
        return _show_codes(request, codes)
    context = {"form": form, "title": _("New recovery codes"), "submit_words": _("Make new codes")}
    return render(request, "office/second_factor_act.html", context, status=422 if form.errors else 200)


@signed_in
@never_cache
@sensitive_post_parameters()
def off(request: Request) -> HttpResponse:
    """No second step any more, for whoever knows password and code."""
    user = own_user(request.actor)
    form = ConfirmForm(request.POST or None)
    form.danger = True
    if _tried(form, lambda: second.switch_off(request, user, **form.cleaned_data)):
        messages.success(request, _("The second step is off. Your password alone lets you in."))
        return redirect("second_factor")
    context = {"form": form, "title": _("Switch the second step off"), "submit_words": _("Switch off")}
    return render(request, "office/second_factor_act.html", context, status=422 if form.errors else 200)


def _tried(form: forms.Form, act: Callable[[], T]) -> T | None:
    """What the act answers; None when nothing was sent or it was refused, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        problem = refusal.problems[0]
        form.add_error(problem.fields[0] if problem.fields else "code", say(problem))
        return None


def _show_codes(request: Request, codes: list[str]) -> HttpResponse:
    """The recovery codes, this once. Opened again, the page shows none."""
    return render(request, "office/recovery_codes.html", {"codes": [in_fours(code) for code in codes]})
