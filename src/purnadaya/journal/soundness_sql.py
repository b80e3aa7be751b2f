"""What the database itself finds broken in its store, in both dialects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

_POSTGRESQL = (
    """SELECT 'index ' || indexrelid::regclass || ' is not whole' FROM pg_index
       JOIN pg_class ON pg_class.oid = indexrelid
       WHERE relnamespace = current_schema()::regnamespace AND NOT (indisvalid AND indisready)""",
    """SELECT 'constraint ' || conname || ' was never looked at' FROM pg_constraint
       WHERE connamespace = current_schema()::regnamespace AND NOT convalidated""",
    """SELECT 'the guard of constraint ' || conname || ' is switched off' FROM pg_constraint
       WHERE connamespace = current_schema()::regnamespace AND EXISTS (
           SELECT 1 FROM pg_trigger WHERE tgconstraint = pg_constraint.oid AND tgenabled NOT IN ('O', 'A'))""",
    """SELECT checksum_failures || ' pages are damaged' FROM pg_stat_database
       WHERE datname = current_database() AND checksum_failures > 0""",
)
_POINTERS = """
    SELECT conname, conrelid::regclass::text, quote_ident(own.attname), confrelid::regclass::text,
           quote_ident(other.attname)
    FROM pg_constraint
    JOIN pg_attribute own ON own.attrelid = conrelid AND own.attnum = conkey[1]
    JOIN pg_attribute other ON other.attrelid = confrelid AND other.attnum = confkey[1]
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conname
"""
_ASTRAY = """
    SELECT count(*) FROM {table} AS pointing WHERE {column} IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM {other} AS there WHERE there.{key} = pointing.{column})
"""


def _sqlite(cursor: Any) -> Iterator[str]:
    cursor.execute("PRAGMA integrity_check")
    yield from (line for (line,) in cursor.fetchall() if line != "ok")
    cursor.execute("PRAGMA foreign_key_check")
    for table, row, parent, _ in cursor.fetchall():
        yield f"{table} row {row}: points to a row of {parent} that is not there"


def _postgresql(cursor: Any) -> Iterator[str]:
    for statement in _POSTGRESQL:
        cursor.execute(statement)
        yield from (line for (line,) in cursor.fetchall())
    cursor.execute(_POINTERS)
    for name, table, column, other, key in cursor.fetchall():
        cursor.execute(_ASTRAY.format(table=table, column=column, other=other, key=key))
        (astray,) = cursor.fetchone()
        if astray:
            yield f"{name}: {astray} rows point to nothing"


FAULTS: Mapping[str, Callable[[Any], Iterator[str]]] = {"sqlite": _sqlite, "postgresql": _postgresql}
"""Yield a line per fault, without personal data."""
