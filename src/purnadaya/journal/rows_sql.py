"""Many rows of one table written by one statement, told once and run for each: Django would write a long one anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Field, Model


def columns_of(table: type[Model]) -> list[Field[Any, Any]]:
    """The columns that a new row says itself: all but a number that the store gives, in their order."""
    return [one for one in table._meta.local_concrete_fields if not isinstance(one, AutoField) and one.column]  # noqa: SLF001


def insert(table: type[Model], rows: Iterable[Sequence[Any]]) -> None:
    """Insert these, each the values of ``columns_of`` the table."""
    fields = columns_of(table)
    names = ", ".join(f'"{one.column}"' for one in fields)
    signs = ", ".join(["%s"] * len(fields))
    statement = f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ({signs})'  # noqa: S608, SLF001 - our own names
    _run(statement, fields, rows)


def insert_all(rows: Sequence[Model]) -> None:
    """Insert these new rows of one table."""
    if rows:
        fields = columns_of(type(rows[0]))
        insert(type(rows[0]), ([one.pre_save(row, add=True) for one in fields] for row in rows))


def update_all(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write these fields of rows of one table that are there, found by their id."""
    if rows:
        meta = rows[0]._meta  # noqa: SLF001 - its documented name
        fields: list[Any] = [meta.get_field(name) for name in (*names, "id")]
        changed = ", ".join(f'"{one.column}" = %s' for one in fields[:-1])
        statement = f'UPDATE "{meta.db_table}" SET {changed} WHERE "id" = %s'  # noqa: S608 - our own names
        _run(statement, fields, ([getattr(row, one.attname) for one in fields] for row in rows))


def _run(statement: str, fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    stored, store = [one.get_db_prep_save for one in fields], connections[DEFAULT_DB_ALIAS]
    given = [[prepared(value, store) for prepared, value in zip(stored, row, strict=True)] for row in rows]
    with store.cursor() as cursor:
        cursor.executemany(statement, given)
