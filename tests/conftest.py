"""A store for the tests: areas and the cast are written once, each test rolls back or takes a copy."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tests.world import World, found_world


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the thousand-fold loops too")


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long"))


def pytest_sessionfinish() -> None:
    shutil.rmtree(os.environ["PURNADAYA_HOME"], ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Argon2 as in the real house, with less memory and time: the tests set many passwords."""
    settings.PASSWORD_HASHERS = ["tests.world.CheapArgon2"]


@pytest.fixture(scope="session")
def cast(django_db_blocker: pytest.FixtureRequest, cheap_passwords: None) -> World:
    """The store as every test finds it: all areas of Indonesia, two organisations, their people."""
    _use(Path(settings.HOME, "cast.sqlite3"))
    with django_db_blocker.unblock():
        call_command("setup", stdout=io.StringIO())
        world = found_world()
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
    return world


@pytest.fixture(scope="session")
def django_db_setup(cast: World) -> None:
    """pytest-django's own set-up is not needed: the store is there."""


@pytest.fixture
def world(db: None, cast: World) -> World:
    """The cast, in a store that is rolled back after the test."""
    return cast


@pytest.fixture
def own_store(cast: World, django_db_blocker: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """The cast in a file of the test's own: for threads, processes, and what must really be committed.

    A new file, for the operation log refuses to be emptied.
    """
    former = settings.DATABASES["default"]["NAME"]
    copy = tmp_path / "own.sqlite3"
    shutil.copy(former, copy)
    connections.close_all()
    _use(copy)
    with django_db_blocker.unblock():
        yield cast
        connections.close_all()
    _use(Path(former))


def _use(path: Path) -> None:
    settings.DATABASES["default"]["NAME"] = str(path)
    connections.settings["default"]["NAME"] = str(path)
