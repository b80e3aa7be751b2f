"""Reads of areas, which are public, and of hamlets, which belong to an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from purnadaya.kernel.areas import Level
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.kernel.together import once
from purnadaya.places.models import Area, Hamlet
from purnadaya.places.rules import Rank, area_key, hamlet_key, in_natural_order, well_shaped
from purnadaya.places.search import found_areas
from purnadaya.places.words import place_line


@dataclass(frozen=True)
class HamletList:
    """An organisation's list of hamlets in one village: the container a hamlet is named in."""

    organisation_id: UUID
    village_code: str


# --- areas -----------------------------------------------------------------------------------


def area(code: str) -> Area | None:
    """The area of this code, also an ended one, with the areas around it read along; None for no such area."""
    return _with_around().filter(code=code).first() if well_shaped(code) else None


def village(code: str) -> Area | None:
    """The village of this code; None for an area of another level too."""
    found = area(code)
    return found if found and found.level == Level.VILLAGE else None


def is_village(code: str) -> bool:
    """Whether there is, or was, a village of this code: without reading it and the areas around it."""
    return once(("village", code), lambda: Area.objects.filter(code=code, level=Level.VILLAGE).exists())


def is_area(code: str) -> bool:
    """Whether there is, or was, an area of this code."""
    return bool(well_shaped(code)) and once(("area", code), lambda: Area.objects.filter(code=code).exists())


def lineage(code: str) -> list[Area]:
    """The area itself after every area around it, widest first; empty for no such area."""
    return lineages([code]).get(code, [])


def lineages(codes: Iterable[str]) -> dict[str, list[Area]]:
    """The lineages of many areas in one query, by code; unknown codes are left out."""
    paths = {code: shaped.path for code in codes if (shaped := well_shaped(code))}
    areas = Area.objects.in_bulk({part for path in paths.values() for part in path})
    for one in areas.values():
        if one.parent_id:
            one.parent = areas[one.parent_id]
    return {code: [areas[part] for part in path] for code, path in paths.items() if code in areas}


def place_lines(codes: Iterable[str]) -> dict[str, str]:
    """The places of a list page in words, by code, in one query (see ``words.place_line``)."""
    return {code: place_line(path[-1]) for code, path in lineages(codes).items()}


def children(code: str | None = None) -> list[Area]:
    """The areas directly below this one by name, without ended ones; the provinces for None."""
    if code is not None and not well_shaped(code):
        return []
    return list(_with_around().filter(parent_id=code, ended=False).order_by("name", "code"))


def villages_in(code: str) -> list[Area]:
    """Every village in this area (or the village itself) that there is today, with the areas around read along."""
    if not well_shaped(code):
        return []
    there = Area.objects.filter(Q(code=code) | Q(code__startswith=f"{code}."), level=Level.VILLAGE, ended=False)
    return list(there.select_related("parent__parent").order_by("code"))


def search_villages(text: str, near: str | None = None, limit: int = 8) -> list[Area]:
    """Villages for what somebody types, best first; see ``search_areas``."""
    return search_areas(text, Level.VILLAGE, near, limit)


def search_areas(text: str, level: Level, near: str | None = None, limit: int = 8) -> list[Area]:
    """Areas of one level for what somebody types, best first: spelt in haste, with places around or without.

    ``near`` is the code of home: of equals, the nearer come first. Any text is answered, if by nothing.
    """
    return _in_order(found_areas(text, near or "", limit, level))


def named(text: str, levels: Iterable[Level]) -> list[Area]:
    """The areas of these levels that bear the very name typed, in any common spelling; at most two of them,
    for one is an answer and two are a question."""
    same = [Q(level=level, key=key) for level in levels if (key := area_key(text, level))]
    return list(_with_around().filter(reduce(or_, same), ended=False)[:2]) if same else []


def search_any(text: str, near: str | None = None, limit: int = 8) -> list[Area]:
    """Regencies, districts and villages for what somebody types, best first; of equals, the wider ones."""
    wider = [found_areas(text, near or "", limit // 4, level) for level in (Level.REGENCY, Level.DISTRICT)]
    found = [*chain(*wider), *found_areas(text, near or "", limit, Level.VILLAGE)]
    return _in_order(sorted(found, key=lambda one: one[0])[:limit])


def _in_order(found: Iterable[tuple[Rank, str]]) -> list[Area]:
    codes = [code for _, code in found]
    areas = _with_around().in_bulk(codes)
    return [areas[code] for code in codes]


def _with_around() -> QuerySet[Area]:
    return Area.objects.select_related("parent__parent__parent")


# --- hamlets ---------------------------------------------------------------------------------


def hamlet_list_for(actor: Actor, village_code: str) -> HamletList:
    """The actor's list of this village. Raises ``access.not_found`` for an actor of no organisation."""
    if actor.organisation_id is None:
        raise not_found()
    return HamletList(actor.organisation_id, village_code)


def hamlet_for(actor: Actor, hamlet_id: UUID) -> Hamlet:
    """One hamlet of the actor's own organisation. Raises ``access.not_found`` for any other."""
    found = Hamlet.objects.filter(id=hamlet_id).first()
    if found is None or found.organisation_id != actor.organisation_id:
        raise not_found()
    return found


def hamlets_of(organisation_id: UUID, village_code: str) -> list[Hamlet]:
    """An organisation's hamlets in a village, in the order people expect (2 before 10)."""
    found = Hamlet.objects.filter(organisation_id=organisation_id, village_id=village_code)
    return sorted(found, key=lambda hamlet: in_natural_order(hamlet.key))


def hamlet_called(organisation_id: UUID, village_code: str, name: str) -> Hamlet | None:
    """The hamlet on the list under this name in any common spelling."""
    same = Hamlet.objects.filter(organisation_id=organisation_id, village_id=village_code)
    return same.filter(key=hamlet_key(name)).first()
