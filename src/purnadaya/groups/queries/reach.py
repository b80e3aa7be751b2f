"""Who may see a group and what belongs to it: by the village it is at home in, or by a role for this very group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from purnadaya.access.actors import Held
from purnadaya.access.policies import ScopedPolicy, within
from purnadaya.access.roles import ScopeKind
from purnadaya.groups.models import Group
from purnadaya.kernel.commands import Actor


@dataclass(frozen=True)
class GroupPolicy(ScopedPolicy):
    """Things of groups. ``path`` is how a query goes from the thing to its group: empty, or ending in two
    underscores."""

    area: str = "village_id"
    path: str = "group__"

    def allows(self, actor: Actor, verb: str, thing: Any) -> bool:
        """By village or group; a group that was written by mistake is nobody's."""
        struck = isinstance(thing, Group) and thing.struck_at is not None
        return not struck and super().allows(actor, verb, thing)

    def filter(self, actor: Actor, verb: str) -> Q:
        """The rows for which ``allows`` is true."""
        found = super().filter(actor, verb)
        return found if self.path else found & Q(struck_at=None)

    def _covers(self, held: Held, thing: Any) -> bool:
        if held.scope_kind == ScopeKind.GROUP:
            return str(_group_of(thing)) == held.scope_id
        return super()._covers(held, thing)

    def _reach(self, held: Held) -> Q:
        if held.scope_kind == ScopeKind.GROUP:
            return Q(**{f"{self.path}id": held.scope_id})
        return super()._reach(held)

    def _lies_in(self, area: str) -> Q:
        return within(f"{self.path}village__code", area)


@dataclass(frozen=True)
class OutreachPolicy(GroupPolicy):
    """Public education: reached where it was held, and where the group that held it is at home."""

    def _covers(self, held: Held, thing: Any) -> bool:
        group = getattr(thing, "group", None)
        return super()._covers(held, thing) or (group is not None and super()._covers(held, group))

    def _lies_in(self, area: str) -> Q:
        return within("village__code", area) | super()._lies_in(area)


def _group_of(thing: Any) -> UUID | None:
    found: UUID | None = thing.id if isinstance(thing, Group) else getattr(thing, "group_id", None)
    return found
