"""The menu: only doors that open to this actor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from purnadaya.access.actors import Public
from purnadaya.access.policies import holds
from purnadaya.kernel.commands import Actor

ITEMS = (
    ("home", "home", _("Today"), "", ""),
    ("people:index", "people", _("People"), "person", "see"),
    ("groups:groups", "group", _("Groups"), "group", "see"),
    ("indicators:index", "numbers", _("Numbers"), "figure", "see"),
    ("waiting", "waiting", _("To check"), "waiting", "see"),
    ("imports:index", "log", _("Import"), "import_file", "give"),
    ("users", "users", _("Users"), "user", "see"),
    ("log", "log", _("Log"), "operation", "see"),
)
MOST_ON_A_PHONE = 5
"""So many fit under a thumb; of more the last is the door to the others."""


@dataclass(frozen=True)
class Item:
    """One entry of the menu; ``later`` when a phone shows it behind the door to more."""

    url: str
    icon: str
    words: Any
    current: bool
    later: bool = False


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for every page: the menu and the actor."""
    actor = getattr(request, "actor", Public())
    if isinstance(actor, Public) or getattr(request, "must_set_up", False):
        return {"navigation": ()}
    items = menu_of(actor, request.path)
    more = reverse("more")
    away = any(item.current for item in items if item.later) or request.path == more
    door = Item(more, "arrow", _("More"), away) if any(item.later for item in items) else None
    return {"navigation": items, "more_doors": door}


def menu_of(actor: Actor, path: str) -> tuple[Item, ...]:
    """What opens to this actor, in order."""
    items = []
    for name, icon, words, kind, verb in ITEMS:
        if not kind or holds(actor, kind, verb):
            url = reverse(name)
            items.append(Item(url, icon, words, _is_current(url, path)))
    room = len(items) if len(items) <= MOST_ON_A_PHONE else MOST_ON_A_PHONE - 1
    return tuple(replace(item, later=place >= room) for place, item in enumerate(items))


def _is_current(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
