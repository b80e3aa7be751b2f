"""A newcomer imports a list of members and a grid of attendance, decides what must be decided, and takes it back."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect

from tests.browser.sizes import A_LANGUAGE_EACH, ON_PHONE
from tests.browser.test_journeys import Open, Shoot, findings
from tests.imports import whole
from tests.served import Server

NEXT = ".next .btn-main"
SAVE = "main form[data-form] .btn-main"
ROWS = 10
MINUTES = 180_000
"""Thousandths of a second the worker may take on a busy machine."""


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A workbook as organisations keep them, on the newcomer's disk."""
    path = tmp_path / "anggota-mawar.xlsx"
    path.write_bytes(whole.PARTS_BOOK)
    return str(path)


def give(page: Page, file: str) -> str:
    """Give the file, from the door to its sheets; the address of the file's page."""
    page.goto("/impor/")
    page.click("main a.btn-main")
    page.set_input_files("[name=chosen]", file)
    page.click(SAVE)
    page.wait_for_url(re.compile(r"/impor/[0-9a-f-]{36}/$"))
    return page.url


@pytest.fixture
def worker(server: Server, in_served_home: None) -> Iterator[None]:
    """A worker beside the served home, and no trace of its jobs afterwards."""
    command = [sys.executable, "-m", "purnadaya", "work", "--until-idle"]
    with subprocess.Popen(command, env=server.environment(), stdout=subprocess.DEVNULL) as process:
        yield
        process.terminate()
    DBTaskResult.objects.all().delete()


def done(page: Page) -> None:
    """She waits; the page looks by itself how far the worker is."""
    page.wait_for_selector(".tabs", timeout=MINUTES)


def read(page: Page) -> None:
    """From the file's page to the rows of its next sheet, with all that is proposed."""
    page.click(NEXT)
    page.wait_for_url("**/kolom/")
    page.click(SAVE)
    page.wait_for_url(re.compile(r"/impor/lembar/[0-9a-f-]{36}/$"))
    done(page)


def take(page: Page) -> None:
    """Take in what is ready."""
    with page.expect_navigation():
        page.click(NEXT)
    done(page)


def counts(page: Page) -> dict[str, int]:
    """How many rows are in each tab."""
    tabs = page.locator(".tab")
    found = {}
    for place in range(tabs.count()):
        state = (tabs.nth(place).get_attribute("href") or "").removeprefix("?state=")
        found[state] = int(tabs.nth(place).locator("b").inner_text())
    return found


def decide_all_unreadable(page: Page) -> None:
    """Take them in without what cannot be read."""
    page.goto(f"{page.url.partition('?')[0]}?state=unreadable")
    page.click("a[href*='/semua/']")
    page.check("[name=decision][value=new]")
    page.click(SAVE)
    page.wait_for_url(re.compile(r"/impor/lembar/[0-9a-f-]{36}/$"))


def people_named(page: Page, name: str) -> int:
    """How many persons are found by a piece of name."""
    page.goto(f"/orang/?q={name}")
    return page.locator("main .ledger > li", has_text=name).count()


@ON_PHONE
def test_a_newcomer_imports_members_and_attendance_and_takes_it_back(
    open_as: Open, shoot: Shoot, worker: None, file: str
) -> None:
    page = open_as("kinasih")
    first = give(page, file)
    shoot(page, "import-file")
    read(page)
    assert counts(page) == {"new": 5, "same": 1, "unreadable": 4}
    shoot(page, "import-rows")
    twins(page)
    assert sum(counts(page).values()) == ROWS
    take(page)
    assert counts(page) == {"done": ROWS}
    assert people_named(page, "Marsinah") == 1
    assert people_named(page, "Wiji") == 1
    attendance(page, first)
    again(page, file)
    take_back(page, first)
    for name in ("Marsinah", "Wiji", "Kasinem"):
        assert people_named(page, name) == 0
    page.goto("/kelompok/")
    assert "P3A Mawar" not in page.locator("main").inner_text()


def twins(page: Page) -> None:
    """What cannot be read is left out; and one row is the same as an earlier one, as its reasons say."""
    decide_all_unreadable(page)
    assert counts(page)["unsure"] == 1
    page.goto(f"{page.url.partition('?')[0]}?state=unsure")
    page.click("a[href*='/impor/baris/'] >> nth=0")
    expect(page.locator("main")).to_contain_text("Wiji Lestari")
    page.check("[name=decision] >> nth=0")
    page.click(SAVE)
    page.wait_for_url(re.compile(r"/impor/lembar/[0-9a-f-]{36}/$"))


def attendance(page: Page, file: str) -> None:
    """The grid finds its group by its names, and writes five meetings."""
    page.goto(file)
    read(page)
    assert counts(page) == {"same": 2, "unreadable": 1}
    decide_all_unreadable(page)
    take(page)
    assert counts(page) == {"done": 3}
    page.goto("/kelompok/")
    page.get_by_role("link", name=re.compile("P3A Mawar")).click()
    page.click("a[href$='/pertemuan/']")
    expect(page.locator("main")).to_contain_text(re.compile("16 Jan"))


def again(page: Page, file: str) -> None:
    """The same file once more: every row is known, and nobody is added."""
    second = give(page, file)
    read(page)
    assert counts(page) == {"same": ROWS}
    take(page)
    assert counts(page) == {"done": ROWS}
    assert people_named(page, "Marsinah") == 1
    take_back(page, second)
    assert people_named(page, "Marsinah") == 1


def take_back(page: Page, file: str) -> None:
    """All that came of a file is taken back."""
    page.goto(file)
    page.click("a[href$='/pembatalan/']")
    page.click("main form[data-form] .btn-danger")
    page.wait_for_url(file)
    page.wait_for_selector(".fresh:not([data-fresh='3'])", timeout=MINUTES)


def test_a_bad_file_is_told_of_beside_its_box(open_as: Open, tmp_path: Path) -> None:
    path = tmp_path / "daftar.xls"
    path.write_bytes(b"<html><table><tr><td>Nama</td></tr></table></html>")
    page = open_as("kinasih", "/impor/baru/")
    page.set_input_files("[name=chosen]", str(path))
    page.click(SAVE)
    expect(page.locator(".field-error")).to_be_visible()


@A_LANGUAGE_EACH
def test_pages_of_an_import_work_without_script_and_are_clean_for_ears_and_keyboard(
    open_as: Open, shoot: Shoot, worker: None, file: str, language: str
) -> None:
    page = open_as("kinasih", scripts=False)
    address = give(page, file)
    page.click(NEXT)
    page.click(SAVE)
    while not page.locator(".tabs").count():
        page.click("main .btn-main")
    sheet = page.url
    page.goto(f"{sheet}?state=unreadable")
    row = page.locator("a[href*='/impor/baris/']").first.get_attribute("href") or ""
    seen = open_as("kinasih", language=language)
    for path in ("/impor/", "/impor/baru/", address, sheet, f"{sheet}kolom/", f"{sheet}tempat/", row,
                 f"{sheet}semua/?state=unreadable", f"{sheet}nama/", f"{address}pembatalan/"):  # fmt: skip
        seen.goto(path)
        assert findings(Axe(), seen, path) == []
    shoot(page, "import-plain")
