"""A thing's version grows with what is written about it: one statement, the same in both dialects."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models

from purnadaya.journal.putting_off import at_hand, change_later, change_unwritten, unwritten

_UUID = models.UUIDField()


def grown_version(table: type[models.Model], thing: UUID) -> int:
    """The version of the row with this id, now one more, also of one that is yet to be written.

    Raises ``ObjectDoesNotExist`` when there is none.
    """
    new: Any = unwritten(table, thing)
    if new is not None:
        change_unwritten(new, "version", new.version + 1)
        return int(new.version)
    read: Any = at_hand(table, thing)
    if read is not None:
        change_later(read, version=read.version + 1)
        return int(read.version)
    name = table._meta.db_table  # noqa: SLF001 - its documented name
    statement = f'UPDATE "{name}" SET "version" = "version" + 1 WHERE "id" = %s RETURNING "version"'  # noqa: S608 - our own
    with connection.cursor() as cursor:
        cursor.execute(statement, [_UUID.get_db_prep_value(thing, connection)])
        rows = cursor.fetchall()
    if not rows:
        raise ObjectDoesNotExist
    return int(rows[0][0])
