"""A meeting of twenty-four held with the thumb, and written down by two."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from tests.browser.sizes import A_LANGUAGE_EACH, ON_PHONE
from tests.browser.test_journeys import SAVE, Open, Shoot
from tests.world import HARGOTIRTO, World

MEETING = re.compile(r"/kelompok/pertemuan/[0-9a-f-]{36}/$")
NAMES = """Anis Bekti Catur Darsi Endang Fitri Giyem Hesti Ika Juwita Karsi Lasmi Murni Nanik Okta Parti Qori Retno Sumi
Tarmi Umi Vita Wagiyah Yatmi""".split()
COUNT_TAPS = "window.taps = 0; addEventListener('click', (event) => { if (event.isTrusted && event.detail) taps += 1 })"


@pytest.fixture
def group(in_served_home: None, cast: World) -> str:
    """A group of twenty-four in the served home."""
    made, since = str(new_id()), str(SYSTEM_CLOCK.today() - timedelta(days=400))
    cast.run("kinasih", "groups.found_group", group=made, what="p3a", name=f"Putri {made[-4:]}", village=HARGOTIRTO)
    for name in NAMES:
        body = cast.person(f"Warga {name}")
        cast.run("kinasih", "people.register_person", **body)
        joins = {"group": made, "membership": new_id(), "person": body["person"], "since": since}
        cast.run("kinasih", "groups.join_group", **joins)
    return made


def hold(page: Page, group: str, day: date, excused: int) -> None:
    """The way of the thumb: exceptions first, then all others; two guests, what was taught, and save."""
    page.goto(f"/kelompok/{group}/pertemuan/baru/")
    page.fill("[name=held_on]", day.isoformat())
    page.evaluate(COUNT_TAPS)
    for place in range(excused):
        page.locator(".tile").nth(place).locator(".mark-excused").click()
    page.click("[data-mark-rest=present]")


def test_a_meeting_of_twenty_four_is_held_in_few_taps(
    open_as: Open, shoot: Shoot, group: str, size: tuple[int, int]
) -> None:
    page = open_as("ayu")
    hold(page, group, SYSTEM_CLOCK.today(), excused=3)
    page.click("[name=guests_women]")
    page.keyboard.type("2")
    page.select_option("[name=lesson-0-topic]", "gender")
    shoot(page, "meeting-held")
    taps = page.evaluate("taps")
    page.click(SAVE)
    page.wait_for_url(MEETING)
    assert taps + 1 - 3 < 15
    figures = page.locator(".figures")
    expect(figures).to_contain_text(re.compile(r"21\s*hadir"))
    expect(figures).to_contain_text(re.compile(r"3\s*izin"))
    expect(figures).to_contain_text(re.compile(r"2\s*tamu"))
    shoot(page, "meeting")


@ON_PHONE
def test_two_who_write_the_same_meeting_write_one_and_see_each_others(open_as: Open, shoot: Shoot, group: str) -> None:
    day = SYSTEM_CLOCK.today() - timedelta(days=1)
    first, second = open_as("ayu"), open_as("kinasih")
    hold(first, group, day, excused=2)
    hold(second, group, day, excused=1)
    first.click(SAVE)
    first.wait_for_url(MEETING)
    second.click(SAVE)
    shoot(second, "meeting-the-same")
    second.click("button[name=same]")
    second.wait_for_url(MEETING)
    assert first.url == second.url
    first.reload()
    for page in (first, second):
        expect(page.locator(".figures")).to_contain_text(re.compile(r"23\s*hadir"))
        expect(page.locator("main")).to_contain_text("Ayu Hapsari")
        expect(page.locator("main")).to_contain_text("Wulan Kinasih")
    shoot(second, "meeting-united")


@A_LANGUAGE_EACH
def test_pages_of_a_group_are_clean_for_ears_and_keyboard(open_as: Open, group: str, language: str) -> None:
    page = open_as("ayu", language=language)
    for address in ("", "pertemuan/", "pertemuan/baru/", "pertemuan/susulan/", "keputusan/"):
        page.goto(f"/kelompok/{group}/{address}")
        found = Axe().run(page)
        assert found.violations_count == 0, (address, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
