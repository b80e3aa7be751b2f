"""Restoring: an archive becomes a home again, or nothing happens. What was not looked at is not put in its place."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from pyrage.x25519 import Identity

import purnadaya
from purnadaya.journal.epochs import renew_epoch
from purnadaya.journal.verifying import findings
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.archive import unpack
from purnadaya.office.backup.manifest import FILES, Inventory, Manifest, differences, refuse_differences, refuse_newer
from purnadaya.office.backup.sealing import RECIPIENTS, unseal
from purnadaya.office.backup.stores import Store, store_of
from purnadaya.office.backup.taking import print_of, scratch_in

SECRET = "secret.key"  # noqa: S105 - the name of a file
MAY_BE_THERE = frozenset({SECRET, "keys", RECIPIENTS, "lost+found"})
"""What never lies in a backup, and may be put into the new home before restoring."""


@dataclass(frozen=True)
class Restored:
    """A home that was made from an archive. ``secret`` is ``right``, ``other`` or ``missing``."""

    home: Path
    manifest: Manifest
    inventory: Inventory
    secret: str
    seconds: float


def restore(archive: Path, identities: list[Identity], home: Path, now: datetime) -> Restored:
    """Make a home from an archive. Raises ``BackupRefused``; then the home is as it was."""
    began = time.monotonic()
    _refuse_occupied(home)
    if not archive.is_file():
        raise BackupRefused(f"There is no file {archive}.")
    with _folder(home), scratch_in(home, ".restoring-") as scratch:
        manifest = _unpacked(archive, identities, scratch)
        store = store_of(manifest.vendor)
        copy = scratch / store.part
        _examine(store, copy, manifest)
        _bring_to_life(store, copy, now)
        inventory = store.inventory(copy)
        _put(store, copy, scratch, home)
    return Restored(home, manifest, inventory, _secret_in(home, manifest), time.monotonic() - began)


@contextmanager
def _folder(home: Path) -> Iterator[None]:
    new = not home.exists()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        yield
    finally:
        if new and not any(home.iterdir()):
            home.rmdir()


def _refuse_occupied(home: Path) -> None:
    if home.exists() and not home.is_dir():
        raise BackupRefused(f"{home} is not a folder.")
    there = {path.name for path in home.iterdir()} - MAY_BE_THERE if home.exists() else set()
    if there:
        raise BackupRefused(
            f"{home} is not empty ({sorted(there)[0]} …). Restore into a new folder; nothing is written over."
        )


def _unpacked(archive: Path, identities: list[Identity], scratch: Path) -> Manifest:
    payload = scratch / "payload"
    with payload.open("wb") as out:
        unseal(archive, out, identities)
    manifest = unpack(payload, scratch / "parts")
    payload.unlink()
    for path in (scratch / "parts").iterdir():
        path.rename(scratch / path.name)
    return manifest


def _examine(store: Store, copy: Path, manifest: Manifest) -> None:
    known = (f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    refuse_newer(manifest, purnadaya.__version__, {*known})
    if not copy.exists():
        raise BackupRefused("There is no database in this backup.")
    refuse_differences("The database in this backup is damaged", [*store.faults(copy)])
    refuse_differences(
        "The database is not what its manifest says", [*differences(manifest.inventory, store.inventory(copy))]
    )


def _bring_to_life(store: Store, copy: Path, now: datetime) -> None:
    """Bring an older copy up to date, look whether everything adds up, begin a new epoch, sign everyone out."""
    with store.opened(copy):
        call_command("migrate", verbosity=0)
        refuse_differences("Not everything adds up in this backup", [*_unsound()])
        renew_epoch(now)
        Session.objects.all().delete()


def _unsound() -> Iterator[str]:
    return (f"{one.name}: {line}" for one in findings() for line in one.differences)


def _put(store: Store, copy: Path, scratch: Path, home: Path) -> None:
    files = scratch / FILES
    if files.exists():
        files.rename(home / FILES)
    store.put(copy, home)


def _secret_in(home: Path, manifest: Manifest) -> str:
    path = home / SECRET
    if not path.exists():
        return "missing"
    return "right" if print_of(path.read_text().strip()) == manifest.secret_print else "other"
