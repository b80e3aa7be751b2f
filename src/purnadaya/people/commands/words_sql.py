"""What has to be said to the store itself so that no word of a name goes while somebody comes who bears it."""

from __future__ import annotations

from django.db import connection


def hold_still() -> None:
    """Wait until everyone who is adding words has ended, and let nobody add one before this transaction ends.

    On PostgreSQL, where several write at a time: whoever adds a word that is there already leaves no trace of it, and
    the bearer she writes is not to be seen yet. On SQLite one writes at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE people_nameword IN SHARE ROW EXCLUSIVE MODE")
