"""What an archive, a list of blocks, and a copy that was killed tell of people."""

from __future__ import annotations

import importlib
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections

from purnadaya.office.backup.taking import take
from tests.backup.archives import NOW, opened
from tests.backup.house import SECRET, House, pair

pytestmark = pytest.mark.sqlite_only

NAME, PHONE, NIK = "Kenari Kuning Sekali", "+6281234567890", "3276055708900002"


def shapes(text: str) -> list[bytes]:
    return [text.encode(), text.encode("utf-16-le"), text.removeprefix("+62").encode()]


def test_what_is_written_of_people_is_found_in_no_archive_and_in_no_list_of_blocks(house: House) -> None:
    house.take(whole=False)
    body = house.world.person(NAME, phone=PHONE, nik=NIK, whose="own", birth="1990-08-17")
    house.world.run("kinasih", "people.register_person", **body)
    house.take(whole=False)
    places = [*(house.folder / "copies").iterdir(), *(house.home / "backup-blocks").iterdir()]
    assert len(places) == 3
    found = [path.name for path in places for text in (NAME, PHONE, NIK) for shape in shapes(text)
             if shape in path.read_bytes()]  # fmt: skip
    assert found == []
    difference = take(replace(house.wish(), plain=True, recipients=(), whole=True), SECRET, NOW + timedelta(hours=1))
    opened(difference.path.read_bytes(), house.folder / "clear")
    clear = (house.folder / "clear/parts/database.sqlite3").read_bytes()
    assert NAME.encode() in clear, "looked for in the wrong shape"
    assert [text for text in (PHONE, NIK) for shape in shapes(text) if shape in clear] == []


def kill_while(house: House, act: Callable[[], object], name: str) -> None:
    """Do something in a process that ends at once, as if switched off, when it calls what has this name."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        module, _, called = name.rpartition(".")
        setattr(importlib.import_module(module), called, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
        act()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


@pytest.mark.parametrize("whole", [True, False])
def test_a_copy_that_was_killed_leaves_no_secret_and_the_next_one_leaves_nothing(house: House, whole: bool) -> None:
    house.take()
    body = house.world.person(NAME, phone=PHONE, nik=NIK, whose="own", birth="1990-08-17")
    house.world.run("kinasih", "people.register_person", **body)
    kill_while(house, lambda: house.take(whole=whole), "purnadaya.office.backup.taking.seal")
    left = [path for path in house.home.rglob(".backup-*/*") if path.is_file()]
    assert left, "nothing was left, so nothing was looked for"
    assert [
        text for path in left for text in (PHONE, NIK) for shape in shapes(text) if shape in path.read_bytes()
    ] == []
    house.made += 1
    house.take(whole=whole)
    assert house.left_over() == []


def test_a_restore_that_was_killed_can_be_begun_again(house: House) -> None:
    _, difference = pair(house)
    kill_while(house, lambda: house.restore(difference.path), "purnadaya.office.backup.restoring.bring_to_life")
    assert [path.name[:11] for path in (house.folder / "new").iterdir()] == [".restoring-"]
    house.restore(difference.path)
    assert sorted(path.name for path in (house.folder / "new").iterdir()) == ["files", "purnadaya.sqlite3"]
