"""Finding areas as somebody types: well-spelt ones by index, misspelt ones by what they look like.

Three steps, each taken only while there are too few answers: names that begin with what was typed; names
that hold a part of it while the rest names places around, and all areas in a place so named; look-alikes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Length

from purnadaya.kernel.areas import Level
from purnadaya.places.models import Area
from purnadaya.places.rules import (
    LIKE_ENOUGH,
    NEARNESS_WORTH,
    Candidate,
    Rank,
    Reading,
    code_of,
    likeness,
    rank_of,
    readings,
    shared_blocks,
    well_shaped,
)
from purnadaya.places.search_sql import rows_containing, rows_like

MOST_CANDIDATES = 200
SHORTEST_MISSPELT = 4
"""Shorter words look like too many names."""


def found_areas(typed: str, near: str, limit: int, level: Level) -> list[tuple[Rank, str]]:
    """The codes of the areas that fit best, best first, each with how well it fits."""
    ways = readings(typed)
    found: dict[str, Rank] = {}
    for candidates in _steps(ways, near, limit, level):
        for candidate in candidates:
            rank = rank_of(candidate, ways)
            if rank is not None:
                found.setdefault(candidate.code, rank)
        if len(found) >= limit:
            break
    codes = sorted(found, key=lambda code: (found[code], -shared_blocks(code, near)))
    if len(codes) < limit and Rank.EXACT not in found.values():
        codes += [code for code in _look_alikes(ways, near, level) if code not in found]
    return [(found.get(code, Rank.ALIKE), code) for code in codes[:limit]]


def _steps(ways: Sequence[Reading], near: str, limit: int, level: Level) -> Iterator[list[Candidate]]:
    whole = [reading.name for reading in ways if reading.name and not reading.around]
    yield _beginning_with(whole, near, limit, level)
    named = [reading for reading in ways if reading.name]
    placed = [reading for reading in ways if not reading.name]
    rows = rows_containing(named, level, _around(near), MOST_CANDIDATES)
    yield _candidates(list(dict.fromkeys(rows + rows_containing(placed, level, _around(near), limit))))


def _beginning_with(names: Sequence[str], near: str, limit: int, level: Level) -> list[Candidate]:
    if not names:
        return []
    beginning = Q()
    for name in names:
        beginning |= Q(key__gte=name, key__lt=_after(name))
    exact = Case(When(key__in=names, then=Value(0)), default=Value(1))
    areas = Area.objects.filter(beginning, level=level, ended=False)
    return _read(areas.order_by(exact, *_nearness(near), Length("key"), "key", "code")[:limit])


def _after(prefix: str) -> str:
    """The first key after all that begin with ``prefix``; keys are a–z and 0–9, so this holds in any collation."""
    stem = prefix.rstrip("z")
    if not stem:
        return prefix + "zzzz"
    return stem[:-1] + ("a" if stem[-1] == "9" else chr(ord(stem[-1]) + 1))


def _nearness(near: str) -> list[Case]:
    inside = [When(code__range=_inside(code), then=Value(i)) for i, code in enumerate(_around(near))]
    return [Case(*inside, default=Value(len(inside)))] if inside else []


def _inside(code: str) -> tuple[str, str]:
    """First and last code that an area and what lies in it can have; no block is higher than four nines."""
    return code, f"{code}.9999"


def _around(near: str) -> list[str]:
    """District, regency and province of home, as far as it says: nearest first."""
    code = well_shaped(near)
    return [str(part) for part in reversed(code.path[:3])] if code else []


def _look_alikes(ways: Sequence[Reading], near: str, level: Level) -> list[str]:
    """Areas whose name looks like what was typed, the likest first; home counts for something."""
    name = [reading.name for reading in ways if reading.around == ways[0].around][-1] if ways else ""
    if len(name) < SHORTEST_MISSPELT:
        return []
    words = {word for reading in ways for word in reading.around}
    rows = rows_like(name, sorted(words), level, _around(near), MOST_CANDIDATES)
    candidates = {*_candidates(rows), *_at_home(near, level)}
    likenesses = {candidate.code: likeness(candidate, ways) for candidate in candidates}
    likely = [code for code, points in likenesses.items() if points >= LIKE_ENOUGH]
    return sorted(likely, key=lambda code: (-likenesses[code] - NEARNESS_WORTH * shared_blocks(code, near), code))


def _at_home(near: str, level: Level) -> list[Candidate]:
    """Everything in the home regency: few enough to look at each, so that no misspelling hides a neighbour."""
    home = [code for code in _around(near) if code.count(".") == 1]
    # Asked by code alone: a condition on the level makes SQLite read every village there is.
    inside = _read(Area.objects.filter(code__range=_inside(home[0]), ended=False)) if home else []
    return [candidate for candidate in inside if candidate.code.count(".") + 1 == level]


def _candidates(rows: Sequence[int]) -> list[Candidate]:
    order = {code_of(row): i for i, row in enumerate(rows)}
    found = _read(Area.objects.filter(code__in=order, ended=False)) if order else []
    return sorted(found, key=lambda candidate: order[candidate.code])


def _read(areas: QuerySet[Area]) -> list[Candidate]:
    rows = areas.values_list("code", "name", "key", "parent__key", "parent__parent__key", "parent__parent__parent__key")
    return [Candidate(code, name, key, tuple(filter(None, around))) for code, name, key, *around in rows]
