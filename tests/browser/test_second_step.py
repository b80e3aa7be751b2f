"""The second step as she meets it: on a phone and at a desk, with and without scripts."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from purnadaya.access.second_factor import PERIOD, code_at
from purnadaya.kernel.clock import SYSTEM_CLOCK
from tests.browser.sizes import A_LANGUAGE_EACH
from tests.browser.test_journeys import SAVE, Open, Shoot, findings
from tests.world import PASSPHRASE, World

SET_UP = "/akun/langkah-kedua/"


def shown_code(page: Page) -> str:
    """What an app shows that took in the key on this page."""
    key = page.locator(".code-key").inner_text().replace(" ", "")
    return code_at(key, int(SYSTEM_CLOCK.now().timestamp()) // PERIOD)


def invite(open_as: Open, username: str, scripts: bool = True) -> Page:
    """A new paralegal, come in with her one-time code."""
    page = open_as("lintang", "/pengguna/undangan/")
    page.fill("[name=name]", "Rahmi Yuliani")
    page.fill("[name=username]", username)
    page.check("[name=role][value=paralegal]")
    page.click(SAVE)
    her = open_as(None, "/masuk/kode/", scripts=scripts)
    her.fill("[name=code]", page.locator(".code").inner_text())
    her.fill("[name=password]", PASSPHRASE)
    her.click(SAVE)
    return her


def test_a_new_paralegal_sets_it_up_and_comes_in_with_it(open_as: Open, shoot: Shoot, size: tuple[int, int]) -> None:
    username = f"rahmi{size[0]}"
    page = invite(open_as, username)
    page.wait_for_url(f"**{SET_UP}")
    expect(page.locator(".qr")).to_be_visible()
    assert page.locator(".nav").count() == 0
    shoot(page, "second-set-up")
    page.fill("[name=code]", "000000")
    page.click(SAVE)
    expect(page.locator(".field.has-error")).to_be_visible()
    shoot(page, "second-wrong-code")
    page.fill("[name=code]", shown_code(page))
    page.click(SAVE)
    expect(page.locator(".code-list li")).to_have_count(10)
    recovery = page.locator(".code-list li").first.inner_text()
    shoot(page, "second-recovery-codes")
    page.click("main .btn-main")
    page.wait_for_url("**/")
    again = open_as(None, "/masuk/")
    again.fill("[name=login]", username)
    again.fill("[name=password]", PASSPHRASE)
    again.click(SAVE)
    again.wait_for_url("**/masuk/langkah-kedua/")
    shoot(again, "second-step")
    again.fill("[name=code]", recovery)
    again.click(SAVE)
    again.wait_for_url("**/")
    again.goto(SET_UP)
    expect(again.locator("main .number")).to_have_text("9")
    shoot(again, "second-standing")


def test_it_is_set_up_without_scripts_too(open_as: Open, size: tuple[int, int]) -> None:
    page = invite(open_as, f"tanpa{size[0]}", scripts=False)
    page.wait_for_url(f"**{SET_UP}")
    page.fill("[name=code]", shown_code(page))
    page.click(SAVE)
    expect(page.locator(".code-list li")).to_have_count(10)


@A_LANGUAGE_EACH
def test_these_pages_fit_the_screen_and_have_no_serious_finding(
    open_as: Open, shoot: Shoot, cast: World, size: tuple[int, int], language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe, found = Axe(), []
    page: Any = open_as("kinasih", "/", language)
    dimas = cast.users["dimas"]
    for address in (
        SET_UP, SET_UP + "penghentian/", SET_UP + "kode-cadangan/", f"/pengguna/{dimas}/",
        f"/pengguna/{dimas}/langkah-kedua/", "/keamanan/",
    ):  # fmt: skip
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
        found += findings(axe, page, address)
        if language == "id-ID":
            shoot(page, "second" + re.sub(r"[^a-z]+", "-", address.replace(str(dimas), "")).rstrip("-"))
    page = open_as("ayu", SET_UP, language)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert found + findings(axe, page, SET_UP) == []
