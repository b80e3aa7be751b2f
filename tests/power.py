"""A disk whose power can be cut: what was not synced may be there, in part, in any order, or not at all.

SQLite (through APSW) writes into memory here. Every write, truncation and sync is a moment; at the chosen one the
power goes. What a new start would find is then written into ordinary files.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


class PowerCut(Exception):  # noqa: N818 - it is none
    """The power went."""


@dataclass
class File:
    """The bytes as SQLite sees them, as they are on the disk for certain, and what lies between."""

    seen: bytearray = field(default_factory=bytearray)
    synced: bytearray = field(default_factory=bytearray)
    unsynced: list[tuple[int, bytes | None]] = field(default_factory=list)

    def after_cut(self, chance: random.Random) -> bytes:
        """What is found: each unsynced sector with one chance in two, torn and in any order."""
        found = bytearray(self.synced)
        pieces = [piece for change in self.unsynced for piece in _sectors(*change)]
        for offset, content in chance.sample(pieces, chance.randint(0, len(pieces))):
            change(found, offset, content)
        return bytes(found)


def _sectors(offset: int, content: bytes | None) -> list[tuple[int, bytes | None]]:
    if content is None:
        return [(offset, None)]
    return [(offset + at, content[at : at + SECTOR]) for at in range(0, len(content), SECTOR)]


def change(target: bytearray, offset: int, content: bytes | None) -> None:
    """Write at an offset; with no content, cut there."""
    if content is None:
        del target[offset:]
        return
    if len(target) < offset:
        target.extend(bytes(offset - len(target)))
    target[offset : offset + len(content)] = content


class Disk(apsw.VFS):
    """A file system in memory, named ``name``, in which the power goes at moment number ``cut_at``."""

    def __init__(self, name: str, cut_at: int | None = None) -> None:
        self.files: dict[str, File] = {}
        self.cut_at, self.moments, self.syncs = cut_at, 0, 0
        super().__init__(name, "")

    def moment(self) -> None:
        """One more thing reaches for the disk. Raises ``PowerCut`` from the chosen one on."""
        if self.cut_at is not None and self.moments + 1 >= self.cut_at:
            raise PowerCut
        self.moments += 1

    def cut(self) -> None:
        """The power goes now, at the latest."""
        self.cut_at = 0

    def after_cut(self, folder: Path, chance: random.Random) -> Path:
        """Lay down what a new start finds; the path of the database."""
        for name, file in self.files.items():
            (folder / name).write_bytes(file.after_cut(chance))
        return folder / "store"

    def xOpen(self, name: Any, flags: list[int]) -> OpenFile:  # noqa: N802
        called = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "passing").name
        flags[1] = flags[0]
        return OpenFile(self, self.files.setdefault(called, File()))

    def xDelete(self, name: str, syncdir: bool) -> None:  # noqa: N802
        self.files.pop(Path(name).name, None)

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: N802
        return Path(pathname).name in self.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


class OpenFile:
    """One open file of the disk; one connection, so locks need not be kept."""

    def __init__(self, disk: Disk, file: File) -> None:
        self.disk, self.file = disk, file

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self.file.seen[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._change(offset, bytes(data))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._change(size, None)

    def _change(self, offset: int, content: bytes | None) -> None:
        self.disk.moment()
        change(self.file.seen, offset, content)
        self.file.unsynced.append((offset, content))

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.disk.moment()
        self.disk.syncs += 1
        self.file.synced[:] = self.file.seen
        self.file.unsynced.clear()

    def xFileSize(self) -> int:  # noqa: N802
        return len(self.file.seen)

    def xLock(self, level: int) -> None: ...  # noqa: N802
    def xUnlock(self, level: int) -> None: ...  # noqa: N802
    def xClose(self) -> None: ...  # noqa: N802

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return int(apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE)
