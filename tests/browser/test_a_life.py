"""A woman found, registered twice, made one and parted; and what happened in her life."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import SAVE, Open, Shoot

HER_PAGE = re.compile(r"/orang/[0-9a-f-]{36}/$")


def register(page: Page, name: str, year: str, nickname: str = "") -> None:
    page.goto("/orang/baru/")
    page.fill("[name=name]", name)
    page.fill("[name=nickname]", nickname)
    page.check("[name=sex][value=female]")
    page.check("[name=birth_how][value=year]")
    page.fill("[name=birth_only_year]", year)
    page.fill("[name=village_text]", "hargotirto")
    page.click("[role=option] >> nth=0")
    page.check("[name=background][value=returned_migrant]")
    page.click(SAVE)


def test_she_is_found_registered_twice_made_one_and_parted(open_as: Open, shoot: Shoot, size: tuple[int, int]) -> None:
    narrow = size[0] < 500
    name, old, nick, wrong = (
        ("Juminah Cahyani", "Djoeminah Tjahjani", "Menuk", "menoek")
        if narrow
        else ("Yulianti Sucipto", "Joelianti Soetjipto", "Cempluk", "tjemploek")
    )
    page = open_as("kinasih")
    register(page, name, "1977", nick)
    page.wait_for_url(HER_PAGE)
    hers = page.url
    page.goto(f"/orang/?q={wrong}")
    expect(page.locator(".ledger-row")).to_contain_text(name)
    register(page, old, "1977")
    expect(page.locator("#like")).to_be_visible()
    expect(page.locator("main")).to_contain_text(name)
    shoot(page, "twin-warned")
    page.click(SAVE)
    page.wait_for_url(HER_PAGE)
    twin = page.url.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{hers}gabung/?dengan={twin}")
    shoot(page, "merge")
    page.click(SAVE)
    page.wait_for_url(hers)
    expect(page.locator("main")).to_contain_text(old)
    shoot(page, "merged")
    page.goto(f"{hers}pisah/{twin}/")
    page.fill("[name=reason]", "ternyata dua orang")
    page.click(SAVE)
    page.wait_for_url(hers)
    expect(page.locator("main")).not_to_contain_text(old)


def test_her_work_abroad_and_a_visit_are_written_down(open_as: Open, shoot: Shoot, size: tuple[int, int]) -> None:
    page = open_as("ayu")
    register(page, "Rumiyati" if size[0] < 500 else "Tukinem", "1985")
    page.wait_for_url(HER_PAGE)
    hers = page.url
    page.click("a[href$='/catat/migrasi/']")
    page.click(SAVE)
    expect(page.locator(".field.has-error").first).to_be_visible()
    page.select_option("[name=country]", "TW")
    page.check("[name=sector][value=care]")
    page.check("[name=channel][value=agency]")
    page.fill("[name=departed_year]", "2010")
    page.fill("[name=returned_year]", "2009")
    page.click(SAVE)
    expect(page.locator("main")).to_contain_text("Tidak mungkin pulang sebelum berangkat")
    expect(page.locator("[name=departed_year]")).to_have_value("2010")
    shoot(page, "episode-errors")
    page.fill("[name=returned_year]", "2014")
    page.click(SAVE)
    page.wait_for_url(hers)
    expect(page.locator("main")).to_contain_text("Taiwan")
    page.click("a[href$='/catat/kunjungan/']")
    page.fill("[name=note]", "Warungnya ramai.")
    page.click(SAVE)
    page.wait_for_url(hers)
    expect(page.locator("main")).to_contain_text("Warungnya ramai.")
    shoot(page, "her-life")
