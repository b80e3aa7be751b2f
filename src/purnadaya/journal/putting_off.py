"""Rows that nobody need see before a transaction ends are written then, many at once: the log first of all.

Whoever asks for their tables before finds them as if each row had been written when it was made. A row belongs here
only if nothing but a repeat of the whole command can make the store refuse it: it would be refused for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Model

from purnadaya.access import keyring
from purnadaya.kernel.together import Doing, put_off, settle, together, waits

_writers: dict[str, Doing] = {"access_datakey": keyring.write_keys}
"""What writes the rows of a table that wait."""


@contextmanager
def putting_off() -> Iterator[None]:
    """Around all that is written in one transaction."""
    with connection.execute_wrapper(_written_first), together():
        yield


def write_later(row: Model) -> None:
    """Write this new row when the transaction ends, or before somebody asks for its table."""
    table = row._meta.db_table  # noqa: SLF001 - its documented name
    if table not in _writers:
        _writers[table] = partial(_write, type(row))
    put_off(_writers[table], row)


def _write(table: type[Model], rows: list[Model]) -> None:
    if len(rows) == 1:
        rows[0].save(force_insert=True)
    else:
        table._default_manager.bulk_create(rows)


def _written_first(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    for table, writing in _writers.items():
        if table in sql and waits(writing):
            settle(writing)
    return execute(sql, params, many, context)
