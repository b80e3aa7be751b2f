"""Small archives for the tests: two parts of a few bytes, no database."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyrage.x25519 import Identity

from purnadaya.kernel.ids import new_id
from purnadaya.office.backup.archive import Packing, part_of, unpack
from purnadaya.office.backup.manifest import Inventory, Manifest
from purnadaya.office.backup.sealing import seal, unseal

KEY = Identity.generate()
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def manifest_of(parts: dict[str, Path], **more: Any) -> Manifest:
    inventory = Inventory(counts={"row": 1}, last_operation=1, epoch=new_id(), migrations=())
    told = {"made_at": NOW, "purnadaya": "0.1.0", "vendor": "sqlite", "secret_print": "", "inventory": inventory}
    return Manifest(**{**told, "parts": tuple(part_of(name, path) for name, path in parts.items()), **more})


def small_parts(folder: Path) -> dict[str, Path]:
    """A database that is none, and a file."""
    paths = {"database.sqlite3": folder / "database.sqlite3", "files/letter.txt": folder / "letter.txt"}
    for path in paths.values():
        path.write_bytes(b"Ginem Rahayu " * 20)
    return paths


def sealed(folder: Path, manifest: Manifest, parts: dict[str, Path], *, plain: bool = False) -> bytes:
    out = io.BytesIO()
    seal(Packing(manifest, parts), out, [] if plain else [KEY.to_public()])
    return out.getvalue()


def opened(archive: bytes, folder: Path, identities: list[Identity] | None = None) -> Manifest:
    """What restoring does first. Raises ``BackupRefused`` unless every byte is as it was written."""
    folder.mkdir(parents=True)
    (folder / "archive").write_bytes(archive)
    with (folder / "payload").open("wb") as out:
        unseal(folder / "archive", out, [KEY] if identities is None else identities)
    return unpack(folder / "payload", folder / "parts")
