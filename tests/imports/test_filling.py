"""What a row says of somebody who is there fills what is empty in her entry, and overwrites nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from purnadaya.imports.commands import taking, undoing
from purnadaya.imports.models import ImportFile, ImportRow
from purnadaya.people.models import Person
from purnadaya.people.queries import person_for, shown_to
from tests.groups.test_meetings import assert_sound
from tests.imports.acts import book, decide, give, members, read, rows, states, take, undo, woman
from tests.imports.pages import boxes, first_sheet, given, work
from tests.world import World

pytestmark = pytest.mark.django_db

NIK = "3401085208850001"
SARI = woman(1, "Sari Lestari", birth="21 April 1990", phone="081234567890 (suami)", nik="3401086104900001")
TWINS = members(woman(1, "Parjiyem", nik=NIK), woman(2, "Parjiyem", nik=NIK, phone="081234567890", hamlet=None))


def taken(world: World, list_: Any) -> tuple[ImportFile, dict[int, ImportRow]]:
    file = give(world, book(Anggota=list_))
    read(world, file)
    return file, take(world, file)


def sealed(world: World, person: Any, field: str) -> str:
    return shown_to(world.actor("kinasih"), person, field)


def correct(world: World, person: Any, **changes: Any) -> None:
    base = Person.objects.get(id=person).version
    world.run("kinasih", "people.correct_person", base=base, person=person, changes=changes)


def test_what_is_empty_is_filled_and_what_stands_there_stays(world: World) -> None:
    sari = world.people["sari"]
    correct(world, sari, nickname="Ari")
    _file, done = taken(world, members(SARI))
    person = person_for(world.actor("kinasih"), sari)
    assert (done[4].person, person.nickname, person.whose) == (sari, "Ari", "family")
    assert sealed(world, sari, "phone") == "+6281234567890"
    assert [one["code"] for one in done[4].told] == ["imports.added"]
    assert_sound()


def test_a_number_that_stands_there_is_not_written_over(world: World) -> None:
    correct(world, world.people["sari"], phone="+628111111111")
    _file, done = taken(world, members(SARI))
    assert sealed(world, world.people["sari"], "phone") == "+628111111111"
    assert done[4].told[0]["details"]["fields"] == ["hamlet", "nik"]


def test_who_has_no_phone_gets_no_number(world: World) -> None:
    correct(world, world.people["sari"], whose="none")
    taken(world, members(SARI))
    assert Person.objects.get(id=world.people["sari"]).phone == ""


def test_taken_back_it_is_empty_again_and_she_is_there(world: World) -> None:
    file, _done = taken(world, members(SARI))
    undo(world, file)
    person = Person.objects.get(id=world.people["sari"])
    assert (person.phone, person.whose, person.nik, person.erased_at) == ("", "", "", None)
    assert states(rows(file)) == {4: "undone"}
    assert_sound()


def test_what_somebody_set_since_stays_and_is_told(world: World) -> None:
    file, _done = taken(world, members(SARI))
    correct(world, world.people["sari"], phone="+628111111111")
    undo(world, file)
    assert sealed(world, world.people["sari"], "phone") == "+628111111111"
    assert [one["code"] for one in rows(file)[4].told][:1] == ["imports.touched_since"]


def test_another_field_set_since_does_not_keep_it(world: World) -> None:
    file, _done = taken(world, members(SARI))
    correct(world, world.people["sari"], education="primary")
    undo(world, file)
    person = Person.objects.get(id=world.people["sari"])
    assert (person.phone, person.education) == ("", "primary")


def test_the_second_row_of_one_woman_adds_to_the_first(world: World) -> None:
    file, done = taken(world, TWINS)
    assert done[5].person == done[4].person
    assert sealed(world, done[4].person, "phone") == "+6281234567890"
    undo(world, file)
    assert states(rows(file)) == {4: "undone", 5: "undone"}
    assert Person.objects.get(id=done[4].person).erased_at is not None
    assert_sound()


def test_two_batches_back_a_filled_entry_goes_as_well(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(taking, "BATCH", 1)
    monkeypatch.setattr(undoing, "BATCH", 1)
    file, done = taken(world, TWINS)
    assert sealed(world, done[4].person, "phone") == "+6281234567890"
    undo(world, file)
    assert states(rows(file)) == {4: "undone", 5: "undone"}


def test_the_same_file_again_does_not_bring_back_what_was_taken_away(world: World) -> None:
    content = book(Anggota=members(woman(1, "Parjiyem", phone="081234567890")))
    first = give(world, content)
    read(world, first)
    done = take(world, first)
    correct(world, done[4].person, phone=None)
    again = give(world, content)
    read(world, again)
    take(world, again)
    assert Person.objects.get(id=done[4].person).phone == ""


def test_whom_somebody_names_gets_what_her_entry_lacks(world: World) -> None:
    file = give(world, book(Anggota=members(woman(1, "Sari L", birth=None, phone="081234567890"))))
    decide(world, file, read(world, file)[4], "same", person=world.people["sari"])
    take(world, file)
    assert sealed(world, world.people["sari"], "phone") == "+6281234567890"


def test_the_page_says_what_a_row_adds_and_then_what_it_added(world: World) -> None:
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, members(SARI)))
    address = f"/impor/lembar/{sheet.id}/kolom/"
    client.post(address, {**boxes(client, address), "area": "34.01", "area_text": ""})
    work(world, sheet)
    page = client.get(f"/impor/lembar/{sheet.id}/?state=same").content.decode()
    assert "Adds to her entry: hamlet, phone number, NIK" in page
    client.post(f"/impor/lembar/{sheet.id}/masuk/", {})
    work(world, sheet)
    page = client.get(f"/impor/lembar/{sheet.id}/?state=done").content.decode()
    assert "Added to her entry: hamlet, phone number, NIK." in page


def test_of_somebody_out_of_her_reach_nothing_is_filled(world: World) -> None:
    person = UUID(str(world.people["sari"]))
    file = give(world, book(Anggota=members(SARI)), who="rina")
    found = read(world, file, who="rina")
    assert found[4].person != person
    take(world, file, who="rina")
    assert Person.objects.get(id=person).phone == ""
