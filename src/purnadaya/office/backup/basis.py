"""What this home remembers of its last whole copy in a folder, so that the next one can be a difference."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from purnadaya.office.backup.archive import whole_file
from purnadaya.office.backup.keeping import copy_called
from purnadaya.office.backup.manifest import Base, Part

FOLDER = "backup-blocks"
WHOLE_EVERY = timedelta(days=1)


class SeenFile(BaseModel):
    """A file as it lies in the whole copy, and when it had last been written."""

    model_config = ConfigDict(frozen=True)

    part: Part
    written: int


class Remembered(BaseModel):
    """Of a whole copy: where it lies, its size and checksum, under which circumstances it was made, its files."""

    model_config = ConfigDict(frozen=True)

    folder: str
    base: Base
    size: int
    sha256: str
    circumstances: str
    files: Mapping[str, SeenFile]


@dataclass(frozen=True)
class Basis:
    """A whole copy to rest on, with the prints of its database's blocks."""

    told: Remembered
    prints: bytes

    @property
    def archive(self) -> Path:
        """Where it lies."""
        return Path(self.told.folder, self.told.base.archive)

    @property
    def moment(self) -> datetime:
        """When it was made."""
        copy = copy_called(self.archive.name)
        if copy is None:
            raise ValueError(self.archive.name)
        return copy.moment

    def serves(self, circumstances: str, now: datetime) -> bool:
        """Whether a copy may rest on it: it is there, older than that copy, and nothing around it has changed."""
        there = self.archive.is_file() and self.archive.stat().st_size == self.told.size
        return there and self.told.circumstances == circumstances and now - self.moment >= timedelta(seconds=1)

    def is_of_yesterday(self, now: datetime) -> bool:
        """Whether it is time for another whole copy."""
        return now - self.moment >= WHOLE_EVERY


def remembered(home: Path, folder: Path) -> Basis | None:
    """What is remembered of the last whole copy in this folder; None when nothing is, or it cannot be read."""
    path = _path(home, folder)
    try:
        head, _, prints = path.read_bytes().partition(b"\n")
        return Basis(Remembered.model_validate_json(head), prints)
    except (FileNotFoundError, ValidationError):
        return None


def remember(home: Path, basis: Basis) -> None:
    """Keep this, in the place of what was remembered of the same folder."""
    (home / FOLDER).mkdir(mode=0o700, exist_ok=True)
    with whole_file(_path(home, Path(basis.told.folder))) as out:
        out.write(basis.told.model_dump_json().encode() + b"\n")
        out.write(basis.prints)


def forget_gone(home: Path) -> None:
    """Forget copies that are not there any more."""
    for path in (home / FOLDER).glob("*.blocks"):
        with path.open("rb") as file:
            head = file.readline()
        try:
            told = Remembered.model_validate_json(head)
            gone = not Path(told.folder, told.base.archive).exists()
        except ValidationError:
            gone = True
        if gone:
            path.unlink(missing_ok=True)


def forget_damaged(home: Path) -> list[Path]:
    """Look at every byte of the remembered copies; those that are not as they were written, which are then forgotten.

    So the next copy is a whole one. A copy that is not there says nothing.
    """
    forget_gone(home)
    damaged = []
    for memory in (home / FOLDER).glob("*.blocks"):
        with memory.open("rb") as file:
            told = Remembered.model_validate_json(file.readline())
        archive = Path(told.folder, told.base.archive)
        if archive.exists() and not _is_as_written(archive, told.sha256):
            memory.unlink(missing_ok=True)
            damaged.append(archive)
    return damaged


def _is_as_written(archive: Path, checksum: str) -> bool:
    try:
        with archive.open("rb") as file:
            # From the disk, not from what the machine still has in memory.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            return hashlib.file_digest(file, "sha256").hexdigest() == checksum
    except OSError:
        return False


def _path(home: Path, folder: Path) -> Path:
    return home / FOLDER / f"{hashlib.sha256(str(folder).encode()).hexdigest()[:24]}.blocks"
