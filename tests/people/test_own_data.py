"""What persons ask about their own data: the hours, the file, the refusal, the erasure."""

from __future__ import annotations

import html
import io
import json
import zipfile
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.journal.models import Operation, Reading, WaitingItem
from purnadaya.journal.waiting import take_in
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.people import rules
from purnadaya.people.models import Person, SubjectRequest
from purnadaya.people.office.request_words import time_left
from purnadaya.people.rules import Asker, RequestState, Wish
from tests.doors.test_doors import hidden
from tests.journal.test_waiting_room import line
from tests.people.test_pages import page_of
from tests.world import World

PHONE, NIK = "0812 3456 7890", "3276055708900002"
HERS = ("Sulasmiyati", "Lasmi", "Gunungkukusan", "+6281234567890", NIK, "1990-08-17", "sesudah dzuhur")
"""Values that only she has in the cast."""


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
    page = page_of(browser.get(response.headers["Location"]))
    assert "72 hours left" in page
    assert "Ayu Hapsari" in page.partition("Written down by")[2]
    request = asked(world, person, asked_at=moment.isoformat())
    assert request.due_at == moment + timedelta(hours=72)
    home = page_of(world.browser("kinasih").get("/"))
    assert "2 requests about own data wait for an answer" in home
    with time_machine.travel(request.due_at + timedelta(hours=2, minutes=1), tick=False):
        page = page_of(world.browser("kinasih").get(f"/orang/permintaan/{request.id}/"))
        assert "2 hours late" in page


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (72, "72 hours left"), (71.5, "72 hours left"), (71, "71 hours left"), (0.01, "1 hour left"),
        (0, "0 hours left"), (72.5, "3 days left"), (200, "8 days left"), (-0.5, "0 hours late"), (-1, "1 hour late"),
        (-72, "72 hours late"), (-73, "3 days late"), (-1848, "77 days late"),
    ],
)  # fmt: skip
def test_what_is_left_is_told_in_hours_and_beyond_three_days_in_days(hours: float, words: str) -> None:
    now = SYSTEM_CLOCK.now()
    with override("en"):
        assert time_left(now + timedelta(hours=hours), now) == words


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
            assert code_of(world, who, f"people.{kind}_request", request=request.id, **more) == "access.not_found"
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


def test_her_file_tells_everything_in_words(world: World) -> None:
    person = registered(world)
    changes = {"also": "village_woman migrant_family", "education": "upper_secondary"}
    world.run("ayu", "people.correct_person", base=person.version, person=person.id, changes=changes)
    world.run("ayu", "people.record_leaving", person=person.id, why="moved_away", on="2026-01-01")
    archive = zipfile.ZipFile(io.BytesIO(export(world, asked(world, person)).content))
    page = html.unescape(archive.read("data.html").decode())
    for words in ("SMA", "Family of a migrant worker, Woman of the village", "She moved away", "17 August 1990"):
        assert words in page
    for code in ("upper_secondary", "moved_away", "1990-08-17", "left_on"):
        assert code not in page


def test_her_file_speaks_indonesian(world: World) -> None:
    archive = zipfile.ZipFile(io.BytesIO(export(world, asked(world, registered(world)), language="id").content))
    assert "Yang kami simpan tentang Ibu" in archive.read("data.html").decode()


def test_a_husband_without_a_letter_gets_nothing_and_is_refused_with_the_ground(world: World) -> None:
    person = registered(world)
    for wish in ("access", "erase"):
        request = asked(world, person, wish, "someone_else")
        assert export(world, request).status_code == 302
        assert "Give nothing out" in page_of(world.browser("kinasih").get(f"/orang/permintaan/{request.id}/"))
        if wish == "erase":
            body = {"person": person.id, "request": request.id}
            assert code_of(world, "kinasih", "people.erase_person", **body) == "people.asker_not_entitled"
        else:
            code = code_of(world, "kinasih", "people.answer_request", request=request.id, answer="x")
            assert code == "people.asker_not_entitled"
        world.run("kinasih", "people.refuse_request", request=request.id, ground="not_entitled", answer="ditolak")
        page = page_of(world.browser("kinasih").get(f"/orang/permintaan/{request.id}/"))
        assert "has no letter from her" in page
        assert "Wulan Kinasih" in page.partition("Refused by")[2]
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


def waiting(world: World, *lines: bytes) -> list[WaitingItem]:
    kept = [take_in(one, world.actor("ayu"), "lines") for one in lines]
    assert all(isinstance(one, WaitingItem) for one in kept)
    return kept  # type: ignore[return-value]


def unborn(world: World, name: str = "Suminah", **more: Any) -> bytes:
    """A registration that has to wait: nobody is born in 2999."""
    return line(world.person(name, birth="2999", **more))


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


@pytest.mark.parametrize(("kind", "more"), [("answer", {}), ("refuse", {"ground": "endangers_her"})])
def test_once_settled_no_file_is_made(world: World, kind: str, more: dict[str, str]) -> None:
    request = asked(world, registered(world))
    world.run("kinasih", f"people.{kind}_request", request=request.id, answer="x", **more)
    assert export(world, request).status_code == 302
    assert Reading.objects.count() == 0


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


def test_what_a_refused_command_said_is_not_kept_unless_two_met(world: World) -> None:
    from purnadaya.journal.contents import contents_of

    code_of(world, "ayu", "people.register_person", **world.person("Sulasmiyati", birth="2999"))
    ((_, contents),) = contents_of(Operation.objects.refused().order_by("-seq")[:1])
    assert contents is not None
    assert contents.body == {}


def test_a_correction_is_not_called_done_unnoticed_when_nothing_was_put_right(world: World) -> None:
    person, browser = registered(world), world.browser("kinasih")
    request, warning = asked(world, person, "correct"), "Nothing has been put right since she asked."
    pages = (f"/orang/permintaan/{request.id}/", f"/orang/permintaan/{request.id}/jawaban/")
    assert [warning in page_of(browser.get(page)) for page in pages] == [True, True]
    world.run("kinasih", "people.correct_person", base=2, person=person.id, changes={"hamlet": "Kandang"})
    assert [warning in page_of(browser.get(page)) for page in pages] == [False, False]
    world.run("kinasih", "people.answer_request", request=request.id, answer="sudah dibetulkan")
    page = page_of(browser.get(pages[0]))
    assert warning not in page
    assert "Wulan Kinasih" in page.partition("Done by")[2]


def test_a_correction_can_be_answered_though_our_entry_was_right(world: World) -> None:
    request = asked(world, registered(world), "correct")
    world.run("kinasih", "people.answer_request", request=request.id, answer="sudah benar, dicocokkan dengan KTP")
    assert SubjectRequest.objects.get(id=request.id).state == "answered"


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
