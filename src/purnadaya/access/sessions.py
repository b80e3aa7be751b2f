"""How long one stays signed in: half an hour without a touch, twelve hours at most; and ending it elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from purnadaya.access.models import User
from purnadaya.kernel.clock import SYSTEM_CLOCK

IDLE = timedelta(minutes=30).total_seconds()
LONGEST = timedelta(hours=12).total_seconds()
WRITTEN_EVERY = timedelta(minutes=1).total_seconds()
A_MOMENT_AGO = timedelta(minutes=10).total_seconds()
BEGAN, SEEN = "began", "seen"

logger = logging.getLogger("purnadaya.sessions")


def begin(request: HttpRequest, **_: Any) -> None:
    """Note when this sign-in began."""
    request.session[BEGAN] = request.session[SEEN] = _now()


def watch_sign_ins() -> None:
    """Have every sign-in noted."""
    user_logged_in.connect(begin, dispatch_uid="purnadaya.sessions")


def began_a_moment_ago(request: HttpRequest) -> bool:
    """Whether she typed her password so lately that it need not be asked again."""
    return bool(_now() - request.session.get(BEGAN, 0) < A_MOMENT_AGO)


def end_all(user: User, but: str | None = None) -> None:
    """Sign her out everywhere, save in the session ``but``."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()


class SessionLimitsMiddleware:
    """Ends a sign-in that rested too long or is too old; a touch is written once a minute at most."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _end_or_touch(request)
        return self.get_response(request)


def _end_or_touch(request: HttpRequest) -> None:
    session, now = request.session, _now()
    rested = now - session.get(SEEN, 0)
    if rested >= IDLE or now - session.get(BEGAN, 0) >= LONGEST:
        logout(request)
    elif rested >= WRITTEN_EVERY:
        session[SEEN] = now
        _save(request)


def _save(request: HttpRequest) -> None:
    """Write at once: a store that takes nothing in must not cost her the page, nor what she typed."""
    try:
        with transaction.atomic():
            request.session.save()
    except (DatabaseError, UpdateError):
        logger.warning("session_not_saved")
    request.session.modified = False


def _now() -> float:
    return SYSTEM_CLOCK.now().timestamp()
