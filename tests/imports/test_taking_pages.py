"""On pages, a sheet is taken in, and an import is taken back; what was touched since stays."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client

from purnadaya.imports.commands import undo_rows
from purnadaya.imports.models import ImportFile, ImportMapping, ImportSheet
from purnadaya.imports.reading import read_workbook
from purnadaya.jobs.models import Job
from purnadaya.people.queries import persons_for
from tests.imports.acts import members, woman
from tests.imports.pages import LIST, boxes, decided, first_sheet, given, read, work
from tests.world import World

pytestmark = pytest.mark.django_db


def names_in(world: World) -> list[str]:
    """Who is in the registry beside the cast."""
    cast = {"Sari Lestari", "Tumini", "Painem"}
    return sorted({person.name for person in persons_for(world.actor("kinasih"))} - cast)


def taken(world: World, client: Client, sheet: ImportSheet) -> None:
    """What is ready is taken in."""
    assert client.post(f"/impor/lembar/{sheet.id}/masuk/", {}).status_code == 302
    work(world, sheet)


def test_what_is_ready_is_taken_in_and_the_rest_waits(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet)
    taken(world, client, sheet)
    assert names_in(world) == ["Narti", "Wiji Lestari"]
    page = client.get(f"/impor/lembar/{sheet.id}/").content.decode()
    assert dict(re.findall(r'\?state=(\w+)"[^>]*><b>(\d+)</b>', page))["done"] == "2"


def test_a_row_that_is_the_same_as_one_that_waits_is_not_said_to_be_ready(world: World) -> None:
    client, nik = world.browser("kinasih"), "3401085208850001"
    sheet = first_sheet(given(client, members(*(woman(n, "Painah", nik=nik) for n in (1, 2)), woman(3, "Narti"))))
    rows = read(world, client, sheet)

    def ready() -> str:
        page = client.get(f"/impor/lembar/{sheet.id}/").content.decode()
        return " ".join(re.sub(r"<[^>]+>", " ", page).split())

    assert "3 rows are ready" in ready()
    decided(client, rows[4], "leave")
    assert "1 row is ready 1 other row waits for you" in ready()
    taken(world, client, sheet)
    assert names_in(world) == ["Narti"]


def test_a_row_that_was_taken_in_is_headed_by_who_came_of_it(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet)
    taken(world, client, sheet)
    page = client.get(f"/impor/lembar/{sheet.id}/?state=done").content.decode()
    narti = next(one for one in persons_for(world.actor("kinasih")) if one.name == "Narti")
    assert re.search(rf'ledger-name"><a href="/orang/{narti.id}/">Narti</a> <span class="ledger-aka">line \d', page)
    assert not re.search(r'ledger-name">Line \d', page)


def test_what_was_not_kept_of_a_row_is_said_plainly_once_it_is_taken_in(world: World) -> None:
    client = world.browser("kinasih")
    head, *lines = (
        ("No", "Nama", "L/P", "Kalurahan", "Status", "Negara"),
        (1, "Narti", "P", "Hargotirto", "Purna PMI", "HK"),
    )
    sheet = first_sheet(given(client, [("DAFTAR ANGGOTA",), head, *lines]))
    read(world, client, sheet)
    taken(world, client, sheet)
    page = client.get(f"/impor/lembar/{sheet.id}/?state=done").content.decode()
    assert (
        '<p class="soft">Country and years are not kept: for that we need one country and when she left.</p>'
        in page.replace("&#x27;", "'")
    )
    assert "though not written so" not in page


def test_nothing_ready_is_said_and_nothing_done(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, members(woman(1, "Endah", nik="340108"))))
    read(world, client, sheet)
    answer = client.post(f"/impor/lembar/{sheet.id}/masuk/", {}, follow=True)
    assert "No row is ready" in answer.content.decode()


def undone(world: World, client: Client, file: ImportFile) -> str:
    """The file taken back, and its page then."""
    address = f"/impor/{file.id}/pembatalan/"
    client.post(address, boxes(client, address))
    undo_rows(world.actor("kinasih"), file, lambda _done, _total: None)
    return client.get(f"/impor/{file.id}/").content.decode()


def test_an_import_is_taken_back_and_nothing_of_it_is_left(world: World) -> None:
    client = world.browser("kinasih")
    file = given(client, LIST)
    read(world, client, first_sheet(file))
    taken(world, client, first_sheet(file))
    page = undone(world, client, file)
    assert names_in(world) == []
    assert "taken back" in page
    assert "P3A Melati" not in client.get("/kelompok/").content.decode()


def test_who_was_worked_on_since_is_named_before_and_stays(world: World) -> None:
    client = world.browser("kinasih")
    file = given(client, LIST)
    rows = read(world, client, first_sheet(file))
    taken(world, client, first_sheet(file))
    rows[4].refresh_from_db()
    touched(world, rows[4].person)
    assert "Wiji Lestari" in client.get(f"/impor/{file.id}/pembatalan/").content.decode()
    page = undone(world, client, file)
    assert names_in(world) == ["Wiji Lestari"]
    assert "Wiji Lestari" in page


def touched(world: World, person: UUID | None) -> None:
    """Somebody notes a visit to her."""
    body = {"person": person, "consent": str(UUID(int=7)), "purpose": "photo", "way": "written",
            "given_on": "2026-01-05", "notice": "sheet of 2026"}  # fmt: skip
    world.run("kinasih", "people.record_consent", **body)


def test_how_a_sheet_was_read_gets_a_name(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet)
    address = f"/impor/lembar/{sheet.id}/nama/"
    client.post(address, {**boxes(client, address), "name": "Daftar kantor"})
    assert ImportMapping.objects.get().name == "Daftar kantor"


def test_an_original_that_is_deleted_early_leaves_no_row_to_decide(world: World) -> None:
    client = world.browser("kinasih")
    file = given(client, LIST)
    rows = read(world, client, first_sheet(file))
    address = f"/impor/{file.id}/penghapusan/"
    client.post(address, boxes(client, address))
    assert client.get(f"/impor/baris/{rows[6].id}/").status_code == 404
    assert "not kept any more" in client.get(f"/impor/{file.id}/").content.decode()


def test_the_page_of_today_names_lists_of_which_rows_wait(world: World) -> None:
    client = world.browser("kinasih")
    file = given(client, LIST)
    assert "Lists that are not done" not in client.get("/").content.decode()
    read(world, client, first_sheet(file))
    page = client.get("/").content.decode()
    assert f"/impor/{file.id}/" in page
    assert "3 rows wait, 2 rows are ready" in page
    assert "Lists that are not done" not in world.browser("ayu").get("/").content.decode()


def test_the_rows_that_wait_come_as_a_spreadsheet_with_their_reasons(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet)
    assert f"/impor/lembar/{sheet.id}/sisa/" in client.get(f"/impor/lembar/{sheet.id}/").content.decode()
    answer = client.get(f"/impor/lembar/{sheet.id}/sisa/")
    assert answer["Content-Disposition"] == 'attachment; filename="perlu-dibetulkan.xlsx"'
    (mended,) = read_workbook(answer.content, "perlu-dibetulkan.xlsx").sheets
    lines = [line.texts for line in mended.lines()]
    assert [line[2] for line in lines] == ["Nama", "Nartie", "Endah", "Rini"]
    assert "A NIK has 16 digits" in lines[2][0]
    assert world.browser("rina").get(f"/impor/lembar/{sheet.id}/sisa/").status_code == 404


def given_up(world: World, client: Client, state: str) -> ImportSheet:
    """A sheet whose job was given up in this state."""
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet)
    ImportSheet.objects.filter(id=sheet.id).update(state=state)
    Job.objects.update(problem={"code": "jobs.broke", "details": {}, "fields": []})
    return first_sheet(sheet.file)


@pytest.mark.parametrize(
    ("state", "words"), [("reading", "The rows could not be read"), ("taking", "0 of 5 are done, and stay so.")]
)
def test_a_job_that_was_given_up_says_so_and_is_tried_again_by_one_button(world: World, state: str, words: str) -> None:
    client = world.browser("kinasih")
    sheet = given_up(world, client, state)
    page = client.get(f"/impor/lembar/{sheet.id}/").content.decode()
    assert words in page
    assert page.count(f"/impor/lembar/{sheet.id}/lagi/") == 1
    assert client.post(f"/impor/lembar/{sheet.id}/lagi/").status_code == 302
    page = client.get(f"/impor/lembar/{sheet.id}/").content.decode()
    assert "/lagi/" not in page
    work(world, sheet)
    assert first_sheet(sheet.file).state == {"reading": "read", "taking": "taken"}[state]


def test_a_taking_in_that_was_given_up_at_its_end_can_go_on(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, LIST))
    read(world, client, sheet)
    taken(world, client, sheet)
    ImportSheet.objects.filter(id=sheet.id).update(state="taking")
    Job.objects.update(problem={"code": "jobs.broke", "details": {}, "fields": []})
    client.post(f"/impor/lembar/{sheet.id}/lagi/")
    work(world, sheet)
    assert first_sheet(sheet.file).state == "taken"


def test_what_was_given_up_while_it_was_taken_in_can_be_taken_back(world: World) -> None:
    client = world.browser("kinasih")
    sheet = given_up(world, client, "taking")
    undone(world, client, sheet.file)
    assert first_sheet(sheet.file).state == "undone"


def test_a_taking_back_that_was_given_up_is_tried_again_by_one_button(world: World) -> None:
    client = world.browser("kinasih")
    file = given(client, LIST)
    read(world, client, first_sheet(file))
    taken(world, client, first_sheet(file))
    client.post(f"/impor/{file.id}/pembatalan/", boxes(client, f"/impor/{file.id}/pembatalan/"))
    Job.objects.update(problem={"code": "jobs.broke", "details": {}, "fields": []})
    page = client.get(f"/impor/{file.id}/").content.decode()
    assert "Not all of it could be taken back" in page
    assert page.count(f"/impor/{file.id}/pembatalan/") == 1
    client.post(f"/impor/{file.id}/pembatalan/")
    assert "It goes on by itself" in client.get(f"/impor/{file.id}/").content.decode()
    undo_rows(world.actor("kinasih"), file, lambda _done, _total: None)
    assert names_in(world) == []


def test_a_stranger_cannot_have_it_tried_again(world: World) -> None:
    sheet = given_up(world, world.browser("kinasih"), "reading")
    assert world.browser("rina").post(f"/impor/lembar/{sheet.id}/lagi/").status_code == 404
    assert world.browser("ayu").post(f"/impor/lembar/{sheet.id}/lagi/").status_code == 404


def test_of_a_file_taken_back_nothing_more_is_taken_in(world: World) -> None:
    client = world.browser("kinasih")
    file = given(client, LIST)
    read(world, client, first_sheet(file))
    undone(world, client, file)
    page = client.get(f"/impor/lembar/{first_sheet(file).id}/").content.decode()
    assert "/masuk/" not in page
    assert "/impor/baris/" not in page


def test_a_sheet_says_of_which_group_several_name_one_post(world: World) -> None:
    client = world.browser("kinasih")
    heading = ("No", "Nama", "Tgl Lahir", "L/P", "Kalurahan", "Kelompok", "Jabatan")
    lines = [
        (place, name, "12-8-1985", "P", "Hargotirto", "P3A Melati", "Ketua")
        for place, name in enumerate(("Suminah", "Ngatinem", "Poniyem"), start=1)
    ]
    sheet = first_sheet(given(client, [heading, *lines]))
    read(world, client, sheet)
    page = client.get(f"/impor/lembar/{sheet.id}/").content.decode()
    assert re.search(r"“P3A Melati”[^<]*3[^<]*\((Ketua|Chair)\)", page)


def test_while_it_is_being_taken_back_nothing_is_said_to_stay(world: World) -> None:
    client = world.browser("kinasih")
    file = given(client, LIST)
    read(world, client, first_sheet(file))
    taken(world, client, first_sheet(file))
    ImportFile.objects.update(undone_at=file.received_at)
    first_sheet(file).rows.filter(state="done").update(told=[{"code": "imports.several_say_so", "details": {}}])
    assert 'id="stayed"' not in client.get(f"/impor/{file.id}/").content.decode()
    ImportSheet.objects.update(state="undone")
    assert 'id="stayed"' in client.get(f"/impor/{file.id}/").content.decode()
