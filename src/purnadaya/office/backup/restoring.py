"""Restoring: an archive becomes a home again, or nothing happens. What was not looked at is not put in its place."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from pyrage.x25519 import Identity

import purnadaya
from purnadaya.access import keyring
from purnadaya.journal import verifying
from purnadaya.journal.epochs import renew_epoch
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup import erased as erased_file
from purnadaya.office.backup.erased import Again, erase_again, ids_in
from purnadaya.office.backup.joining import WHOLE, lay_out, newest_in
from purnadaya.office.backup.manifest import FILES, Inventory, Manifest, differences, refuse_differences, refuse_newer
from purnadaya.office.backup.sealing import RECIPIENTS
from purnadaya.office.backup.stores import Store, store_of
from purnadaya.office.backup.taking import home_id, print_of, scratch_in

SCRATCH = ".restoring-"
SECRET = "secret.key"  # noqa: S105 - the name of a file
MAY_BE_THERE = frozenset({SECRET, "keys", RECIPIENTS, erased_file.FILE, "lost+found"})
"""What never lies in a backup, and may be put into the new home before restoring."""


@dataclass(frozen=True)
class Restored:
    """A home that was made from an archive. ``secret`` is ``right``, ``other`` or ``missing``.

    ``keys_missing`` are ring keys that were not at hand; then what is sealed could not be compared. ``again`` tells of
    those who were erased once more, None where nothing said who had been.
    """

    archive: Path
    home: Path
    manifest: Manifest
    inventory: Inventory
    secret: str
    keys_missing: frozenset[str]
    again: Again | None
    seconds: float


@dataclass(frozen=True)
class Alive:
    """How a store that was brought back stands: the ring keys it needs and that are not here, who was erased again."""

    keys_missing: frozenset[str]
    again: Again | None


def restore(
    archive: Path,
    identities: list[Identity],
    home: Path,
    now: datetime,
    secret: str | None = None,
    erased: Path | None = None,
) -> Restored:
    """Make a home from an archive, or from the newest in a folder. A difference is joined with what it rests on.

    Where a folder holds copies of several homes, that of ``secret``, or of the one that lies in the new home, is meant.
    Whoever ``erased`` names, or the file of that name in the new home, is erased again.
    Raises ``BackupRefused``; then the home, and the database of the setting, are as they were.
    """
    began = time.monotonic()
    secret = secret or _secret_of(home)
    archive = newest_in(archive, home_id(secret) if secret else "")
    with _folder(home), scratch_in(home, SCRATCH) as scratch:
        manifest = lay_out(archive, identities, scratch)
        laid, store = scratch / WHOLE, _store_for(manifest)
        copy = laid / store.part
        if not copy.exists():
            raise BackupRefused("There is no database in this backup.")
        with store.loaded(copy):
            _examine(store, copy, manifest)
            with store.opened(copy), _keys_for(home), _files_in(laid / FILES):
                alive = bring_to_life(now, erased or _erased_in(home))
            inventory = store.inventory(copy)
            _put(store, copy, laid, home)
    seconds = time.monotonic() - began
    told = _secret_in(home, manifest)
    return Restored(archive, home, manifest, inventory, told, alive.keys_missing, alive.again, seconds)


@contextmanager
def _folder(home: Path) -> Iterator[None]:
    """The new home, for one process at a time; what one that was killed left of its scratch is removed first."""
    if home.exists() and not home.is_dir():
        raise BackupRefused(f"{home} is not a folder.")
    new = not home.exists()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(home, os.O_RDONLY)
    try:
        _take_turn(descriptor, home)
        for left in home.glob(f"{SCRATCH}*/"):
            shutil.rmtree(left, ignore_errors=True)
        _refuse_occupied(home)
        yield
    finally:
        os.close(descriptor)
        if new and not any(home.iterdir()):
            home.rmdir()


def _take_turn(descriptor: int, home: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupRefused(f"Something is being restored into {home} just now.") from None


def _refuse_occupied(home: Path) -> None:
    there = {path.name for path in home.iterdir()} - MAY_BE_THERE
    if there:
        raise BackupRefused(
            f"{home} is not empty ({sorted(there)[0]} …). Restore into a new folder; nothing is written over. "
            "If a restore into this one was cut off, do not use what is in it: it may not be complete."
        )


def _store_for(manifest: Manifest) -> Store:
    """Where this backup goes to, if it may go there at all."""
    known = (f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    refuse_newer(manifest, purnadaya.__version__, {*known})
    store = store_of(manifest.vendor)
    if store.vendor != connection.vendor:
        raise BackupRefused(
            f"This is a backup of {store.vendor}, and PURNADAYA_DATABASE means {connection.vendor}. "
            "Let it name an empty PostgreSQL database for the one, and leave it out for the other."
        )
    store.refuse_occupied()
    return store


def _examine(store: Store, copy: Path, manifest: Manifest) -> None:
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


@contextmanager
def _files_in(folder: Path) -> Iterator[None]:
    """The files that came with the copy, not those of the home this process is set to."""
    former = settings.FILES
    settings.FILES = folder
    try:
        yield
    finally:
        settings.FILES = former


def bring_to_life(now: datetime, erased: Path | None = None) -> Alive:
    """Bring an older store up to date, look whether everything adds up, begin a new epoch, sign everyone out.

    Whoever the file ``erased`` names is erased again; not while ring keys are missing. Raises ``BackupRefused`` when
    something does not add up.
    """
    ids = ids_in(erased) if erased else []
    call_command("migrate", verbosity=0)
    missing = frozenset(keyring.missing())
    _refuse_unless_it_adds_up(missing)
    renew_epoch(now)
    Session.objects.all().delete()
    again = erase_again(ids) if erased and not missing else None
    if again and again.done:
        _refuse_unless_it_adds_up(missing)
    return Alive(missing, again)


def _refuse_unless_it_adds_up(keys_missing: frozenset[str]) -> None:
    found = verifying.findings(without_keys=bool(keys_missing))
    wrong = [f"{one.name}: {line}" for one in found for line in one.differences]
    refuse_differences("Not everything adds up in what came back", wrong)


def _erased_in(home: Path) -> Path | None:
    path = home / erased_file.FILE
    return path if path.is_file() else None


def _put(store: Store, copy: Path, laid: Path, home: Path) -> None:
    files = laid / FILES
    if files.exists():
        files.rename(home / FILES)
    store.put(copy, home)


def _secret_in(home: Path, manifest: Manifest) -> str:
    secret = _secret_of(home)
    if secret is None:
        return "missing"
    return "right" if print_of(secret) == manifest.secret_print else "other"


def _secret_of(home: Path) -> str | None:
    path = home / SECRET
    return path.read_text().strip() if path.is_file() else None
