"""Sections that other apps draw on a page, so that the page need not know them; ``config/wiring`` names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString

from purnadaya.kernel.commands import Actor

Drawing = Callable[[Any, Any], SafeString]
"""From who looks and what the page is about to a piece of the page; empty where there is nothing for her."""

_drawings: dict[str, list[Drawing]] = defaultdict(list)


def register_section(page: str, drawing: Drawing) -> None:
    """Draw this on every ``page``, after those that were named before."""
    _drawings[page].append(drawing)


def sections_of(page: str, actor: Actor, thing: Any) -> list[SafeString]:
    """The sections of a page about this thing, for this actor."""
    return [drawn for drawing in _drawings[page] if (drawn := drawing(actor, thing))]
