"""``can()`` for one thing and ``visible_to()`` for many: one policy per kind, unlisted means no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Protocol, TypeAlias, TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

from purnadaya.access.actors import Held, System, grants_of
from purnadaya.access.roles import Role, ScopeKind
from purnadaya.kernel.commands import Actor

M = TypeVar("M", bound=Model)

VILLAGE_DOTS = 3
"""So many dots are in the code of a village, in which lies no other area."""
AFTER_DOT = "/"
"""The letter after the dot, before all digits."""


Right: TypeAlias = tuple[str, frozenset[str], str]
"""A role (empty for everyone), what it may do, and where, in words."""


class Policy(Protocol):
    """The rule for one kind of thing."""

    @property
    def kind(self) -> str:
        """What things of this kind are called."""

    def allows(self, actor: Actor, verb: str, thing: Any) -> bool:
        """Whether ``actor`` may do ``verb`` to this very thing."""

    def filter(self, actor: Actor, verb: str) -> Q:
        """The same rule as a filter over the table."""

    def holds(self, actor: Actor, verb: str) -> bool:
        """Whether the actor may do ``verb`` to anything of this kind at all."""

    def rights(self) -> Iterable[Right]:
        """The whole rule, for docs/access.md."""


_by_type: dict[type, Policy] = {}
_by_kind: dict[str, Policy] = {}


def register(policy: Policy, *types: type) -> None:
    """Make ``policy`` the rule for things of ``types`` (a model, and the containers it is created in)."""
    if held := [thing_type.__name__ for thing_type in types if thing_type in _by_type]:
        raise TypeError(f"{', '.join(held)} has a policy already")
    _by_kind[policy.kind] = policy
    for thing_type in types:
        _by_type[thing_type] = policy


def registered() -> dict[str, Policy]:
    """Every policy by its kind."""
    return dict(_by_kind)


def kind_of(thing: Any) -> str:
    """The kind of thing this is to the policies; empty when no policy knows it."""
    policy = _by_type.get(type(thing))
    return policy.kind if policy else ""


def kind_of_table(table: type[Model]) -> str:
    """The kind of things a table holds. Raises KeyError for a table without a policy."""
    return _by_type[table].kind


def can(actor: Actor, verb: str, thing: Any) -> bool:
    """Whether ``actor`` may do ``verb`` to ``thing``. A thing without a policy is nobody's."""
    policy = _by_type.get(type(thing))
    if policy is None:
        return False
    if isinstance(actor, System):
        return _within_organisation(actor, thing)
    return policy.allows(actor, verb, thing)


def _within_organisation(actor: System, thing: Any) -> bool:
    return actor.organisation_id in (None, getattr(thing, "organisation_id", None))


def can_as(kind: str, actor: Actor, verb: str, thing: Any) -> bool:
    """Whether ``actor`` might do ``verb`` to a ``kind`` that lay where ``thing`` lies. Unlisted means no."""
    policy = _by_kind.get(kind)
    if policy is None:
        return False
    return _within_organisation(actor, thing) if isinstance(actor, System) else policy.allows(actor, verb, thing)


def visible_to(actor: Actor, model: type[M], verb: str = "see") -> QuerySet[M]:
    """The rows of ``model`` to which ``actor`` may do ``verb``; none for a model without a policy."""
    policy = _by_type.get(model)
    if policy is None:
        return model._default_manager.none()
    if isinstance(actor, System):
        rows = model._default_manager.all()
        return rows if actor.organisation_id is None else rows.filter(organisation_id=actor.organisation_id)
    return model._default_manager.filter(policy.filter(actor, verb))


def holds(actor: Actor, kind: str, verb: str) -> bool:
    """Whether the actor may do ``verb`` to any ``kind`` at all: for menus and doors, never instead of ``can``."""
    policy = _by_kind.get(kind)
    if isinstance(actor, System):
        return policy is not None
    return policy is not None and policy.holds(actor, verb)


def within(lookup: str, area: str) -> Q:
    """Rows whose area code, as ``lookup`` names it, is this one or lies in it; an index can be asked."""
    if area.count(".") == VILLAGE_DOTS:
        return Q(**{lookup: area})
    if connection.vendor == "sqlite":
        # In an area lies what begins with its code and a dot. SQLite sorts byte by byte, and takes no index for LIKE.
        return Q(**{f"{lookup}__gte": area, f"{lookup}__lt": f"{area}{AFTER_DOT}"})
    return Q(**{lookup: area}) | Q(**{f"{lookup}__startswith": f"{area}."})


@dataclass(frozen=True)
class ScopedPolicy:
    """Things that belong to an organisation and may lie in an area.

    ``verbs`` says which role may do what; a role held for an area reaches only things whose ``area``
    attribute lies in it (``area_lookup`` is how a query names it). A kind without ``area`` is reached by
    roles of any scope in the organisation.
    """

    kind: str
    verbs: Mapping[str, frozenset[str]]
    organisation: str = "organisation_id"
    area: str = ""
    area_lookup: str = ""

    def _listed(self, actor: Actor, verb: str) -> list[Held]:
        return [held for held in grants_of(actor) if verb in self.verbs.get(held.role, ())]

    def _covers(self, held: Held, thing: Any) -> bool:
        if not self.area or held.scope_kind == ScopeKind.ORGANISATION:
            return True
        if held.scope_kind != ScopeKind.AREA:
            return False
        code = str(getattr(thing, self.area) or "")
        return code == held.scope_id or code.startswith(f"{held.scope_id}.")

    def _reach(self, held: Held) -> Q:
        if not self.area or held.scope_kind == ScopeKind.ORGANISATION:
            return Q()
        if held.scope_kind != ScopeKind.AREA:
            return Q(pk__in=[])
        return self._lies_in(held.scope_id)

    def _lies_in(self, area: str) -> Q:
        return within(self.area_lookup, area)

    def allows(self, actor: Actor, verb: str, thing: Any) -> bool:
        """Same organisation, and a role that lists the verb and covers the thing's area."""
        if actor.organisation_id is None or getattr(thing, self.organisation) != actor.organisation_id:
            return False
        return any(self._covers(held, thing) for held in self._listed(actor, verb))

    def filter(self, actor: Actor, verb: str) -> Q:
        """The rows for which ``allows`` is true."""
        grants = self._listed(actor, verb)
        if actor.organisation_id is None or not grants:
            return Q(pk__in=[])
        # The organisation stands once before all: so a list can be read in the order of an index.
        return Q(**{self.organisation: actor.organisation_id}) & self._anywhere(actor, verb)

    def _anywhere(self, actor: Actor, verb: str) -> Q:
        """What any of the actor's grants reaches in her organisation; empty for everything."""
        reaches = [self._reach(held) for held in self._listed(actor, verb)]
        return reduce(or_, reaches) if all(reaches) else Q()

    def holds(self, actor: Actor, verb: str) -> bool:
        """Whether any role held lists the verb."""
        return bool(self._listed(actor, verb))

    def rights(self) -> Iterator[Right]:
        """Role by role."""
        where = "its area" if self.area else "the organisation"
        return ((role.value, self.verbs.get(role, frozenset()), where) for role in Role)
