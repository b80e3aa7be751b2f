"""Many rows at once, in both dialects: PostgreSQL takes them by COPY, SQLite one after the other, as quickly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

AreaRow = tuple[str, str, int, str | None, str, bool]

_AREA = ("code", "name", "level", "parent_id", "key", "ended")
_HEAP = "CREATE TEMPORARY TABLE places_heap (LIKE places_area INCLUDING DEFAULTS) ON COMMIT DROP"
_NEWER = """
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, key = excluded.key, ended = excluded.ended
    WHERE places_area.name <> excluded.name OR places_area.key <> excluded.key
       OR places_area.ended <> excluded.ended
"""


def store_areas(rows: Sequence[AreaRow]) -> None:
    """Add these areas, or bring the names of those that are there up to date. Belongs in a transaction."""
    columns = ", ".join(_AREA)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            values = "(" + ", ".join(["%s"] * len(_AREA)) + ")"
            cursor.executemany(f"INSERT INTO places_area ({columns}) VALUES {values} {_NEWER}", rows)  # noqa: S608
            return
        cursor.execute(_HEAP)
        pour(cursor, "places_heap", _AREA, rows)
        cursor.execute(f"INSERT INTO places_area ({columns}) SELECT {columns} FROM places_heap {_NEWER}")  # noqa: S608
        cursor.execute("DROP TABLE places_heap")


def count_anew() -> None:
    """Tell the planner at once how much there is; SQLite plans these tables well without."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE places_area, places_search")


def pour(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert ``rows`` into ``table``; both names and ``columns`` are ours, never what somebody typed."""
    names = ", ".join(columns)
    if connection.vendor == "sqlite":
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608
        return
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
