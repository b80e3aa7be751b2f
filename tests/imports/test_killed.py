"""A process that takes in a list is really killed in the midst; what it left is whole, and another one goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from purnadaya.groups.models import Membership
from purnadaya.imports import commands
from purnadaya.imports.models import ImportFile
from purnadaya.people.models import Person
from tests import stores
from tests.architecture.checks import ROOT
from tests.groups.test_meetings import assert_sound
from tests.imports.acts import book, give, members, read, rows, sheet, states, woman
from tests.served import Server
from tests.world import World

COUNT = 60
PIECES = ("Sum", "Nga", "Par", "Wag", "Pon", "Kas", "Tuk", "Mar", "Sut", "Rub")
ENDS = ("inah", "iyem", "tinem", "ilah", "ikem", "ariyah")
NAMES = [f"{piece}{end}" for piece in PIECES for end in ENDS]
LIST = members(*(woman(n, name, birth=f"{n % 28 + 1}-{n % 12 + 1}-{1950 + n}") for n, name in enumerate(NAMES, 1)))


@pytest.fixture
def home(cast: World, tmp_path: Path, django_db_blocker: Any, settings: Any) -> Iterator[Server]:
    """A home with a store that other processes see; this one uses them too."""
    former = stores.name_here()
    with Server.on_copy_of(former, tmp_path / "home") as server, django_db_blocker.unblock():
        stores.use(server.store)
        settings.HOME = server.home
        try:
            yield server
        finally:
            connections.close_all()
            stores.use(former)


def killed_in_the_midst(home: Server, file: ImportFile, user: Any, after: int) -> None:
    """Another process takes the sheet in, and is killed while it is at it."""
    words = [sys.executable, "-m", "tests.imports.taking_apart", str(user), str(sheet(file).id)]
    more = {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "purnadaya.config.settings"}
    connections.close_all()
    with subprocess.Popen(
        words, env={**home.environment(), **more}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        for _batch in range(after):
            assert child.stdout.readline(), child.stderr.read().decode() if child.stderr else ""
        os.kill(child.pid, signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL


def test_what_was_cut_off_goes_on_and_everybody_is_there_once(home: Server, cast: World) -> None:
    before = Person.objects.count()
    file = give(cast, book(Anggota=LIST))
    read(cast, file)
    cast.run("kinasih", "imports.take_in", import_file=file.id, sheet=sheet(file).id, at_once=True)
    killed_in_the_midst(home, file, cast.users["kinasih"], after=3)
    done = [row for row in rows(file).values() if row.state == "done"]
    assert 12 <= len(done) < COUNT
    assert Person.objects.count() == before + len(done)
    assert sheet(file).state == "taking"
    commands.take_sheet(cast.actor("kinasih"), sheet(file), lambda _done, _total: None)
    assert set(states(rows(file)).values()) == {"done"}
    assert (Person.objects.count(), Membership.objects.count()) == (before + COUNT, COUNT)
    assert sheet(file).state == "taken"
    assert_sound()
