"""A photo is added from a phone and at a desk, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.documents.files import pdf, photo
from tests.world import World

Open = Callable[..., Page]
SAVE = "main form[data-form] .form-acts button"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "foto.jpg").write_bytes(photo(1600, 1200))
    (tmp_path / "surat.pdf").write_bytes(pdf())
    return tmp_path


def agrees(page: Page, person: str, purpose: str) -> None:
    page.goto(f"/orang/{person}/catat/persetujuan/")
    page.check(f"[name=purpose][value={purpose}]")
    page.check("[name=way][value=thumb]")
    page.check("[name=given_by][value=herself]")
    page.fill("[name=notice]", "lembar 2026")
    page.click(SAVE)
    page.wait_for_url(f"**/orang/{person}/")


def add(page: Page, person: str, file: Path, what: str, title: str) -> None:
    page.goto(f"/berkas/orang/{person}/")
    page.set_input_files("[name=chosen]", file)
    page.check(f"[name=what][value={what}]")
    page.fill("[name=title]", title)
    page.click(SAVE)
    page.wait_for_url(f"**/orang/{person}/")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_she_adds_a_photo_and_it_shows_on_her_page(
    open_as: Open, shoot: Callable[[Page, str], None], cast: World, files: Path, scripts: bool
) -> None:
    person = str(cast.people["tumini"])
    page = open_as("ayu", f"/orang/{person}/", scripts=scripts)
    agrees(page, person, "photo")
    page.click("a[href^='/berkas/orang/']")
    page.set_input_files("[name=chosen]", files / "foto.jpg")
    page.click(SAVE)
    expect(page.locator(".field.has-error")).to_have_count(2)
    shoot(page, "document-errors")
    page.check("[name=what][value=photo]")
    page.fill("[name=title]", "Di depan warung")
    page.click(SAVE)
    page.wait_for_url(f"**/orang/{person}/")
    page.locator(".photos img").first.scroll_into_view_if_needed()
    shoot(page, "documents")
    if scripts:
        page.wait_for_function("() => document.querySelector('.photos img').naturalWidth === 240")
    page.click(".photos a >> nth=0")
    expect(page.locator("img.photo")).to_be_visible()
    shoot(page, "photo")


def test_a_letter_is_handed_over_as_it_came(open_as: Open, cast: World, files: Path) -> None:
    person = str(cast.people["tumini"])
    page = open_as("ayu")
    agrees(page, person, "registry")
    add(page, person, files / "surat.pdf", "letter", "Surat keterangan desa")
    page.click("section[aria-labelledby=documents] a.ledger-row >> nth=0")
    with page.expect_download() as handed:
        page.click("main form[method=post] button.btn-main")
    assert re.fullmatch(r"\d{8}-letter\.pdf", handed.value.suggested_filename)
    assert Path(handed.value.path()).read_bytes() == pdf()
