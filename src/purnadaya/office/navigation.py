"""The menu: only doors that open to this actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from purnadaya.access.actors import Public
from purnadaya.access.policies import holds

ITEMS = (
    ("home", "home", _("Today"), "", ""),
    ("people:index", "people", _("People"), "person", "see"),
    ("groups:groups", "group", _("Groups"), "group", "see"),
    ("indicators:index", "numbers", _("Numbers"), "figure", "see"),
    ("imports:index", "log", _("Import"), "import_file", "give"),
    ("waiting", "waiting", _("To check"), "waiting", "see"),
    ("users", "users", _("Users"), "user", "see"),
    ("log", "log", _("Log"), "operation", "see"),
)


@dataclass(frozen=True)
class Item:
    """One entry of the menu."""

    url: str
    icon: str
    words: Any
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for every page: the menu and the actor."""
    actor = getattr(request, "actor", Public())
    if isinstance(actor, Public) or getattr(request, "must_set_up", False):
        return {"navigation": ()}
    items = []
    for name, icon, words, kind, verb in ITEMS:
        if not kind or holds(actor, kind, verb):
            url = reverse(name)
            items.append(Item(url, icon, words, _is_current(url, request.path)))
    return {"navigation": tuple(items)}


def _is_current(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
