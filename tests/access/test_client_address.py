"""Who counts as one client, behind none, one or more proxies; and who writes her own address in vain."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from purnadaya.access.client import client_address, from_this_machine
from tests.access.test_sign_in import sign_in
from tests.world import World

PEER = "10.0.0.5"


def address(proxies: int, forwarded: str | None, settings: Any, peer: str = PEER) -> str:
    settings.PROXIES = proxies
    more = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **more))


@pytest.mark.parametrize("forwarded", [None, "", "1.1.1.1", "1.1.1.1, 2.2.2.2", "127.0.0.1"])
def test_without_proxies_the_header_is_ignored(settings: Any, forwarded: str | None) -> None:
    assert address(0, forwarded, settings) == PEER


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        (1, "9.9.9.9,8.8.8.8 ,1.1.1.1", "1.1.1.1"),
        (2, "1.1.1.1, 10.0.0.4", "1.1.1.1"),
        (2, "9.9.9.9, 1.1.1.1, 10.0.0.4", "1.1.1.1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "::ffff:1.1.1.1", "1.1.1.1"),
    ],
)
def test_behind_proxies_the_client_is_the_nth_from_the_right(
    settings: Any, proxies: int, forwarded: str, client: str
) -> None:
    assert address(proxies, forwarded, settings) == client


@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [(1, None), (1, ""), (2, "1.1.1.1"), (3, "9.9.9.9, 1.1.1.1"), (1, "unknown"), (1, "<script>"), (1, "1.1.1.1, ")],
)
def test_a_header_that_is_too_short_or_no_address_leaves_the_peer(
    settings: Any, proxies: int, forwarded: str | None
) -> None:
    assert address(proxies, forwarded, settings) == PEER


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_itself_only_when_nobody_forwards(settings: Any, peer: str) -> None:
    def here(**more: str) -> bool:
        return from_this_machine(RequestFactory().get("/", REMOTE_ADDR=peer, **more))

    settings.PROXIES = 0
    assert here()
    for header in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"):
        assert not here(**{header: "127.0.0.1"})
    settings.PROXIES = 1
    assert not here()
    assert not here(HTTP_X_FORWARDED_FOR="127.0.0.1")


@pytest.mark.parametrize("peer", ["192.168.1.7", "", "unix:", "127.0.0.1.evil.example"])
def test_another_machine_or_an_unknown_one_is_not_this_one(settings: Any, peer: str) -> None:
    settings.PROXIES = 0
    assert not from_this_machine(RequestFactory().get("/", REMOTE_ADDR=peer))


def test_behind_a_proxy_a_flood_is_stopped_per_client_and_others_come_in(world: World, settings: Any) -> None:
    settings.PROXIES = 1
    cache.clear()
    for number in range(10):
        sign_in(f"name{number}", "not the right one", HTTP_X_FORWARDED_FOR=f"9.9.9.{number}, 1.1.1.1")
    assert "Location" not in sign_in("wati", HTTP_X_FORWARDED_FOR="8.8.8.8, 1.1.1.1").headers
    assert sign_in("wati", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2").headers["Location"] == "/"


def test_an_example_user_does_not_come_in_through_a_proxy_by_saying_she_is_here(world: World, settings: Any) -> None:
    from purnadaya.access.models import Organisation

    Organisation.objects.filter(id=world.mitra).update(is_example=True)
    cache.clear()
    settings.PROXIES = 1
    for forwarded in ("127.0.0.1", "127.0.0.1, 127.0.0.1", "::1"):
        client = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
        assert "Location" not in sign_in("ayu", client=client).headers


@pytest.mark.parametrize("value", ["-1", "10", "two", "1.5"])
def test_a_number_of_proxies_that_makes_no_sense_stops_the_start_in_words(value: str, tmp_path: Any) -> None:
    environment = {"PURNADAYA_HOME": str(tmp_path), "PURNADAYA_PROXIES": value}
    command = [sys.executable, "-m", "purnadaya", "verify"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert f"PURNADAYA_PROXIES: '{value}' cannot be used" in run.stderr
