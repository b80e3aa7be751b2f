"""A spreadsheet on pages: given, looked at and decided; strangers find nothing."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from purnadaya.imports.models import ImportFile, ImportRow, ImportSheet
from tests.groups.acts import found, join
from tests.imports import acts, files
from tests.imports.acts import members, woman
from tests.imports.pages import LIST, boxes, decided, first_sheet, given, read, sent, work
from tests.world import World

pytestmark = pytest.mark.django_db


# --- giving ----------------------------------------------------------------------------------


def test_who_gave_nothing_yet_is_told_what_can_be_given(world: World) -> None:
    page = world.browser("kinasih").get("/impor/").content.decode()
    assert "Do you keep your people in Excel?" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (files.locked(), "locked with a password"),
        (b"<html><table></table></html>", "web page under the name of a spreadsheet"),
        (files.xlsx({"A": [("Nama",)]})[:300], "damaged or was cut off"),
        (files.picture(), "Are the lists pictures?"),
        (b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_box_and_not_kept(
    world: World, content: bytes, words: str
) -> None:
    answer = sent(world.browser("kinasih"), content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportFile.objects.exists()


def test_no_file_at_all_is_told_of(world: World) -> None:
    answer = world.browser("kinasih").post("/impor/baru/", {})
    assert answer.status_code == 422
    assert "Choose a spreadsheet" in answer.content.decode()


def test_the_sheets_of_a_file_are_named_with_what_each_is(world: World) -> None:
    client = world.browser("kinasih")
    file = given(client, LIST, [("Nama", "16 Jan 2025"), ("Narti", "v")], [("Resep",), ("Tepung", "1 kg")])
    page = client.get(f"/impor/{file.id}/").content.decode()
    for words in ("A list of people", "Who was at which meeting", "Something else", "5 rows", "Look at its columns"):
        assert words in page


# --- strangers -------------------------------------------------------------------------------


def addresses(row: ImportRow) -> list[str]:
    file, sheet = row.sheet.file_id, row.sheet_id
    sheets = [f"/impor/lembar/{sheet}/{rest}" for rest in ("", "sisa/", "kolom/", "tempat/", "semua/", "nama/")]
    return [f"/impor/{file}/", f"/impor/{file}/pembatalan/", f"/impor/{file}/penghapusan/",
            f"/impor/baris/{row.id}/", *sheets]  # fmt: skip


@pytest.mark.parametrize("who", ["rina", "wati", "dimas", "ayu"])
def test_who_has_no_part_in_a_file_finds_none_of_its_pages(world: World, who: str) -> None:
    client = world.browser("kinasih")
    file = given(client, LIST)
    row = read(world, client, first_sheet(file))[5]
    stranger = world.browser(who)
    assert {stranger.get(address).status_code for address in addresses(row)} == {404}
    assert stranger.post(f"/impor/lembar/{row.sheet_id}/masuk/", {}).status_code == 404


@pytest.mark.parametrize("who", ["wati", "dimas", "bagas", "arum"])
def test_who_may_not_import_finds_no_door(world: World, who: str) -> None:
    client = world.browser(who)
    assert client.get("/impor/").status_code == 404
    assert client.get("/impor/baru/").status_code == 404
    assert "/impor/" not in client.get("/").content.decode()


def test_a_facilitator_sees_what_she_gave_herself(world: World) -> None:
    given(world.browser("kinasih"), LIST)
    client = world.browser("ayu")
    file = given(client, LIST)
    assert client.get("/impor/").content.decode().count("anggota.xlsx") == 1
    assert client.get(f"/impor/{file.id}/").status_code == 200


# --- choosing --------------------------------------------------------------------------------


def test_each_column_is_shown_with_examples_and_numbers_are_masked(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    page = client.get(f"/impor/lembar/{sheet.id}/kolom/").content.decode()
    assert "<q>Wiji Lestari</q>" in page
    assert "<q>… 1234</q>" in page
    assert "3401085208851234" not in page
    assert "by its heading" in page


def test_the_first_rows_can_be_looked_at_as_chosen_and_nothing_is_kept(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    address = f"/impor/lembar/{sheet.id}/kolom/"
    answer = client.post(address, {**boxes(client, address), "area": "34.01", "column-F": "", "look": "1"})
    assert answer.status_code == 200
    assert "Nabin" not in re.sub(r"<q>.*?</q>", "", answer.content.decode())
    sheet.refresh_from_db()
    assert sheet.state == "found"


def test_what_was_chosen_stays_when_something_else_is_wrong(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    address = f"/impor/lembar/{sheet.id}/kolom/"
    answer = client.post(address, {**boxes(client, address), "area": "", "area_text": "Zzyzx", "column-I": "note"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Zzyzx" in page
    assert '<option value="note" selected>' in page


def test_a_column_left_out_is_not_read(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet, **{"column-F": ""})
    sheet.refresh_from_db()
    assert sheet.choices["columns"]["dusun"] is None
    assert "Nabin" not in client.get(f"/impor/lembar/{sheet.id}/?state=new").content.decode()


# --- the rows --------------------------------------------------------------------------------


def test_every_row_is_in_one_of_the_tabs(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet)
    page = client.get(f"/impor/lembar/{sheet.id}/").content.decode()
    tabs = dict(re.findall(r'\?state=(\w+)"[^>]*><b>(\d+)</b>', page))
    assert tabs == {"new": "2", "unsure": "2", "unreadable": "1"}
    assert "2 rows are ready" in page
    for state, name in (("new", "Wiji Lestari"), ("unsure", "Nartie"), ("unreadable", "Endah")):
        assert name in client.get(f"/impor/lembar/{sheet.id}/?state={state}").content.decode()


def test_a_row_shows_no_whole_number_of_hers(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    rows = read(world, client, sheet)
    shown = client.get(f"/impor/lembar/{sheet.id}/?state=new").content.decode()
    shown += client.get(f"/impor/baris/{rows[4].id}/").content.decode().partition("as it is written")[0]
    assert "3401085208851234" not in shown
    assert "81234567890" not in shown


def test_a_sheet_of_fifty_rows_asks_no_more_than_one_of_five(world: World) -> None:
    client = world.browser("kinasih")
    asked = []
    for count in (5, 50):
        rows = [
            woman(n, f"Warga {chr(65 + n % 26)}{chr(97 + n // 26)}ni", birth=f"1-2-{1940 + n}") for n in range(count)
        ]
        sheet = first_sheet(given(client, members(*LIST[4:6], *rows)))
        read(world, client, sheet)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/impor/lembar/{sheet.id}/?state=new").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(("state", "words"), [("reading", "being read"), ("taking", "being taken in")])
def test_while_the_worker_is_at_it_the_page_says_how_far(world: World, state: str, words: str) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet)
    ImportSheet.objects.filter(id=sheet.id).update(state=state)
    page = client.get(f"/impor/lembar/{sheet.id}/").content.decode()
    assert words in page
    assert "<progress" in page
    assert 'data-fresh="3"' in page


# --- deciding --------------------------------------------------------------------------------


def test_a_row_stands_beside_whom_it_may_be_with_the_reasons(world: World) -> None:
    client = world.browser("kinasih")
    rows = read(world, client, first_sheet(given(client, LIST)))
    page = client.get(f"/impor/baris/{rows[6].id}/").content.decode()
    assert "Line 5 of the list" in page
    assert "the same phone number" in page


def test_after_one_row_comes_the_next_that_waits(world: World) -> None:
    client = world.browser("kinasih")
    rows = read(world, client, first_sheet(given(client, LIST)))
    answer = decided(client, rows[6], f"row:{rows[5].id}")
    rows[6].refresh_from_db()
    assert rows[6].state == "same"
    assert answer["Location"] == f"/impor/baris/{rows[7].id}/"


def test_no_answer_is_told_of_and_changes_nothing(world: World) -> None:
    client = world.browser("kinasih")
    rows = read(world, client, first_sheet(given(client, LIST)))
    answer = decided(client, rows[6], "")
    rows[6].refresh_from_db()
    assert (answer.status_code, rows[6].state) == (422, "unsure")


def test_somebody_of_another_organisation_cannot_be_named(world: World) -> None:
    client = world.browser("kinasih")
    rows = read(world, client, first_sheet(given(client, LIST)))
    answer = decided(client, rows[6], f"same:{world.people['ginem']}")
    rows[6].refresh_from_db()
    assert (answer.status_code, rows[6].state) == (404, "unsure")


def test_all_that_cannot_be_read_is_decided_at_once(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    rows = read(world, client, sheet)
    address = f"/impor/lembar/{sheet.id}/semua/?state=unreadable"
    assert "Endah" in client.get(address).content.decode()
    client.post(address, {**boxes(client, address), "decision": "new"})
    rows[7].refresh_from_db()
    assert rows[7].state == "new"


def test_a_place_nobody_found_is_said_once_for_all_rows(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet)
    address = f"/impor/lembar/{sheet.id}/tempat/"
    assert "Antah Berantah" in client.get(address).content.decode()
    client.post(address, {**boxes(client, address), "place-0": "34.01.08.2005", "place-0_text": ""})
    work(world, sheet)
    sheet.refresh_from_db()
    assert sheet.choices["places"] == {"Antah Berantah": "34.01.08.2005"}
    assert acts.states(acts.rows(sheet.file))[8] == "new"


def test_a_group_that_is_not_there_need_not_be_founded(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet)
    address = f"/impor/lembar/{sheet.id}/tempat/"
    assert "P3A Melati" in client.get(address).content.decode()
    client.post(address, {**boxes(client, address), "group-0": "without"})
    work(world, sheet)
    page = client.get(f"/impor/lembar/{sheet.id}/?state=new").content.decode()
    assert "P3A Melati" not in page


def test_somebody_else_is_found_by_her_name_and_chosen(world: World) -> None:
    client = world.browser("kinasih")
    rows = read(world, client, first_sheet(given(client, LIST)))
    address = f"/impor/baris/{rows[6].id}/?q=tumini"
    page = client.get(address).content.decode()
    assert "The same as Tumini (Demangrejo)" in page
    assert "Ginem" not in client.get(f"/impor/baris/{rows[6].id}/?q=ginem").content.decode().partition("<form")[0]
    client.post(address, {**boxes(client, address), "decision": f"same:{world.people['tumini']}"})
    rows[6].refresh_from_db()
    assert (rows[6].state, rows[6].person) == ("same", world.people["tumini"])


def test_in_a_grid_who_is_no_member_is_looked_for_by_her_name_and_may_be_a_guest(world: World) -> None:
    client = world.browser("kinasih")
    group = found(world)
    join(world, group, world.people["sari"])
    sheet = first_sheet(
        given(client, [("Nama", "16 Jan 2025", "15 Feb 2025"), ("Sari Lestari", "v", "i"), ("Tumini", "v", "-")])
    )
    rows = read(world, client, sheet, group=str(group))
    assert acts.states(rows) == {2: "same", 3: "unsure"}
    page = client.get(f"/impor/baris/{rows[3].id}/").content.decode()
    assert "Tumini (Demangrejo), as a guest" in page
    decided(client, rows[3], f"guest:{world.people['tumini']}")
    assert acts.states(acts.rows(sheet.file)) == {2: "same", 3: "same"}
