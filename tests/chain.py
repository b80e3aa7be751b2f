"""The chain of middleware, made once as a server makes it, and not anew for each browser of a test."""

from __future__ import annotations

from typing import Any

from django.core.signals import setting_changed
from django.test.client import ClientHandler

PARTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")

_made: dict[str, Any] = {}
_load = ClientHandler.load_middleware


def share() -> None:
    """Let all test clients have one chain; whoever changes a setting gets a new one."""
    ClientHandler.load_middleware = _load_once  # type: ignore[method-assign]
    setting_changed.connect(_forget)


def _load_once(handler: ClientHandler, is_async: bool = False) -> None:
    if not _made:
        _load(handler, is_async)
        _made.update({part: getattr(handler, part) for part in PARTS})
    for part, made in _made.items():
        setattr(handler, part, made)


def _forget(**kwargs: Any) -> None:
    _made.clear()
