"""A home of the test's own, whose store is copied and restored."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pyrage.x25519 import Recipient

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.restoring import Restored, restore
from purnadaya.office.backup.taking import Taken, Wish, home_id, take
from tests.backup.archives import KEY, NOW
from tests.world import World

SECRET = "rahasia rumah ini"
ID = home_id(SECRET)


@dataclass
class House:
    """A home whose store is the test's own, and a place for copies of it."""

    folder: Path
    world: World
    made: int = 0

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def wish(self, *, plain: bool = False, whole: bool = False) -> Wish:
        recipients: tuple[Recipient, ...] = () if plain else (KEY.to_public(),)
        return Wish(self.home, self.folder / "copies", recipients, plain, whole)

    def take(self, *, plain: bool = False, whole: bool = True) -> Taken:
        self.made += 1
        return take(self.wish(plain=plain, whole=whole), SECRET, NOW + timedelta(seconds=self.made))

    def restore(self, archive: Path, name: str = "new") -> Restored:
        return restore(archive, [KEY], self.folder / name, NOW + timedelta(hours=1))

    def refused(self, archive: Path) -> str:
        with pytest.raises(BackupRefused) as caught:
            self.restore(archive)
        assert not (self.folder / "new").exists()
        return str(caught.value)

    def left_over(self) -> list[str]:
        places = (self.home, self.folder / "copies")
        return [path.name for place in places if place.exists() for path in place.glob(".*")]


@contextmanager
def writing(world: World) -> Iterator[list[str]]:
    """Three who register people meanwhile; who was acknowledged."""
    acknowledged: list[str] = []
    stop = threading.Event()
    threads = [threading.Thread(target=_write, args=(world, acknowledged, stop)) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        yield acknowledged
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _write(world: World, acknowledged: list[str], stop: threading.Event) -> None:
    while not stop.is_set():
        body = world.person("Tumirah")
        world.run("kinasih", "people.register_person", **body)
        acknowledged.append(body["person"])
    connection.close()


def pair(house: House) -> tuple[Taken, Taken]:
    """A whole copy, and one of what changed since: somebody was registered."""
    whole = house.take(whole=False)
    house.world.run("kinasih", "people.register_person", **house.world.person("Tumirah"))
    return whole, house.take(whole=False)
