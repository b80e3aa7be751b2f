"""The office's own pages: users, log, waiting room, places, search, health, and what goes wrong."""

from __future__ import annotations

import html
import json
import logging
import re
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from purnadaya.access.models import User
from purnadaya.journal.models import WaitingItem
from purnadaya.journal.waiting import take_in
from purnadaya.kernel.ids import new_id
from purnadaya.people.models import Person
from tests import stores
from tests.access.test_sign_in import sign_in
from tests.doors.test_doors import hidden
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, PASSPHRASE, World


def read(browser: Client, address: str, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status, address
    return html.unescape(response.content.decode())


def test_home_is_asked_to_sign_in_first_and_then_greets_by_name(world: World) -> None:
    assert Client().get("/").headers["Location"] == "/masuk/?next=/"
    assert "Ayu Hapsari" in read(world.browser("ayu"), "/")


@pytest.mark.parametrize(
    ("who", "sees", "lacks"),
    [
        ("ayu", {"/orang/", "/pengguna/"}, {"/perlu-diperiksa/", "/catatan/"}),
        ("kinasih", {"/orang/", "/pengguna/", "/perlu-diperiksa/", "/catatan/"}, set()),
        ("bagas", {"/catatan/", "/pengguna/"}, {"/orang/", "/perlu-diperiksa/"}),
        ("surya", {"/catatan/", "/pengguna/"}, {"/orang/", "/perlu-diperiksa/"}),
        ("wati", {"/orang/"}, {"/pengguna/", "/catatan/", "/perlu-diperiksa/"}),
        ("paula", set(), {"/orang/", "/pengguna/", "/catatan/", "/perlu-diperiksa/"}),
    ],
)
def test_the_menu_shows_doors_that_open_and_the_others_are_not_found(
    world: World, who: str, sees: set[str], lacks: set[str]
) -> None:
    browser = world.browser(who)
    menu = set(re.findall(r'class="nav-item" href="([^"]+)"', read(browser, "/")))
    assert sees <= menu
    assert not lacks & menu
    for address in sees:
        read(browser, address)
    for address in lacks:
        read(browser, address, 404)


def test_a_phone_has_five_doors_under_the_thumb_and_the_last_opens_the_others(world: World) -> None:
    page = read(world.browser("kinasih"), "/")
    doors = re.findall(r'class="nav-item" href="([^"]+)"[^>]*?( data-later)?>', page)
    later = [address for address, is_later in doors if is_later]
    assert len(doors) - len(later) == 4
    assert 'class="nav-item nav-more" href="/lainnya/"' in page
    more = read(world.browser("kinasih"), "/lainnya/")
    assert all(f'class="ledger-row" href="{address}"' in more for address in later)
    assert re.search(r'nav-more" href="/lainnya/" aria-current="page"', more)
    assert re.search(r'nav-more" href="/lainnya/" aria-current="page"', read(world.browser("kinasih"), later[0]))


def test_a_short_menu_has_no_door_to_more(world: World) -> None:
    page = read(world.browser("wati"), "/")
    assert "nav-more" not in page
    assert "data-later" not in page


def test_a_stranger_finds_no_menu(client: Client) -> None:
    assert client.get("/lainnya/").status_code == 302


def test_the_log_tells_who_did_what_but_never_what_was_written(world: World) -> None:
    world.run("ayu", "people.register_person", **world.person("Rubiyem Tersembunyi"))
    page = read(world.browser("bagas"), "/catatan/")
    assert "Ayu Hapsari" in page
    assert "registered a person" in page
    assert "Rubiyem" not in page


def test_the_log_of_one_organisation_says_nothing_of_another(world: World) -> None:
    assert "Ayu Hapsari" not in read(world.browser("rina"), "/catatan/")
    assert "Rina Andriani" in read(world.browser("rina"), "/catatan/")


def test_users_of_another_organisation_are_not_listed_and_not_found(world: World) -> None:
    page = read(world.browser("rina"), "/pengguna/")
    assert "Ayu" not in page
    for act in ("", "ubah/", "kode/", "peran/", "penutupan/", "pembukaan/"):
        read(world.browser("rina"), f"/pengguna/{world.users['ayu']}/{act}", 404)


def test_a_code_is_shown_once_and_a_reload_shows_none(world: World) -> None:
    browser = world.browser("kinasih")
    address = f"/pengguna/{world.users['ayu']}/kode/"
    boxes = hidden(browser.get(address).content.decode())
    first, again = browser.post(address, boxes), browser.post(address, boxes)
    assert re.search(r'class="code">([A-Z2-9]{5}-[A-Z2-9]{5})<', first.content.decode())
    assert 'class="code">' not in again.content.decode()
    assert "shown once already" in again.content.decode()
    for response in (first, again):
        assert "no-store" in response.headers["Cache-Control"]


def waiting(world: World, **body: Any) -> WaitingItem:
    line = json.dumps({"id": str(new_id()), "kind": "people.register_person", "body": world.person(**body)})
    item = take_in(line.encode(), world.actor("ayu"), "lines")
    assert isinstance(item, WaitingItem)
    return item


def test_a_waiting_line_is_read_retried_and_settled_on_its_page(world: World) -> None:
    item = waiting(world, name="Jumirah", village=BANARAN)
    browser = world.browser("kinasih")
    assert "1 entry waits" in read(browser, "/")
    assert "Ayu Hapsari" in read(browser, "/perlu-diperiksa/")
    page = read(browser, f"/perlu-diperiksa/{item.id}/")
    assert "Jumirah" in page
    assert "someone else has to change it" in page
    assert browser.post(f"/perlu-diperiksa/{item.id}/penerapan/").headers["Location"] == "/perlu-diperiksa/"
    assert Person.objects.filter(name="Jumirah").count() == 1
    assert "This was applied later." in read(browser, f"/perlu-diperiksa/{item.id}/")
    assert browser.post(f"/perlu-diperiksa/{item.id}/penyisihan/", {"why": "again"}).status_code == 422


def test_a_waiting_line_that_still_does_not_fit_says_why_and_can_be_laid_aside(world: World) -> None:
    item = waiting(world, birth="2999")
    browser = world.browser("kinasih")
    retried = browser.post(f"/perlu-diperiksa/{item.id}/penerapan/")
    assert retried.status_code == 422
    assert "This day has not come yet" in html.unescape(retried.content.decode())
    assert browser.post(f"/perlu-diperiksa/{item.id}/penyisihan/", {"why": ""}).status_code == 422
    assert browser.post(f"/perlu-diperiksa/{item.id}/penyisihan/", {"why": "typed by hand"}).status_code == 302
    assert "typed by hand" in read(browser, f"/perlu-diperiksa/{item.id}/")


def test_what_cannot_be_read_is_shown_as_text_and_never_as_markup(world: World) -> None:
    item = take_in(b'<script>alert("x")</script>', world.actor("ayu"), "lines")
    page = world.browser("kinasih").get(f"/perlu-diperiksa/{item.id}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_stranger_finds_no_waiting_line(world: World) -> None:
    item = waiting(world, birth="2999")
    for address in (
        f"/perlu-diperiksa/{item.id}/",
        f"/perlu-diperiksa/{item.id}/penerapan/",
        f"/perlu-diperiksa/{item.id}/penyisihan/",
    ):
        assert world.browser("rina").post(address).status_code == 404
        assert world.browser("rina").get(address).status_code in (404, 405)


@pytest.mark.whole_country
def test_a_village_speaks_the_words_of_its_area(world: World) -> None:
    browser = world.browser("kinasih")
    hargotirto = read(browser, f"/wilayah/{HARGOTIRTO}/")
    for word in ("kalurahan", "lurah", "BPKal", "kapanewon", "padukuhan", "mountains"):
        assert word in hargotirto, word
    assert "edge of town" in read(browser, f"/wilayah/{DEMANGREJO}/")
    assert "kepala desa" in read(browser, "/wilayah/33.08.01.2001/")
    assert "kelurahan" in read(browser, "/wilayah/34.01.02.1008/")
    for unknown in ("99.99.99.9999", "34.01", "x", "34.01.08.2005'"):
        read(browser, f"/wilayah/{unknown}/", 404)


def test_the_box_for_villages_answers_with_rows_and_nothing_for_the_public(world: World) -> None:
    rows = read(world.browser("ayu"), "/wilayah/cari/?q=hargotrito")
    assert re.search(r'<li role="option"[^>]*data-code="34\.01\.08\.2005"', rows)
    assert read(world.browser("ayu"), "/wilayah/cari/?q=").strip() == ""
    assert 'data-code="34.01.08"' in read(world.browser("ayu"), "/wilayah/cari/semua/?q=kokap")
    assert Client().get("/wilayah/cari/?q=a").status_code == 302


def test_search_finds_people_and_villages_in_one_box(world: World) -> None:
    page = read(world.browser("kinasih"), "/cari/?q=tumini")
    assert "Tumini" in page
    assert "Sentolo" in read(world.browser("kinasih"), "/cari/?q=sentolo")
    for odd in ("%", "'", '"', "a" * 3000, "\x00", "😀", "*", "^", "NEAR(a"):
        assert world.browser("kinasih").get("/cari/", {"q": odd}).status_code == 200


def test_health_says_ok_to_anyone_and_nothing_else(world: World) -> None:
    response = Client().get("/sehat/")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_health_says_so_when_the_store_does_not_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.backends.utils import CursorWrapper

    def gone(self: Any, sql: str, params: Any = None) -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(CursorWrapper, "execute", gone)
        response = Client().get("/sehat/")
    assert response.status_code == 503
    assert b"gone" not in response.content


def test_a_store_that_cannot_be_written_keeps_the_form_filled(own_store: World) -> None:
    browser = own_store.browser("ayu")
    boxes = hidden(browser.get("/orang/baru/").content.decode())
    typed = {"name": "Suminah Rahayu", "sex": "female", "village": HARGOTIRTO, "background": "village_woman"}
    with stores.read_only():
        refused = browser.post("/orang/baru/", {**boxes, **typed})
    page = html.unescape(refused.content.decode())
    assert "Not saved: the store cannot take anything in just now." in page
    assert "Suminah Rahayu" in page
    assert browser.post("/orang/baru/", {**hidden(refused.content.decode()), **typed}).status_code == 302


@pytest.mark.parametrize("password", [PASSPHRASE, "wrong"])
def test_a_store_that_takes_nothing_in_says_so_and_not_that_she_tried_too_often(
    own_store: World, password: str
) -> None:
    with stores.read_only():
        response = sign_in("ayu", password)
    assert response.status_code == 503
    assert "Too many tries" not in response.content.decode()
    assert "The store cannot be reached just now" in response.content.decode()
    assert sign_in("ayu").status_code == 302


def test_a_page_with_a_persons_data_is_not_kept_by_any_cache(world: World) -> None:
    for address in ("/", "/orang/", f"/orang/{world.people['sari']}/"):
        assert "no-store" in world.browser("kinasih").get(address).headers["Cache-Control"]


def test_the_log_lines_of_the_server_name_routes_and_nobody(world: World, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("purnadaya.request")
    logger.addHandler(caplog.handler)
    world.browser("ayu").get(f"/orang/{world.people['sari']}/?q=Sari")
    logger.removeHandler(caplog.handler)
    records = [one for one in caplog.records if one.name == "purnadaya.request"]
    assert len({id(one) for one in records}) == 1
    record = records[0]
    told = str({name: value for name, value in record.__dict__.items() if name != "request"})
    assert record.__dict__["route"] == "people:person"
    for secret in (str(world.people["sari"]), "Sari", "ayu", "127.0.0.1"):
        assert secret not in told


def test_a_form_from_another_site_is_refused_in_words(world: World) -> None:
    browser = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="en")
    browser.force_login(User.objects.get(id=world.users["ayu"]))
    response = browser.post("/orang/baru/", {"name": "x"})
    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()


def test_the_language_follows_the_choice_and_is_indonesian_for_who_never_chose(world: World) -> None:
    assert '<html lang="id">' in Client().get("/masuk/").content.decode()
    assert '<html lang="id">' in Client(HTTP_ACCEPT_LANGUAGE="fr").get("/masuk/").content.decode()
    browser = Client()
    browser.post("/bahasa/", {"language": "en", "next": "/masuk/"})
    assert '<html lang="en">' in browser.get("/masuk/").content.decode()


def test_a_session_that_cannot_be_read_gives_the_clear_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    def gone(self: Any) -> None:
        raise DatabaseError("gone")

    browser = world.browser("ayu")
    browser.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(SessionStore, "load", gone)
        response = browser.get("/")
    assert response.status_code == 503


def test_djangos_own_log_lines_name_no_page_and_nobody(world: World) -> None:
    from purnadaya.config.logs import WithoutAddresses

    record = logging.LogRecord("django.request", 40, "", 0, "Internal Server Error: %s", ("/orang/Sari/",), None)
    record.request = "<WSGIRequest: GET '/orang/?q=Sari'>"
    assert WithoutAddresses().filter(record)
    assert "Sari" not in str(record.__dict__)
    assert record.getMessage() == "Internal Server Error"
