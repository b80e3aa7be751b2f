"""The statements that add up what was counted, for both databases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db import connection

from purnadaya.kernel.areas import AreaCode, Level
from purnadaya.tallies.rules.traits import Stretches, packed_place, place_range

EVERYWHERE = (0, 10**10)
AREAS_AT_ONCE = 100


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

    @property
    def is_by_place(self) -> bool:
        """Whether each of its areas has rows of its own: larger ones all, which are rolled up, or villages all."""
        return self.is_rolled or (
            self.only is None
            and not self.groups
            and self.areas is not None
            and all(AreaCode(one).level == Level.VILLAGE for one in self.areas)
        )


def _list(values: Iterable[Any]) -> tuple[str, list[Any]]:
    values = list(values)
    return ", ".join(["%s"] * len(values)) or "NULL", values


def _counted(where: Where) -> tuple[str, list[Any]]:
    organisations, of = _list(where.organisations)
    measures, what = _list(where.measures)
    return f'"organisation" IN ({organisations}) AND "measure" IN ({measures})', [*of, *what]


def _common(where: Where) -> tuple[str, list[Any]]:
    text, values = _counted(where)
    text, values = f'{text} AND "month" BETWEEN %s AND %s', [*values, *where.months]
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


def months_with_anything(where: Where, width: int) -> set[tuple[int, int]]:
    """The places (each so many numbers wide) and months in which anything of these measures is counted."""
    place = f'"place" - "place" %% {width}'
    names = f'{place}, "measure", "month", "label", "terrain", "traits"'
    rows, values = _tallies(where, '"place", "measure", "month", "label", "terrain", "traits", "n"')
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT DISTINCT "at", "month" FROM (SELECT {place} AS "at", "month" FROM ({rows}) AS found '  # noqa: S608
            f'GROUP BY {names} HAVING SUM("n") <> 0) AS there',
            values,
        )
        return set(cursor.fetchall())


def first_months(where: Where, width: int) -> dict[int, int]:
    """By place (each so many numbers wide) the first month in which anything of these measures is counted there."""
    common, values = _common(where)
    ground, at = _ground(where)
    place = f'"place" - "place" %% {width}'
    fresh, leaf = (
        f'SELECT {place} AS "at", "month" FROM tallies_{table} WHERE {common} AND {ground}'  # noqa: S608
        for table in ("fresh", "leaf")
    )
    kept, of = _firsts_of(where) if where.is_by_place else (leaf, [*values, *at])
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "at", MIN("month") FROM ({fresh} UNION ALL {kept}) AS found GROUP BY "at"',  # noqa: S608
            [*values, *at, *of],
        )
        return {place: month for place, month in cursor.fetchall() if month is not None}


def _firsts_of(where: Where) -> tuple[str, list[int]]:
    """The first month of each measure in each place: so few rows, each found by its key, instead of all there are."""
    table = "tallies_rollup" if where.is_rolled else "tallies_leaf"
    trios = list(product(where.organisations, where.measures, map(packed_place, where.areas or ())))
    rows = ", ".join(["(%s, %s, CAST(%s AS bigint))"] * len(trios)) or "(0, 0, 0)"
    first = (
        f'SELECT MIN("month") FROM {table} AS kept WHERE kept."organisation" = one.column1 '  # noqa: S608
        'AND kept."measure" = one.column2 AND kept."place" = one.column3'
    )
    return f"SELECT one.column3, ({first}) FROM (VALUES {rows}) AS one", [n for trio in trios for n in trio]  # noqa: S608


HERE = """
WITH RECURSIVE here (organisation, measure, first, last, place) AS (
  SELECT column1, column2, column3, column4, column3 - 1 FROM (VALUES {seeds}) AS seed
  UNION ALL
  SELECT here.organisation, here.measure, here.first, here.last, (
    SELECT MIN(more.place) FROM tallies_presence AS more WHERE more.organisation = here.organisation
    AND more.measure = here.measure AND more.place > here.place AND more.place <= here.last)
  FROM here WHERE here.place IS NOT NULL
) """
"""Every village in which anybody was present, each found by the key of the one before: so a month of a province is
read as a month of each of its villages, and not as all months of all of them. Whoever reads on leaves out the rows
with which it begins, whose place comes before the first."""
THERE = """here CROSS JOIN tallies_presence AS was
WHERE here.place >= here.first AND was.organisation = here.organisation AND was.measure = here.measure
AND was.place = here.place"""


def _here(organisations: Iterable[int], measures: Iterable[int], ranges: Iterable[tuple[int, int]]) -> str:
    """``HERE`` for these; all numbers of our own."""
    trios = product(organisations, measures, ranges)
    seeds = [f"({one}, {what}, CAST({first} AS bigint), CAST({last} AS bigint))" for one, what, (first, last) in trios]
    return HERE.format(seeds=", ".join(seeds) or "(0, 0, CAST(0 AS bigint), CAST(0 AS bigint))")


def persons(where: Where, width: int, months: int) -> list[tuple[int, ...]]:
    """Rows of measure, place (so many numbers wide), number of the stretch (so many months each), terrain, traits and
    how many different persons, each with what she was at the latest."""
    place, number = f"was.place - was.place %% {width}", f"was.month / {months}"
    ranges = [EVERYWHERE] if where.areas is None else [place_range(one) for one in where.areas]
    begins, rows = (THERE, list[Any]()) if where.only is None and not where.groups else _beside_areas(where)
    here = _here(where.organisations, where.measures, ranges)
    terrain = " AND was.terrain = %s" if where.terrain >= 0 else ""
    values = [*rows, *where.months, *([where.terrain] if where.terrain >= 0 else [])]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{here}SELECT measure, place, number, mix / 1000, mix %% 1000, COUNT(*) FROM ("  # noqa: S608
            f"SELECT was.measure AS measure, {place} AS place, {number} AS number, "
            "MAX(was.month * 10000 + was.terrain * 1000 + was.traits) %% 10000 AS mix "
            f"FROM {begins} AND was.month BETWEEN %s AND %s{terrain} "
            f"GROUP BY was.measure, {place}, {number}, was.person) AS once GROUP BY measure, place, number, mix",
            values,
        )
        return [tuple(map(int, row)) for row in cursor.fetchall()]


def _beside_areas(where: Where) -> tuple[str, list[Any]]:
    """The same of one group, or of areas with groups beside them."""
    counted, values = _counted(where)
    ground, at = _ground(where)
    return f"tallies_presence AS was WHERE {counted} AND {ground}", [*values, *at]


def measures_in_areas(where: Where) -> set[tuple[int, str]]:
    """In which of the areas anybody was ever present, by measure."""
    areas = list(where.areas or ())
    found = set()
    for begin in range(0, len(areas), AREAS_AT_ONCE):
        part = areas[begin : begin + AREAS_AT_ONCE]
        trios = list(product(where.organisations, where.measures, map(place_range, part)))
        rows = ", ".join(f"({one}, {what}, {first}, {last})" for one, what, (first, last) in trios)
        if not rows:
            continue
        names = {place_range(one)[0]: one for one in part}
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT column2, column3 FROM (VALUES {rows}) AS one WHERE EXISTS ("  # noqa: S608
                'SELECT 1 FROM tallies_presence WHERE "organisation" = one.column1 AND "measure" = one.column2 '
                'AND "place" BETWEEN one.column3 AND one.column4)'
            )
            found |= {(measure, names[place]) for measure, place in cursor.fetchall()}
    return found


def rolled_persons(where: Where, months: int) -> list[tuple[int, ...]]:
    """Rows like those of ``persons`` from roll-ups, for areas and all calendar periods of so many months."""
    counted, values = _counted(where)
    places, of = _list(packed_place(one) for one in where.areas or ())
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "measure", "place", "number", "terrain", "traits", "n" FROM tallies_unique '  # noqa: S608
            f'WHERE {counted} AND "place" IN ({places}) '
            'AND "months" = %s AND "number" BETWEEN %s AND %s AND "within" = %s',
            [*values, *of, months, where.months[0] // months, where.months[1] // months, where.terrain],
        )
        return list(cursor.fetchall())


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
        return list(cursor.fetchall())


def touched(where: Where, width: int) -> set[tuple[int, int]]:
    """The places (each so many numbers wide) and months in which presences changed since persons were rolled up."""
    ground, at = _ground(where)
    organisations, of = _list(where.organisations)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT DISTINCT "place" - "place" %% {width}, "month" FROM tallies_touched '  # noqa: S608
            f'WHERE "organisation" IN ({organisations}) AND {ground} AND "month" BETWEEN %s AND %s',
            [*of, *at, *where.months],
        )
        return set(cursor.fetchall())
