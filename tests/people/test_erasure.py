"""Erasing a person: what goes, what stays, and who else is not touched."""

from __future__ import annotations

import json
from base64 import b32encode
from collections.abc import Iterable
from pathlib import Path

import pysqlite3
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.test.utils import isolate_apps

from purnadaya.access.models import User
from purnadaya.access.second_factor import enrol
from purnadaya.jobs.models import Job
from purnadaya.jobs.running import JobFailed, carry_out
from purnadaya.journal.models import WaitingItem
from purnadaya.journal.subjects import holders, tables
from purnadaya.journal.verifying import findings
from purnadaya.journal.waiting import raw_of, take_in
from purnadaya.kernel.data_classes import classes
from purnadaya.kernel.ids import new_id
from purnadaya.office import scheduled
from purnadaya.people.models import NameWord, Person, SubjectRequest
from tests.journal.test_waiting_room import line
from tests.people.test_own_data import (
    HERS,
    NIK,
    PHONE,
    asked,
    code_of,
    erase,
    export,
    registered,
    unborn,
    waiting,
    zipped,
)
from tests.people.test_pages import page_of
from tests.world import BANARAN, HARGOTIRTO, World

PLACES = ("Gunungkukusan",)
"""A hamlet is the village's, and stays in its list."""


def test_of_an_erased_person_nothing_can_be_read_and_the_rest_still_adds_up(world: World) -> None:
    person = registered(world)
    others = asked(world, person)
    assert erase(world, asked(world, person, "erase")).status_code == 302
    row = Person.objects.get(id=person.id)
    assert (row.name, row.nickname, row.phone, row.nik, row.birth, row.sex, row.hamlet) == ("",) * 7
    assert (row.name_key, row.phone_index, row.nik_index, row.village_id) == ("", "", "", "34.01.08")
    assert not NameWord.objects.filter(text__in=("sulasmiyati", "sulasmiati", "lasmi")).exists()
    assert world.browser("kinasih").get(f"/orang/{person.id}/").status_code == 404
    assert world.browser("kinasih").get(f"/riwayat/person/{person.id}/").status_code == 404
    for text in ("Sulasmiyati", "Lasmi"):
        assert person.id not in {found.id for found in Person.objects.filter(name_key__contains=text.lower())}
        assert "Nobody found" in page_of(world.browser("kinasih").get("/orang/", {"q": text}))
    assert {raw_of(item) for item in WaitingItem.objects.exclude(settled_at=None)} == {b""}
    assert WaitingItem.objects.filter(settled_at=None).count() == 0
    assert set(SubjectRequest.objects.values_list("checked", "answer")) == {("", "")}
    assert SubjectRequest.objects.get(id=others.id).state == "answered"
    assert [one.name for one in findings() if not one.clean] == []


def test_her_own_lines_are_found_as_people_write_them(world: World) -> None:
    person = registered(world)
    changes = {"phone": "0813 1111 2222", "name": "Sulasmi Hartini", "nik": "3276055708900010"}
    world.run("ayu", "people.correct_person", base=2, person=person.id, changes=changes)
    hers = waiting(
        world,
        unborn(world, "Sulasmiyati", phone="0812 3456 7890"),
        unborn(world, "Soelasmiati binti Karto", phone="62812-3456-7890"),
        unborn(world, "Hartini", phone="081311112222"),
        unborn(world, nik="3276.0557.0890.0010"),
        unborn(world, "Sulasmiyati", nik="3276 0557 0890 0002"),
        line({"text": "NIK saya 3276 0557 0890 0010, tolong"}, "people.unheard_of"),
        line({"phone": "0812 3456 7890"}, "people.unheard_of"),
        line({"person": person.id.hex.upper(), "changes": {"y": "1"}}, "people.correct_person"),
        b'{"body": {"nik": 3276055708900010, "nam',
        f'{{"body": {{"person": "{person.id}", "nam'.encode(),
    )
    held = json.loads(zipped(export(world, asked(world, person))).read("data.json"))["held"]
    told = {one["id"] for one in held if one["kind"] == "waiting"}
    assert told >= {str(one.id) for one in hers}
    erase(world, asked(world, person, "erase"))
    left = WaitingItem.objects.filter(id__in=[one.id for one in hers])
    assert {(raw_of(one), one.settled_how) for one in left} == {(b"", "erased")}
    assert {one.area for one in left} == {"34.01.08", ""}


def test_who_shares_her_phone_keeps_her_own_lines_and_is_in_no_file_of_hers(world: World) -> None:
    person = registered(world)
    world.run("ayu", "people.correct_person", base=2, person=person.id, changes={"nik": "3276055708900010"})
    others = waiting(
        world,
        unborn(world, "Tetangga Rahasia", phone=PHONE, whose="neighbour"),
        unborn(world, "Sulasmiyati", phone=PHONE, nik="3276054101700003"),
        unborn(world, "Tetangga Rahasia", nik=NIK),
        line({"person": str(world.people["sari"]), "changes": {"phone": PHONE, "x": "1"}}, "people.correct_person"),
        b'{"body": {"name": "Tetangga Rahasia", "phone": "+6281234567890"',
    )
    file = zipped(export(world, asked(world, person)))
    told = {one["id"] for one in json.loads(file.read("data.json"))["held"]}
    assert not told & {str(one.id) for one in others}
    assert "Tetangga Rahasia" not in file.read("data.html").decode()
    erase(world, asked(world, person, "erase"))
    for before in others:
        after = WaitingItem.objects.get(id=before.id)
        assert (bool(raw_of(after)), after.settled_how, after.area) == (True, "", before.area)


def test_a_line_sent_again_after_the_erasure_is_not_kept_again(world: World) -> None:
    person = registered(world)
    sent = json.dumps(
        {"id": str(new_id()), "kind": "people.correct_person", "body": {"person": str(person.id)}}
    ).encode()
    take_in(sent, world.actor("ayu"), "lines")
    erase(world, asked(world, person, "erase"))
    before = WaitingItem.objects.count()
    assert raw_of(take_in(sent, world.actor("ayu"), "lines")) == b""  # type: ignore[arg-type]
    assert WaitingItem.objects.count() == before
    page = page_of(world.browser("kinasih").get("/perlu-diperiksa/"))
    assert "erased" in page


def test_the_certificate_says_what_went_and_what_stays_without_a_value_of_hers(world: World) -> None:
    person = registered(world)
    request = asked(world, person, "erase")
    assert world.browser("kinasih").get(f"/orang/permintaan/{request.id}/surat/").status_code == 404
    browser = world.browser("kinasih")
    warning = page_of(browser.get(f"/orang/permintaan/{request.id}/penghapusan/"))
    assert "This cannot be undone." in warning
    assert "35 days" in warning
    assert f'action="/orang/permintaan/{request.id}/berkas/"' in warning
    address = erase(world, request).headers["Location"]
    page = page_of(browser.get(address))
    assert "Certificate of erasure" in page
    assert str(request.id) in page
    assert "35 days" in page
    assert "Ayu Hapsari" in page.partition("Written down by")[2]
    assert "Wulan Kinasih" in page.partition("Erased by")[2]
    for value in HERS:
        assert value not in page
    assert world.browser("rina").get(address).status_code == 404
    assert "Someone whose data was erased" in page_of(browser.get("/orang/permintaan/"))


def coordinates(world: World, who: str, area: str) -> None:
    body = {"grant": new_id(), "user": world.users[who], "role": "coordinator", "area": area}
    world.run("lintang", "access.give_role", **body)
    if who not in world.keys:
        enrol(User.objects.get(id=world.users[who]), b32encode(who.ljust(20).encode()).decode())


def test_who_erases_for_one_village_gets_the_certificate_and_other_districts_do_not(world: World) -> None:
    coordinates(world, "wati", HARGOTIRTO)
    coordinates(world, "dimas", BANARAN)
    person = registered(world)
    first, request = asked(world, person), asked(world, person, "erase")
    assert world.browser("dimas").get(f"/orang/permintaan/{request.id}/penghapusan/").status_code == 404
    address = erase(world, request, "wati").headers["Location"]
    assert "Certificate of erasure" in page_of(world.browser("wati").get(address))
    for one in (first, request):
        page = f"/orang/permintaan/{one.id}/"
        assert world.browser("wati").get(page).status_code == 200
        assert str(one.id) in world.browser("ayu").get("/orang/permintaan/").content.decode()
    for who in ("rina", "lintang"):
        assert world.browser(who).get(address).status_code == 404
    assert set(SubjectRequest.objects.values_list("area", flat=True)) == {"34.01.08"}


def test_a_village_of_another_district_does_not_reach_what_was_erased(world: World) -> None:
    coordinates(world, "bagas", BANARAN)
    request = asked(world, registered(world), "erase")
    erase(world, request)
    assert world.browser("bagas").get(f"/orang/permintaan/{request.id}/surat/").status_code == 404


def test_erasing_answers_what_she_asked_and_refuses_who_had_no_right(world: World) -> None:
    person = registered(world)
    hers, husbands = asked(world, person), asked(world, person, "access", "someone_else")
    erase(world, asked(world, person, "erase"))
    told = {one.id: (one.state, one.ground, one.version) for one in SubjectRequest.objects.all()}
    assert told[hers.id] == ("answered", "", 2)
    assert told[husbands.id] == ("refused", "not_entitled", 2)


def test_an_erased_person_is_not_erased_twice(world: World) -> None:
    person = registered(world)
    request = asked(world, person, "erase")
    erase(world, request)
    assert code_of(world, "kinasih", "people.erase_person", person=person.id, request=request.id) == "access.not_found"
    again = world.browser("kinasih").get(f"/orang/permintaan/{request.id}/penghapusan/")
    assert again.headers["Location"] == f"/orang/permintaan/{request.id}/surat/"


@pytest.mark.sqlite_only
def test_no_byte_of_an_erased_person_is_left_in_the_live_store(own_store: World) -> None:
    person = registered(own_store)
    waits = take_in(line(own_store.person(name="Perempuan Lain", birth="2999")), own_store.actor("ayu"), "lines")
    values = [value for value in HERS if value not in PLACES]
    assert any(b"Sulasmiyati" in one for one in live_files())
    held = [value.encode(code) for value in values for code in ("utf-8", "utf-16-le", "utf-16-be")]
    request = asked(own_store, person, "erase")
    own_store.run("kinasih", "people.erase_person", person=person.id, request=request.id)
    for value in held:
        assert not any(value in one for one in live_files()), value
    assert WaitingItem.objects.get(id=waits.id).raw  # type: ignore[union-attr]


@pytest.mark.sqlite_only
def test_while_someone_reads_nobody_waits_and_the_job_clears_it_out_afterwards(own_store: World) -> None:
    person = registered(own_store)
    reader = pysqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM people_person").fetchone()[0] > 0
    request = asked(own_store, person, "erase")
    own_store.run("kinasih", "people.erase_person", person=person.id, request=request.id)
    assert any(b"Sulasmiyati" in one for one in live_files())
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] > 0
    (job,) = Job.objects.filter(kind=scheduled.SWEEP)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scheduled, "SWEEP_REST", 0)
        with pytest.raises(JobFailed) as failed:
            carry_out(job, {})
        assert failed.value.problem.code == "journal.not_swept"
        reader.close()
        carry_out(job, {})
    assert not any(b"Sulasmiyati" in one for one in live_files())


@pytest.mark.postgresql_only
def test_on_postgresql_the_job_clears_out_dead_rows_of_every_table_concerned(own_store: World) -> None:
    person = registered(own_store)
    own_store.run("kinasih", "people.erase_person", person=person.id, request=asked(own_store, person, "erase").id)
    (job,) = Job.objects.filter(kind=scheduled.SWEEP)
    carry_out(job, {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE last_vacuum IS NOT NULL")
        assert {name for (name,) in cursor.fetchall()} == tables()
    assert {"people_person", "journal_waitingitem", "access_datakey"} <= tables()


def live_files() -> list[bytes]:
    store = Path(settings.DATABASES["default"]["NAME"])
    return [file.read_bytes() for file in store.parent.glob(f"{store.name}*")]


ABOUT_USERS = {"access"}
"""Apps whose personal fields are of those who sign in, not of those in the registry."""


def keeps_persons(table: type[models.Model]) -> bool:
    """Whether a table points at a person, or has a personal field."""
    points = any(one.related_model is Person or one.name.startswith("person") for one in table._meta.local_fields)
    return points or any(one.data_class not in ("P0", "P1") for one in table.CLASSES.values())  # type: ignore[attr-defined]


def keepers(tables: Iterable[type[models.Model]]) -> set[str]:
    return {table._meta.app_label for table in tables if keeps_persons(table)} - ABOUT_USERS


def test_every_app_that_keeps_persons_says_what_it_holds() -> None:
    ours = [table for table in apps.get_models() if table.__module__.startswith("purnadaya.")]
    assert keepers(ours) == holders()
    pointing = [table for table in ours if any(one.related_model is Person for one in table._meta.local_fields)]
    assert {table._meta.db_table for table in pointing} <= tables()


@isolate_apps("purnadaya.jobs")
def test_an_app_that_begins_to_keep_persons_is_noticed() -> None:
    class Pointing(models.Model):
        CLASSES = classes(internal="id person_id")
        person_id = models.UUIDField()

        class Meta:
            app_label = "jobs"

    class Telling(models.Model):
        CLASSES = classes(internal="id", personal="words")
        words = models.TextField()

        class Meta:
            app_label = "jobs"

    assert keepers([Pointing]) == keepers([Telling]) == {"jobs"}


def test_readings_of_an_erased_person_say_so_to_who_saw_all(world: World) -> None:
    person = registered(world)
    world.browser("dimas").post(f"/orang/{person.id}/lihat/phone/")
    erase(world, asked(world, person, "erase"))
    for who, words in (("kinasih", "someone whose data was erased"), ("bagas", "someone you may not see")):
        rows = page_of(world.browser(who).get("/keamanan/terbaca/")).partition("<tbody>")[2]
        assert words in rows, who
        assert str(person.id) not in rows
