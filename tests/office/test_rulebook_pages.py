"""The rulebook to read, and the forms of own values."""

from __future__ import annotations

import html

import pytest

from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.rulebook.models import OwnValue
from tests.doors.test_doors import hidden
from tests.world import MITRA_USERS, World

today = SYSTEM_CLOCK.today
FORM = "/buku-aturan/age.elderly/nilai/"


def set_value(world: World, value: int, since: str) -> str:
    body = {"own_value": new_id(), "rule": "age.elderly", "unit": "age", "value": value, "since": since}
    return world.run("arum", "rulebook.set_value", **body, source="Rapat pengurus 3/2026", reason="we say so").of.id


def page(world: World, who: str, address: str = "/buku-aturan/", language: str = "en") -> str:
    answer = world.browser(who, language).get(address)
    assert answer.status_code == 200, answer
    return html.unescape(" ".join(answer.content.decode().split()))


@pytest.mark.parametrize("who", [name for name, *_ in MITRA_USERS])
def test_everyone_who_is_signed_in_reads_the_book(world: World, who: str) -> None:
    text = page(world, who, language="id")
    assert "Buku aturan" in text
    assert "3 × 24 jam" in text
    assert "UU 27/2022, pasal 32 ayat (2)" in text
    assert "Dicek ke sumbernya 24 November 2026" in text


def test_the_public_is_asked_to_sign_in_first(client: object, db: None) -> None:
    assert client.get("/buku-aturan/")["Location"].startswith("/masuk/")  # type: ignore[attr-defined]


def test_a_number_nobody_has_read_in_its_source_is_marked(world: World) -> None:
    text = page(world, "wati")
    assert text.count("not read in its source yet") == 2
    assert "2 numbers were not read in their source yet" in text


def test_the_book_is_at_the_foot_of_every_page(world: World) -> None:
    assert 'href="/buku-aturan/"' in page(world, "wati", "/")


def test_an_own_value_is_marked_and_the_shipped_one_folded(world: World) -> None:
    value = set_value(world, 55, str(today()))
    text = page(world, "kinasih")
    row = text[text.index('id="age.elderly"') :]
    assert row.index("55 years old") < row.index("our own") < row.index("<details") < row.index("60 years old")
    assert f"/riwayat/own_value/{value}/" in row
    assert "55 years old" not in page(world, "rina")


def test_only_who_may_set_values_is_offered_to(world: World) -> None:
    value = set_value(world, 55, str(today()))
    for who, offered in (("arum", True), ("lintang", True), ("kinasih", False), ("wati", False)):
        text = page(world, who)
        assert (FORM in text, f"{value}/penghentian/" in text) == (offered, offered), who
        assert world.browser(who).get(FORM).status_code == (200 if offered else 404)
    assert "/buku-aturan/data.backups/nilai/" not in page(world, "arum")


@pytest.mark.parametrize("rule", ["age.invented", "data.backups", "x%00"])
def test_a_rule_that_cannot_be_set_has_no_form(world: World, rule: str) -> None:
    assert world.browser("arum").get(f"/buku-aturan/{rule}/nilai/").status_code == 404


def test_a_value_of_the_past_is_saved_with_a_warning(world: World) -> None:
    typed = {"value": "55", "since": "2026-01-01", "source": "Rapat pengurus", "reason": "we forgot", "base": "0"}
    answer = world.browser("arum").post(FORM, typed, follow=True)
    assert "a day that is past" in answer.content.decode()
    assert OwnValue.objects.get().value == 55


def test_what_was_typed_wrong_is_said_beside_its_box_and_kept(world: World) -> None:
    typed = {"value": "5,5", "since": "2026-01-01", "source": "", "reason": "", "base": "0"}
    answer = world.browser("arum").post(FORM, typed)
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "This is not a whole number." in text
    assert text.count("This is still empty.") >= 2
    assert 'value="5,5"' in text


def test_the_history_of_an_own_value_tells_its_reason_and_days(world: World) -> None:
    value = set_value(world, 55, "2026-01-05")
    text = page(world, "kinasih", f"/riwayat/own_value/{value}/")
    assert "set an own value in the rulebook" in text
    assert "5 January 2026" in text
    assert "we say so" in text
    for who in ("rina", "wati", "ayu", "dimas", "paula"):
        assert world.browser(who).get(f"/riwayat/own_value/{value}/").status_code == 404, who
        assert f"/riwayat/own_value/{value}/" not in world.browser(who).get("/buku-aturan/").content.decode()


def test_what_the_programme_decided_itself_is_not_said_to_be_read_in_a_source(world: World) -> None:
    text = page(world, "kinasih")
    assert text.count("Our own decision.") == 4


def test_a_deadline_of_the_law_is_not_lengthened_and_that_is_said_beside_the_box(world: World) -> None:
    form = "/buku-aturan/data.access/nilai/"
    boxes = {"since": str(today()), "source": "Rapat pengurus", "reason": "more time"}
    browser = world.browser("arum", "en")
    long = browser.post(form, {**hidden(browser.get(form).content.decode()), **boxes, "value": "8784"})
    assert long.status_code == 422
    assert "The law leaves 72 at most." in html.unescape(long.content.decode())
