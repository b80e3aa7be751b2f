"""How long one stays signed in, and how it ends everywhere at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import stores
from tests.access.test_sign_in import sign_in
from tests.world import World


@pytest.fixture(autouse=True)
def fresh_limits(world: World) -> None:
    cache.clear()


@pytest.fixture
def clock() -> Iterator[Any]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(timezone.now(), tick=False) as moving:
        yield moving


@pytest.fixture
def ayu(world: World, clock: Any) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    sign_in("ayu", client=client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_half_an_hour_without_a_touch_ends_a_sign_in(ayu: Client, clock: Any) -> None:
    clock.shift(timedelta(minutes=29, seconds=59))
    assert is_in(ayu)
    clock.shift(timedelta(minutes=30))
    assert not is_in(ayu)
    assert ayu.get("/").headers["Location"] == "/masuk/?next=/"


def test_twelve_hours_end_it_whatever_she_does(ayu: Client, clock: Any) -> None:
    for _ in range(35):
        clock.shift(timedelta(minutes=20))
        assert is_in(ayu)
    clock.shift(timedelta(minutes=19, seconds=59))
    assert is_in(ayu)
    clock.shift(timedelta(seconds=1))
    assert not is_in(ayu)


def test_the_same_cookie_does_not_come_back_to_life(ayu: Client, clock: Any) -> None:
    clock.shift(timedelta(minutes=31))
    assert not is_in(ayu)
    clock.shift(timedelta(minutes=-31))
    assert not is_in(ayu)


def test_a_health_check_or_a_file_is_not_a_touch_of_anyone_else(ayu: Client, clock: Any) -> None:
    clock.shift(timedelta(minutes=29))
    Client().get("/sehat/")
    clock.shift(timedelta(minutes=2))
    assert not is_in(ayu)


def test_a_touch_is_written_once_a_minute_at_most(ayu: Client, clock: Any) -> None:
    def writes() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert is_in(ayu)
        return sum("django_session" in one["sql"] and not one["sql"].startswith("SELECT") for one in queries)

    clock.shift(timedelta(seconds=59))
    assert writes() == 0
    clock.shift(timedelta(seconds=1))
    assert writes() == 1
    assert writes() == 0


@pytest.mark.sqlite_only
def test_a_store_that_takes_nothing_in_still_shows_pages(ayu: Client, clock: Any) -> None:
    clock.shift(timedelta(minutes=5))
    with stores.read_only():
        assert is_in(ayu)


def test_a_session_that_does_not_say_when_it_began_is_over(world: World) -> None:
    client = world.browser("ayu")
    session = client.session
    del session["began"]
    session.save()
    assert not is_in(client)


def test_closing_a_sign_in_ends_every_session_at_once_and_opening_revives_none(world: World) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in("ayu", client=client)
        assert is_in(client)
    world.run("kinasih", "access.close_sign_in", user=world.users["ayu"], reason="left us")
    assert not is_in(here)
    world.run("kinasih", "access.open_sign_in", user=world.users["ayu"])
    assert not is_in(here)
    assert not is_in(there)
    assert sign_in("ayu").headers["Location"] == "/"
