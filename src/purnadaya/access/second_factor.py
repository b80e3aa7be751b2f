"""The second step of coming in: a code from an app on her phone, or a recovery code. None of it is ever logged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from secrets import compare_digest
from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from purnadaya.access import sealing, sessions
from purnadaya.access.actors import UserActor
from purnadaya.access.models import User
from purnadaya.access.roles import NEEDS_SECOND_FACTOR
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.kernel.sealing import CannotOpen

PERIOD = 30
CLOCKS_MAY_DIFFER = 1
"""How many half minutes her phone's clock may be ahead or behind."""

IN_THE_MAKING = "second_factor"
TOTP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our answers to allauth: secrets are sealed; the words are ours."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or was used already. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed; allauth does not say whose it is, so ``Codes`` binds it to her before it is kept."""
        return sealing.seal_loose(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As it was before it was sealed."""
        return sealing.unseal_loose(encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        """What her app calls this account: her user name."""
        return str(user.username)


class Codes(RecoveryCodes):
    """Recovery codes whose seed is sealed for the user they belong to."""

    @classmethod
    def activate(cls, user: User) -> Codes:
        """Those she has, or new ones. To be called in a transaction."""
        codes: Codes = super().activate(user)
        codes.bind()
        return codes

    def bind(self) -> None:
        """Keep the seed sealed for her, if it is not yet."""
        sealing.bind(self.instance)
        self.instance.save(update_fields=["data"])

    def generate_codes(self) -> list[str]:
        """As allauth makes them, from a seed it can open."""
        seed = sealing.unseal(self.instance.data["seed"], self.instance.user_id, "seed")
        loose = Authenticator(data={"seed": sealing.seal_loose(seed)})
        return list(RecoveryCodes(loose).generate_codes())


class SecondStepForm(AuthenticateForm):
    """The code that is asked for after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code")
        field.help_text = _("Six digits from the app on your phone, or one of your recovery codes.")
        field.max_length = 20
        field.error_messages["required"] = _("This is still empty.")
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "20"}

    def clean_code(self) -> str:
        """Use the code up. Raises ``Refused`` with ``access.closed_to_you`` when her sign-in was closed meanwhile."""
        if not User.objects.filter(id=self.user.id, is_active=True).exists():
            raise Refused(Problem("access.closed_to_you"))
        try:
            self.authenticator = accept(context.request, self.user, self.cleaned_data["code"])
        except Refused as refusal:
            many = refusal.problems[0].code == "access.too_many_tries"
            adapter = account_adapter() if many else get_adapter()
            raise adapter.validation_error("too_many_login_attempts" if many else "incorrect_code") from None
        return str(self.cleaned_data["code"])


@dataclass(frozen=True)
class Standing:
    """How it stands with someone's second factor."""

    on: bool
    recovery_left: int = 0


def has_second_factor(user: User) -> bool:
    """Whether a code is asked for when she signs in."""
    return bool(Authenticator.objects.filter(user=user, type=TOTP).exists())


def standing_of(user: User) -> Standing:
    """Whether it is on, and how many recovery codes are left."""
    rows = {row.type: row for row in Authenticator.objects.filter(user=user)}
    left = len(Codes(rows[RECOVERY]).get_unused_codes()) if RECOVERY in rows else 0
    return Standing(TOTP in rows, left)


def is_required(user: User, actor: UserActor) -> bool:
    """Whether her roles ask for it. An example organisation's never do: its passwords are printed anyway."""
    return bool(actor.roles & NEEDS_SECOND_FACTOR) and not user.organisation.is_example


def is_missing(user: User, actor: UserActor) -> bool:
    """Whether she has to set one up before anything else."""
    return is_required(user, actor) and not has_second_factor(user)


def secret_in_the_making(request: HttpRequest) -> str:
    """The key her app is to take in: the same one until it is confirmed, sealed in her session."""
    user = request.user.pk
    with suppress(KeyError, CannotOpen):
        return sealing.unseal(request.session[IN_THE_MAKING], user, IN_THE_MAKING)
    # None yet, or its key was made anew since: nobody has taken it in.
    secret = str(totp.generate_totp_secret())
    request.session[IN_THE_MAKING] = sealing.seal(secret, user, IN_THE_MAKING)
    return secret


def address_of(user: User, secret: str) -> str:
    """The address an app takes the key in from."""
    return str(get_adapter().build_totp_url(user, secret))


def switch_on(request: HttpRequest, user: User, code: str, password: str | None = None) -> list[str]:
    """Ask for a code from now on; all her other sessions end. Returns the recovery codes, to be shown this once.

    ``password`` is checked unless she came in a moment ago. Raises ``Refused`` with ``access.step_wrong``,
    ``access.wrong_password`` or ``access.too_many_tries``. When it is on already, returns none.
    """
    with _limited(request, user):
        _check_password(user, password)
        counter = _counter_of(secret_in_the_making(request), code)
        if counter is None:
            raise Refused(Problem("access.step_wrong", fields=("code",)))
    with transaction.atomic():
        User.objects.select_for_update().get(id=user.id)
        if has_second_factor(user):
            return []
        made, codes = enrol(user, secret_in_the_making(request), counter)
    del request.session[IN_THE_MAKING]
    sessions.end_all(user, but=request.session.session_key)
    signals.authenticator_added.send(sender=Authenticator, request=request, user=user, authenticator=made)
    return codes


def enrol(user: User, secret: str, counter: int = 0) -> tuple[Authenticator, list[str]]:
    """Keep the key (sealed) and make recovery codes; codes up to ``counter`` are used up."""
    data = {"secret": sealing.seal(secret, user.pk, "secret"), "counter": counter}
    made = Authenticator.objects.create(user=user, type=TOTP, data=data)
    Authenticator.objects.filter(user=user, type=RECOVERY).delete()
    return made, Codes.activate(user).generate_codes()


def switch_off(request: HttpRequest, user: User, code: str, password: str) -> Standing:
    """Ask for no code any more; answers how it stands then. Raises ``Refused`` as ``switch_on``."""
    with _limited(request, user):
        _check_password(user, password)
        _use_up(user, code)
    removed = Authenticator.objects.filter(user=user, type=TOTP).first()
    remove_all(user)
    signals.authenticator_removed.send(sender=Authenticator, request=request, user=user, authenticator=removed)
    return standing_of(user)


def renew_recovery_codes(request: HttpRequest, user: User, code: str, password: str) -> list[str]:
    """Ten new ones; the old ones are worth nothing any more. Raises ``Refused`` as ``switch_on``."""
    with _limited(request, user):
        _check_password(user, password)
        _use_up(user, code)
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=RECOVERY).delete()
        made = Codes.activate(user)
    signals.authenticator_reset.send(sender=Authenticator, request=request, user=user, authenticator=made.instance)
    return made.generate_codes()


def remove_all(user: User) -> bool:
    """Forget her second factor and her recovery codes. Whether there was one."""
    deleted, _rows = Authenticator.objects.filter(user=user).delete()
    return bool(deleted)


def accept(request: HttpRequest, user: User, code: str) -> Authenticator:
    """Whatever of hers this code belongs to; the code is used up.

    Raises ``Refused`` with ``access.step_wrong`` or ``access.too_many_tries``.
    """
    with _limited(request, user):
        return _use_up(user, code)


@contextmanager
def _limited(request: HttpRequest, user: User) -> Iterator[None]:
    usage = ratelimit.consume(request, app="allauth.account", action="second_factor", key=str(user.pk))
    if not usage:
        raise Refused(Problem("access.too_many_tries"))
    try:
        yield
    except Refused:
        signals.authentication_failed.send(sender=Authenticator, request=request, user=user, authenticator=None)
        raise
    usage.rollback()


def _check_password(user: User, password: str | None) -> None:
    if password is not None and not user.check_password(password):
        raise Refused(Problem("access.wrong_password", fields=("password",)))


def _use_up(user: User, code: str) -> Authenticator:
    with transaction.atomic():
        rows = {row.type: row for row in Authenticator.objects.select_for_update().filter(user=user)}
        if TOTP in rows:
            for row in (rows[TOTP], rows.get(RECOVERY)):
                if row and _takes(row, code):
                    return row
    raise Refused(Problem("access.step_wrong", fields=("code",)))


def _takes(row: Authenticator, code: str) -> bool:
    if row.type == RECOVERY:
        codes = Codes(row)
        taken = codes.validate_code(code)
        if taken:
            codes.bind()
        return bool(taken)
    counter = _counter_of(sealing.unseal(row.data["secret"], row.user_id, "secret"), code)
    if counter is None or counter <= row.data["counter"]:
        return False
    row.data["counter"] = counter
    sealing.bind(row)
    row.save(update_fields=["data"])
    return True


def _counter_of(secret: str, code: str) -> int | None:
    """The half minute for which this is the code, among those that her clock may show."""
    typed = re.sub(r"[\s-]", "", code)
    now = int(SYSTEM_CLOCK.now().timestamp()) // PERIOD
    for counter in range(now - CLOCKS_MAY_DIFFER, now + CLOCKS_MAY_DIFFER + 1):
        if compare_digest(code_at(secret, counter).encode(), typed.encode()):
            return counter
    return None


def code_at(secret: str, counter: int) -> str:
    """The six digits an app with this key shows in this half minute since 1970."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))
