"""The manifest: what an archive says of itself. Restoring believes nothing else, and this only when it fits."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.keeping import copy_called

FORMAT = "purnadaya-backup"
FORMAT_VERSION, WITH_DIFFERENCES = 1, 2
"""A whole archive is written in the first format, which every version reads; a difference in the second."""

MANIFEST = "manifest.json"
FILES = "files/"
DIFFERENCES_TOLD = 5


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(_Frozen):
    """One file in the archive."""

    name: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @field_validator("name")
    @classmethod
    def _stays_inside(cls, name: str) -> str:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\0" in name or str(path) != name:
            raise ValueError("a part lies inside the archive")
        if len(path.parts) > 1 and not name.startswith(FILES):
            raise ValueError("only files lie in a folder")
        return name


class Inventory(_Frozen):
    """What is in a store: how many rows each table has, the last operation, its epoch, its migrations."""

    counts: Mapping[str, int]
    last_operation: int
    epoch: UUID
    migrations: tuple[str, ...]


class Base(_Frozen):
    """The whole archive that a difference rests on: its name, and the checksum of its manifest."""

    archive: str
    manifest: str = Field(pattern=r"^[0-9a-f]{64}$")

    @field_validator("archive")
    @classmethod
    def _is_whole(cls, name: str) -> str:
        copy = copy_called(name)
        if copy is None or copy.since:
            raise ValueError("a difference rests on a whole archive beside it")
        return name


class Manifest(_Frozen):
    """Everything an archive says of itself. ``secret_print`` tells which secret.key belongs to it, not the key.

    A difference names its ``base``, and in ``whole`` the parts there are when both are joined.
    """

    format: Literal["purnadaya-backup"] = "purnadaya-backup"
    format_version: int = FORMAT_VERSION
    made_at: datetime
    purnadaya: str
    vendor: str
    secret_print: str
    inventory: Inventory
    parts: tuple[Part, ...]
    base: Base | None = None
    whole: tuple[Part, ...] = ()

    @model_validator(mode="after")
    def _knows_its_kind(self) -> Self:
        if (self.format_version == WITH_DIFFERENCES) != (self.base is not None):
            raise ValueError("a difference, and nothing else, is of the second format")
        for parts in (self.parts, self.whole):
            if len({part.name for part in parts}) < len(parts):
                raise ValueError("a part stands there once")
        return self

    @property
    def checksum(self) -> str:
        """What a difference knows it by."""
        return hashlib.sha256(self.as_bytes()).hexdigest()

    def as_bytes(self) -> bytes:
        """The manifest as it lies in the archive."""
        without = None if self.base else {"base", "whole"}
        return self.model_dump_json(indent=1, exclude=without).encode()


def read_manifest(raw: bytes) -> Manifest:
    """The manifest in these bytes. Raises ``BackupRefused`` when it is none, or of a format we do not read."""
    try:
        told = json.loads(raw)
    except ValueError:
        told = None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise BackupRefused("This is not a backup of Purnadaya.")
    if told.get("format_version") not in (FORMAT_VERSION, WITH_DIFFERENCES):
        raise BackupRefused(
            f"This backup is written in format {told.get('format_version')!s:.20}; "
            f"this version of Purnadaya reads formats up to {WITH_DIFFERENCES}. "
            "Restore it with the version that made it."
        )
    try:
        return Manifest.model_validate(told)
    except ValidationError:
        raise BackupRefused("The manifest of this backup is damaged.") from None


def refuse_newer(manifest: Manifest, version: str, migrations: Collection[str]) -> None:
    """Raise ``BackupRefused`` when the backup comes from a newer Purnadaya than this one."""
    unknown = set(manifest.inventory.migrations) - set(migrations)
    if unknown or _numbers(manifest.purnadaya) > _numbers(version):
        raise BackupRefused(
            f"This backup was made by Purnadaya {manifest.purnadaya:.20}, which is newer than this one ({version}). "
            "Bring the newer version here first, then restore."
        )


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def differences(told: Inventory, found: Inventory) -> Iterator[str]:
    """Where a store is not what the manifest tells, a line each."""
    for table in sorted({*told.counts, *found.counts}):
        if told.counts.get(table) != found.counts.get(table):
            yield f"{table}: {_rows(told, table)} in the manifest, {_rows(found, table)} restored"
    for name in ("last_operation", "epoch", "migrations"):
        if getattr(told, name) != getattr(found, name):
            yield f"{name} differs"


def _rows(inventory: Inventory, table: str) -> Any:
    return inventory.counts.get(table, "not")


def refuse_differences(what: str, lines: Collection[str]) -> None:
    """Raise ``BackupRefused`` with the first of these lines, or do nothing when there are none."""
    if lines:
        shown = "".join(f"\n  {line}" for line in list(lines)[:DIFFERENCES_TOLD])
        raise BackupRefused(f"{what}: {len(lines)} differences.{shown}")
