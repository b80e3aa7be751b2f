"""Files cut into blocks: any file comes back from any older one."""

from __future__ import annotations

from pathlib import Path

import pytest

from purnadaya.office.backup.archive import part_of
from purnadaya.office.backup.blocks import BLOCK, apply, scan
from purnadaya.office.backup.manifest import Part

pytestmark = pytest.mark.sqlite_only


def test_prints_of_blocks_need_the_key(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(3 * BLOCK))
    one, other = (scan(path, key).prints for key in (b"one", b"another"))
    assert one != other
    assert len(one) == len(other) == 3 * 16


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 300 * BLOCK + 7])
@pytest.mark.parametrize("former", [0, 1, BLOCK, 2 * BLOCK + 5, 400 * BLOCK])
def test_any_file_comes_back_from_any_older_one(tmp_path: Path, size: int, former: int) -> None:
    older, newer, blocks = (tmp_path / name for name in ("older", "newer", "blocks"))
    older.write_bytes(bytes(index % 251 for index in range(former)))
    newer.write_bytes(bytes(index % 251 if index % 3 else 7 for index in range(size)))
    known = scan(older, b"key").prints
    with blocks.open("wb") as out:
        seen = scan(newer, b"key", known, out)
    apply(blocks, older, seen.size)
    assert older.read_bytes() == newer.read_bytes()
    assert part_of("newer", newer) == Part(name="newer", size=seen.size, sha256=seen.sha256)


def test_nothing_that_changed_gives_no_block(tmp_path: Path) -> None:
    path, blocks = tmp_path / "file", tmp_path / "blocks"
    path.write_bytes(bytes(5 * BLOCK + 1))
    with blocks.open("wb") as out:
        assert scan(path, b"key", scan(path, b"key").prints, out).changed == 0
    assert blocks.read_bytes() == b""
