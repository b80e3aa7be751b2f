"""What taking and restoring need of a database. PostgreSQL takes its place here beside SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.manifest import Inventory
from purnadaya.office.backup.sqlite_store import SqliteStore


class Store(Protocol):
    """One kind of database. A *copy* is one file that holds a whole store; ``part`` is its name in the archive."""

    vendor: str
    part: str

    def copy_to(self, copy: Path) -> None:
        """Copy the store this process is set to, while others write. Raises ``BackupRefused``."""

    def inventory(self, copy: Path) -> Inventory:
        """What is in a copy."""

    def faults(self, copy: Path, *, quick: bool = False) -> Iterator[str]:
        """What the database itself finds wrong with a copy."""

    def opened(self, copy: Path) -> AbstractContextManager[None]:
        """For a while this process works on the copy, with everything it can; then it lies still on the disk."""

    def put(self, copy: Path, home: Path) -> None:
        """Move a copy to where a home keeps its store."""


STORES: dict[str, Store] = {store.vendor: store for store in (SqliteStore(),)}


def store_of(vendor: str) -> Store:
    """The store of this vendor. Raises ``BackupRefused`` when there is none yet."""
    if vendor not in STORES:
        raise BackupRefused(f"Backups of {vendor:.20} are not made by Purnadaya yet.")
    return STORES[vendor]
