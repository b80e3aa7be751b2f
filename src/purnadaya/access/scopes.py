"""What a role is held for: the organisation, an area, or a thing of an app above, found as ``config/wiring`` says."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from purnadaya.access.roles import ScopeKind
from purnadaya.kernel.areas import AreaCode
from purnadaya.kernel.commands import Actor


class Lies(NamedTuple):
    """Whose a thing is, and in which area it lies."""

    organisation_id: UUID
    area: str


Finder = Callable[[Actor, UUID], Lies | None]
"""From an actor and an id to where the thing lies; None for what the actor may not see."""

_finders: dict[str, Finder] = {}


def register_scope(kind: ScopeKind, finder: Finder) -> None:
    """Let roles be held for things of this kind."""
    _finders[kind] = finder


def found(actor: Actor, kind: str, scope: str) -> Lies | None:
    """Where what a role is held for lies, if it is a thing and the actor may see it."""
    finder = _finders.get(kind)
    if finder is None:
        return None
    try:
        return finder(actor, UUID(scope))
    except ValueError:
        return None


class Scope(NamedTuple):
    """How far a role reaches."""

    kind: ScopeKind
    id: str


def scope_of(area: AreaCode | None, group: UUID | None, organisation: object) -> Scope:
    """The scope a command asks for: a group, an area, or with neither the whole organisation."""
    if group is not None:
        return Scope(ScopeKind.GROUP, str(group))
    return Scope(ScopeKind.AREA, area) if area else Scope(ScopeKind.ORGANISATION, str(organisation))
