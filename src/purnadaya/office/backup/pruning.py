"""Which copies go when, and from which folders: also from those that no copy is made into any more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from purnadaya.office.backup.archive import sync_folder, whole_file
from purnadaya.office.backup.erased import FILE as ERASED
from purnadaya.office.backup.keeping import copy_called, kept_of
from purnadaya.office.backup.taking import Taken, Wish, home_id, take

USED = "backup-folders"
"""The file of the home that names every folder it ever copied into, each behind the id that its archives bear."""


@dataclass(frozen=True)
class Used:
    """A folder, and the home id of archives in it."""

    home_id: str
    folder: Path


def take_and_prune(wish: Wish, secret: str, now: datetime) -> tuple[Taken, list[str]]:
    """Make a backup, then remove those that need not be kept; the names of these. Raises ``BackupRefused``."""
    _note(wish.home, Used(home_id(secret), wish.folder))
    taken = take(wish, secret, now)
    _lay_beside(wish, home_id(secret))
    return taken, prune(wish.folder, home_id(secret), now)


def _lay_beside(wish: Wish, home: str) -> None:
    """The list of who was erased goes with the copies, from which they would come back; it holds ids alone."""
    listed = wish.home / ERASED
    if listed.exists():
        with whole_file(wish.folder / f"purnadaya-{home}.erased") as out:
            out.write(listed.read_bytes())


def prune(folder: Path, home: str, now: datetime) -> list[str]:
    """Remove the archives that need not be kept any more (see ``keeping.kept_of``); their names."""
    found = {path: copy for path in folder.iterdir() if (copy := copy_called(path.name))}
    stay = kept_of(home, found.values(), now)
    gone = sorted(path for path, copy in found.items() if copy not in stay)
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


def prune_all(home: Path, now: datetime) -> list[Path]:
    """Prune every folder this home ever copied into; those that could not be looked at."""
    failed = []
    for one in used_in(home):
        try:
            prune(one.folder, one.home_id, now)
        except OSError:
            failed.append(one.folder)
    return failed


def used_in(home: Path) -> Iterator[Used]:
    """Every folder this home ever copied into. A line that cannot be read counts for nothing."""
    path = home / USED
    for line in path.read_text().splitlines() if path.exists() else ():
        told, _, folder = line.partition(" ")
        if told and folder:
            yield Used(told, Path(folder))


def _note(home: Path, used: Used) -> None:
    """Remember a folder before anything lies in it."""
    if used in used_in(home):
        return
    with os.fdopen(os.open(home / USED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write(f"{used.home_id} {used.folder}\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(home)
