"""Opening what is to be restored: a whole archive, or a difference joined with the whole one it rests on."""

from __future__ import annotations

from pathlib import Path

from pyrage.x25519 import Identity

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.archive import part_of, unpack
from purnadaya.office.backup.blocks import apply
from purnadaya.office.backup.keeping import copy_called
from purnadaya.office.backup.manifest import FILES, Manifest, Part
from purnadaya.office.backup.sealing import unseal

WHOLE = "whole"
BLOCKS = "database.blocks"
"""The part of a difference that holds the changed blocks of the database."""


def newest_in(place: Path, home: str = "") -> Path:
    """The archive meant: this file, or the newest of this folder; of several homes' that of ``home``.

    Raises ``BackupRefused`` when there is none, or when it is not clear whose is meant.
    """
    if place.is_file():
        return place
    copies = {path: copy for path in place.glob("purnadaya-*") if (copy := copy_called(path.name))}
    if place.is_dir() and not copies:
        raise BackupRefused(f"There is no backup in {place}.")
    if not copies:
        raise BackupRefused(f"There is no file {place}.")
    newest: dict[str, Path] = {}
    for path in sorted(copies, key=lambda path: (copies[path].moment, path.name)):
        newest[copies[path].home] = path
    if len(newest) == 1:
        return newest.popitem()[1]
    if home and home in newest:
        return newest[home]
    raise BackupRefused(
        f"In {place} lie backups of several homes. Name the one you mean; the newest of each: "
        f"{', '.join(sorted(path.name for path in newest.values()))}."
    )


def lay_out(archive: Path, identities: list[Identity], into: Path) -> Manifest:
    """Lay what an archive restores to into the folder ``whole``, a file for each part, and give its manifest.

    Raises ``BackupRefused`` unless every byte is as it was written, here and in the whole one it rests on.
    """
    manifest = _unsealed(archive, identities, into / "parts")
    if manifest.base is None:
        (into / "parts").rename(into / WHOLE)
        return manifest
    beside = archive.with_name(manifest.base.archive)
    if not beside.is_file():
        raise BackupRefused(
            f"{archive.name} holds only what changed since {beside.name}, and that one is not beside it. "
            "Put both into one folder."
        )
    try:
        whole = _unsealed(beside, identities, into / "base")
    except BackupRefused as refused:
        raise BackupRefused(f"{archive.name} rests on {beside.name}. {refused}") from None
    if whole.checksum != manifest.base.manifest:
        raise BackupRefused(f"{beside.name} is not the backup that {archive.name} was made from, it only has its name.")
    _join(manifest, whole, into)
    return manifest


def _unsealed(archive: Path, identities: list[Identity], into: Path) -> Manifest:
    payload = into.with_suffix(".payload")
    with payload.open("wb") as out:
        unseal(archive, out, identities)
    into.mkdir(mode=0o700)
    manifest = unpack(payload, into)
    payload.unlink()
    return manifest


def _join(manifest: Manifest, whole: Manifest, into: Path) -> None:
    """Each part from the difference, or unchanged from the whole; the database from both."""
    (into / WHOLE).mkdir(mode=0o700)
    own, older = {*manifest.parts}, {*whole.parts}
    by_blocks = [part for part in manifest.whole if part not in own | older]
    _move([part for part in manifest.whole if part in own], into / "parts", into / WHOLE)
    _move([part for part in manifest.whole if part in older - own], into / "base", into / WHOLE)
    for part in by_blocks:
        _mend(part, into / "parts" / BLOCKS, into / "base" / part.name)
    _move(by_blocks, into / "base", into / WHOLE)


def _mend(part: Part, blocks: Path, older: Path) -> None:
    if part.name.startswith(FILES) or not (blocks.is_file() and older.is_file()):
        raise BackupRefused(f"This backup is damaged: {part.name} is neither in it nor in the one it rests on.")
    apply(blocks, older, part.size)
    if part_of(part.name, older) != part:
        raise BackupRefused(f"This backup is damaged: {part.name} is not what was written.")


def _move(parts: list[Part], out_of: Path, into: Path) -> None:
    for part in parts:
        (into / part.name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (out_of / part.name).rename(into / part.name)
