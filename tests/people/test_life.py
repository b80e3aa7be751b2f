"""What happened in a person's life: written down, put right, ended, struck out; merged and parted again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.journal.models import Operation, Reading
from purnadaya.journal.verifying import findings
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.people.models import (
    ENTRIES,
    Consent,
    Episode,
    Functioning,
    Person,
    Visit,
)
from purnadaya.people.queries import subject_of
from purnadaya.people.rules import life
from purnadaya.people.rules.life import Difficulty, Stay
from tests.doors.test_doors import hidden
from tests.people.test_own_data import code_of
from tests.people.test_pages import page_of
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

today = SYSTEM_CLOCK.today
EPISODE = {"country": "MY", "sector": "household", "channel": "agency", "departed": "2015", "returned": "2019-03"}


def sari(world: World) -> UUID:
    return world.people["sari"]


def write(world: World, kind: str, who: str = "ayu", person: UUID | None = None, **body: Any) -> UUID:
    """Write an entry down about Sari (or another), under a new id of its own."""
    name = {"functioning": "functioning", "household": "member"}.get(kind, kind)
    new = new_id()
    command = {"household": "people.join_household", "accompaniment": "people.accompany"}.get(
        kind, f"people.record_{kind}"
    )
    world.run(who, command, person=person or sari(world), **{name: new}, **body)
    return new


def page(world: World, who: str = "ayu", person: UUID | None = None) -> str:
    return page_of(world.browser(who).get(f"/orang/{person or sari(world)}/"))


def through_the_page(world: World, what: str, boxes: dict[str, str], who: str = "ayu") -> Any:
    browser, address = world.browser(who), f"/orang/{sari(world)}/catat/{what}/"
    return browser.post(address, {**hidden(browser.get(address).content.decode()), **boxes})


def test_work_abroad_is_written_down_on_a_page_and_told_on_hers(world: World) -> None:
    boxes = {
        "country": "HK", "sector": "care", "channel": "agency", "agency": "PT Maju", "departed_year": "2012",
        "departed_month": "6", "returned_year": "2016", "reason": "contract_ended",
    }  # fmt: skip
    assert through_the_page(world, "migrasi", boxes).status_code == 302
    episode = Episode.objects.get()
    assert (episode.departed, episode.returned, episode.back_by) == ("2012-06", "2016", date(2016, 12, 31))
    text = page(world)
    for words in ("Hong Kong", "June 2012 – 2016", "Caring for the old or sick", "PT Maju", "The contract ended"):
        assert words in text
    assert "worked abroad" not in page(world, "arum")
    assert [one.name for one in findings() if not one.clean] == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"departed": "2019", "returned": "2018"}, "people.returned_before_departing"),
        ({"departed": "2019-05-02", "returned": "2019-05-01"}, "people.returned_before_departing"),
        ({"departed": "2999"}, "people.not_yet"),
        ({"returned": "2999-01-01"}, "people.not_yet"),
        ({"returned": None, "reason": "deported"}, "people.reason_without_return"),
        ({"country": "ID"}, "value.not_a_choice"),
        ({"country": "XX"}, "value.not_a_choice"),
        ({"departed": "2015-02-30"}, "value.bad_date"),
        ({"departed": "15"}, "value.bad_date"),
        ({"sector": ""}, "value.not_a_choice"),
    ],
)
def test_a_stay_that_cannot_be_is_refused(world: World, more: dict[str, Any], code: str) -> None:
    body = {"person": sari(world), "episode": new_id(), **EPISODE, **more}
    assert code_of(world, "ayu", "people.record_episode", **body) == code


def test_two_stays_at_the_same_time_are_refused_and_rough_dates_get_the_benefit_of_the_doubt(world: World) -> None:
    write(world, "episode", **EPISODE)
    body = {"person": sari(world), "episode": new_id(), **EPISODE, "departed": "2017", "returned": "2018"}
    assert code_of(world, "ayu", "people.record_episode", **body) == "people.stays_overlap"
    write(world, "episode", **{**EPISODE, "departed": "2019", "returned": "2021"})
    body = {**body, "departed": "2020-06-01", "returned": None}
    assert code_of(world, "ayu", "people.record_episode", **body) == "people.stays_overlap"


def test_an_episode_is_put_right_and_an_old_form_is_stale(world: World) -> None:
    episode = write(world, "episode", **{**EPISODE, "returned": None})
    browser, address = world.browser("ayu"), f"/orang/{sari(world)}/migrasi/{episode}/"
    opened = hidden(browser.get(address).content.decode())
    boxes = {**opened, "country": "MY", "sector": "household", "channel": "agency", "returned_year": "2019"}
    assert browser.post(address, boxes).status_code == 302
    assert Episode.objects.get().returned == "2019"
    other = {**boxes, "operation": str(new_id()), "returned_year": "2020"}
    assert "Someone has changed this in the meantime" in page_of(browser.post(address, other))
    assert world.browser("rina").get(address).status_code == 404
    assert world.browser("ayu").get(f"/orang/{world.people['tumini']}/migrasi/{episode}/").status_code == 404


def test_who_came_back_lately_reads_what_can_still_be_asked_for(world: World) -> None:
    back = today() - timedelta(days=100)
    write(world, "episode", **{**EPISODE, "departed": "2020", "returned": back.isoformat()})
    text = page(world)
    assert "Back for 100 days" in text
    assert "Rehabilitation by BP3MI" in text
    assert f"{(date(back.year + 1, back.month, back.day) - today()).days} days left" in text


def test_who_came_back_long_ago_is_told_of_no_window(world: World) -> None:
    write(world, "episode", **EPISODE)
    assert "days left" not in page(world)


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(0, 400))
def test_a_window_never_closes_before_its_years_are_over(back: date, later: int) -> None:
    found = life.window("x", 1, back, back + timedelta(days=later))
    assert 364 <= found.days_left + later <= 366


@given(st.integers(1990, 2020), st.integers(1, 12), st.integers(0, 3000))
def test_of_two_stays_one_after_the_other_none_is_refused(year: int, month: int, gap: int) -> None:
    first = Stay(RoughDate.of(year, month), RoughDate.of(year + 1, month))
    begins = RoughDate.parse((RoughDate.of(year + 1, month).last + timedelta(days=gap)).isoformat())
    second = Stay(begins, None)
    assert life.stay_problems(second, [first], None, life.Lifetime(None, None), date(2100, 1, 1)) == []
    assert life.stay_problems(first, [second], None, life.Lifetime(None, None), date(2100, 1, 1)) == []


def test_a_consent_is_for_one_purpose_and_can_be_taken_back(world: World) -> None:
    consent = write(
        world, "consent", purpose="photo", way="thumb", given_on="2026-01-05", until="2099-12-31", notice="sheet 1"
    )
    assert "That we take and keep photos of her" in page(world)
    browser, address = world.browser("ayu"), f"/orang/{sari(world)}/akhiri/persetujuan/{consent}/"
    boxes = {**hidden(browser.get(address).content.decode()), "withdrawn_on": "2026-02-01"}
    assert browser.post(address, boxes).status_code == 302
    assert "taken back on 1 Feb 2026" in page(world)
    body = {"person": sari(world), "consent": consent, "withdrawn_on": "2026-03-01"}
    assert code_of(world, "ayu", "people.withdraw_consent", **body) == "people.withdrawn_already"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"given_on": "2026-01-05", "until": "2026-01-04"}, "people.ends_before_it_begins"),
        ({"given_on": "2999-01-01"}, "people.not_yet"),
        ({"given_on": "2026-01-05", "purpose": "everything"}, "value.not_a_choice"),
        ({"given_on": "2026-01-05", "notice": ""}, "value.missing"),
    ],
)
def test_a_consent_that_cannot_be_is_refused(world: World, more: dict[str, Any], code: str) -> None:
    body = {"person": sari(world), "consent": new_id(), "purpose": "photo", "way": "thumb", "notice": "sheet", **more}
    assert code_of(world, "ayu", "people.record_consent", **body) == code


def test_a_consent_of_before_there_was_a_law_is_judged_as_today(world: World) -> None:
    tumini = world.people["tumini"]
    given_on = {"purpose": "photo", "way": "written", "notice": "sheet", "given_on": "2001-01-01"}
    write(world, "consent", "kinasih", tumini, **given_on)
    body = {"person": sari(world), "consent": new_id(), **given_on}
    assert code_of(world, "kinasih", "people.record_consent", **body) == "people.guardian_needed"


def test_for_a_child_her_guardian_agrees(world: World) -> None:
    born = f"{today().year - 12}"
    child = world.run("ayu", "people.register_person", **world.person("Melati", birth=born)).of.id
    body = {"person": child, "consent": new_id(), "purpose": "photo", "way": "written", "notice": "sheet",
            "given_on": today().isoformat()}  # fmt: skip
    assert code_of(world, "ayu", "people.record_consent", **body) == "people.guardian_needed"
    world.run("ayu", "people.record_consent", **body, given_by="guardian")


def test_the_six_answers_are_sealed_and_read_only_on_record(world: World) -> None:
    boxes = {"asked_on": today().isoformat(), "walking": "a_lot", "seeing": "some"}
    assert through_the_page(world, "enam-pertanyaan", boxes).status_code == 302
    asked = Functioning.objects.get()
    assert "a_lot" not in asked.answers
    assert "Yes, very" not in page(world)
    address = f"/orang/{sari(world)}/enam-pertanyaan/{asked.id}/"
    assert "Yes, very" in page_of(world.browser("ayu").post(address))
    reading = Reading.objects.get()
    assert (reading.field, reading.object_id) == ("answers", str(sari(world)))
    for who in ("wati", "rina", "lintang", "arum"):
        assert world.browser(who).post(address).status_code == 404
    assert Reading.objects.count() == 1
    assert "Yes, very" not in page_of(world.browser("ayu").get(f"/riwayat/person/{sari(world)}/"))


@pytest.mark.parametrize(("answer", "words"), [("a_lot", "Yes: at least one"), ("some", "No: none of what")])
def test_who_reads_the_answers_reads_whether_she_counts_as_disabled(world: World, answer: str, words: str) -> None:
    asked = write(world, "functioning", asked_on="2026-01-05", seeing=answer)
    assert words in page_of(world.browser("ayu").post(f"/orang/{sari(world)}/enam-pertanyaan/{asked}/"))
    assert words not in page(world)


def test_a_small_child_and_an_empty_sheet_are_refused(world: World) -> None:
    body = {"functioning": new_id(), "asked_on": today().isoformat()}
    code = code_of(world, "ayu", "people.record_functioning", person=sari(world), **body)
    assert code == "people.nothing_answered"
    small = world.run("ayu", "people.register_person", **world.person("Melati", birth=f"{today().year - 2}")).of.id
    code = code_of(world, "ayu", "people.record_functioning", person=small, seeing="none", **body)
    assert code == "people.too_young_to_ask"


@given(st.dictionaries(st.sampled_from(life.DOMAINS), st.sampled_from([None, *Difficulty])))
def test_disabled_is_who_has_a_lot_of_difficulty_in_one_of_the_six(answers: dict[str, Difficulty | None]) -> None:
    given_ = [answer for answer in answers.values() if answer]
    expected = None if not given_ else bool({Difficulty.A_LOT, Difficulty.CANNOT} & set(given_))
    assert life.disabled(answers) is expected


def test_a_visit_is_written_down_and_struck_out(world: World) -> None:
    assert (
        through_the_page(
            world, "kunjungan", {"met_on": today().isoformat(), "note": "Usaha keripik jalan."}
        ).status_code
        == 302
    )
    assert "Usaha keripik jalan." in page(world)
    visit = Visit.objects.get()
    browser, address = world.browser("ayu"), f"/orang/{sari(world)}/coret/visit/{visit.id}/"
    assert browser.post(address, {**hidden(browser.get(address).content.decode()), "reason": ""}).status_code == 422
    boxes = {**hidden(browser.get(address).content.decode()), "reason": "orang lain"}
    assert browser.post(address, boxes).status_code == 302
    assert "Usaha keripik jalan." not in page(world)
    again = {"person": sari(world), "entry": visit.id, "of": "visit", "reason": "sekali lagi"}
    assert code_of(world, "ayu", "people.strike_entry", **again) == "access.not_found"


def test_every_mistake_on_her_page_can_be_struck_out_and_opened_again_it_leads_back(world: World) -> None:
    asked = write(world, "functioning", asked_on="2026-01-05", seeing="none")
    agreed = write(world, "consent", purpose="photo", way="thumb", notice="sheet", given_on="2026-01-05")
    episode = write(world, "episode", **EPISODE)
    text, browser, hers = page(world), world.browser("ayu"), f"/orang/{sari(world)}/"
    for kind, entry in (("functioning", asked), ("consent", agreed), ("episode", episode)):
        address = f"{hers}coret/{kind}/{entry}/"
        assert kind == "episode" or f'href="{address}"' in text
        boxes = {**hidden(browser.get(address).content.decode()), "reason": "orang lain"}
        assert browser.post(address, boxes).status_code == 302
    for address in (f"{hers}migrasi/{episode}/", f"{hers}akhiri/persetujuan/{agreed}/"):
        assert browser.get(address).headers["Location"] == hers
    assert "coret/consent" not in page(world)


def test_what_is_taken_back_already_leads_to_her_page_and_what_cannot_be_struck_is_not_found(world: World) -> None:
    agreed = write(world, "consent", purpose="photo", way="thumb", notice="sheet", given_on="2026-01-05")
    world.run("ayu", "people.withdraw_consent", person=sari(world), consent=agreed, withdrawn_on="2026-01-06")
    moved = write(world, "move", village=DEMANGREJO, moved_on="2026-02-01")
    browser, hers = world.browser("ayu"), f"/orang/{sari(world)}/"
    assert browser.get(f"{hers}akhiri/persetujuan/{agreed}/").headers["Location"] == hers
    for kind in ("move", "member", "accompaniment", "x"):
        assert browser.get(f"{hers}coret/{kind}/{moved}/").status_code == 404


@pytest.mark.parametrize("note", ["", "   ", "\u0000", "\u202e hidden"])
def test_a_note_says_something_that_can_be_read(world: World, note: str) -> None:
    body = {"person": sari(world), "visit": new_id(), "met_on": today().isoformat(), "note": note}
    assert code_of(world, "ayu", "people.record_visit", **body).startswith("value.")


def test_a_move_keeps_where_she_lived_and_goes_only_within_reach(world: World) -> None:
    body = {"person": sari(world), "move": new_id(), "village": BANARAN, "moved_on": today().isoformat()}
    assert code_of(world, "ayu", "people.record_move", **body) == "people.village_out_of_reach"
    here = {**body, "village": HARGOTIRTO, "hamlet": Person.objects.get(id=sari(world)).hamlet}
    assert code_of(world, "ayu", "people.record_move", **here) == "people.lives_there_already"
    write(world, "move", village=DEMANGREJO, hamlet="Kaliwiru", moved_on="2026-02-01")
    assert Person.objects.get(id=sari(world)).village_id == DEMANGREJO
    assert "Kaliwiru" in page(world)
    assert [one.name for one in findings() if not one.clean] == []


@pytest.mark.parametrize(
    ("why", "on", "code"),
    [
        ("died", "2999-01-01", "people.died_in_future"),
        ("moved_away", "2999-01-01", "people.not_yet"),
        ("died", "1901-01-01", "people.before_birth"),
        ("ran", "2026-01-01", "value.not_a_choice"),
    ],
)
def test_a_leaving_that_cannot_be_is_refused(world: World, why: str, on: str, code: str) -> None:
    world.run("ayu", "people.correct_person", base=1, person=sari(world), changes={"birth": "1970"})
    assert code_of(world, "ayu", "people.record_leaving", person=sari(world), why=why, on=on) == code


def test_who_left_stays_readable_and_can_be_taken_back(world: World) -> None:
    world.run("ayu", "people.record_leaving", person=sari(world), why="moved_away", on="2026-01-01")
    assert "She moved away" in page(world)
    body = {"person": sari(world), "why": "died", "on": "2026-01-02"}
    assert code_of(world, "ayu", "people.record_leaving", **body) == "people.left_already"
    world.run("ayu", "people.take_back", person=sari(world), reason="pulang lagi")
    assert Person.objects.get(id=sari(world)).left_on is None
    code = code_of(world, "ayu", "people.take_back", person=sari(world), reason="pulang lagi")
    assert code == "people.has_not_left"


@pytest.mark.parametrize("what", ["kunjungan", "migrasi", "persetujuan", "pelatihan", "enam-pertanyaan", "pindah",
                                  "tidak-didampingi", "didampingi-lagi", "pendamping"])  # fmt: skip
def test_strangers_and_readers_find_no_page_to_write_on(world: World, what: str) -> None:
    for who in ("rina", "arum", "lintang", "bagas", "surya", "paula"):
        assert world.browser(who).get(f"/orang/{sari(world)}/catat/{what}/").status_code == 404
    assert world.browser("ayu").get(f"/orang/{world.people['painem']}/catat/{what}/").status_code == 404
    assert world.browser("ayu").get(f"/orang/{sari(world)}/catat/{what}/").status_code == 200


def test_a_page_that_is_not_there_is_not_found(world: World) -> None:
    for path in ("catat/makan/", f"akhiri/x/{new_id()}/", f"coret/x/{new_id()}/", f"coret/visit/{new_id()}/"):
        assert world.browser("ayu").get(f"/orang/{sari(world)}/{path}").status_code == 404


def test_who_may_not_read_her_life_sees_only_that_she_is_there(world: World) -> None:
    write(world, "visit", met_on=today().isoformat(), note="Usaha keripik jalan.")
    write(world, "episode", **EPISODE)
    for who in ("arum", "lintang"):
        text = page(world, who)
        assert "Usaha keripik jalan." not in text
        assert "Malaysia" not in text


def test_her_page_asks_as_often_whatever_was_written(world: World) -> None:
    browser = world.browser("ayu")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            browser.get(f"/orang/{sari(world)}/")
        return len(caught)

    write(world, "visit", met_on="2026-01-01", note="Pertama")
    write(world, "episode", **EPISODE)
    write(world, "accompaniment", user=world.users["ayu"], since="2026-01-01")
    write(world, "household", relation="head", since="2020-01-01")
    queries()
    few = queries()
    for day in range(1, 10):
        write(world, "visit", met_on=f"2026-02-0{day}", note="Lagi")
        write(world, "consent", purpose="photo", way="thumb", given_on=f"2026-02-0{day}", notice="sheet")
        write(world, "qualification", training="business", since=f"2026-02-0{day}")
    assert queries() == few


def test_all_of_her_life_is_in_her_file_and_goes_with_her(world: World) -> None:
    from purnadaya.journal.subjects import held_about
    from tests.people.test_own_data import asked, erase

    world.run("ayu", "people.record_episode", person=sari(world), episode=new_id(), **EPISODE, agency="PT Rahasia")
    write(world, "visit", met_on="2026-01-01", note="Rahasia kunjungan")
    write(world, "functioning", asked_on="2026-01-01", walking="cannot")
    twin = UUID(world.run("ayu", "people.register_person", **world.person("Kembarannya")).of.id)
    write(world, "visit", person=twin, met_on="2026-01-01", note="Rahasia kembaran")
    world.run("kinasih", "people.merge_persons", person=sari(world), other=twin)
    person = Person.objects.get(id=sari(world))
    text = str(held_about(subject_of(person)))
    for value in ("PT Rahasia", "Rahasia kunjungan", "cannot", "Kembarannya", "Rahasia kembaran"):
        assert value in text
    assert erase(world, asked(world, person, "erase")).status_code == 302
    for model in ENTRIES.values():
        assert not model._default_manager.exists()
    assert set(Person.objects.filter(id__in=[sari(world), twin]).values_list("name", flat=True)) == {""}
    assert [one.name for one in findings() if not one.clean] == []


def test_the_versions_of_a_person_grow_with_every_entry(world: World) -> None:
    write(world, "visit", met_on="2026-01-01", note="Satu")
    write(world, "episode", **EPISODE)
    versions = Operation.objects.of("person", sari(world)).order_by("seq").values_list("object_version", flat=True)
    assert list(versions) == [1, 2, 3]
    world.run("dimas", "people.correct_person", base=1, person=sari(world), changes={"nickname": "Yayuk"})
    assert Consent.objects.count() == 0
