"""Taking a backup: a copy of the running store and the files beside it, sealed into one archive."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyrage
from django.db import connection
from django.utils.crypto import salted_hmac
from pyrage.x25519 import Recipient

import purnadaya
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.archive import PARTIAL, Packing, part_of, whole_file
from purnadaya.office.backup.keeping import archive_name, kept, moment_of
from purnadaya.office.backup.manifest import FILES, Manifest, Part, refuse_differences
from purnadaya.office.backup.sealing import RECIPIENTS, seal
from purnadaya.office.backup.stores import Store, store_of

SCRATCH = ".backup-"


@dataclass(frozen=True)
class Taken:
    """A backup that was made."""

    path: Path
    manifest: Manifest
    size: int
    seconds: float


@dataclass(frozen=True)
class Wish:
    """What is to be copied where, and for whom it is sealed; ``plain`` is the only way not to seal it."""

    home: Path
    folder: Path
    recipients: tuple[Recipient, ...] = ()
    plain: bool = False


def take(wish: Wish, secret: str, now: datetime) -> Taken:
    """Make a backup. Raises ``BackupRefused``; then nothing is left behind, and earlier ones stay as they were."""
    if not wish.recipients and not wish.plain:
        raise BackupRefused(
            "Nobody is named who could open this backup. Make a key with purnadaya backup-keys new FILE and write "
            f"the line that begins with age1 into {wish.home / RECIPIENTS}. (--plain leaves it open to everyone.)"
        )
    began = time.monotonic()
    wish.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = wish.folder / archive_name(now, plain=wish.plain)
    with alone_in(wish.home, SCRATCH) as scratch:
        if path.exists():
            raise BackupRefused(f"{path} is there already.")
        for left in wish.folder.glob(f".purnadaya-*{PARTIAL}"):
            left.unlink(missing_ok=True)
        store = store_of(connection.vendor)
        manifest, paths = _described(store, wish.home, scratch, print_of(secret), now)
        _write(path, manifest, paths, [] if wish.plain else list(wish.recipients))
    return Taken(path, manifest, path.stat().st_size, time.monotonic() - began)


@contextmanager
def alone_in(home: Path, prefix: str) -> Iterator[Path]:
    """A scratch folder, for one process at a time; what one that was killed left behind is removed first."""
    with (home / f"{prefix.strip('.-')}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused("Another backup or drill is running just now.") from None
        for left in home.glob(f"{prefix}*/"):
            shutil.rmtree(left, ignore_errors=True)
        with scratch_in(home, prefix) as scratch:
            yield scratch


@contextmanager
def scratch_in(folder: Path, prefix: str) -> Iterator[Path]:
    """A folder only we can look into, gone afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix=prefix, dir=folder))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def print_of(secret: str) -> str:
    """By what a backup knows the secret.key that belongs to it, without telling it."""
    return salted_hmac("purnadaya.backup.secret", "print", secret=secret, algorithm="sha256").hexdigest()[:32]


def _described(
    store: Store, home: Path, scratch: Path, secret_print: str, now: datetime
) -> tuple[Manifest, dict[str, Path]]:
    """First the database, then the files: so that no row tells of a file that is not in the copy."""
    paths = {store.part: scratch / store.part}
    store.copy_to(paths[store.part])
    refuse_differences("The database is damaged; no backup was made, earlier ones stay", [*store.faults(
        paths[store.part], quick=True)])  # fmt: skip
    paths |= _files(home)
    manifest = Manifest(
        made_at=now,
        purnadaya=purnadaya.__version__,
        vendor=store.vendor,
        secret_print=secret_print,
        inventory=store.inventory(paths[store.part]),
        parts=tuple(_parts(paths)),
    )
    return manifest, paths


def _files(home: Path) -> dict[str, Path]:
    """Everything under ``files``, and nothing else of the home: no key, no secret."""
    folder = home / FILES
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {FILES + path.relative_to(folder).as_posix(): path for path in found}


def _parts(paths: dict[str, Path]) -> Iterator[Part]:
    return (part_of(name, path) for name, path in paths.items())


def _write(path: Path, manifest: Manifest, paths: dict[str, Path], recipients: list[Recipient]) -> None:
    packing = Packing(manifest, paths)
    try:
        with whole_file(path) as out:
            seal(packing, out, recipients)
    except pyrage.EncryptError as error:
        raise packing.failure or OSError(str(error)) from None


def prune(folder: Path, now: datetime) -> list[str]:
    """Remove the archives that need not be kept any more (see ``keeping.kept``); their names."""
    found = {path: moment for path in folder.iterdir() if (moment := moment_of(path.name))}
    stay = kept(found.values(), now)
    gone = sorted(path for path, moment in found.items() if moment not in stay)
    for path in gone:
        path.unlink()
    return [path.name for path in gone]
