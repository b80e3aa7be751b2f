"""The drill: a backup is only one when it has been restored."""

from __future__ import annotations

import getpass
import os
import platform
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils.crypto import salted_hmac
from pyrage.x25519 import Identity

import purnadaya
from purnadaya.office.backup import STOPPED, BackupRefused, why
from purnadaya.office.backup.basis import forget_damaged, forget_gone
from purnadaya.office.backup.manifest import Manifest, differences, refuse_differences
from purnadaya.office.backup.restoring import Restored, restore
from purnadaya.office.backup.stores import store_of
from purnadaya.office.backup.taking import Taken, Wish, alone_in, take

LOG, SCRATCH = "drills.log", ".drill-"
SIGNED = " signed="


@dataclass(frozen=True)
class Drill:
    """How a drill went: its line for the log, and why it failed (empty when it did not)."""

    line: str
    failure: str


def drill(wish: Wish, identities: list[Identity], secret: str, now: datetime, copy: Path | None = None) -> Drill:
    """Back up and restore into a scratch folder of the home; writes a signed line to its log, never raises.

    Without identities the copy is sealed for a key of this moment: all is tried but whether the real key is there.
    ``copy`` names an archive or a folder of them: then that one is restored and none is made.
    """
    try:
        _refuse_damaged(wish.home)
        told = _tried(copy, wish, identities, secret, now) if copy else _there_and_back(wish, identities, secret, now)
    except (BackupRefused, *STOPPED) as error:
        failure = str(error) if isinstance(error, BackupRefused) else why(error)
        told = f"failed why={failure.splitlines()[0][:160]!r}"
    else:
        failure = ""
    line = signed(f"{now:%Y-%m-%dT%H:%M:%SZ} {told} purnadaya={purnadaya.__version__} by={_whoever()}", secret)
    _note(wish.home / LOG, line)
    return Drill(line, failure)


def _refuse_damaged(home: Path) -> None:
    if damaged := forget_damaged(home):
        raise BackupRefused(
            f"No longer as they were written: {', '.join(path.name for path in damaged)}. "
            "The next backup is a whole one."
        )


def _there_and_back(wish: Wish, identities: list[Identity], secret: str, now: datetime) -> str:
    """A whole copy, and where the store is copied in blocks a difference that rests on it."""
    if not identities:
        identities = [Identity.generate()]
        wish = replace(wish, recipients=(identities[0].to_public(),))
    with alone_in(wish.home, SCRATCH) as scratch:
        there = replace(wish, folder=scratch / "copy", plain=False)
        taken = [take(there, secret, now)]
        if store_of(connection.vendor).in_blocks:
            taken.append(take(there, secret, now + timedelta(seconds=1)))
        with store_of(connection.vendor).elsewhere(wish.home):
            restored = restore(there.folder, identities, scratch / "home", now)
    forget_gone(wish.home)
    _compare(taken[-1].manifest, restored)
    return _figures(taken, restored)


def _tried(copy: Path, wish: Wish, identities: list[Identity], secret: str, now: datetime) -> str:
    """What restoring compares is enough; an archive of an older version has other tables once it is here."""
    with alone_in(wish.home, SCRATCH) as scratch, store_of(connection.vendor).elsewhere(wish.home):
        restored = restore(copy, identities, scratch / "home", now, secret)
    _refuse_missing_keys(restored)
    return f"passed of={restored.archive.name} {_rows(restored.manifest)} restore={restored.seconds:.1f}s"


def _refuse_missing_keys(restored: Restored) -> None:
    if restored.keys_missing:
        raise BackupRefused(f"These ring keys are not here: {', '.join(sorted(restored.keys_missing))}.")


def _compare(manifest: Manifest, restored: Restored) -> None:
    """What stands in the new home differs from what was copied in its epoch and its closed sessions only."""
    told, found = manifest.inventory, restored.inventory
    _refuse_missing_keys(restored)
    if found.epoch == told.epoch:
        raise BackupRefused("The restored store has the epoch of the old one.")
    expected = told.model_copy(update={"epoch": found.epoch, "counts": {**told.counts, "django_session": 0}})
    refuse_differences("The restored store is not what was copied", [*differences(expected, found)])


def _figures(taken: list[Taken], restored: Restored) -> str:
    archives = "+".join(f"{one.size}B" for one in taken)
    seconds = "+".join(f"{one.seconds:.1f}s" for one in taken)
    return f"passed {_rows(taken[-1].manifest)} archive={archives} backup={seconds} restore={restored.seconds:.1f}s"


def _rows(manifest: Manifest) -> str:
    told = manifest.inventory
    return f"rows={sum(told.counts.values())} last_operation={told.last_operation}"


def signed(line: str, secret: str) -> str:
    """The line with a signature by this home's secret, so that it cannot be written by hand."""
    mac = salted_hmac("purnadaya.backup.drill", line, secret=secret, algorithm="sha256").hexdigest()
    return f"{line}{SIGNED}{mac[:32]}"


def _whoever() -> str:
    return f"{getpass.getuser()}@{platform.node()}"


def _note(log: Path, line: str) -> None:
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
