"""The archive: a compressed tar with the manifest first, so that without us, too, ``age -d`` and ``tar xz`` open it."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.manifest import MANIFEST, Manifest, Part, read_manifest
from purnadaya.office.backup.sealing import CHUNK, CUT_OR_DAMAGED

PARTIAL = ".part"
_BIGGEST_MANIFEST = 64 << 20
_QUICK, _GZIP = 3, 31


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there under its name only when everything in it is on the disk; readable by its owner."""
    partial = path.with_name(f".{path.name}{PARTIAL}")
    partial.unlink(missing_ok=True)
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
        sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def part_of(name: str, path: Path) -> Part:
    """The line of the manifest for a file."""
    with path.open("rb") as file:
        return Part(name=name, size=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest())


class Packing:
    """The bytes of an archive, made as they are read. ``failure`` is what stopped it."""

    def __init__(self, manifest: Manifest, paths: dict[str, Path]) -> None:
        self._pieces = _compressed(_tar(manifest, paths))
        self._rest = memoryview(b"")
        self.failure: Exception | None = None

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes (or one piece); none at the end."""
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except (OSError, BackupRefused) as error:
            self.failure = error
            raise
        end = len(self._rest) if size < 0 else size
        piece, self._rest = bytes(self._rest[:end]), self._rest[end:]
        return piece


def _compressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    press = zlib.compressobj(_QUICK, wbits=_GZIP)
    for piece in pieces:
        yield press.compress(piece)
    yield press.flush()


def _tar(manifest: Manifest, paths: dict[str, Path]) -> Iterator[bytes]:
    told = manifest.as_bytes()
    yield from _member(manifest, MANIFEST, len(told), iter((told,)))
    for part in manifest.parts:
        yield from _member(manifest, part.name, part.size, _unchanged(part, paths[part.name]))
    yield bytes(2 * tarfile.BLOCKSIZE)


def _member(manifest: Manifest, name: str, size: int, pieces: Iterator[bytes]) -> Iterator[bytes]:
    head = tarfile.TarInfo(name)
    head.size, head.mode, head.mtime = size, 0o600, int(manifest.made_at.timestamp())
    yield head.tobuf(tarfile.PAX_FORMAT)
    yield from pieces
    yield bytes(-size % tarfile.BLOCKSIZE)


def _unchanged(part: Part, path: Path) -> Iterator[bytes]:
    checksum, left = hashlib.sha256(), part.size
    with path.open("rb") as file:
        while left and (piece := file.read(min(CHUNK, left))):
            checksum.update(piece)
            left -= len(piece)
            yield piece
    if left or checksum.hexdigest() != part.sha256:
        raise BackupRefused(f"{part.name} changed while it was being copied. Make the backup again.")


def unpack(payload: Path, into: Path) -> Manifest:
    """Lay the parts of an archive into a folder and give its manifest.

    Raises ``BackupRefused`` unless exactly the parts are there that the manifest tells, byte by byte.
    """
    try:
        with gzip.open(payload) as clear, tarfile.open(fileobj=clear, mode="r|") as tar:
            return _unpack(tar, into)
    except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError, UnicodeDecodeError):
        raise BackupRefused(CUT_OR_DAMAGED) from None


def _unpack(tar: tarfile.TarFile, into: Path) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST or not first.isreg() or first.size > _BIGGEST_MANIFEST:
        raise BackupRefused("This is not a backup of Purnadaya.")
    manifest = read_manifest(_content(tar, first).read())
    for part in manifest.parts:
        member = tar.next()
        if member is None or member.name != part.name or member.size != part.size or not member.isreg():
            raise BackupRefused(f"This backup is damaged: {part.name} is not where the manifest says.")
        _lay(_content(tar, member), part, into / part.name)
    if tar.next() is not None:
        raise BackupRefused("This backup is damaged: there is more in it than its manifest says.")
    return manifest


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content: Any = tar.extractfile(member)
    return content  # type: ignore[no-any-return]


def _lay(content: IO[bytes], part: Part, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    checksum = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := content.read(CHUNK):
            checksum.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if checksum.hexdigest() != part.sha256:
        raise BackupRefused(f"This backup is damaged: {part.name} is not what was written.")
