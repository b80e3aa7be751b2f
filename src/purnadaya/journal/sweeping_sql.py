"""After an erasure: what was overwritten leaves the files of the database too, as far as it can be made to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import OperationalError, connection


def empty_log() -> bool:
    """Empty SQLite's write-ahead log, whose pages still tell what was; the database itself overwrites.

    It never waits, for writers would wait with it: False while someone reads what is older, or writes; inside a
    transaction, where it cannot be done; and on another database.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            busy, *_pages = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
    return not busy


def sweep(tables: Iterable[str]) -> bool:
    """The same on both databases; on PostgreSQL these tables are rid of their dead rows, which takes a while.

    What it cannot reach stands in docs/backup.md.
    """
    if connection.vendor == "sqlite" or connection.in_atomic_block:
        return empty_log()
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
    return True
