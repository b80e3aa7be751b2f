"""Notes what happens at the door: when, to whom, what. No address, nothing that was typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.signals import password_changed
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_login_failed

from purnadaya.access.models import AtTheDoor, SecurityEvent, User
from purnadaya.kernel.clock import SYSTEM_CLOCK


def note(user: User, kind: AtTheDoor) -> None:
    """Add one row."""
    SecurityEvent.objects.create(
        at=SYSTEM_CLOCK.now(), organisation_id=user.organisation_id, user_id=user.id, kind=kind
    )


def note_of(user_id: UUID, kind: AtTheDoor) -> None:
    """Add one row about the user of this id."""
    note(User.objects.get(id=user_id), kind)


def watch_the_door() -> None:
    """Hear of everything that happens to a sign-in."""
    for signal, receiver in (
        (user_logged_in, _signed_in),
        (user_login_failed, _password_failed),
        (password_changed, _password_changed),
        (mfa.authentication_failed, _second_step_failed),
        (mfa.authenticator_used, _code_accepted),
        (mfa.authenticator_added, _second_factor_on),
        (mfa.authenticator_removed, _second_factor_off),
        (mfa.authenticator_reset, _recovery_codes_renewed),
    ):
        signal.connect(receiver, dispatch_uid=f"purnadaya.security.{receiver.__name__}")


def _signed_in(user: User, **_: Any) -> None:
    note(user, AtTheDoor.SIGNED_IN)


def _password_failed(credentials: dict[str, Any], **_: Any) -> None:
    """A name nobody has is not kept: it may be a password typed in the wrong box."""
    user = User.objects.filter(username=str(credentials.get("username", "")).lower()).first()
    if user is not None:
        note(user, AtTheDoor.PASSWORD_FAILED)


def _password_changed(user: User, **_: Any) -> None:
    note(user, AtTheDoor.PASSWORD_CHANGED)


def _second_step_failed(user: User, **_: Any) -> None:
    note(user, AtTheDoor.SECOND_STEP_FAILED)


def _code_accepted(user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note(user, AtTheDoor.RECOVERY_CODE_USED)


def _second_factor_on(user: User, **_: Any) -> None:
    note(user, AtTheDoor.SECOND_FACTOR_ON)


def _second_factor_off(user: User, **_: Any) -> None:
    note(user, AtTheDoor.SECOND_FACTOR_OFF)


def _recovery_codes_renewed(user: User, **_: Any) -> None:
    note(user, AtTheDoor.RECOVERY_CODES_RENEWED)
