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
from typing import Any

import pyrage
from django.db import connection
from django.utils.crypto import salted_hmac
from pyrage.x25519 import Recipient

import purnadaya
from purnadaya.access import keyring
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.archive import PARTIAL, Packing, part_of, whole_file
from purnadaya.office.backup.basis import FOLDER, Basis, Remembered, SeenFile, forget_gone, remember, remembered
from purnadaya.office.backup.blocks import scan
from purnadaya.office.backup.joining import BLOCKS
from purnadaya.office.backup.keeping import archive_name
from purnadaya.office.backup.manifest import FILES, WITH_DIFFERENCES, Base, Manifest, Part
from purnadaya.office.backup.sealing import RECIPIENTS, seal
from purnadaya.office.backup.stores import Store, store_of

SCRATCH = ".backup-"
HOME_ID = 8
SHARE = 8
"""A difference larger than this part of the whole is not worth carrying about: the next copy is a whole one."""


@dataclass(frozen=True)
class Taken:
    """A backup that was made."""

    path: Path
    manifest: Manifest
    size: int
    seconds: float


@dataclass(frozen=True)
class Wish:
    """What is to be copied where, and for whom it is sealed; ``plain`` is the only way not to seal it.

    ``whole`` asks for everything where a difference would do.
    """

    home: Path
    folder: Path
    recipients: tuple[Recipient, ...] = ()
    plain: bool = False
    whole: bool = False


@dataclass(frozen=True)
class _Copied:
    """What was copied: the store into scratch, of one moment; the files lie where they always do."""

    store: Store
    database: Path
    files: dict[str, Path]
    told: dict[str, Any]


def take(wish: Wish, secret: str, now: datetime) -> Taken:
    """Make a backup: only what changed, or a whole one where there is none to rest on (see ``Basis.serves``).

    Raises ``BackupRefused``; then nothing is left behind, and earlier ones stay as they were.
    """
    if not wish.recipients and not wish.plain:
        raise BackupRefused(
            "Nobody is named who could open this backup. Make a key with purnadaya backup-keys new FILE and write "
            f"the line that begins with age1 into {wish.home / RECIPIENTS}. (--plain leaves it open to everyone.)"
        )
    began = time.monotonic()
    wish.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone_in(wish.home, SCRATCH) as scratch:
        forget_gone(wish.home)
        _clear_halves(wish, home_id(secret))
        path, manifest = _taken(wish, secret, now, scratch)
    return Taken(path, manifest, path.stat().st_size, time.monotonic() - began)


def _clear_halves(wish: Wish, home: str) -> None:
    """Remove what one that was killed had half written; what another home is writing there stays."""
    for left in (*wish.folder.glob(f".purnadaya-{home}-*{PARTIAL}"), *(wish.home / FOLDER).glob(f".*{PARTIAL}")):
        left.unlink(missing_ok=True)


def _taken(wish: Wish, secret: str, now: datetime, scratch: Path) -> tuple[Path, Manifest]:
    basis = None if wish.whole else remembered(wish.home, wish.folder)
    copied = _copied(wish.home, scratch, print_of(secret), now)
    around = _circumstances(wish, copied, secret)
    if basis and basis.serves(around, now):
        made = _difference(wish, copied, basis, secret)
        if made and not basis.is_of_yesterday(now):
            return made
    # What is due after a day takes long; the difference just made stands in until it is there.
    return _whole(wish, copied, around, secret)


def _copied(home: Path, scratch: Path, secret_print: str, now: datetime) -> _Copied:
    """First the database, then the files: so that no row tells of a file that is not in the copy."""
    store = store_of(connection.vendor)
    database = scratch / store.part
    inventory = store.copy_to(database)
    told = {
        "made_at": now,
        "purnadaya": purnadaya.__version__,
        "vendor": store.vendor,
        "secret_print": secret_print,
        "inventory": inventory,
    }
    return _Copied(store, database, _files(home), told)


def _circumstances(wish: Wish, copied: _Copied, secret: str) -> str:
    """Whatever must not change between a whole copy and a difference, in one word that tells nothing."""
    around = [
        *sorted(map(str, wish.recipients)), "plain" if wish.plain else "sealed", *sorted(keyring.ring()),
        copied.told["vendor"], copied.told["purnadaya"], str(copied.told["inventory"].epoch),
    ]  # fmt: skip
    return salted_hmac("purnadaya.backup.around", "\n".join(around), secret=secret, algorithm="sha256").hexdigest()


def _blocks_key(secret: str) -> bytes:
    return salted_hmac("purnadaya.backup.blocks", "key", secret=secret, algorithm="sha256").digest()


def _whole(wish: Wish, copied: _Copied, around: str, secret: str) -> tuple[Path, Manifest]:
    path = _free(wish, archive_name(home_id(secret), copied.told["made_at"], plain=wish.plain))
    written = {name: file.stat().st_mtime_ns for name, file in copied.files.items()}
    paths = {copied.store.part: copied.database, **copied.files}
    manifest = Manifest(**copied.told, parts=tuple(part_of(name, file) for name, file in paths.items()))
    _write(wish, path, manifest, paths)
    if copied.store.in_blocks:
        told = Remembered(
            folder=str(wish.folder),
            base=Base(archive=path.name, manifest=manifest.checksum),
            size=path.stat().st_size,
            sha256=part_of(path.name, path).sha256,
            circumstances=around,
            files={part.name: SeenFile(part=part, written=written[part.name]) for part in manifest.parts[1:]},
        )
        remember(wish.home, Basis(told, scan(copied.database, _blocks_key(secret)).prints))
    return path, manifest


def _difference(wish: Wish, copied: _Copied, basis: Basis, secret: str) -> tuple[Path, Manifest] | None:
    """Only what is not in the whole copy; None when that is so much that a whole one is better."""
    blocks = copied.database.with_name(BLOCKS)
    with blocks.open("wb") as out:
        seen = scan(copied.database, _blocks_key(secret), basis.prints, out)
    whole = [Part(name=copied.store.part, size=seen.size, sha256=seen.sha256)]
    whole += [_part_since(basis, name, file) for name, file in copied.files.items()]
    new = {part.name: copied.files[part.name] for part in whole[1:] if not _unchanged(basis, part)}
    paths = {BLOCKS: blocks, **new}
    if sum(file.stat().st_size for file in paths.values()) * SHARE > sum(part.size for part in whole):
        return None
    path = _free(wish, archive_name(home_id(secret), copied.told["made_at"], plain=wish.plain, since=basis.moment))
    manifest = Manifest(
        **copied.told,
        format_version=WITH_DIFFERENCES,
        base=basis.told.base,
        whole=tuple(whole),
        parts=tuple(part_of(name, file) for name, file in paths.items()),
    )
    _write(wish, path, manifest, paths)
    return path, manifest


def _part_since(basis: Basis, name: str, file: Path) -> Part:
    """The line for a file; one that was not written since the whole copy is not read again."""
    seen, there = basis.told.files.get(name), file.stat()
    same = seen and (seen.written, seen.part.size) == (there.st_mtime_ns, there.st_size)
    return seen.part if seen and same else part_of(name, file)


def _unchanged(basis: Basis, part: Part) -> bool:
    seen = basis.told.files.get(part.name)
    return seen is not None and seen.part == part


def _free(wish: Wish, name: str) -> Path:
    path = wish.folder / name
    if path.exists():
        raise BackupRefused(f"{path} is there already.")
    return path


@contextmanager
def alone_in(home: Path, prefix: str) -> Iterator[Path]:
    """A scratch folder, for one process at a time; what one that was killed left behind is removed first."""
    with (home / f"{prefix.strip('.-')}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused("Another backup or drill is running just now.", "office.backup_busy") from None
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


def home_id(secret: str) -> str:
    """By what archives of several homes in one folder are told apart: the beginning of the print."""
    return print_of(secret)[:HOME_ID]


def _files(home: Path) -> dict[str, Path]:
    """Everything under ``files``, and nothing else of the home: no key, no secret."""
    folder = home / FILES
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {FILES + path.relative_to(folder).as_posix(): path for path in found}


def _write(wish: Wish, path: Path, manifest: Manifest, paths: dict[str, Path]) -> None:
    packing = Packing(manifest, paths)
    try:
        with whole_file(path) as out:
            seal(packing, out, [] if wish.plain else list(wish.recipients))
    except pyrage.EncryptError as error:
        raise packing.failure or OSError(str(error)) from None
