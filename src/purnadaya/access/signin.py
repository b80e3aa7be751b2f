"""Coming in: what allauth asks of us, and one-time codes. Credentials are no commands: nothing here is logged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.signals import password_changed
from allauth.core import ratelimit
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from purnadaya.access.client import client_address, from_this_machine
from purnadaya.access.models import AtTheDoor, EntryCode, User
from purnadaya.access.queries import live_code, user_signing_in
from purnadaya.access.security import note
from purnadaya.kernel.problems import Problem, Refused


class SignInForm(LoginForm):
    """User name or phone number, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("This is still empty.")
        self.fields["login"].label = _("User name or phone number")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].label, self.fields["password"].help_text = _("Password"), ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}

    def user_credentials(self) -> dict[str, Any]:
        """What to check: the user meant by a phone number is found first; an unknown one stays as typed."""
        typed = self.cleaned_data["login"]
        user = user_signing_in(typed)
        return {"username": user.username if user else typed, "password": self.cleaned_data["password"]}


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth: nobody signs up by herself; examples stay on this machine."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Name, number or password is not right. Look at both once more."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or ask your coordinator for a new code."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Users are invited, never self-made."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The user of these credentials; an example organisation's user only from this machine."""
        user = super().authenticate(request, **credentials)
        if isinstance(user, User) and user.organisation.is_example and not from_this_machine(request):
            return None
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address limits are counted by: never one a client may write itself."""
        return client_address(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the page she lands on says enough."""

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Said only to whoever knows the password: a wrong one gets the answer everybody gets."""
        raise Refused(Problem("access.closed_to_you"))


def redeem(request: HttpRequest, typed: str, password: str, now: datetime) -> User:
    """Set the password of the user whose one-time code this is, and use the code up.

    Raises ``Refused`` with ``access.code_unknown`` (wrong, used or too old: the same words for each) or
    ``access.too_many_tries``, and ``ValidationError`` for a password too weak.
    """
    if not ratelimit.consume(request, action="redeem_code", key="code"):
        raise Refused(Problem("access.too_many_tries"))
    code = live_code(typed)
    if code is None or code.expires_at <= now or not _may_use(request, code):
        raise Refused(Problem("access.code_unknown", fields=("code",)))
    return use_code(code, password, now)


def use_code(code: EntryCode, password: str, now: datetime) -> User:
    """Set the password and use the code up, once. Raises ``Refused`` and ``ValidationError`` as ``redeem``."""
    validate_password(password, code.user)
    with transaction.atomic():
        if not EntryCode.objects.filter(id=code.id, used_at=None).update(used_at=now):
            raise Refused(Problem("access.code_unknown", fields=("code",)))
        code.user.set_password(password)
        code.user.save(update_fields=["password"])
        note(code.user, AtTheDoor.CODE_USED)
    return code.user


def change_password(request: HttpRequest, former: str, password: str) -> None:
    """Give the signed-in user another password; this session stays, all others end.

    Raises ``Refused`` with ``access.wrong_password`` or ``access.too_many_tries``, and ``ValidationError``
    for a new password too weak.
    """
    user = request.user
    if not isinstance(user, User) or not ratelimit.consume(request, action="change_password", user=user):
        raise Refused(Problem("access.too_many_tries"))
    if not user.check_password(former):
        raise Refused(Problem("access.wrong_password", fields=("former",)))
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    password_changed.send(sender=User, request=request, user=user)


def _may_use(request: HttpRequest, code: EntryCode) -> bool:
    user = code.user
    return user.is_active and (not user.organisation.is_example or from_this_machine(request))
