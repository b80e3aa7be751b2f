"""Reads for what a group prints and sends; lists of names that leave the house are on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from purnadaya.access.policies import visible_to
from purnadaya.groups.models import Group, Meeting, OfficerTerm
from purnadaya.groups.queries.groups import held_on
from purnadaya.groups.rules.groups import Post
from purnadaya.journal.reading import read_logged
from purnadaya.kernel.commands import Actor, Ref

T = TypeVar("T")


def taken_along(actor: Actor, of: Group | Meeting, what: str, made: Callable[[], T]) -> T:
    """What ``made`` gives, after a row says that ``actor`` took this paper (``what``) of a group or meeting along.

    Raises ``CannotSave`` when the row cannot be written: then nothing is made.
    """
    kind = "meeting" if isinstance(of, Meeting) else "group"
    return read_logged(actor, Ref.to(kind, of.id), what, made)


def named_groups(actor: Actor, ids: set[str]) -> Mapping[str, str]:
    """The names of those of these groups that the actor may see, by id."""
    found = visible_to(actor, Group).filter(id__in=ids)
    return {str(of): name for of, name in found.values_list("id", "name")}


def named_meetings(actor: Actor, ids: set[str]) -> Mapping[str, tuple[str, date]]:
    """Group and day of those of these meetings that the actor may see, by id."""
    found = visible_to(actor, Meeting).filter(id__in=ids).values_list("id", "group__name", "held_on")
    return {str(of): (name, day) for of, name, day in found}


def officers_on(group: Group, day: date) -> dict[UUID, list[Post]]:
    """The posts held on a day, by the woman who held them, as chair first; for pages whose reader may see the group."""
    found = OfficerTerm.objects.filter(held_on(day), group=group).select_related("person__stands_as")
    held: dict[UUID, list[Post]] = defaultdict(list)
    for one in sorted(found, key=lambda term: (list(Post).index(Post(term.post)), term.since)):
        if Post(one.post) not in held[one.person.root_id]:
            held[one.person.root_id].append(Post(one.post))
    return dict(held)


def officer_names_on(group: Group, day: date) -> dict[Post, str]:
    """Who held each post on a day, by name; of several the one who held it longest."""
    found = OfficerTerm.objects.filter(held_on(day), group=group).select_related("person__stands_as")
    return {Post(one.post): one.person.root.called for one in found.order_by("-since", "-id")}
