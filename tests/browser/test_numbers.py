"""The pages of numbers, at a phone and at a desk, with and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.sizes import ON_PHONE
from tests.browser.test_journeys import Open, Shoot
from tests.browser.test_outreach import clean

PLACE = "/angka/?place=34.01"


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_a_number_is_followed_to_its_list_with_and_without_script(open_as: Open, shoot: Shoot, scripts: bool) -> None:
    page = open_as("kinasih", "/angka/", language="en-GB", scripts=scripts)
    page.select_option("[name=split]", "sex")
    page.click("form.ask button")
    expect(page).to_have_url(re.compile("split=sex"))
    row = page.locator("tr", has_text="Persons registered").first
    number = row.locator("td.number a").first
    many = number.inner_text()
    shoot(page, "numbers")
    number.click()
    expect(page.locator("main")).to_contain_text(f"together {many}")
    shoot(page, "numbers-behind")


def test_pages_of_numbers_are_clean_for_ears_and_keyboard(open_as: Open, shoot: Shoot) -> None:
    page = open_as("kinasih", language="en-GB")
    for address in (
        PLACE, f"{PLACE}&split=age", f"{PLACE}&from=2026-01-05&until=2026-02-07", f"{PLACE}&period=1995",
        "/angka/ukuran/people.registered/?place=34.01", "/angka/ukuran/", "/angka/banding/?place=34.01",
        "/angka/daftar/people.registered/?place=34.01",
    ):  # fmt: skip
        page.goto(address)
        clean(page)
    page.goto("/angka/ukuran/people.registered/?place=34.01&split=sex")
    shoot(page, "numbers-measure")


@ON_PHONE
def test_a_later_look_at_numbers_is_light(open_as: Open) -> None:
    page = open_as("kinasih", language="en-GB")
    weighed: list[int] = []
    page.on("requestfinished", lambda request: weighed.append(request.sizes()["responseBodySize"]))
    page.goto(PLACE)
    page.wait_for_load_state("networkidle")
    weighed.clear()
    page.reload()
    page.wait_for_load_state("networkidle")
    assert 0 < sum(one for one in weighed if one > 0) < 20_000  # what lay in the cache has a negative size


@ON_PHONE
def test_no_figure_lies_over_its_words_on_a_phone(open_as: Open, shoot: Shoot) -> None:
    page = open_as("kinasih", language="en-GB")
    page.goto("/angka/banding/?place=34.01&measure=people.returns&measure=groups.reached_disabled")
    cell = page.locator("td.number", has_text=re.compile(r"\d")).first
    expect(cell).to_have_css("display", "flex")
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').position") == "static"
    assert cell.evaluate("cell => cell.firstElementChild.getBoundingClientRect().left > 150")


@ON_PHONE
def test_a_long_name_stays_on_the_page_of_a_phone(open_as: Open) -> None:
    page = open_as("kinasih", PLACE, language="en-GB")
    for where in (".title-under", ".crumbs li:last-child"):
        page.locator(where).evaluate("element => { element.textContent = 'PurnaPekerjaMigran'.repeat(7) }")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
