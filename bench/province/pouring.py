"""Rows by the million, past commands and constraints: COPY on PostgreSQL, ``executemany`` on SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model
from django.db.models.fields.json import JSONField

from purnadaya.journal import statistics_sql

MANY = 20_000
"""So many rows at once on SQLite."""


def pour(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]], **same: Any) -> int:
    """Write rows of one table and say how many. ``names`` are the columns the rows fill (as attributes, ``group_id``);
    ``same`` are values all rows share; every other column has its default. Days and times are texts."""
    fields = {field.attname: field for field in _about(model).concrete_fields if not field.primary_key or _given(field)}
    rest = {name: same.get(name, _default(field)) for name, field in fields.items() if name not in names}
    columns = [fields[name].column for name in names] + [fields[name].column for name in rest]
    tail = tuple(_plain(value, fields[name]) for name, value in rest.items())
    whole = ((*row, *tail) for row in rows)
    write = _copy if connection.vendor == "postgresql" else _insert
    return write(_about(model).db_table, columns, whole)


def _about(model: type[Model]) -> Any:
    return model._meta  # noqa: SLF001 - Django's documented way to a model's columns


def _given(field: Any) -> bool:
    """Whether a key is made by us and not by the store."""
    return field.get_internal_type() not in {"AutoField", "BigAutoField"}


def _default(field: Any) -> Any:
    return None if field.primary_key else field.get_default()


def _plain(value: Any, field: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return json.dumps(value) if isinstance(field, JSONField) else value


def _insert(table: str, columns: list[str], rows: Iterator[tuple[Any, ...]]) -> int:
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    poured, raw = 0, connection.connection
    with transaction.atomic():
        while batch := list(islice(rows, MANY)):
            raw.executemany(statement, batch)
            poured += len(batch)
    return poured


def _copy(table: str, columns: list[str], rows: Iterator[tuple[Any, ...]]) -> int:
    poured = 0
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            poured += 1
    return poured


@contextmanager
def in_bulk() -> Iterator[None]:
    """Nothing is checked row by row and nothing is durable until the end; then the store learns what it holds."""
    with connection.cursor() as cursor:
        for statement in BEFORE[connection.vendor]:
            cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        for statement in AFTER[connection.vendor]:
            cursor.execute(statement)
    statistics_sql.learn()


BEFORE = {
    "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -3000000"),
    "postgresql": ("SET session_replication_role = replica", "SET synchronous_commit = off"),
}
AFTER = {
    "sqlite": (
        "PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL", "PRAGMA cache_size = -2000",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ),
    "postgresql": ("RESET session_replication_role", "RESET synchronous_commit", "VACUUM"),
}  # fmt: skip
