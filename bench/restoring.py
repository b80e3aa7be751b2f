"""How long until a store of this size is back: ``script/bench restoring [MEGABYTES]``."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from pyrage.x25519 import Identity
from pysqlite3 import dbapi2 as sqlite

from bench import home, machine
from bench.writing import Writing
from purnadaya.access import keyring
from purnadaya.journal.contents import contents_of
from purnadaya.journal.models import Operation
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.sealing import Key, place, seal
from purnadaya.office.backup.restoring import restore
from purnadaya.office.backup.taking import Taken, Wish, take
from purnadaya.people.models import Person
from purnadaya.people.queries import name_key

SYLLABLES = "su mi nah tu ti ra ha yu les ta ri wi ji as tu ning dar mo pa ir sri har ni yah".split()
TABLES, BATCH = ("people_person", "journal_operation", "access_datakey"), 10_000


def fill(store: Path, megabytes: int) -> None:
    """Add registrations with their operations and keys, past execute(), until the file has this size."""
    person = Person.objects.filter(version=1, phone_index="", nik_index="").first()
    ((operation, contents),) = contents_of(Operation.objects.filter(object_id=str(person.id)))
    chance, last = random.Random(1), Operation.objects.order_by("seq").last().seq
    with closing(sqlite.connect(store, isolation_level=None)) as rows:
        rows.row_factory = sqlite.Row
        rows.execute("PRAGMA synchronous=OFF")
        pattern = (
            dict(rows.execute("SELECT * FROM people_person WHERE id = ?", [person.id.hex]).fetchone()),
            dict(rows.execute("SELECT * FROM journal_operation WHERE seq = ?", [operation.seq]).fetchone()),
            dict(rows.execute("SELECT * FROM access_datakey WHERE purpose = 'log'").fetchone()),
        )
        while store.stat().st_size < megabytes * 1e6:
            made = [_registration(pattern, contents.body, last + number, chance) for number in range(1, BATCH + 1)]
            rows.execute("BEGIN")
            for table, lines in zip(TABLES, zip(*made, strict=True), strict=True):
                rows.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(lines[0]))})", lines)
            rows.execute("COMMIT")
            last += BATCH
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _registration(
    pattern: tuple[dict[str, Any], ...], body: Any, number: int, chance: random.Random
) -> tuple[tuple[Any, ...], ...]:
    """The rows of one more person: herself, her operation, the key of what it says."""
    person, operation, data_key = pattern
    called = UUID(int=0x01A20D342CC770008000000000000000 + number)
    name = " ".join("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))
    key, ring = Key(called.hex, chance.randbytes(32)), keyring.ring()
    told = json.dumps({**body, "person": str(called), "name": name}).encode()
    rows = (
        {**person, "id": called.hex, "name": name, "name_key": name_key(name, person["nickname"])},
        {
            **operation, "seq": number, "id": called.hex, "object_id": str(called),
            "body_mac": f"{chance.getrandbits(256):064x}", "body": seal(key, told, place("operation", called, "body")),
        },
        {
            **data_key, "id": key.kid, "scope_id": str(called), "kind": "person",
            "wrapped": seal(ring[max(ring)], key.secret, place("data_key", key.kid, "secret")),
        },
    )  # fmt: skip
    return tuple(tuple(row.values()) for row in rows)


def rows(megabytes: int) -> Iterator[tuple[str, str]]:
    """Fill, back up whole and by differences, restore; what each took."""
    began = time.monotonic()
    fill(Path(settings.DATABASES["default"]["NAME"]), megabytes)
    connection.close()
    yield "filling", f"{time.monotonic() - began:.0f} s"
    yield from copies(Path(home.HOME))


def copies(folder: Path) -> Iterator[tuple[str, str]]:
    """A whole copy; differences while nobody and while somebody writes; the pair restored."""
    key = Identity.generate()
    wish = Wish(folder, folder / "copies", (key.to_public(),))
    yield "registering alone", _latency(lambda: time.sleep(10))
    taken = take(wish, settings.SECRET_KEY, SYSTEM_CLOCK.now())
    told = taken.manifest
    yield "database", f"{told.parts[0].size / 1e6:.0f} MB, {told.inventory.last_operation} operations"
    yield "whole backup", _figure(taken)
    for count in (60, 600):
        _register(count)
        time.sleep(1)
        yield f"difference, {count} registrations later", _figure(take(wish, settings.SECRET_KEY, SYSTEM_CLOCK.now()))
    yield "registering while differences are made", _latency(lambda: _from_the_command_line(folder, key, 3))
    yield (
        "registering while a whole backup is made",
        _latency(lambda: _from_the_command_line(folder, key, 1, "--whole")),
    )
    take(wish, settings.SECRET_KEY, SYSTEM_CLOCK.now())
    restored = restore(folder / "copies", [key], folder / "new", SYSTEM_CLOCK.now())
    yield f"restore of {restored.archive.name}, with everything it verifies", f"{restored.seconds:.1f} s"


def _figure(taken: Taken) -> str:
    return f"{taken.seconds:.1f} s, archive {taken.size / 1e6:.2f} MB"


def _register(count: int) -> None:
    writing = Writing()
    for _ in range(count):
        writing.single()


def _latency(meanwhile: Callable[[], None]) -> str:
    """How long one registration takes, five a second, while something else is done."""
    writing, spent, stop = Writing(), list[float](), threading.Event()

    def write() -> None:
        while not stop.wait(0.2):
            began = time.perf_counter()
            writing.single()
            spent.append((time.perf_counter() - began) * 1000)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    meanwhile()
    stop.set()
    thread.join()
    spent.sort()
    return f"p50 {spent[len(spent) // 2]:.1f} ms, p95 {spent[int(len(spent) * 0.95)]:.1f} ms, most {spent[-1]:.0f} ms"


def _from_the_command_line(folder: Path, key: Identity, times: int, *words: str) -> None:
    """As an operator makes them: a process of its own, that steps back."""
    environment = {**os.environ, "PURNADAYA_BACKUP_RECIPIENTS": str(key.to_public())}
    for _ in range(times):
        command = [sys.executable, "-m", "purnadaya", "backup", "--to", str(folder / "copies"), *words]
        print("  ", subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip())


def main() -> None:
    """Print the figures and the machine."""
    print(machine.name())
    for what, figure in rows(int(sys.argv[2]) if len(sys.argv) > 2 else 1000):
        print(f"{what}: {figure}", flush=True)
