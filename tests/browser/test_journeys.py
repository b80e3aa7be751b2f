"""What people come for, done as they would: by thumb, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.sizes import A_LANGUAGE_EACH
from tests.served import Server
from tests.world import World

Open = Callable[..., Page]
Shoot = Callable[[Page, str], None]
SAVE = "main form[data-form] .form-acts button"


def fill_in(page: Page, name: str) -> None:
    page.fill("[name=name]", name)
    page.check("[name=sex][value=female]")
    page.fill("[name=village_text]", "hargotrito")
    page.click("[role=option] >> nth=0")
    page.check("[name=background][value=returned_migrant]")


def test_she_registers_a_person_corrects_her_and_reads_her_history(
    open_as: Open, shoot: Shoot, size: tuple[int, int]
) -> None:
    page = open_as("ayu")
    shoot(page, "home")
    page.click("a[href='/orang/baru/'] >> nth=0")
    page.click(SAVE)
    expect(page.locator(".field.has-error").first).to_be_visible()
    shoot(page, "register-errors")
    name = "Sumarni Kecil" if size[0] < 500 else "Tarsilah Besar"
    fill_in(page, name)
    page.check("[name=birth_how][value=age]")
    page.fill("[name=birth_age]", "52")
    shoot(page, "register")
    page.click(SAVE)
    page.wait_for_url(re.compile(r"/orang/[0-9a-f-]{36}/$"))
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("main")).to_contain_text("Hargotirto")
    shoot(page, "person")
    page.click("a[href$='/ubah/']")
    expect(page.locator("[name=birth_age]")).to_have_value("52")
    page.fill("[name=nickname]", "Nani")
    page.click(SAVE)
    page.wait_for_url(re.compile(r"/orang/[0-9a-f-]{36}/$"))
    expect(page.locator("main")).to_contain_text("Nani")
    page.click("a[href^='/riwayat/']")
    expect(page.locator(".story-entry")).to_have_count(2)
    expect(page.locator(".story")).to_contain_text("Ayu Hapsari")
    shoot(page, "history")


def test_every_role_signs_in_and_finds_only_doors_that_open(open_as: Open, shoot: Shoot, size: tuple[int, int]) -> None:
    for who in ("lintang", "kinasih", "ayu", "dimas", "wati", "arum", "bagas", "surya", "paula"):
        page = open_as(who)
        shoot(page, f"home-{who}")
        for address in page.locator(".nav-item").evaluate_all("items => items.map(item => item.getAttribute('href'))"):
            assert page.request.get(address).status == 200, (who, address)


def test_a_stranger_of_the_other_organisation_finds_nothing(open_as: Open, shoot: Shoot, cast: World) -> None:
    page = open_as("rina", f"/orang/{cast.people['sari']}/")
    expect(page.locator("main")).not_to_contain_text("Sari")
    shoot(page, "not-found")
    page.goto("/orang/?q=sari")
    expect(page.locator(".ledger-row")).to_have_count(0)
    shoot(page, "nobody-found")


def test_a_person_is_registered_by_keyboard_alone(open_as: Open, size: tuple[int, int]) -> None:
    page = open_as("ayu", "/orang/baru/")
    page.focus("[name=name]")
    page.keyboard.type("Wagiyem" if size[0] < 500 else "Ponirah")
    page.focus("[name=sex]")
    page.keyboard.press("Space")
    page.focus("[name=village_text]")
    page.keyboard.type("hargotir")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("input[type=hidden][name=village]")).to_have_value("34.01.08.2005")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    page.focus("[name=background]")
    page.keyboard.press("Space")
    page.focus(SAVE)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/orang/[0-9a-f-]{36}/$"))


def test_a_person_is_registered_without_any_script(open_as: Open, size: tuple[int, int]) -> None:
    name = "Painah" if size[0] < 500 else "Zubaidah"
    page = open_as("ayu", "/orang/baru/", scripts=False)
    page.fill("[name=name]", name)
    page.check("[name=sex][value=female]")
    page.fill("[name=village_text]", "Sukoharjo")
    page.check("[name=background][value=village_woman]")
    page.click(SAVE)
    expect(page.locator("[name=village][type=radio]").first).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value(name)
    page.fill("[name=village_text]", "Hargotirto")
    page.click(SAVE)
    page.wait_for_url(re.compile(r"/orang/[0-9a-f-]{36}/$"))


def test_leaving_a_half_filled_form_asks_first(open_as: Open) -> None:
    page = open_as("ayu", "/orang/baru/")
    page.fill("[name=name]", "Sumini")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("() => { setTimeout(() => location.assign('/'), 0) }")
    page.wait_for_timeout(400)
    assert asked == ["beforeunload"]
    expect(page.locator("[name=name]")).to_have_value("Sumini")


def test_a_double_tap_on_save_registers_once(open_as: Open, size: tuple[int, int]) -> None:
    page = open_as("ayu", "/orang/baru/")
    name = f"Tukinah {'Kecil' if size[0] < 500 else 'Besar'}"
    fill_in(page, name)
    page.dblclick(SAVE)
    page.wait_for_url(re.compile(r"/orang/[0-9a-f-]{36}/$"))
    page.goto(f"/orang/?q={name}")
    assert page.locator(".ledger-row").count() == 1


def test_an_invited_user_comes_in_with_the_code_of_the_picture(
    open_as: Open, shoot: Shoot, size: tuple[int, int]
) -> None:
    page = open_as("kinasih", "/pengguna/undangan/")
    username = f"tutik{size[0]}"
    page.fill("[name=name]", "Tutik Handayani")
    page.fill("[name=username]", username)
    page.check("[name=role][value=facilitator]")
    page.fill("[name=area_text]", "kokap")
    page.click("[role=option] >> nth=0")
    shoot(page, "invite")
    page.click(SAVE)
    code = page.locator(".code").inner_text()
    shoot(page, "code")
    her = open_as(None, f"/masuk/kode/#{code}")
    expect(her.locator("[name=code]")).to_have_value(re.compile(code[:5]))
    assert "#" not in her.url
    her.fill("[name=password]", "hujan deras di bukit")
    shoot(her, "redeem")
    her.click(SAVE)
    her.wait_for_url("**/")
    expect(her.locator("body")).to_contain_text("Tutik")


def test_the_language_is_switched_and_stays(open_as: Open) -> None:
    page = open_as("ayu", "/orang/")
    assert page.locator("html").get_attribute("lang") == "id"
    page.click("form[action='/bahasa/'] button")
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "en"


def test_nothing_is_wider_than_the_screen_and_every_target_is_large(
    open_as: Open, cast: World, size: tuple[int, int]
) -> None:
    page = open_as("kinasih")
    for address in pages(cast):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                 'a.btn, button, .ledger-row, .nav-item, input:not([type=hidden]), select')]
               .filter(one => one.offsetParent && !one.closest('.choice'))
               .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])
               .filter(([, height]) => height < 44)"""
        )
        assert small == [], address
        letters = page.evaluate(
            """() => Math.min(...[...document.querySelectorAll('main *')].filter(one => one.offsetParent
               && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
               .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
        )
        assert letters >= 15.9, address


def pages(cast: World) -> list[str]:
    sari, ayu = cast.people["sari"], cast.users["ayu"]
    return [
        "/", "/orang/", "/orang/?q=zzz", "/orang/baru/", f"/orang/{sari}/", f"/orang/{sari}/ubah/",
        f"/riwayat/person/{sari}/", "/cari/?q=sari", "/pengguna/", f"/pengguna/{ayu}/", "/pengguna/undangan/",
        f"/pengguna/{ayu}/peran/", f"/pengguna/{ayu}/penutupan/", "/perlu-diperiksa/", "/catatan/", "/akun/",
        "/pekerjaan/", "/wilayah/34.01.08.2005/", "/buku-aturan/", "/tidak-ada/",
    ]  # fmt: skip


@A_LANGUAGE_EACH
def test_no_page_has_a_serious_accessibility_finding(open_as: Open, cast: World, language: str, server: Server) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    found = []
    page = open_as(None, "/masuk/", language)
    for address in ("/masuk/", "/masuk/kode/"):
        page.goto(address)
        found += findings(axe, page, address)
    page = open_as("kinasih", "/", language)
    for address in pages(cast):
        page.goto(address)
        found += findings(axe, page, address)
    assert found == []


def findings(axe, page: Page, address: str) -> list[str]:  # type: ignore[no-untyped-def]
    """The serious and critical ones."""
    results = axe.run(page).response["violations"]
    return [
        f"{address}: {one['id']} {one['nodes'][0]['html'][:120]}"
        for one in results
        if one["impact"] in ("serious", "critical")
    ]
