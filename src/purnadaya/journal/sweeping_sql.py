"""After an erasure: what was overwritten leaves the write-ahead log too."""

from __future__ import annotations

from django.db import connection


def sweep() -> None:
    """Empty the write-ahead log of SQLite, whose pages still tell what was; the database itself overwrites.

    PostgreSQL clears dead rows by its own autovacuum (docs/backup.md). Not inside a transaction, where it cannot
    be done; and where a reader is just busy, the next one does it.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
