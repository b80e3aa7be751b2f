"""What persons ask about their own data: the hours, the file, the refusal, the erasure."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b32encode
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pysqlite3
import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.access.models import User
from purnadaya.access.second_factor import enrol
from purnadaya.jobs.models import Job
from purnadaya.jobs.running import JobFailed, carry_out
from purnadaya.journal.models import Operation, Reading, WaitingItem
from purnadaya.journal.subjects import holders, tables
from purnadaya.journal.verifying import findings
from purnadaya.journal.waiting import raw_of, take_in
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.office import scheduled
from purnadaya.people import rules
from purnadaya.people.models import Person, SubjectRequest
from purnadaya.people.rules import Asker, RequestState, Wish
from tests.doors.test_doors import hidden
from tests.journal.test_waiting_room import line
from tests.people.test_pages import page_of
from tests.world import BANARAN, HARGOTIRTO, World

PHONE, NIK = "0812 3456 7890", "3276055708900002"
HERS = ("Sulasmiyati", "Lasmi", "Gunungkukusan", "+6281234567890", NIK, "1990-08-17", "sesudah dzuhur")
"""Values that only she has in the cast."""
PLACES = ("Gunungkukusan",)
"""A hamlet is the village's, and stays in its list."""


def registered(world: World) -> Person:
    """Someone of whom everything is known, put right once, with a line about her that waits."""
    body = world.person(
        name="Sulasmiyati", nickname="Lasmi", hamlet="Gunungkukusan", birth="1990-08-17", phone=PHONE, nik=NIK,
        whose="family", calling="safe_hours", hours="sesudah dzuhur",
    )  # fmt: skip
    person = UUID(world.run("ayu", "people.register_person", **body).of.id)
    world.run("ayu", "people.correct_person", base=1, person=person, changes={"honorific": "Mbah"})
    sent = {
        "id": str(new_id()),
        "kind": "people.correct_person",
        "body": {"person": str(person), "changes": {"x": "1"}},
    }
    take_in(json.dumps(sent).encode(), world.actor("ayu"), "lines")
    take_in(line(world.person(nik="3276 0557 0890 0002", birth="2999")), world.actor("ayu"), "lines")
    return Person.objects.get(id=person)


def asked(world: World, person: Person, wish: str = "access", asker: str = "herself", **more: Any) -> SubjectRequest:
    body = {"request": new_id(), "person": person.id, "wish": wish, "asker": asker, "checked": "Sudah lama kenal Lasmi"}
    return SubjectRequest.objects.get(id=world.run("ayu", "people.receive_request", **body, **more).of.id)


def code_of(world: World, who: str, kind: str, **body: Any) -> str:
    with pytest.raises(Refused) as refusal:
        world.run(who, kind, **body)
    return refusal.value.problems[0].code


def export(world: World, request: SubjectRequest, who: str = "kinasih", language: str = "en") -> Any:
    return world.browser(who, language).post(f"/orang/permintaan/{request.id}/berkas/")


def erase(world: World, request: SubjectRequest, who: str = "kinasih") -> Any:
    browser, address = world.browser(who), f"/orang/permintaan/{request.id}/penghapusan/"
    return browser.post(address, hidden(browser.get(address).content.decode()))


def test_a_request_is_written_down_on_her_page_and_the_72_hours_run_from_when_she_asked(world: World) -> None:
    person, browser = registered(world), world.browser("ayu")
    assert f"/orang/{person.id}/permintaan/" in page_of(browser.get(f"/orang/{person.id}/"))
    address = f"/orang/{person.id}/permintaan/"
    moment = SYSTEM_CLOCK.now() - timedelta(hours=5)
    boxes = {"wish": "access", "asker": "herself", "checked": "neighbour", "asked_at": ""}
    response = browser.post(address, {**hidden(browser.get(address).content.decode()), **boxes})
    assert response.status_code == 302
    assert "72 hours left" in page_of(browser.get(response.headers["Location"])) or "71 hours left" in page_of(
        browser.get(response.headers["Location"])
    )
    request = asked(world, person, asked_at=moment.isoformat())
    assert request.due_at == moment + timedelta(hours=72)
    home = page_of(world.browser("kinasih").get("/"))
    assert "2 requests about own data wait for an answer" in home
    with time_machine.travel(request.due_at + timedelta(hours=2, minutes=1), tick=False):
        page = page_of(world.browser("kinasih").get(f"/orang/permintaan/{request.id}/"))
        assert "2 hours late" in page


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"asked_at": "2999-01-01T00:00:00+07:00"}, "people.asked_in_future"),
        ({"asked_at": "2020-01-01T00:00:00+07:00"}, "people.asked_long_ago"),
        ({"asked_at": "2026-11-20T00:00:00"}, "value.not_right"),
        ({"wish": "money"}, "value.not_a_choice"),
        ({"asker": "cat"}, "value.not_a_choice"),
        ({"checked": ""}, "value.missing"),
    ],
)
def test_a_request_that_cannot_be_is_refused_in_words(world: World, more: dict[str, str], code: str) -> None:
    person = Person.objects.get(id=world.people["sari"])
    body = {"request": new_id(), "person": person.id, "wish": "access", "asker": "herself", "checked": "kenal"}
    assert code_of(world, "ayu", "people.receive_request", **{**body, **more}) == code


def test_strangers_and_roles_without_the_right_find_no_request(world: World) -> None:
    person = registered(world)
    request = asked(world, person)
    for who in ("rina", "yuni", "arum", "lintang", "bagas", "surya", "paula"):
        for page in ("", "jawaban/", "penolakan/", "penghapusan/", "surat/"):
            assert world.browser(who).get(f"/orang/permintaan/{request.id}/{page}").status_code == 404, (who, page)
        assert export(world, request, who).status_code == 404
        assert world.browser(who).get(f"/orang/{person.id}/permintaan/").status_code == 404
        for kind, more in (("answer", {"answer": "x"}), ("refuse", {"ground": "endangers_her", "answer": "x"})):
            code = code_of(world, who, f"people.{kind}_request", request=request.id, **more)
            assert code in ("access.not_found", "access.not_allowed")
    assert code_of(world, "rina", "people.erase_person", person=person.id, request=request.id) == "access.not_found"
    assert Reading.objects.count() == 0


def test_who_writes_it_down_in_the_field_reads_it_and_leaves_the_answer_to_the_coordinator(world: World) -> None:
    request = asked(world, registered(world))
    page = page_of(world.browser("ayu").get(f"/orang/permintaan/{request.id}/"))
    assert "Your coordinator answers this." in page
    assert export(world, request, "ayu").status_code == 404
    assert code_of(world, "ayu", "people.answer_request", request=request.id, answer="x") == "access.not_allowed"
    body = {"person": world.people["painem"], "wish": "access", "asker": "herself", "checked": "kenal"}
    elsewhere = SubjectRequest(id=world.run("kinasih", "people.receive_request", request=new_id(), **body).of.id)
    assert world.browser("ayu").get(f"/orang/permintaan/{elsewhere.id}/").status_code == 404


def test_her_file_holds_every_value_and_who_wrote_and_looked(world: World) -> None:
    person = registered(world)
    world.browser("dimas").post(f"/orang/{person.id}/lihat/phone/")
    response = export(world, asked(world, person))
    assert response["Content-Type"] == "application/zip"
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    page, data = archive.read("data.html").decode(), json.loads(archive.read("data.json"))
    for value in (*HERS, "Mbah"):
        assert value in json.dumps(data, ensure_ascii=False), value
    for value in HERS[:5]:
        assert value in page.replace("&#x27;", "'"), value
    assert "Dimas Adi Nugroho" in page
    assert "Phone number" in page
    kinds = {one["kind"] for one in data["held"]}
    assert kinds == {"person", "request", "operation", "waiting"}
    assert sum(one["kind"] == "waiting" for one in data["held"]) == 2
    assert {(look["who"], look["what"]) for look in data["looked_at_by"]} >= {("Dimas Adi Nugroho", "Phone number")}
    assert Reading.objects.order_by("-id").values_list("field", flat=True)[0] == "export"


def test_her_file_speaks_indonesian(world: World) -> None:
    archive = zipfile.ZipFile(io.BytesIO(export(world, asked(world, registered(world)), language="id").content))
    assert "Yang kami simpan tentang Ibu" in archive.read("data.html").decode()


def test_a_husband_without_a_letter_gets_nothing_and_is_refused_with_the_ground(world: World) -> None:
    person = registered(world)
    for wish in ("access", "erase"):
        request = asked(world, person, wish, "someone_else")
        assert export(world, request).status_code == 302
        assert "nothing is given out" in page_of(world.browser("kinasih").get(f"/orang/permintaan/{request.id}/")) or (
            "Give nothing out" in page_of(world.browser("kinasih").get(f"/orang/permintaan/{request.id}/"))
        )
        if wish == "erase":
            body = {"person": person.id, "request": request.id}
            assert code_of(world, "kinasih", "people.erase_person", **body) == "people.asker_not_entitled"
        else:
            code = code_of(world, "kinasih", "people.answer_request", request=request.id, answer="x")
            assert code == "people.asker_not_entitled"
        world.run("kinasih", "people.refuse_request", request=request.id, ground="not_entitled", answer="ditolak")
        page = page_of(world.browser("kinasih").get(f"/orang/permintaan/{request.id}/"))
        assert "has no letter from her" in page
    assert Reading.objects.count() == 0
    assert Person.objects.get(id=person.id).name == "Sulasmiyati"


def test_a_request_is_settled_once(world: World) -> None:
    request = asked(world, registered(world))
    world.run("kinasih", "people.answer_request", request=request.id, answer="handed over")
    for kind, more in (("answer", {"answer": "x"}), ("refuse", {"ground": "endangers_her", "answer": "x"})):
        code = code_of(world, "kinasih", f"people.{kind}_request", request=request.id, **more)
        assert code == "people.request_settled"


def test_only_what_was_asked_for_is_done(world: World) -> None:
    person = registered(world)
    access, erasure = asked(world, person), asked(world, person, "erase")
    body = {"person": person.id, "request": access.id}
    assert code_of(world, "kinasih", "people.erase_person", **body) == "people.another_wish"
    assert code_of(world, "kinasih", "people.answer_request", request=erasure.id, answer="x") == "people.another_wish"
    other = asked(world, Person.objects.get(id=world.people["sari"]), "erase")
    body = {"person": person.id, "request": other.id}
    assert code_of(world, "kinasih", "people.erase_person", **body) == "access.not_found"
    assert world.browser("kinasih").get(f"/orang/permintaan/{access.id}/penghapusan/").status_code == 404


def test_of_an_erased_person_nothing_can_be_read_and_the_rest_still_adds_up(world: World) -> None:
    person = registered(world)
    others = asked(world, person)
    assert erase(world, asked(world, person, "erase")).status_code == 302
    row = Person.objects.get(id=person.id)
    assert (row.name, row.nickname, row.phone, row.nik, row.birth, row.sex, row.hamlet) == ("",) * 7
    assert (row.name_key, row.phone_index, row.nik_index, row.village_id) == ("", "", "", "34.01.08")
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


def waiting(world: World, *lines: bytes) -> list[WaitingItem]:
    kept = [take_in(one, world.actor("ayu"), "lines") for one in lines]
    assert all(isinstance(one, WaitingItem) for one in kept)
    return kept  # type: ignore[return-value]


def unborn(world: World, name: str = "Suminah", **more: Any) -> bytes:
    """A registration that has to wait: nobody is born in 2999."""
    return line(world.person(name, birth="2999", **more))


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


def test_however_many_lines_wait_her_file_asks_the_store_as_often(world: World) -> None:
    request = asked(world, registered(world))

    def asks() -> int:
        with CaptureQueriesContext(connection) as queries:
            export(world, request)
        return len(queries)

    few = asks()
    waiting(world, *(unborn(world) for _ in range(20)))
    assert asks() == few


def zipped(response: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(response.content))


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
    address = erase(world, request).headers["Location"]
    page = page_of(browser.get(address))
    assert "Certificate of erasure" in page
    assert str(request.id) in page
    assert "35 days" in page
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


@pytest.mark.parametrize(("kind", "more"), [("answer", {}), ("refuse", {"ground": "endangers_her"})])
def test_once_settled_no_file_is_made(world: World, kind: str, more: dict[str, str]) -> None:
    request = asked(world, registered(world))
    world.run("kinasih", f"people.{kind}_request", request=request.id, answer="x", **more)
    assert export(world, request).status_code == 302
    assert Reading.objects.count() == 0


def test_erasing_answers_what_she_asked_and_refuses_who_had_no_right(world: World) -> None:
    person = registered(world)
    hers, husbands = asked(world, person), asked(world, person, "access", "someone_else")
    erase(world, asked(world, person, "erase"))
    told = {one.id: (one.state, one.ground, one.version) for one in SubjectRequest.objects.all()}
    assert told[hers.id] == ("answered", "", 2)
    assert told[husbands.id] == ("refused", "not_entitled", 2)


def test_the_hours_follow_the_rule_of_the_day_where_she_is(world: World) -> None:
    since = SYSTEM_CLOCK.today() + timedelta(days=10)
    eve, noon = since - timedelta(days=1), datetime.combine(since, time(12), UTC)
    body = {"rule": "data.access", "value": 48, "since": str(since), "source": "kami", "reason": "cepat"}
    world.run("lintang", "rulebook.set_value", base=0, own_value=new_id(), unit="hours", **body)
    person = Person.objects.get(id=world.people["sari"])
    with time_machine.travel(noon, tick=False):
        moments = (f"{eve}T23:59:00+07:00", f"{since}T00:01:00+07:00")
        both = [asked(world, person, asked_at=moment) for moment in moments]
    assert [one.due_at - one.asked_at for one in both] == [timedelta(hours=72), timedelta(hours=48)]


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


def test_what_a_refused_command_said_is_not_kept_unless_two_met(world: World) -> None:
    from purnadaya.journal.contents import contents_of

    code_of(world, "ayu", "people.register_person", **world.person("Sulasmiyati", birth="2999"))
    ((_, contents),) = contents_of(Operation.objects.refused().order_by("-seq")[:1])
    assert contents is not None
    assert contents.body == {}


def test_every_app_that_keeps_persons_says_what_it_holds(world: World) -> None:
    assert holders() == {"journal", "documents", "people"}


@given(
    state=st.sampled_from(RequestState),
    wish=st.sampled_from(Wish),
    asker=st.sampled_from(Asker),
    granted=st.frozensets(st.sampled_from(Wish)),
)
def test_only_an_open_request_of_the_right_kind_by_who_has_the_right_is_granted(
    state: RequestState, wish: Wish, asker: Asker, granted: frozenset[Wish]
) -> None:
    granted_now = not rules.granting_problems(state, wish, asker, granted)
    assert granted_now == (state is RequestState.OPEN and wish in granted and asker is not Asker.SOMEONE_ELSE)
