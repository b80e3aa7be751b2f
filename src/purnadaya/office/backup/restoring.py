"""Restoring: an archive becomes a home again, or nothing happens. What was not looked at is not put in its place."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from pyrage.x25519 import Identity

import purnadaya
from purnadaya.access import keyring
from purnadaya.journal import verifying
from purnadaya.journal.epochs import renew_epoch
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
    """A home that was made from an archive. ``secret`` is ``right``, ``other`` or ``missing``.

    ``keys_missing`` are ring keys that were not at hand; then what is sealed could not be compared.
    """

    home: Path
    manifest: Manifest
    inventory: Inventory
    secret: str
    keys_missing: frozenset[str]
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
        with store.opened(copy), _keys_for(home):
            missing = _bring_to_life(now)
        inventory = store.inventory(copy)
        _put(store, copy, scratch, home)
    return Restored(home, manifest, inventory, _secret_in(home, manifest), missing, time.monotonic() - began)


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


@contextmanager
def _keys_for(home: Path) -> Iterator[None]:
    """The ring keys that were put into the new home, or else those of the home this process is set to."""
    former = settings.HOME
    settings.HOME = home if (home / "keys").is_dir() else former
    try:
        yield
    finally:
        settings.HOME = former


def _bring_to_life(now: datetime) -> frozenset[str]:
    """Bring an older copy up to date, look whether everything adds up, begin a new epoch, sign everyone out.

    The ids of ring keys it needs and that are not here.
    """
    call_command("migrate", verbosity=0)
    missing = frozenset(keyring.missing())
    found = verifying.findings(without_keys=bool(missing))
    wrong = [f"{one.name}: {line}" for one in found for line in one.differences]
    refuse_differences("Not everything adds up in this backup", wrong)
    renew_epoch(now)
    Session.objects.all().delete()
    return missing


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
