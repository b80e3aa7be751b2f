"""The drill: a backup is only one when it has been restored."""

from __future__ import annotations

import getpass
import os
import platform
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.utils.crypto import salted_hmac
from pyrage.x25519 import Identity

import purnadaya
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.manifest import differences, refuse_differences
from purnadaya.office.backup.restoring import Restored, restore
from purnadaya.office.backup.taking import Taken, Wish, alone_in, take

LOG = "drills.log"
SIGNED = " signed="


@dataclass(frozen=True)
class Drill:
    """How a drill went: its line for the log, and why it failed (empty when it did not)."""

    line: str
    failure: str


def drill(wish: Wish, identities: list[Identity], secret: str, now: datetime) -> Drill:
    """Back up and restore into a scratch folder of the home; writes a signed line to its log, never raises.

    Without identities the copy is sealed for a key of this moment: all is tried but whether the real key is there.
    """
    try:
        taken, restored = _there_and_back(wish, identities, secret, now)
    except (BackupRefused, OSError) as error:
        failure = str(error)
        told = f"failed why={failure.splitlines()[0][:160]!r}"
    else:
        failure, told = "", _figures(taken, restored)
    line = signed(f"{now:%Y-%m-%dT%H:%M:%SZ} {told} purnadaya={purnadaya.__version__} by={_whoever()}", secret)
    _note(wish.home / LOG, line)
    return Drill(line, failure)


def _there_and_back(wish: Wish, identities: list[Identity], secret: str, now: datetime) -> tuple[Taken, Restored]:
    if not identities:
        identities = [Identity.generate()]
        wish = replace(wish, recipients=(identities[0].to_public(),))
    with alone_in(wish.home, ".drill-") as scratch:
        taken = take(replace(wish, folder=scratch / "copy", plain=False), secret, now)
        restored = restore(taken.path, identities, scratch / "home", now)
        _compare(taken, restored)
    return taken, restored


def _compare(taken: Taken, restored: Restored) -> None:
    """What stands in the new home differs from what was copied in its epoch and its closed sessions only."""
    told, found = taken.manifest.inventory, restored.inventory
    if restored.keys_missing:
        raise BackupRefused(f"These ring keys are not here: {', '.join(sorted(restored.keys_missing))}.")
    if found.epoch == told.epoch:
        raise BackupRefused("The restored store has the epoch of the old one.")
    expected = told.model_copy(update={"epoch": found.epoch, "counts": {**told.counts, "django_session": 0}})
    refuse_differences("The restored store is not what was copied", [*differences(expected, found)])


def _figures(taken: Taken, restored: Restored) -> str:
    told = taken.manifest.inventory
    return (
        f"passed rows={sum(told.counts.values())} last_operation={told.last_operation} "
        f"archive={taken.size}B backup={taken.seconds:.1f}s restore={restored.seconds:.1f}s"
    )


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
