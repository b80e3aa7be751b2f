"""Rows that nobody need see before a transaction ends are written then, many at once: the log first of all.

Whoever asks for their tables before finds them as if each row had been written when it was made. A row belongs here
only if nothing but a repeat of the whole command can make the store refuse it: it would be refused for all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

from purnadaya.access import keyring
from purnadaya.journal import parts, rows_sql
from purnadaya.kernel.together import (
    Doing,
    changed,
    forget,
    known,
    learn,
    put_off,
    settle,
    together,
    waiting_for,
    waits,
)

M = TypeVar("M", bound=Model)
_writers: dict[Doing, str] = {keyring.write_keys: "access_datakey"}
"""What writes that waits, each with its table. Other threads add to it at any time."""
_of_tables: dict[tuple[Callable[..., None], type[Model]], Doing] = {}
_watched: set[str] = set()
"""Tables of which something was learnt that holds until they are written."""
_SETTLING = "rows are being written that waited"


@contextmanager
def putting_off() -> Iterator[None]:
    """Around all that is written in one transaction."""
    with connection.execute_wrapper(_written_first), together(), parts.counted():
        yield


def write_later(row: Model) -> None:
    """Write this new row when the transaction ends, or before somebody asks for its table."""
    _put_off(_writer_of(type(row)), row)
    if row.pk is not None:
        learn(_name_of(type(row), row.pk), row)


def write_values_later(table: type[Model], values: Sequence[Any]) -> None:
    """The same for a row of which nobody asks by its id: the values of its columns, in their order."""
    _put_off(_writer_of(table), values)


def write_new(row: Model) -> None:
    """Write this new row later where ``free_ids`` found its id free; otherwise now, to be refused alone."""
    free = _free(type(row), row.pk)
    if known(free):
        forget(free)
        write_later(row)
    else:
        # What it belongs to comes first: of a row that waits all that was written waits too.
        settle(*_writers)
        row.save(force_insert=True)


def free_ids(table: type[Model], ids: Collection[UUID]) -> None:
    """Find out which of these ids are free for new rows of a table."""
    taken = set(table._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
    for one in set(ids) - taken:
        learn(_free(table, one), True)


def unwritten(table: type[M], row_id: UUID) -> M | None:
    """The row of this id if it waits to be written: then nobody has changed it, but by ``change_unwritten``, and what
    was written of it in this transaction waits too."""
    row: M | None = known(_name_of(table, row_id))
    return row if row is not None and row._state.adding else None  # noqa: SLF001 - its documented name


def all_unwritten(table: type[M]) -> Sequence[M]:
    """All rows of a table that wait to be written."""
    return waiting_for(_writer_of(table))


def change_unwritten(row: Model, name: str, value: Any) -> None:
    """Write this into a row that waits."""
    before = getattr(row, name)
    setattr(row, name, value)
    changed(lambda: setattr(row, name, before))


def as_it_stands(table: type[Model], *name: Hashable) -> Hashable:
    """The name of something that may be learnt about a table; it is forgotten as soon as anybody writes there, but for
    what waits."""
    written = table._meta.db_table  # noqa: SLF001 - its documented name
    _watched.add(written)
    return (written, known(_writes(written)) or 0, *name)


def keep_at_hand(row: M) -> M:
    """A row that was read, to be found by ``at_hand`` as long as nobody else writes its table; one and the same."""
    kept = at_hand(type(row), row.pk)
    if kept is None:
        learn(as_it_stands(type(row), "row", row.pk), row)
    return kept or row


def at_hand(table: type[M], row_id: UUID) -> M | None:
    """The row of this id as it stands, with what waits to be written into it; only ``change_later`` may change it."""
    row: M | None = known(as_it_stands(table, "row", row_id))
    return row


def change_later(row: Model, **values: Any) -> None:
    """Write these values into a row at hand when the transaction ends, or before somebody asks for its table."""
    for name, value in values.items():
        change_unwritten(row, name, value)
    _put_off(_writer_of(type(row), _write_changes), (row, tuple(values)))


def do_later(table: type[Model], doing: Doing, thing: object) -> None:
    """Have something done to a table, with all other things of its kind, when the transaction ends or before somebody
    asks for the table."""
    key = (doing, table)
    if key not in _of_tables:
        written = table._meta.db_table  # noqa: SLF001 - its documented name
        _of_tables[key] = partial(_in_turn, written, doing)
        _writers[_of_tables[key]] = written
    _put_off(_of_tables[key], thing)


def _in_turn(written: str, doing: Doing, things: list[Any]) -> None:
    """Do it without doing before what was said of its table after it."""
    learn(_doing_to(written), True)
    try:
        doing(things)
    finally:
        forget(_doing_to(written))


def _put_off(doing: Doing, thing: object) -> None:
    """What is said of one table is done in the order in which it was said, whatever is done."""
    last = ("last said of", _writers[doing])
    if known(last) is not doing:
        if waits(doing):
            settle(*_writers)
        learn(last, doing)
    put_off(doing, thing)


def _writer_of(table: type[Model], how: Callable[[type[Model], list[Any]], None] | None = None) -> Doing:
    how = how or _write
    key = (how, table)
    if key not in _of_tables:
        _of_tables[key] = partial(how, table)
        _writers[_of_tables[key]] = table._meta.db_table  # noqa: SLF001 - its documented name
    return _of_tables[key]


def _write_changes(_table: type[Model], said: list[tuple[Model, tuple[str, ...]]]) -> None:
    """Each row once, as it is by now."""
    rows: dict[object, tuple[Model, dict[str, None]]] = {}
    for row, names in said:
        rows.setdefault(row.pk, (row, {}))[1].update(dict.fromkeys(names))
    alike: dict[tuple[str, ...], list[Model]] = {}
    for row, changed_names in rows.values():
        alike.setdefault(tuple(sorted(changed_names)), []).append(row)
    with _settling():
        for columns, changed_rows in alike.items():
            rows_sql.update_all(changed_rows, columns)


def _write(table: type[Model], rows: list[Any]) -> None:
    models = [one for one in rows if isinstance(one, Model)]
    with _settling():
        if len(models) == 1:
            models[0].save(force_insert=True)
        else:
            rows_sql.insert_all(models)
        if len(models) < len(rows):
            rows_sql.insert(table, [one for one in rows if not isinstance(one, Model)])
    for one in models:
        one._state.adding = False  # noqa: SLF001 - its documented name


@contextmanager
def _settling() -> Iterator[None]:
    learn(_SETTLING, True)
    try:
        yield
    finally:
        forget(_SETTLING)


def _written_first(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not known(_SETTLING):
        waiting = [(one, table) for one, table in tuple(_writers.items()) if waits(one) and not known(_doing_to(table))]
        if any(table in sql for _one, table in waiting):
            # All of them: what belongs to a row that is written is written too.
            settle(*(one for one, _table in waiting))
    if not sql.startswith("SELECT"):
        parts.begin()
        _note_written(sql)
    return execute(sql, params, many, context)


def _note_written(sql: str) -> None:
    if not known(_SETTLING):
        for table in tuple(_watched):
            if table in sql:
                learn(_writes(table), (known(_writes(table)) or 0) + 1)


def _doing_to(table: str) -> Hashable:
    return ("being done to", table)


def _writes(table: str) -> Hashable:
    return ("writes", table)


def _name_of(table: type[Model], row_id: object) -> Hashable:
    return ("unwritten", table, row_id)


def _free(table: type[Model], row_id: object) -> Hashable:
    return ("free", table, row_id)
