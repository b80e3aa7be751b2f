"""The search table of areas, in both dialects: one row an area, under ``rules.row_number`` of its code.

``name`` holds the key of the area, ``around`` the keys of the areas it lies in. SQLite keeps it as an FTS5
trigram index without content (the text stands in ``places_area``), PostgreSQL as a table with pg_trgm indexes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connection

from purnadaya.kernel.areas import Level
from purnadaya.places.bulk_sql import pour
from purnadaya.places.rules import Reading, grams, row_number, span

Query = tuple[str, list[Any]]

MOST_GRAMS = 24
_PLACE_POINTS = 0.2
"""What a place named beside counts against likeness of the name (0–1)."""

CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE places_search USING fts5("
        "name, around, content='', columnsize=0, detail=column, tokenize='trigram')",
    ),
    "postgresql": (
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        "CREATE TABLE places_search (rowid bigint PRIMARY KEY, name text NOT NULL, around text NOT NULL)",
        "CREATE INDEX places_search_name ON places_search USING gin (name gin_trgm_ops)",
        "CREATE INDEX places_search_around ON places_search USING gin (around gin_trgm_ops)",
    ),
}
DROP = "DROP TABLE places_search"
_CLEAR = {
    "sqlite": "INSERT INTO places_search(places_search) VALUES ('delete-all')",
    "postgresql": "DELETE FROM places_search",
}
_COLUMNS = ("rowid", "name", "around")


def refill(rows: Iterable[tuple[str, str, str]]) -> None:
    """Replace the whole search table by ``rows`` of code, key and keys around."""
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR[connection.vendor])
        pour(cursor, "places_search", _COLUMNS, ((row_number(code), name, around) for code, name, around in rows))


def rows_containing(ways: Sequence[Reading], level: Level, near: Sequence[str], most: int) -> list[int]:
    """Rows in which some reading's name and places all occur (near enough: the ranks look again), nearest first."""
    usable = [reading for reading in ways if _parts(reading)]
    if not usable:
        return []
    where, values = _CONTAINING[connection.vendor](usable)
    order, spans = _nearest_first(near, level)
    return _rows(
        f"SELECT rowid FROM places_search WHERE {where} AND rowid BETWEEN %s AND %s"  # noqa: S608 - no outside text
        f" ORDER BY {order} LIMIT %s",
        [*values, *span("", level), *spans, most],
    )


def rows_like(key: str, words: Sequence[str], level: Level, near: Sequence[str], most: int) -> list[int]:
    """Rows whose name looks most like ``key``; those in a place named by one of ``words`` count for more."""
    table, values = _LIKE[connection.vendor](key, words)
    order, spans = _nearest_first(near, level)
    return _rows(
        f"SELECT rowid FROM ({table}) AS found WHERE rowid BETWEEN %s AND %s"  # noqa: S608 - no outside text
        f" GROUP BY rowid ORDER BY sum(points) DESC, {order} LIMIT %s",
        [*values, *span("", level), *spans, most],
    )


def _rows(statement: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row for (row,) in cursor.fetchall()]


def _nearest_first(near: Sequence[str], level: Level) -> Query:
    """The terms of an ORDER BY; ``near`` holds the areas around home, nearest first."""
    if not near:
        return "rowid", []
    cases = " ".join(f"WHEN rowid BETWEEN %s AND %s THEN {i}" for i in range(len(near)))
    return f"CASE {cases} ELSE {len(near)} END, rowid", [*chain.from_iterable(span(code, level) for code in near)]


def _parts(reading: Reading) -> list[tuple[str, str]]:
    """Column and text for all that is long enough for a trigram."""
    parts = [("name", reading.name), *(("around", word) for word in reading.around)]
    return [(column, text) for column, text in parts if len(text) > 2]


# --- SQLite ----------------------------------------------------------------------------------


def _all_of(column: str, text: str) -> str:
    """An FTS5 expression: ``column`` has trigrams that cover ``text``. A text holds a–z and 0–9 only.

    Every third trigram and the last will do, since the ranks look again; fewer lists are quicker to read.
    """
    every = grams(text)
    cover = dict.fromkeys([*every[::3], every[-1]])
    return f"{column} : (" + " AND ".join(f'"{gram}"' for gram in cover) + ")"


def _sqlite_containing(ways: Sequence[Reading]) -> Query:
    each = (" AND ".join(_all_of(column, text) for column, text in _parts(reading)) for reading in ways)
    return "places_search MATCH %s", [" OR ".join(f"({expression})" for expression in each)]


def _sqlite_like(key: str, words: Sequence[str]) -> Query:
    points = [(1, _all_of("name", gram)) for gram in grams(key)[:MOST_GRAMS]]
    points += [(2, _all_of("around", word)) for word in words if len(word) > 2]
    one = "SELECT rowid, %s AS points FROM places_search WHERE places_search MATCH %s"
    return " UNION ALL ".join([one] * len(points)), [*chain.from_iterable(points)]


# --- PostgreSQL ------------------------------------------------------------------------------


def _postgresql_containing(ways: Sequence[Reading]) -> Query:
    each = [_parts(reading) for reading in ways]
    where = " OR ".join("(" + " AND ".join(f"{column} LIKE %s" for column, _ in parts) + ")" for parts in each)
    return f"({where})", [f"%{text}%" for parts in each for _, text in parts]


def _postgresql_like(key: str, words: Sequence[str]) -> Query:
    places = [f"%{word}%" for word in words if len(word) > 2]
    near = "".join(f" + (around LIKE %s)::int * {_PLACE_POINTS}" for _ in places)
    one = f"SELECT rowid, similarity(name, %s){near} AS points FROM places_search WHERE name %% %s"  # noqa: S608
    return one, [key, *places, key]


_CONTAINING: dict[str, Callable[[Sequence[Reading]], Query]] = {
    "sqlite": _sqlite_containing,
    "postgresql": _postgresql_containing,
}
_LIKE: dict[str, Callable[[str, Sequence[str]], Query]] = {"sqlite": _sqlite_like, "postgresql": _postgresql_like}
