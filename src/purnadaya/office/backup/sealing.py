"""Sealing with age: who can open a backup, and who can only write one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Protocol

import pyrage
from pyrage.x25519 import Identity, Recipient

from purnadaya.office.backup import BackupRefused

RECIPIENTS = "backup-recipients.txt"
PRIVATE = "AGE-SECRET-KEY-"
SEALED, PLAIN = b"age-encryption.org/v1\n", b"\x1f\x8b\x08"
CHUNK = 1 << 20

CUT_OR_DAMAGED = "This backup is damaged or was cut off. Take another copy of it, or an older one."
NOT_OURS = "This is not a backup of Purnadaya, or its beginning is damaged."
OTHER_KEY = "This key does not open this backup: it was made for another key, or its beginning is damaged."


class Source(Protocol):
    """Bytes to be read piece by piece."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; none at the end."""


def recipients_of(home: Path, more: Iterable[str]) -> list[Recipient]:
    """Those who can open backups of this home: from its file and from the setting. Raises ``BackupRefused``."""
    file = home / RECIPIENTS
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return [_recipient(name) for name in [*names, *more]]


def _recipient(name: str) -> Recipient:
    if name.upper().startswith(PRIVATE):
        raise BackupRefused(
            "There is a private key among the recipients. Only the line that begins with age1 belongs in "
            f"{RECIPIENTS}; keep the private key away from this machine."
        )
    try:
        return Recipient.from_str(name)
    except pyrage.RecipientError:
        raise BackupRefused(f"{name[:24]}… is not an age recipient. It begins with age1.") from None


def new_identity(path: Path) -> str:
    """Make a key: its private part into a new file only its owner reads; the public part comes back.

    Raises ``BackupRefused`` when something is there already.
    """
    identity = Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupRefused(f"{path} is there already. A key is never written over another.") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# Opens backups of Purnadaya. Keep it away from the server.\n# public: {public}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def identities_in(path: Path) -> list[Identity]:
    """The private keys in a file. Raises ``BackupRefused`` when there is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BackupRefused(f"{path} cannot be read.") from None
    try:
        found = [Identity.from_str(line.strip()) for line in lines if line.strip().upper().startswith(PRIVATE)]
    except pyrage.IdentityError:
        raise BackupRefused(f"The private key in {path} is damaged.") from None
    if not found:
        raise BackupRefused(f"There is no private key in {path}. It is a line that begins with {PRIVATE}.")
    return found


def seal(source: Source, out: IO[bytes], recipients: list[Recipient]) -> None:
    """Write the source so that only the recipients can read it; without any, in the clear with its checksum."""
    if recipients:
        pyrage.encrypt_io(source, out, recipients)
        return
    checksum = hashlib.sha256()
    while piece := source.read(CHUNK):
        checksum.update(piece)
        out.write(piece)
    out.write(checksum.digest())


def unseal(archive: Path, out: IO[bytes], identities: list[Identity]) -> None:
    """Write what an archive holds. Raises ``BackupRefused`` unless every byte is as it was written."""
    with archive.open("rb") as file:
        begins = file.read(len(SEALED))
        file.seek(0)
        if begins == SEALED:
            _open_sealed(file, out, identities)
        elif begins.startswith(PLAIN):
            _open_plain(file, archive.stat().st_size, out)
        elif len(begins) < len(SEALED):
            raise BackupRefused(CUT_OR_DAMAGED)
        else:
            raise BackupRefused(NOT_OURS)


def _open_sealed(file: IO[bytes], out: IO[bytes], identities: list[Identity]) -> None:
    if not identities:
        raise BackupRefused("This backup is sealed. Say which key opens it: --identity FILE.")
    try:
        pyrage.decrypt_io(file, out, identities)
    except pyrage.DecryptError as error:
        raise BackupRefused(OTHER_KEY if "No matching keys" in str(error) else CUT_OR_DAMAGED) from None
    except OSError as error:
        if error.errno:
            raise
        raise BackupRefused(CUT_OR_DAMAGED) from None


def _open_plain(file: IO[bytes], size: int, out: IO[bytes]) -> None:
    left, checksum = size - hashlib.sha256().digest_size, hashlib.sha256()
    while left > 0 and (piece := file.read(min(CHUNK, left))):
        checksum.update(piece)
        out.write(piece)
        left -= len(piece)
    if left or file.read() != checksum.digest():
        raise BackupRefused(CUT_OR_DAMAGED)
