"""The server is killed while people save: what was acknowledged is there, whole; nothing is half there."""

from __future__ import annotations

import random
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest
from django.db import connections

from purnadaya.people.models import Person
from tests import stores
from tests.served import Server, Visitor, token
from tests.world import HARGOTIRTO, World


def a_name() -> str:
    """A name like nobody else's, so that nobody is asked whether she is there already."""
    return "".join(random.choices(ascii_lowercase, k=12)).title()


def keep_saving(visitor: Visitor, saved: list[str]) -> None:
    """Register people one after the other until the server is gone; note each that was acknowledged."""
    try:
        while True:
            boxes = token(visitor.get("/orang/baru/")[1])
            boxes |= {
                "name": a_name(),
                "sex": "female",
                "village": HARGOTIRTO,
                "background": "village_woman",
                "hamlet": "Nabin",
            }
            status, _ = visitor.post("/orang/baru/", boxes)
            assert status == 302
            saved.append(boxes["person"])
    except OSError:
        return


def wait_for_one_more(saved: list[str]) -> None:
    """Until something was acknowledged since, however slow the machine is just now."""
    before, until = len(saved), time.monotonic() + 30
    while len(saved) == before and time.monotonic() < until:
        time.sleep(0.005)


def people_in(store: str) -> set[str]:
    """The persons in a store nobody else has open."""
    former = stores.name_here()
    connections.close_all()
    stores.use(store)
    try:
        return {str(found) for found in Person.objects.values_list("id", flat=True)}
    finally:
        connections.close_all()
        stores.use(former)


@pytest.fixture
def server(cast: World, tmp_path: Path, django_db_blocker: Any) -> Iterator[Server]:
    with Server.on_copy_of(stores.name_here(), tmp_path / "home") as server, django_db_blocker.unblock():
        yield server


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(server: Server, long: bool) -> None:
    chance = random.Random(7)
    points, acknowledged = (200 if long else 4), []
    server.start()
    visitors = [Visitor(server.port) for _ in range(3)]
    assert [visitor.sign_in("ayu") for visitor in visitors] == [302] * 3
    for _ in range(points):
        threads = [threading.Thread(target=keep_saving, args=(visitor, acknowledged)) for visitor in visitors]
        for thread in threads:
            thread.start()
        wait_for_one_more(acknowledged)
        time.sleep(chance.uniform(0, 0.3))
        server.kill()
        for thread in threads:
            thread.join()
        server.start()
    server.kill()
    assert len(acknowledged) >= points
    assert set(acknowledged) <= people_in(server.store)
    verified = server.run("verify")
    assert verified.returncode == 0, verified.stdout


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with little room, which only root can make."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root can mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.sqlite_only
def test_a_full_disk_gives_a_clear_page_and_keeps_what_was_typed(cast: World, small_disk: Path) -> None:
    with Server.on_copy_of(stores.name_here(), small_disk / "home") as server:
        visitor = Visitor(server.start().port)
        assert visitor.sign_in("ayu") == 302
        typed = {"name": "Suminah Rahayu", "sex": "female", "village": HARGOTIRTO, "background": "village_woman"}
        boxes = token(visitor.get("/orang/baru/")[1])
        filler = small_disk / "filler"
        fill(filler)
        status, page = visitor.post("/orang/baru/", boxes | typed)
        assert status == 422
        assert "Suminah Rahayu" in page
        assert "Belum tersimpan" in page
        assert visitor.get(f"/orang/{boxes['person']}/")[0] == 404
        filler.unlink()
        assert visitor.post("/orang/baru/", token(page) | typed)[0] == 302
        assert visitor.get(f"/orang/{boxes['person']}/")[0] == 200
        server.kill()
        assert server.run("verify").returncode == 0


def fill(path: Path) -> None:
    """Write until nothing more fits."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return
