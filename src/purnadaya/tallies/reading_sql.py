"""The statements that add up what was counted, for both databases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from purnadaya.kernel.areas import AreaCode, Level
from purnadaya.tallies.rules.traits import Stretches, packed_place, place_range

EVERYWHERE = (0, 10**10)


@dataclass(frozen=True)
class Where:
    """Which rows: all in packed form. ``areas`` None is everywhere; ``groups`` are taken wherever they are beside the
    areas; with ``only`` nothing but this group's. ``terrain`` -1 is any."""

    organisations: tuple[int, ...]
    measures: tuple[int, ...]
    areas: tuple[str, ...] | None
    groups: tuple[int, ...]
    only: int | None
    months: tuple[int, int]
    terrain: int = -1

    @property
    def is_rolled(self) -> bool:
        """Whether there are roll-ups of exactly this ground: whole areas of districts or more, or provinces."""
        if self.only is not None or self.groups or self.areas is None:
            return False
        return all(AreaCode(one).level < Level.VILLAGE for one in self.areas)


def _list(values: Iterable[Any]) -> tuple[str, list[Any]]:
    values = list(values)
    return ", ".join(["%s"] * len(values)) or "NULL", values


def _common(where: Where) -> tuple[str, list[Any]]:
    organisations, of = _list(where.organisations)
    measures, what = _list(where.measures)
    text = f'"organisation" IN ({organisations}) AND "measure" IN ({measures}) AND "month" BETWEEN %s AND %s'
    values = [*of, *what, *where.months]
    if where.terrain >= 0:
        text, values = f'{text} AND "terrain" = %s', [*values, where.terrain]
    return text, values


def _ground(where: Where) -> tuple[str, list[Any]]:
    """Rows on this ground, village by village."""
    ranges = [EVERYWHERE] if where.areas is None else [place_range(one) for one in where.areas]
    text = " OR ".join(['"place" BETWEEN %s AND %s'] * len(ranges)) or "1 = 0"
    values: list[Any] = [end for one in ranges for end in one]
    if where.only is not None:
        return f'({text}) AND "group" = %s', [*values, where.only]
    if where.groups:
        groups, of = _list(where.groups)
        return f'({text} OR "group" IN ({groups}))', [*values, *of]
    return f"({text})", values


def _tallies(where: Where, columns: str) -> tuple[str, list[Any]]:
    """The rows of tallies and of what is fresh on this ground, one under the other."""
    common, values = _common(where)
    ground, at = _ground(where)
    fresh = f"SELECT {columns} FROM tallies_fresh WHERE {common} AND {ground}"  # noqa: S608 - our own names
    if where.is_rolled:
        places, of = _list(packed_place(one) for one in where.areas or ())
        kept = f'SELECT {columns} FROM tallies_rollup WHERE {common} AND "place" IN ({places})'  # noqa: S608
        return f"{kept} UNION ALL {fresh}", [*values, *of, *values, *at]
    kept = f"SELECT {columns} FROM tallies_leaf WHERE {common} AND {ground}"  # noqa: S608
    return f"{kept} UNION ALL {fresh}", [*values, *at, *values, *at]


def sums(where: Where, by: Sequence[str]) -> list[tuple[int, ...]]:
    """Rows of measure, these (of ``place``, ``month``, ``label``, ``terrain`` and the traits by name) and n."""
    names = {"sex": '"traits" / 100', "age": '"traits" / 10 %% 10', "disability": '"traits" %% 10'}
    split = ", ".join(['"measure"', *(names.get(one, f'"{one}"') for one in by)])
    rows, values = _tallies(where, '"measure", "place", "month", "label", "terrain", "traits", "n"')
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {split}, SUM("n") FROM ({rows}) AS found GROUP BY {split}', values)  # noqa: S608
        return [tuple(map(int, row)) for row in cursor.fetchall()]


def anything(where: Where) -> bool:
    """Whether anything at all is counted there and then, of these measures."""
    names = '"measure", "month", "label", "terrain", "traits"'
    rows, values = _tallies(where, f'{names}, "n"')
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM ({rows}) AS found GROUP BY {names} HAVING SUM("n") <> 0 LIMIT 1', values)  # noqa: S608
        return cursor.fetchone() is not None


def first_month(where: Where) -> int | None:
    """The first month in which anything of these measures is counted there; None for never."""
    common, values = _common(where)
    ground, at = _ground(where)
    tables = [("tallies_fresh", ground, at)]
    if where.is_rolled:
        places, of = _list(packed_place(one) for one in where.areas or ())
        tables.append(("tallies_rollup", f'"place" IN ({places})', of))
    else:
        tables.append(("tallies_leaf", ground, at))
    found = []
    with connection.cursor() as cursor:
        for table, on, more in tables:
            cursor.execute(f'SELECT MIN("month") FROM {table} WHERE {common} AND {on}', [*values, *more])  # noqa: S608
            found.append(cursor.fetchone()[0])
    return min((one for one in found if one is not None), default=None)


def persons(where: Where) -> list[tuple[int, ...]]:
    """Rows of terrain, traits and how many different persons, each with what she was at the latest; of one measure."""
    common, values = _common(where)
    ground, at = _ground(where)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT mix / 1000, mix %% 1000, COUNT(*) FROM (SELECT "  # noqa: S608
            'MAX(CAST("month" AS bigint) * 10000 + "terrain" * 1000 + "traits") %% 10000 AS mix '
            f'FROM tallies_presence WHERE {common} AND {ground} GROUP BY "person") AS once GROUP BY mix',
            [*values, *at],
        )
        return [tuple(map(int, row)) for row in cursor.fetchall()]


def areas_with_persons(where: Where) -> tuple[str, ...]:
    """Those of the areas in which anybody was ever present."""
    return tuple(one for one in where.areas or () if _has_persons(where, one))


def _has_persons(where: Where, area: str) -> bool:
    organisations, of = _list(where.organisations)
    measures, what = _list(where.measures)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT 1 FROM tallies_presence WHERE "organisation" IN ({organisations}) '  # noqa: S608
            f'AND "measure" IN ({measures}) AND "place" BETWEEN %s AND %s LIMIT 1',
            [*of, *what, *place_range(area)],
        )
        return cursor.fetchone() is not None


def rolled_persons(where: Where, months: int) -> list[tuple[int, ...]]:
    """The same from roll-ups, for one area and a calendar period of so many months."""
    common, values = _list(where.organisations)
    measures, what = _list(where.measures)
    places, of = _list(packed_place(one) for one in where.areas or ())
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "terrain", "traits", "n" FROM tallies_unique '  # noqa: S608
            f'WHERE "organisation" IN ({common}) AND "measure" IN ({measures}) AND "place" IN ({places}) '
            'AND "months" = %s AND "number" = %s AND "within" = %s',
            [*values, *what, *of, months, where.months[0] // months, where.terrain],
        )
        return [tuple(map(int, row)) for row in cursor.fetchall()]


ALL_TERRAINS = -1


def persons_by_stretch(of: Stretches, measures: Sequence[int], numbers: Collection[int]) -> list[tuple[int, ...]]:
    """Rows of measure, number of the stretch, within which terrain (-1: any), terrain, traits and how many different
    persons, each with what she was at the latest: all these stretches of a place in one statement."""
    whats, what = _list(measures)
    which, wanted = _list(sorted(numbers))
    number = f'"month" / {of.months}'
    with connection.cursor() as cursor:
        cursor.execute(
            f'WITH hers AS (SELECT "measure", {number} AS "number", "person", "terrain", '  # noqa: S608 - our own names
            'MAX("month" * 1000 + "traits") AS latest FROM tallies_presence '
            f'WHERE "organisation" = %s AND "measure" IN ({whats}) AND "place" BETWEEN %s AND %s '
            f'AND {number} IN ({which}) GROUP BY "measure", {number}, "person", "terrain") '
            f'SELECT "measure", "number", {ALL_TERRAINS}, mix / 1000, mix %% 1000, COUNT(*) FROM ('
            'SELECT "measure", "number", '
            'MAX(latest / 1000 * 10000 + "terrain" * 1000 + latest %% 1000) %% 10000 AS mix '
            'FROM hers GROUP BY "measure", "number", "person") AS once GROUP BY "measure", "number", mix '
            'UNION ALL SELECT "measure", "number", "terrain", "terrain", latest %% 1000, COUNT(*) FROM hers '
            'WHERE "terrain" > 0 GROUP BY "measure", "number", "terrain", latest %% 1000',
            [of.organisation, *what, of.place, of.place + of.width - 1, *wanted],
        )
        return cursor.fetchall()


def is_touched(where: Where) -> bool:
    """Whether presences changed there and then since persons were last rolled up."""
    ground, at = _ground(where)
    organisations, of = _list(where.organisations)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT 1 FROM tallies_touched WHERE "organisation" IN ({organisations}) AND {ground} '  # noqa: S608
            'AND "month" BETWEEN %s AND %s LIMIT 1',
            [*of, *at, *where.months],
        )
        return cursor.fetchone() is not None
