"""Sealing anew: a scope gets new data keys, and all that its old ones sealed is sealed under them, while people work.

How far it came is told by the sealed texts alone, which name their keys: it may be killed at any moment and begun
again. A text is replaced only while it stands as it was read, so that an edit always wins. Old keys go when nothing
is sealed under them any more. The log, which only grows, stays under the keys of those it speaks of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from itertools import islice
from operator import or_
from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from purnadaya.access import keyring, sealing
from purnadaya.access.policies import kind_of_table
from purnadaya.kernel.data_classes import Index, Kept
from purnadaya.kernel.sealing import SHAPE, CannotOpen, FindKey, blind_index, kid_of, place, seal, unseal

T = TypeVar("T")
BATCH, OPENED_AT_ONCE = 100, 500


class Write(Protocol):
    """Does its work in one durable write transaction, as ``journal.writing.write`` does."""

    def __call__(self, work: Callable[[], T], /) -> T:
        """What ``work`` gives."""


@dataclass
class Resealed:
    """What became of one scope: values sealed anew, keys dropped, and the places of what does not open."""

    values: int = 0
    dropped: int = 0
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True)
class SealedColumn:
    """A column of some app's table that is sealed under its organisation's key, with the indexes beside it."""

    table: type[Model]
    name: str
    indexes: tuple[tuple[str, Index], ...]

    def rows(self) -> QuerySet[Any]:
        """Every row that holds something."""
        return self.table._default_manager.exclude(**{self.name: ""}).order_by("pk")

    def erased(self, organisation: str) -> QuerySet[Any]:
        """The organisation's rows that hold nothing any more, and are still known by an index."""
        indexed = [~Q(**{name: ""}) for name, _ in self.indexes]
        empty = self.table._default_manager.filter(**{self.name: "", "organisation_id": organisation})
        return empty.filter(reduce(or_, indexed, Q(pk__in=[])))

    def where(self, row: Any) -> str:
        """The place its text is sealed for."""
        return place(kind_of_table(self.table), row.pk, self.name)

    def open(self, find_key: FindKey, row: Any) -> bytes:
        """What a row holds. Raises ``CannotOpen``."""
        return unseal(find_key, getattr(row, self.name), self.where(row))

    def sealed_with(self, *kids: str) -> QuerySet[Any]:
        """The rows that are sealed under one of these keys."""
        under = [Q(**{f"{self.name}__startswith": f"{SHAPE}.{kid}."}) for kid in kids]
        return self.rows().filter(reduce(or_, under, Q(pk__in=[])))


def sealed_columns() -> list[SealedColumn]:
    """Every such column there is, by the classes the tables tell."""
    return [
        SealedColumn(table, name, _indexes_of(table, name))
        for table in apps.get_models()
        for name, one in getattr(table, "CLASSES", {}).items()
        if one.kept is Kept.SEALED
    ]


def _indexes_of(table: Any, sealed: str) -> tuple[tuple[str, Index], ...]:
    classed = table.CLASSES.items()
    return tuple((name, one.index) for name, one in classed if one.index and one.index.of == sealed)


def reseal(kind: str, scope_id: str, write: Write) -> Resealed:
    """Give a scope new keys and seal everything of it under them; go on with it where it was left unfinished.

    What does not open stays as it is, and so do the old keys.
    """
    result = Resealed()
    write(lambda: keyring.renew(kind, scope_id))
    while keyring.older(kind, scope_id):
        if kind == "organisation":
            faults = [fault for one in sealed_columns() for fault in _round(one, scope_id, write, result)]
        else:
            faults = _second_factors(write, result)
        result.unreadable = tuple(faults)
        if faults:
            break
        result.dropped += write(lambda: keyring.drop_older(kind, scope_id, _seals, lambda: _droppable(kind, scope_id)))
    return result


def _droppable(kind: str, scope_id: str) -> tuple[str, ...]:
    """What was erased may be known again by its index alone, which cannot be made anew: then its key stays."""
    erased = kind == "organisation" and any(one.erased(scope_id).exists() for one in sealed_columns())
    return (keyring.FIELDS,) if erased else keyring.MADE_ANEW


def _seals(kid: str) -> bool:
    return any(one.sealed_with(kid).exists() for one in sealed_columns()) or sealing.seals_with(kid)


def _second_factors(write: Write, result: Resealed) -> list[str]:
    values, faults = write(sealing.reseal)
    result.values += values
    return faults


def _round(column: SealedColumn, organisation: str, write: Write, result: Resealed) -> Iterator[str]:
    """Once through the column, in batches; yields the places of what does not open."""
    waiting = column.sealed_with(*keyring.older("organisation", organisation))
    rows = list(waiting[:BATCH])
    while rows:
        values, faults = write(partial(_batch, column, organisation, rows))
        rows = list(waiting.filter(pk__gt=rows[-1].pk)[:BATCH])
        result.values += values
        yield from faults


def _batch(column: SealedColumn, organisation: str, rows: list[Any]) -> tuple[int, list[str]]:
    fields = keyring.data_key(keyring.FIELDS, "organisation", organisation)
    index = keyring.data_key(keyring.INDEX, "organisation", organisation)
    find_key = keyring.find_many(_kids(column, rows)).get
    values, faults = 0, []
    for row in rows:
        try:
            plain = column.open(find_key, row)
        except CannotOpen:
            faults += [column.where(row)] if _stands(column, row) else []
            continue
        fresh = {column.name: seal(fields, plain, column.where(row))}
        for name, one in column.indexes:
            if getattr(row, name):
                fresh[name] = blind_index(index, one.keyed_for, one.value_of(plain))
        values += _as_read(column, row).update(**fresh)
    return values, faults


def _kids(column: SealedColumn, rows: Iterable[Any]) -> Iterator[str]:
    for row in rows:
        try:
            yield kid_of(getattr(row, column.name))
        except CannotOpen:
            continue


def _as_read(column: SealedColumn, row: Any) -> QuerySet[Any]:
    """The row, as long as nobody has written this column since."""
    return column.table._default_manager.filter(pk=row.pk, **{column.name: getattr(row, column.name)})


def _stands(column: SealedColumn, row: Any) -> bool:
    return _as_read(column, row).exists()


def unopened() -> Iterator[str]:
    """The place of every sealed value that does not open."""
    for column in sealed_columns():
        rows = column.rows().iterator()
        while batch := list(islice(rows, OPENED_AT_ONCE)):
            find_key = keyring.find_many(_kids(column, batch)).get
            yield from (f"{column.where(row)}: does not open" for row in batch if not _opens(column, find_key, row))


def _opens(column: SealedColumn, find_key: FindKey, row: Any) -> bool:
    try:
        column.open(find_key, row)
    except CannotOpen:
        # Unless it was sealed anew, or written, since it was read.
        return not _stands(column, row)
    return True
