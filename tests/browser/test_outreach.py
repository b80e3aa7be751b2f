"""Public education counted with the thumb, with and without script."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_journeys import SAVE, Open, Shoot

ONE = re.compile(r"/kelompok/penyuluhan/[0-9a-f-]{36}/$")
NEW, LIST = "/kelompok/penyuluhan/baru/", "/kelompok/penyuluhan/"


def fill(page: Page, title: str) -> None:
    """All but the village."""
    page.goto(NEW)
    page.check("input[name=occasion][value=media]")
    page.fill("[name=title]", title)
    page.check("input[name=topics][value=gender]")
    page.fill("[name=women_25_59]", "20")
    page.fill("[name=women_age_unknown]", "3")
    page.fill("[name=men_60_up]", "4")


def test_the_sums_run_along_while_counts_are_typed(open_as: Open, shoot: Shoot) -> None:
    page = open_as("ayu", language="en-GB")
    fill(page, "Siaran radio")
    expect(page.locator("[data-sum=women]")).to_have_text("23")
    expect(page.locator("[data-sum=men]")).to_have_text("4")
    expect(page.locator("[data-reach-total]")).to_contain_text("27")
    page.fill("[name=men_60_up]", "")
    expect(page.locator("[data-reach-total]")).to_contain_text("23")
    shoot(page, "outreach-counted")


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_public_education_is_saved_with_and_without_script(
    open_as: Open, shoot: Shoot, size: tuple[int, int], scripts: bool
) -> None:
    page = open_as("ayu", language="en-GB", scripts=scripts)
    fill(page, f"Siaran {size[0]} {scripts}")
    page.fill("[name=village_text]", "Hargotirto, Kapanewon Kokap, Kulon Progo")
    page.click(SAVE)
    page.wait_for_load_state()
    if page.locator("[name=believed]").count():
        page.check("[name=believed]")
        page.click(SAVE)
    page.wait_for_url(ONE)
    expect(page.locator("main")).to_contain_text("27 people reached")
    shoot(page, "outreach")


def test_pages_of_public_education_are_clean_for_ears_and_keyboard(open_as: Open) -> None:
    page = open_as("ayu", language="en-GB")
    fill(page, "Siaran pagi")
    page.fill("[name=men_60_up]", "-4")
    page.click(SAVE)
    page.wait_for_load_state()
    clean(page)
    for address in (LIST, NEW):
        page.goto(address)
        clean(page)


def clean(page: Page) -> None:
    """Nothing wrong for a screen reader, and nothing wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, (page.url, found.generate_report())
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
