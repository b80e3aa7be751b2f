"""Words of names while several write at a time, as on PostgreSQL; SQLite writes one after the other.

Whoever takes a word away from its last bearer sees nobody who gets it at that very moment, and who gets it finds it
there. So when the one has committed, she looks again.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

HELD_STILL = {"postgresql": "LOCK TABLE people_nameword IN SHARE ROW EXCLUSIVE MODE"}
"""Waits for all who are adding words. Being no query it takes no snapshot yet: what is read after it stands so."""


def look_again(act: Callable[[], object]) -> None:
    """Once this transaction is committed, do this in another while nobody adds a word."""
    if statement := HELD_STILL.get(connection.vendor):
        transaction.on_commit(lambda: _held(statement, act), robust=True)


def _held(statement: str, act: Callable[[], object]) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)
        act()
