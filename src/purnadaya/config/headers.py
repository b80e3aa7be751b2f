"""What every answer carries, whoever gave it: pages, fragments, files, redirects, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class HeadersMiddleware:
    """Nothing of ours is drawn into other sites, and nothing but static files is kept by a browser or on the way.

    Shared phones and Back buttons: no page stays behind.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not response.headers.get("Cache-Control", "").endswith("immutable"):
            response.headers["Cache-Control"] = "no-store"
        return response
