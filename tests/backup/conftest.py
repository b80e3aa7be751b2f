"""Homes to copy, and people who write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backup.house import SECRET, House, writing
from tests.world import World


@pytest.fixture
def house(own_store: World, tmp_path: Path) -> House:
    found = House(tmp_path, own_store)
    (found.home / "files/2026").mkdir(parents=True)
    (found.home / "files/2026/letter.txt").write_text("surat keterangan")
    (found.home / "keys").mkdir()
    (found.home / "keys/ring").write_text("kunci organisasi")
    (found.home / "secret.key").write_text(SECRET)
    return found


@pytest.fixture
def writers(own_store: World) -> Iterator[list[str]]:
    """Three who register people until the test has ended; who was acknowledged."""
    with writing(own_store) as acknowledged:
        yield acknowledged
