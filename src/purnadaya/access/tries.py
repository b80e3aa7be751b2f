"""How often somebody may do what could be used to guess; the numbers stand in the settings."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest

from purnadaya.kernel.problems import Problem, Refused


def count_try(request: HttpRequest, action: str) -> None:
    """Count one try of whoever is signed in. Raises ``access.too_many_tries`` when there were too many."""
    if not is_try_left(request, action):
        raise Refused(Problem("access.too_many_tries"))


def is_try_left(request: HttpRequest, action: str) -> bool:
    """Count one try of whoever is signed in; whether there were not too many."""
    return bool(ratelimit.consume(request, action=action, user=request.user))
