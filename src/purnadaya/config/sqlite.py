"""SQLite new enough to trust, set so that what was acknowledged survives a power cut."""

from __future__ import annotations

import sys
from typing import Any

import pysqlite3

OLDEST = (3, 51, 3)
"""Older ones can corrupt the file when two connections checkpoint at once (the WAL-reset bug)."""

WANTED = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "mmap_size": "0", "trusted_schema": "0"}
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF;"
    "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
)


def swap_in() -> None:
    """Put ``pysqlite3`` where Python looks for ``sqlite3``, before Django does. Ends when it is too old."""
    if pysqlite3.sqlite_version_info < OLDEST:
        raise SystemExit(
            f"SQLite {pysqlite3.sqlite_version} is too old: {'.'.join(map(str, OLDEST))} or later is needed."
        )
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def database(path: str) -> dict[str, Any]:
    """Django's settings for one SQLite file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 15, "init_command": PRAGMAS},
        "CONN_MAX_AGE": None,
    }
