"""Files at rest: each lies in ``HOME/files``, sealed under a key of its own, whose id is its name.

Its parts (the content, and perhaps a small picture of it) are files of their own. They are written once and never
changed. When the key is dropped nothing opens them again, wherever a copy may lie.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from purnadaya.access import keyring
from purnadaya.access.models import DataKey
from purnadaya.kernel.sealing import CannotOpen, Key, lock, place, unlock

CONTENT, SMALL = "content", "small"
"""The parts a file can have."""

KIND = "file"
BACKUP_LOCK = "backup.lock"
"""Who makes a backup holds it (``office.backup``)."""
UNKEPT_SECONDS = 600


def folder() -> Path:
    """Where the files lie; part of every backup, useless without the key ring."""
    return Path(settings.FILES)


def path_of(name: str, part: str = CONTENT) -> Path:
    """Where a part of a file lies."""
    return folder() / (name if part == CONTENT else f"{name}.{part}")


def lay(parts: Mapping[str, bytes]) -> tuple[Key, dict[str, str]]:
    """Seal the parts of a new file and bring them to the disk; its key and the digest of each part as it lies.

    The caller keeps the key with ``keyring.keep`` in the transaction in which a row begins to speak of the file, or
    takes the parts away with ``clear``. Raises ``OSError``; then nothing lies there.
    """
    key = keyring.unkept_key()
    folder().mkdir(mode=0o700, exist_ok=True)
    try:
        digests = {part: _written(path_of(key.kid, part), _sealed(key, part, plain)) for part, plain in parts.items()}
        _sync(folder())
    except OSError:
        clear(key.kid)
        raise
    return key, digests


def keep(key: Key) -> None:
    """Keep the key of a file that was laid."""
    keyring.keep(key, keyring.FILES, KIND, key.kid)


def read(name: str, digest: str, part: str = CONTENT) -> bytes:
    """A part of a file in the clear. Raises ``CannotOpen`` when it is gone, changed, another's, or its key is."""
    key = keyring.find(name)
    if key is None:
        raise CannotOpen("the key of this file is not here")
    try:
        sealed = path_of(name, part).read_bytes()
    except FileNotFoundError:
        raise CannotOpen("this file is not here") from None
    if hashlib.sha256(sealed).hexdigest() != digest:
        raise CannotOpen("damaged, or not the file that was put here")
    return unlock(key, sealed, _place(name, part))


def forget(name: str) -> None:
    """Drop the key of a file, and take its parts away once that is durable."""
    keyring.drop(keyring.FILES, KIND, name)
    transaction.on_commit(partial(clear, name), robust=True)


def clear(name: str) -> None:
    """Take the parts of a file away; not while a backup copies what its rows speak of, for then ``sweep`` does it."""
    with Path(settings.HOME, BACKUP_LOCK).open("a") as lock, suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        for part in (CONTENT, SMALL):
            path_of(name, part).unlink(missing_ok=True)


def sweep() -> int:
    """Take away what nothing opens any more, because its key was dropped; how many files."""
    names = {path.name.partition(".")[0] for path in lying()}
    dead = names - set(DataKey.objects.filter(purpose=keyring.FILES).values_list("id", flat=True))
    # A file whose key is about to be kept is younger than this.
    old = [name for name in dead if _age(path_of(name)) > UNKEPT_SECONDS]
    for name in old:
        clear(name)
    return len(old)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return UNKEPT_SECONDS + 1


_speakers: dict[str, Callable[[], set[str]]] = {}


def register_speaker(app: str, names: Callable[[], set[str]]) -> None:
    """Make known the names of the files of which an app speaks; wired in ``config/wiring.py``."""
    _speakers[app] = names


def spoken_of() -> set[str]:
    """The names of the files of which apps speak that said so."""
    return {name for names in _speakers.values() for name in names()}


def lying() -> Iterator[Path]:
    """Every file that lies on the shelf, part by part."""
    if folder().is_dir():
        yield from (path for path in sorted(folder().iterdir()) if path.is_file())


def damage(name: str, digest: str, part: str = CONTENT) -> str:
    """What is wrong with a part as it lies, without opening it; empty when nothing is."""
    try:
        with path_of(name, part).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "is not there"
    return "" if found == digest else "is not what was put there"


def _sealed(key: Key, part: str, plain: bytes) -> bytes:
    return lock(key, plain, _place(key.kid, part))


def _place(name: str, part: str) -> str:
    return place(KIND, name, part)


def _written(path: Path, content: bytes) -> str:
    """Write a new file through to the disk; its digest."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(content).hexdigest()


def _sync(where: Path) -> None:
    descriptor = os.open(where, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
