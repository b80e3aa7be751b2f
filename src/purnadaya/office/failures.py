"""Pages for what went wrong: not found, refused, not saved. None needs the database."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from purnadaya.access.gate import keep_typed
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.problems import Refused
from purnadaya.ui.words import say

logger = logging.getLogger("purnadaya.failure")
STORE_FAILURES = (DatabaseError, InterfaceError)
"""The second is what is left of a connection whose server went away."""


class FailureMiddleware:
    """Turns refusals into pages, and a store that cannot be used into a clear one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A page that only takes what is sent to it, opened by its address: there is nothing to see.
        return not_found(request) if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal outside a form: not found for strangers, words for others."""
        if isinstance(error, Refused):
            problem = error.problems[0]
            if problem.code == "access.not_found":
                return not_found(request)
            return render(request, "ui/error.html", {"status": 403, "words": say(problem)}, status=403)
        if isinstance(error, (CannotSave, *STORE_FAILURES)):
            return _store_failed(request, error)
        return None


def _store_failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("store_failed", extra={"error": type(error).__name__})
    return HttpResponse(render_to_string("ui/error.html", {"status": 503}), status=503)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one answer to a wrong address and to a stranger."""
    return render(request, "ui/error.html", {"status": 404}, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The door is there but not for her."""
    return render(request, "ui/error.html", {"status": 403}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed that should not have; or the store did, before any page was asked."""
    error = sys.exc_info()[1]
    if isinstance(error, (CannotSave, *STORE_FAILURES)):
        return _store_failed(request, error)
    return HttpResponse(render_to_string("ui/error.html", {"status": 500}), status=500)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries from one address."""
    return render(request, "ui/error.html", {"status": 429}, status=429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long: what was typed is kept. From elsewhere: nothing is."""
    if request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}":
        return keep_typed(request)
    return render(request, "ui/error.html", {"status": 403, "stale_page": True}, status=403)
