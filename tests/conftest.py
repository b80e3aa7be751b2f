"""A store for the tests: areas and the cast are written once, each test rolls back or takes a copy.

It has few areas, for most of what is asked of a store takes as long as its 91,599 areas are many. Whatever is about
areas, or about a store of the real size, is marked ``whole_country`` and has all of them.
"""

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
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import areas, chain, stores
from tests.world import World, found_world

FOLDERS = {"browser": ("browser", "whole_country"), "places": ("whole_country",)}
"""Folders all of whose tests have markers."""

# On a busy machine any example may be slow: no test measures time.
unhurried = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("unhurried", **unhurried, max_examples=50)  # type: ignore[arg-type]
hypothesis_settings.register_profile("long", **unhurried, max_examples=1000)  # type: ignore[arg-type]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the thousand-fold loops too")
    parser.addoption("--shots", action="store_true", help="keep pictures of pages in build/shots")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis_settings.load_profile("long" if config.getoption("--long") else "unhurried")


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark, leave out what the database in use has nothing to say to, and let the whole country come first.

    Two workers begin at either half of the list: so the one store of all areas, the one server and the one Chromium
    are made by one of them.
    """
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        for marker in FOLDERS.get(folder, ()):
            item.add_marker(marker)
        if item.get_closest_marker("hypothesis"):
            item.add_marker("property")
    left_out = [item for item in items if _said_elsewhere(item)]
    if stores.ON_POSTGRESQL and not config.getoption("--long"):
        left_out += _further_cases([item for item in items if item not in left_out])
    config.hook.pytest_deselected(items=left_out)
    stay = [item for item in items if item not in left_out]
    items[:] = sorted(stay, key=lambda item: item.get_closest_marker("whole_country") is None)


def _said_elsewhere(item: pytest.Item) -> bool:
    """PostgreSQL need not show what SQLite has shown: properties, pages in a browser, and whatever asks no store."""
    if not stores.ON_POSTGRESQL:
        return item.get_closest_marker("postgresql_only") is not None
    if any(map(item.get_closest_marker, ("sqlite_only", "browser", "property"))):
        return True
    asks = {"db", "cast"}.intersection(item.fixturenames)  # type: ignore[attr-defined]
    return not asks and not any(map(item.get_closest_marker, ("django_db", "postgresql_only")))


def _further_cases(items: list[pytest.Item]) -> list[pytest.Item]:
    """Of a test that is asked with many values, all but the first: what differs there is seldom the store.

    Whose every case writes something else into the store is marked ``each_case``.
    """
    seen: set[str] = set()
    further = []
    for item in items:
        name = item.nodeid.partition("[")[0]
        if name in seen and item.get_closest_marker("each_case") is None:
            further.append(item)
        seen.add(name)
    return further


def pytest_sessionfinish() -> None:
    shutil.rmtree(os.environ["PURNADAYA_HOME"], ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Argon2 as in the real house, with less memory and time: the tests set many passwords."""
    settings.PASSWORD_HASHERS = ["tests.world.CheapArgon2"]


@pytest.fixture(scope="session", autouse=True)
def one_chain() -> None:
    """WhiteNoise looks at every static file when it is made; here it is made once."""
    chain.share()


@pytest.fixture(scope="session")
def cast(django_db_blocker: pytest.FixtureRequest, cheap_passwords: None) -> Iterator[World]:
    """The store as every test finds it: few areas, two organisations, their people."""
    store = stores.new_store(Path(settings.HOME))
    stores.use(store)
    with django_db_blocker.unblock():
        with areas.few():
            call_command("setup", stdout=io.StringIO())
        world = found_world()
        stores.settle()
    yield world
    stores.drop(store)


@pytest.fixture(scope="session")
def whole_country(
    cast: World, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The same store with all areas of Indonesia."""
    few = stores.name_here()
    with stores.copied(few, tmp_path_factory.mktemp("country")) as country:
        stores.use(country)
        with django_db_blocker.unblock():
            areas.load_the_rest()
            stores.settle()
        stores.use(few)
        yield country


@pytest.fixture
def store(cast: World, request: pytest.FixtureRequest) -> Iterator[str]:
    """The store this test is to find; whoever is marked so finds the whole country in it."""
    few = stores.name_here()
    if not request.node.get_closest_marker("whole_country"):
        yield few
        return
    country = request.getfixturevalue("whole_country")
    connections.close_all()
    stores.use(country)
    yield country
    connections.close_all()
    stores.use(few)


@pytest.fixture
def _django_db_helper(store: str, _django_db_helper: None) -> None:
    """First the store, then pytest-django's transaction in it."""


@pytest.fixture(scope="session")
def django_db_setup(cast: World) -> None:
    """pytest-django's own set-up is not needed: the store is there."""


@pytest.fixture
def world(db: None, cast: World) -> Iterator[World]:
    """The cast, in a store that is rolled back after the test; so are its files."""
    yield cast
    shutil.rmtree(settings.FILES, ignore_errors=True)


@pytest.fixture
def own_store(cast: World, store: str, django_db_blocker: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """The cast in a store of the test's own: for threads, processes, and what must really be committed.

    A new store, for the operation log refuses to be emptied.
    """
    with stores.copied(store, tmp_path) as copy, django_db_blocker.unblock():
        stores.use(copy)
        yield cast
        connections.close_all()
        stores.use(store)
        shutil.rmtree(settings.FILES, ignore_errors=True)
