"""How long until a store of this size is back: ``script/bench restoring [MEGABYTES]``."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench import home, machine

SYLLABLES = "su mi nah tu ti ra ha yu les ta ri wi ji as tu ning dar mo pa ir sri har ni yah".split()
TABLES, BATCH = ("people_person", "journal_operation"), 20_000


def fill(store: Path, megabytes: int) -> None:
    """Add registrations and their operations, past execute(), until the file has this size."""
    from pysqlite3 import dbapi2 as sqlite

    with closing(sqlite.connect(store, isolation_level=None)) as rows:
        rows.row_factory = sqlite.Row
        rows.execute("PRAGMA synchronous=OFF")
        person = rows.execute("SELECT * FROM people_person WHERE version = 1").fetchone()
        pattern = rows.execute(
            "SELECT * FROM journal_operation WHERE object_id = ?", [_dashed(person["id"])]
        ).fetchone()
        chance, (seq,) = random.Random(1), rows.execute("SELECT max(seq) FROM journal_operation").fetchone()
        while store.stat().st_size < megabytes * 1e6:
            rows.execute("BEGIN")
            for table, made in zip(TABLES, _batch(person, pattern, chance, seq), strict=True):
                rows.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(made[0]))})", made)
            rows.execute("COMMIT")
            seq += BATCH
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _batch(person: Any, pattern: Any, chance: random.Random, seq: int) -> tuple[list[tuple[Any, ...]], ...]:
    people, operations = [], []
    for number in range(1, BATCH + 1):
        new, name = f"{chance.getrandbits(128):032x}", _name(chance)
        people.append(tuple({**dict(person), "id": new, "name": name, "name_key": name.lower()}.values()))
        body = json.dumps({**json.loads(pattern["body"]), "person": _dashed(new), "name": name})
        operation = {"seq": seq + number, "id": f"{chance.getrandbits(128):032x}", "object_id": _dashed(new)}
        mac = {"body": body, "body_mac": f"{chance.getrandbits(256):064x}"}
        operations.append(tuple({**dict(pattern), **operation, **mac}.values()))
    return people, operations


def _name(chance: random.Random) -> str:
    return " ".join("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))


def _dashed(hexes: str) -> str:
    return f"{hexes[:8]}-{hexes[8:12]}-{hexes[12:16]}-{hexes[16:20]}-{hexes[20:]}"


def rows(megabytes: int) -> Iterator[tuple[str, str]]:
    """Fill, back up, restore; what each took."""
    from django.conf import settings
    from django.db import connection
    from pyrage.x25519 import Identity

    from purnadaya.kernel.clock import SYSTEM_CLOCK
    from purnadaya.office.backup.restoring import restore
    from purnadaya.office.backup.taking import Wish, take

    connection.close()
    began = time.monotonic()
    fill(Path(settings.DATABASES["default"]["NAME"]), megabytes)
    key, folder = Identity.generate(), Path(home.HOME)
    yield "filling", f"{time.monotonic() - began:.0f} s"
    taken = take(Wish(folder, folder / "copies", (key.to_public(),)), settings.SECRET_KEY, SYSTEM_CLOCK.now())
    told = taken.manifest
    yield "database", f"{told.parts[0].size / 1e6:.0f} MB, {told.inventory.last_operation} operations"
    yield "backup", f"{taken.seconds:.1f} s, archive {taken.size / 1e6:.0f} MB"
    restored = restore(taken.path, [key], folder / "new", SYSTEM_CLOCK.now())
    yield "restore, with everything it verifies", f"{restored.seconds:.1f} s"


def main() -> None:
    """Print the figures and the machine."""
    print(machine.name())
    for what, figure in rows(int(sys.argv[2]) if len(sys.argv) > 2 else 1000):
        print(f"{what}: {figure}", flush=True)
