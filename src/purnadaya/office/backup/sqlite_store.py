"""SQLite: copied by its own backup interface while others write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from pysqlite3 import dbapi2 as sqlite

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.archive import sync_folder
from purnadaya.office.backup.manifest import Inventory, refuse_differences

DATABASE = "purnadaya.sqlite3"
_TABLES = """SELECT name FROM sqlite_master
             WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
               AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"""
"""A virtual table (a search index) may have no rows to count; the tables it rests on are counted."""
_EPOCH = "SELECT id FROM journal_epoch"
_LAST = "SELECT coalesce(max(seq), 0) FROM journal_operation"
_MIGRATIONS = "SELECT app || '.' || name AS known FROM django_migrations ORDER BY known"
_NOT_A_STORE = "The database in it is not one of Purnadaya, or its tables are older than backups. See purnadaya setup."


class SqliteStore:
    """One file; see ``stores.Store``."""

    vendor = "sqlite"
    part = "database.sqlite3"
    in_blocks = True

    def refuse_occupied(self) -> None:
        """The new home is looked at by whoever restores; a file disturbs no other."""

    def copy_to(self, copy: Path) -> Inventory:
        """Copy all pages under one read lock, which hinders no writer; the copy is one file without companions.

        It need not outlive a power cut, so nothing waits for the disk: what is removed soon is hardly written at all.
        """
        source = Path(connection.settings_dict["NAME"])
        if not source.exists():
            raise BackupRefused(f"There is no database at {source} yet. Run purnadaya setup first.")
        with closing(sqlite.connect(source)) as live, closing(sqlite.connect(copy)) as still:
            still.execute("PRAGMA synchronous=OFF")
            live.backup(still)
            # The first page that is read tells already when the list of tables itself is damaged.
            try:
                still.execute("PRAGMA journal_mode=DELETE")
                found: list[str] = []
            except sqlite.DatabaseError as error:
                found = [str(error)]
        found = found or [*self.faults(copy, quick=True)]
        refuse_differences("The database is damaged; no backup was made, earlier ones stay", found)
        return self.inventory(copy)

    @contextmanager
    def elsewhere(self, home: Path) -> Iterator[None]:
        """A file is restored into a folder; that is elsewhere enough."""
        yield

    @contextmanager
    def loaded(self, copy: Path) -> Iterator[None]:
        """The copy is the store."""
        yield

    def inventory(self, copy: Path) -> Inventory:
        """Counts, last operation, epoch and migrations. Raises ``BackupRefused`` when it is no store of ours."""
        try:
            with closing(_reading(copy)) as rows:
                tables = [name for (name,) in rows.execute(_TABLES)]
                return Inventory(
                    counts={name: _one(rows, f'SELECT count(*) FROM "{name}"') for name in tables},  # noqa: S608
                    last_operation=_one(rows, _LAST),
                    epoch=UUID(_one(rows, _EPOCH)),
                    migrations=tuple(known for (known,) in rows.execute(_MIGRATIONS)),
                )
        except (sqlite.DatabaseError, TypeError, ValueError):
            raise BackupRefused(_NOT_A_STORE) from None

    def faults(self, copy: Path, *, quick: bool = False) -> Iterator[str]:
        """SQLite's check of its pages, and rows that point to nothing."""
        try:
            with closing(_reading(copy)) as rows:
                check = rows.execute("PRAGMA quick_check" if quick else "PRAGMA integrity_check")
                yield from [str(line) for (line,) in check if line != "ok"]
                yield from [f"{row[0]}: a row points to nothing" for row in rows.execute("PRAGMA foreign_key_check")]
        except sqlite.DatabaseError as error:
            yield str(error)

    @contextmanager
    def opened(self, copy: Path) -> Iterator[None]:
        """Point Django's connection to the copy for a while; only for a process that does nothing else meanwhile."""
        former = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = str(copy)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = former

    def put(self, copy: Path, home: Path) -> None:
        """Bring the file to the disk, then give it its name."""
        with closing(sqlite.connect(copy)) as still:
            still.execute("PRAGMA journal_mode=DELETE")
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        copy.rename(home / DATABASE)
        sync_folder(home)


def _reading(copy: Path) -> Any:
    rows = sqlite.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)
    rows.execute("PRAGMA trusted_schema=OFF")
    return rows


def _one(rows: Any, question: str) -> Any:
    return rows.execute(question).fetchone()[0]
