"""Phone and NIK: sealed where they lie, masked where they show, on record when they are read."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from purnadaya.access import keyring
from purnadaya.access.models import DataKey
from purnadaya.journal.models import Reading
from purnadaya.journal.verifying import findings
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.commands import Ref
from purnadaya.kernel.problems import Refused
from purnadaya.kernel.sealing import CannotOpen
from purnadaya.people.models import Person
from purnadaya.people.queries import shown_to
from tests import stores
from tests.people.test_pages import correct, page_of, register
from tests.world import World

PHONE, NIK = "0812 3456 7890", "3276055708900002"


def registered(world: World, **more: Any) -> Person:
    body = world.person(phone=PHONE, nik=NIK, whose="family", birth="1990-08-17", **more)
    return Person.objects.get(id=world.run("ayu", "people.register_person", **body).of.id)


def test_a_phone_and_nik_are_kept_sealed_and_open_only_in_their_place(world: World) -> None:
    person = registered(world)
    assert "6281234567890" not in person.phone
    of = Ref.to("person", person.id)
    assert keyring.open_field(of, "phone", person.phone) == "+6281234567890"
    for where, field, sealed in (
        (of, "nik", person.phone),
        (Ref.to("person", world.people["sari"]), "phone", person.phone),
    ):
        with pytest.raises(CannotOpen):
            keyring.open_field(where, field, sealed)


def test_the_page_masks_them_until_someone_asks_and_that_is_on_record(world: World) -> None:
    person, browser = registered(world), world.browser("ayu")
    page = page_of(browser.get(f"/orang/{person.id}/"))
    assert "6281234567890" not in page
    assert NIK not in page
    assert Reading.objects.count() == 0
    assert "+6281234567890" in page_of(browser.post(f"/orang/{person.id}/lihat/phone/"))
    reading = Reading.objects.get()
    assert (reading.field, reading.actor_id, reading.object_id) == ("phone", world.users["ayu"], str(person.id))
    assert NIK in page_of(browser.post(f"/orang/{person.id}/lihat/nik/"))
    for page in ("", "ubah/"):
        assert NIK not in page_of(browser.get(f"/orang/{person.id}/{page}"))
    assert NIK not in page_of(browser.get(f"/riwayat/person/{person.id}/"))


def test_a_reading_that_cannot_be_noted_is_no_reading(own_store: World) -> None:
    person, actor = registered(own_store), own_store.actor("ayu")
    keyring.ring()
    with stores.read_only(), pytest.raises(CannotSave):
        shown_to(actor, person.id, "phone")


@pytest.mark.parametrize("who", ["arum", "lintang", "bagas", "rina", "surya", "paula"])
def test_roles_without_the_right_and_strangers_are_not_shown_them(world: World, who: str) -> None:
    person = registered(world)
    assert world.browser(who).post(f"/orang/{person.id}/lihat/phone/").status_code == 404
    with pytest.raises(Refused):
        shown_to(world.actor(who), person.id, "phone")
    assert Reading.objects.count() == 0


def test_only_sealed_fields_can_be_asked_for(world: World) -> None:
    person = registered(world)
    for field in ("name", "phone_index", "organisation", "x"):
        assert world.browser("ayu").post(f"/orang/{person.id}/lihat/{field}/").status_code == 404


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"nik": "327605570890000"}, "A NIK has sixteen digits."),
        ({"nik": "3276055708900000"}, "A NIK has sixteen digits."),
        ({"nik": "3502027102019913"}, "a day that does not exist"),
        ({"phone": "12"}, "This is not a phone number."),
        ({"phone": PHONE, "whose": "none"}, "You said she has no phone."),
        ({"calling": "safe_hours"}, "Say at which hours."),
    ],
)
def test_an_impossible_number_is_refused_beside_its_box(world: World, boxes: dict[str, str], words: str) -> None:
    response = register(world, **boxes)
    assert response.status_code == 422
    assert words in page_of(response)


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"nik": "3276051708900002"}, "woman or man"),
        ({"nik": NIK, "birth_how": "year", "birth_only_year": "1971"}, "another birth date"),
        ({"nik": "9976055708900002"}, "We do not know the area"),
    ],
)
def test_what_does_not_agree_with_a_nik_is_told_but_saved(world: World, boxes: dict[str, str], words: str) -> None:
    response = register(world, **boxes)
    assert response.status_code == 302
    assert words in page_of(response.client.get(response.headers["Location"]))


@pytest.mark.whole_country  # a number tells a district, which must be there
def test_a_nik_held_by_someone_else_is_told_in_her_own_organisation_only(world: World) -> None:
    world.run("rina", "people.register_person", **world.person("Ginem", nik=NIK))
    assert world.run("ayu", "people.register_person", **world.person("Wati", nik=NIK)).note == ""
    assert "people.nik_held_already" in world.run("ayu", "people.register_person", **world.person("Sri", nik=NIK)).note
    indexes = Person.objects.exclude(nik_index="").values_list("organisation_id", "nik_index").distinct()
    assert len({index for _, index in indexes}) == 2


def test_an_empty_box_keeps_the_number_and_no_phone_removes_it(world: World) -> None:
    world.run(
        "ayu", "people.correct_person", base=1, person=world.people["sari"], changes={"phone": PHONE, "whose": "own"}
    )
    browser = world.browser("ayu")
    assert correct(world, browser, "sari", {"nickname": "Yayuk"}).status_code == 302
    assert Person.objects.get(id=world.people["sari"]).phone
    assert correct(world, browser, "sari", {"whose": "none"}).status_code == 302
    assert Person.objects.get(id=world.people["sari"]).phone == ""
    assert [one.name for one in findings() if not one.clean] == []


def test_two_people_setting_the_same_number_do_not_clash_and_different_ones_do(world: World) -> None:
    def phone(who: str, base: int, number: str) -> Any:
        return world.run(
            who, "people.correct_person", base=base, person=world.people["sari"], changes={"phone": number}
        )

    phone("ayu", 1, PHONE)
    assert phone("dimas", 1, "+62 81234567890").version == 3
    with pytest.raises(Refused, match=r"journal\.clash"):
        phone("kinasih", 1, "0813 0000 0000")


def test_a_dropped_key_takes_what_the_log_said_and_leaves_the_row(world: World) -> None:
    person = registered(world)
    assert keyring.drop(keyring.LOG, "person", person.id) == 1
    page = page_of(world.browser("ayu").get(f"/riwayat/person/{person.id}/"))
    assert "registered a person" in page
    assert "Suminah" not in re.sub(r"<h1>.*?</h1>|<title>.*?</title>|class=\"back\".*?</a>", "", page, flags=re.S)
    assert [one.name for one in findings() if not one.clean] == []


def test_rewrapping_goes_on_where_it_was_killed_and_everything_still_opens(own_store: World) -> None:
    person = registered(own_store)
    before = DataKey.objects.count()
    fresh = keyring.new_ring_key()
    try:
        assert keyring.rewrap(batch=3) == 3
        assert keyring.open_field(Ref.to("person", person.id), "phone", person.phone) == "+6281234567890"
        registered(own_store, name="Wagiyem")
        keyring.rewrap_all()
        assert not DataKey.objects.exclude(wrapped__startswith=f"1.{fresh.kid}.").exists()
        assert DataKey.objects.count() > before
        assert all(one.clean for one in findings())
    finally:
        (keyring.folder() / f"{fresh.kid}.key").unlink()
    assert keyring.missing() == {fresh.kid}


def test_a_key_made_when_the_clock_ran_ahead_does_not_stay_the_newest(own_store: World) -> None:
    registered(own_store)
    ahead = keyring.new_ring_key(datetime(2062, 3, 4, tzinfo=UTC))
    made = [ahead]
    try:
        for _ in range(2):
            made.append(keyring.new_ring_key())
            keyring.rewrap_all()
            assert {kid for kid, count in keyring.uses().items() if count} == {made[-1].kid}
    finally:
        for key in made:
            (keyring.folder() / f"{key.kid}.key").unlink()


def test_two_who_rotate_at_once_both_tell_the_truth(own_store: World, tmp_path: Path) -> None:
    from tests.served import Server

    with Server.on_copy_of(stores.name_here(), tmp_path / "home") as server, ThreadPoolExecutor(2) as pool:
        rotated = list(pool.map(lambda _: server.run("keys", "rotate"), range(2)))
        assert [one.returncode for one in rotated] == [0, 0], rotated
        told = {int(re.search(r"wraps all (\d+) data keys", one.stdout)[1]) for one in rotated}  # type: ignore[index]
        listed = server.run("keys", "list").stdout.splitlines()
        assert told == {int(listed[-1].split()[3])} != {0}
        assert all(line.endswith("wraps 0 data keys") for line in listed[:-1])


def test_the_operator_makes_lists_and_rotates_keys_at_the_command_line(own_store: World, tmp_path: Path) -> None:
    from tests.served import Server

    with Server.on_copy_of(stores.name_here(), tmp_path / "home") as server:
        (before,) = server.run("keys", "list").stdout.splitlines()
        rotated = server.run("keys", "rotate")
        assert rotated.returncode == 0, rotated.stderr
        old, new = server.run("keys", "list").stdout.splitlines()
        assert old.split()[0] == before.split()[0]
        assert old.endswith("wraps 0 data keys")
        assert new.split()[3] == before.split()[3]
        assert server.run("verify").returncode == 0
        (server.home / "keys" / f"{new.split()[0]}.key").unlink()
        assert "NOT HERE" in server.run("keys", "list").stdout
        assert server.run("keys", "rotate").returncode != 0
        refused = server.run("serve")
        assert refused.returncode != 0
        assert "purnadaya.E003" in refused.stderr
