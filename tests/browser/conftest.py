"""A real Chromium against the real server, at the size of a cheap phone and of a desk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import stores
from tests.browser.sizes import DESK, PHONE
from tests.served import Server
from tests.world import PASSPHRASE, World

SHOTS = Path(__file__).resolve().parents[2] / "build" / "shots"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is there; without windows it does the same work in half the time."""
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-domain-reliability", "--no-default-browser-check",
)  # fmt: skip


@pytest.fixture(scope="session")
def server(whole_country: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server.on_copy_of(whole_country, tmp_path_factory.mktemp("served")) as running:
        yield running.start()


@pytest.fixture
def in_served_home(server: Server, django_db_blocker: Any) -> Iterator[None]:
    """The test itself reads and writes in the served home, beside its server."""
    former = stores.name_here()
    with django_db_blocker.unblock():
        connections.close_all()
        stores.use(server.store)
        yield
        connections.close_all()
        stores.use(former)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop running in this thread; Django must not mistake it for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def signed_in() -> dict[str, Any]:
    """What a browser remembers of each sign-in, so that nobody signs in twice without need."""
    return {}


@pytest.fixture
def open_as(
    chromium: Browser, server: Server, cast: World, signed_in: dict[str, Any], size: tuple[int, int]
) -> Iterator[Callable[..., Page]]:
    """Open a page signed in as somebody (or as nobody); any error in the page's console fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(who: str | None = None, path: str = "/", language: str = "id-ID", scripts: bool = True) -> Page:
        width, height = size
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale=language,
            base_url=server.url,
            java_script_enabled=scripts,
            storage_state=signed_in.get(who or ""),
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _is_ours(message) else None)
        if who and who not in signed_in:
            page.goto("/masuk/")
            page.fill("[name=login]", who)
            page.fill("[name=password]", PASSPHRASE)
            page.click("main form[data-form] button")
            if who in cast.keys:
                page.wait_for_url("**/masuk/langkah-kedua/")
                page.fill("[name=code]", cast.code(who))
                page.click("main form[data-form] button")
            page.wait_for_url("**/")
            signed_in[who] = context.storage_state()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _is_ours(message) -> bool:  # type: ignore[no-untyped-def]
    """An error of the page itself; a refused form or a missing page is also logged, and is what was asked for."""
    return message.type == "error" and "the server responded with a status of 4" not in message.text


@pytest.fixture
def shoot(size: tuple[int, int], pytestconfig: pytest.Config) -> Callable[[Page, str], None]:
    """Keep a picture of a page, to be looked at, when ``--shots`` asks for it."""
    wanted = pytestconfig.getoption("--shots")
    SHOTS.mkdir(parents=True, exist_ok=True)

    def shot(page: Page, name: str) -> None:
        if wanted:
            page.screenshot(path=SHOTS / f"{name}-{size[0]}.png", full_page=True)

    return shot
