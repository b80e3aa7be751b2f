"""The store looks at what it holds, so that it finds the short way to it."""

from __future__ import annotations

from django.db import connection

SAMPLED = 1000
"""So many entries of an index SQLite looks at. With a limit it keeps numbers only; without one it would keep samples,
and so names of persons also after they were erased."""


def learn() -> None:
    """What changed much since the last look is looked at again: a moment, however much there is. PostgreSQL looks by
    itself while it works, and here at once."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLED}")
            cursor.execute("PRAGMA optimize = 0x10002")  # every table, also those nobody asked for yet
        else:
            cursor.execute("ANALYZE")
