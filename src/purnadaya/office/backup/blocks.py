"""Files cut into blocks, so that a copy need hold only the blocks that changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

BLOCK = 4096
"""The page of a SQLite file: what changes, changes in these."""

PRINT = 16
_AT = 8
_READ = 256 * BLOCK


@dataclass(frozen=True)
class Scanned:
    """A file seen block by block: its size and checksum, the print of each block, and how many are new."""

    size: int
    sha256: str
    prints: bytes
    changed: int


def scan(path: Path, key: bytes, known: bytes = b"", out: IO[bytes] | None = None) -> Scanned:
    """Look at every block; those with another print than ``known`` has in their place are written to ``out``.

    Prints are keyed: without the key they do not tell what is in a block.
    """
    whole, prints, size, changed = hashlib.sha256(), bytearray(), 0, 0
    for number, block in enumerate(_blocks(path, whole)):
        mark = hashlib.blake2b(block, key=key, digest_size=PRINT).digest()
        if out is not None and known[number * PRINT : (number + 1) * PRINT] != mark:
            out.write(number.to_bytes(_AT, "big"))
            out.write(block)
            changed += 1
        prints += mark
        size += len(block)
    return Scanned(size, whole.hexdigest(), bytes(prints), changed)


def _blocks(path: Path, checksum: hashlib._Hash) -> Iterator[memoryview]:
    with path.open("rb") as file:
        while piece := file.read(_READ):
            checksum.update(piece)
            view = memoryview(piece)
            yield from (view[at : at + BLOCK] for at in range(0, len(view), BLOCK))


def apply(changed: Path, to: Path, size: int) -> None:
    """Write the blocks that ``scan`` found changed into the older file, which then has this size."""
    with changed.open("rb") as blocks, to.open("r+b") as file:
        while at := blocks.read(_AT):
            file.seek(int.from_bytes(at, "big") * BLOCK)
            file.write(blocks.read(BLOCK))
        file.truncate(size)
