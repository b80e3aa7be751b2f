"""The power goes at any write or sync: with our settings of SQLite every acknowledged commit is there afterwards."""

from __future__ import annotations

import itertools
import random
from contextlib import suppress
from pathlib import Path

import apsw
import pytest
from pysqlite3 import dbapi2 as sqlite

from purnadaya.config.sqlite import PRAGMAS
from tests.power import Disk, PowerCut

pytestmark = pytest.mark.sqlite_only

COMMITS, ROW = 110, 40_000
"""Enough pages for a checkpoint on the way."""

_names = (f"disk-{number}" for number in itertools.count())


def live(pragmas: str, cut_at: int | None) -> tuple[Disk, list[int]]:
    """Commit rows until the power goes; the disk, and the rows whose commit was acknowledged."""
    name, acknowledged = next(_names), []
    disk = Disk(name, cut_at)
    store = apsw.Connection("store", vfs=name)
    with suppress(PowerCut):
        # One connection alone needs no shared memory, which this disk does not have; commits are synced the same way.
        run(store, f"PRAGMA locking_mode=EXCLUSIVE; {pragmas}")
        assert run(store, "PRAGMA journal_mode") == [("wal",)]
        run(store, "CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")
        for number in range(COMMITS):
            run(store, f"BEGIN IMMEDIATE; INSERT INTO row VALUES ({number}, randomblob({ROW})); COMMIT")
            acknowledged.append(number)
    disk.cut()
    with suppress(PowerCut):
        store.close(True)
    return disk, acknowledged


def run(store: apsw.Connection, statements: str) -> list[tuple[object, ...]]:
    return store.execute(statements).fetchall()


def found_after(disk: Disk, folder: Path, chance: random.Random) -> tuple[set[int], str]:
    """What our own SQLite finds at the next start: the rows, and what it thinks of the file."""
    folder.mkdir()
    with sqlite.connect(disk.after_cut(folder, chance)) as store:
        there = store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        rows = {number for (number,) in store.execute("SELECT id FROM row")} if there else set()
        (sound,) = store.execute("PRAGMA integrity_check").fetchone()
    store.close()
    return rows, sound


def cuts(pragmas: str, points: int, folder: Path, seed: int) -> list[int]:
    """How many acknowledged rows were lost at each of so many random moments; the file is sound at all of them."""
    chance, lost = random.Random(seed), []
    moments = live(pragmas, None)[0].moments
    for point in range(points):
        disk, acknowledged = live(pragmas, chance.randint(1, moments))
        rows, sound = found_after(disk, folder / str(point), chance)
        assert sound == "ok"
        lost.append(len(set(acknowledged) - rows))
    return lost


def test_every_acknowledged_commit_survives_a_power_cut(tmp_path: Path, long: bool) -> None:
    points = 1000 if long else 40
    assert cuts(PRAGMAS, points, tmp_path, seed=11) == [0] * points


def test_a_weaker_setting_loses_acknowledged_commits_so_the_cut_is_a_real_one(tmp_path: Path) -> None:
    weaker = PRAGMAS.replace("synchronous=FULL", "synchronous=NORMAL")
    assert weaker != PRAGMAS
    lost = cuts(weaker, 20, tmp_path, seed=11)
    assert sum(1 for rows in lost if rows) > 10


def test_a_cut_falls_into_commits_and_into_checkpoints() -> None:
    disk, acknowledged = live(PRAGMAS, None)
    assert len(acknowledged) == COMMITS
    assert disk.syncs > COMMITS
    assert len(disk.files["store"].synced) > COMMITS * ROW // 2
