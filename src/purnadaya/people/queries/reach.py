"""Who may see a person: by the area she lives in, and by accompanying her wherever she lives, oneself or with a group.

Who turned out to be someone else is seen, with all that was written about her, by those who may see that one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import product
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from purnadaya.access.actors import Held
from purnadaya.access.policies import VILLAGE_DOTS, ScopedPolicy, within
from purnadaya.access.roles import ScopeKind
from purnadaya.kernel.commands import Actor
from purnadaya.people.models import Accompaniment, Person
from purnadaya.people.rules.life import BY_GROUP, BY_USER


@dataclass(frozen=True)
class ResidencePolicy(ScopedPolicy):
    """Persons and what is written about them, reached by where she lives whom they stand as.

    ``path`` is how a query goes from the thing to the person: empty, or ending in two underscores.
    """

    area: str = "village_id"
    path: str = "person__"

    def _covers(self, held: Held, thing: Any) -> bool:
        return super()._covers(held, thing.root if isinstance(thing, Person) else thing)

    def _lies_in(self, area: str) -> Q:
        herself = Q(**{f"{self.path}stands_as": None}) & within(f"{self.path}village__code", area)
        return herself | within(f"{self.path}stands_as__village__code", area)


@dataclass(frozen=True)
class AccompaniedPolicy(ResidencePolicy):
    """The same, that also reaches whoever the actor accompanies.

    Herself, with any role that lists the verb; with a group, by a role that lists it for this very group or for an
    area the group is at home in.
    """

    def allows(self, actor: Actor, verb: str, thing: Any) -> bool:
        """By area, or because the actor accompanies the person."""
        if super().allows(actor, verb, thing):
            return True
        person = thing if isinstance(thing, Person) else getattr(thing, "person", None)
        if person is None or getattr(thing, self.organisation) != actor.organisation_id:
            return False
        accompanied = self._accompanied(actor, verb)
        if accompanied is None:
            return False
        root = person.root_id
        return accompanied.filter(Q(person_id=root) | Q(person__stands_as_id=root)).exists()

    def _anywhere(self, actor: Actor, verb: str) -> Q:
        """Also whom she accompanies."""
        by_area, accompanied = super()._anywhere(actor, verb), self._accompanied(actor, verb)
        if villages := self._only_villages(actor, verb):
            return Q(id__in=_who_stands_for(_living_in(actor, villages), accompanied))
        if accompanied is None:
            return by_area
        # Those written about under the id they stand as, and the few who turned out to be another: joining all of them
        # to their rows to learn which is which would read thousands of persons for a page of fifty.
        written = accompanied.values("person")
        merged = Person.objects.filter(stands_as__isnull=False, id__in=written).values("stands_as")
        for one, ids in product(("id", "stands_as"), (written, merged)):
            by_area |= Q(**{f"{self.path}{one}__in": ids})
        return by_area

    def _only_villages(self, actor: Actor, verb: str) -> set[str]:
        """The villages outside of which the actor reaches no person but those she accompanies; none for a thing
        written about a person, and where she reaches wider areas."""
        listed = self._listed(actor, verb)
        areas = {held.scope_id for held in listed if held.scope_kind == ScopeKind.AREA}
        wide = any(held.scope_kind == ScopeKind.ORGANISATION for held in listed)
        narrow = areas and not wide and all(area.count(".") == VILLAGE_DOTS for area in areas)
        return areas if narrow and not self.path else set()

    def _accompanied(self, actor: Actor, verb: str) -> QuerySet[Accompaniment] | None:
        """By what the actor accompanies anyone for whom she may do this; None where her roles reach no further than
        where people live, or reach everyone anyway."""
        listed = self._listed(actor, verb)
        if actor.organisation_id is None or any(held.scope_kind == ScopeKind.ORGANISATION for held in listed):
            return None
        stands = Q(organisation_id=actor.organisation_id, until=None, struck_at=None)
        ways = [stands & way for held in listed if (way := _with_group(held)) is not None]
        if listed and (user_id := _user_of(actor)) is not None:
            ways.append(stands & Q(scope_kind=BY_USER, scope_id=user_id))
        # That they stand is said with each way: then each is asked of its own index.
        return Accompaniment.objects.filter(reduce(or_, ways)) if ways else None


def _living_in(actor: Actor, villages: Collection[str]) -> QuerySet[Person]:
    """Who lives in these villages, as far as they stand as themselves."""
    return Person.objects.filter(village__in=villages, organisation=actor.organisation_id, stands_as=None)


def _who_stands_for(living: QuerySet[Person], accompanied: QuerySet[Accompaniment] | None) -> QuerySet[Any, Any]:
    """The ids of these, of those who are accompanied, and of everyone who stands as one of them.

    One after the other from an index each: of all that holds of a person by this or that way, a store that is asked
    for the registry in order would read the whole registry.
    """
    merged = Person.objects.filter(stands_as__isnull=False)
    ways: list[QuerySet[Any, Any]] = [
        living.values("id"),
        merged.filter(stands_as__in=living.values("id")).values("id"),
    ]
    if accompanied is not None:
        written: QuerySet[Any, Any] = accompanied.values("person")
        roots: QuerySet[Any, Any] = merged.filter(id__in=written).values("stands_as")
        ways += [written, roots, *(merged.filter(stands_as__in=some).values("id") for some in (written, roots))]
    return ways[0].union(*ways[1:])


def _with_group(held: Held) -> Q | None:
    """The accompaniments by groups that a role reaches."""
    by_group = Q(scope_kind=BY_GROUP)
    if held.scope_kind == ScopeKind.AREA:
        return by_group & within("area", held.scope_id)
    return by_group & Q(scope_id=group) if (group := _group_of(held)) else None


def _group_of(held: Held) -> UUID | None:
    """The group a role is for; None for a role of another scope, and for what is no id of a group."""
    try:
        return UUID(held.scope_id) if held.scope_kind == ScopeKind.GROUP else None
    except ValueError:
        return None


@dataclass(frozen=True)
class RequestPolicy(ScopedPolicy):
    """A scoped policy by the village a request was asked in. Of a person who was erased only the district is left:
    her requests are reached from every area in it, so that who erased her can hand over the certificate."""

    def _covers(self, held: Held, thing: Any) -> bool:
        if super()._covers(held, thing):
            return True
        return held.scope_kind == ScopeKind.AREA and thing.is_erased and thing.area in _around(held.scope_id)

    def _reach(self, held: Held) -> Q:
        reach = super()._reach(held)
        if not reach or held.scope_kind != ScopeKind.AREA:
            return reach
        return reach | Q(person__erased_at__isnull=False, area__in=_around(held.scope_id))


def _around(area: str) -> list[str]:
    """The code itself and those of the areas around it, also of a code that is no area."""
    blocks = area.split(".")
    return [".".join(blocks[: count + 1]) for count in range(len(blocks))]


def _user_of(actor: Actor) -> UUID | None:
    found: UUID | None = getattr(actor, "user_id", None)
    return found


def accompanied_by_groups() -> Iterator[tuple[UUID, UUID, str, date]]:
    """Every accompaniment by a group that stands: whom, by which group, at home where, since when; for ``verify``."""
    stand = Accompaniment.objects.filter(scope_kind=BY_GROUP, until=None, struck_at=None)
    yield from stand.values_list("person_id", "scope_id", "area", "since").iterator()
