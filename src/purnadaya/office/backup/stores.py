"""What taking and restoring need of a database: a class for each kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.manifest import Inventory
from purnadaya.office.backup.postgresql_store import PostgresqlStore
from purnadaya.office.backup.sqlite_store import SqliteStore


class Store(Protocol):
    """One kind of database. A *copy* is one file that holds a whole store; ``part`` is its name in the archive.

    ``in_blocks`` says that what changes in the store changes in a few blocks of its copy.
    """

    vendor: str
    part: str
    in_blocks: bool

    def copy_to(self, copy: Path) -> Inventory:
        """Copy the store this process is set to while others write, and tell what was in it at that moment.

        Raises ``BackupRefused``, also when the database is found damaged.
        """

    def refuse_occupied(self) -> None:
        """Raise ``BackupRefused`` when restoring would write over something in the database."""

    def elsewhere(self, home: Path) -> AbstractContextManager[None]:
        """For a while, restoring goes to a place of the drill's own, gone afterwards. Raises ``BackupRefused``."""

    def loaded(self, copy: Path) -> AbstractContextManager[None]:
        """Bring a copy to where it can be looked at; if what is done there fails, it is gone again."""

    def inventory(self, copy: Path) -> Inventory:
        """What is in a copy that was loaded."""

    def faults(self, copy: Path, *, quick: bool = False) -> Iterator[str]:
        """What the database itself finds wrong with a copy that was loaded."""

    def opened(self, copy: Path) -> AbstractContextManager[None]:
        """For a while this process works on the copy, with everything it can; then it lies still on the disk."""

    def put(self, copy: Path, home: Path) -> None:
        """Move a copy to where a home keeps its store."""


STORES: dict[str, Store] = {store.vendor: store for store in (SqliteStore(), PostgresqlStore())}


def store_of(vendor: str) -> Store:
    """The store of this vendor. Raises ``BackupRefused`` when there is none."""
    if vendor not in STORES:
        raise BackupRefused(f"Backups of {vendor:.20} are not made by Purnadaya.")
    return STORES[vendor]
