"""The life line: what every app tells of her, merged by date; and what of hers may be sent to her phone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.journal import stories
from purnadaya.journal.stories import StoryEntry, Storyteller, Words
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.data_classes import DataClass
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.rough_dates import RoughDate, days_in_order
from purnadaya.people.rules.persons import Calling, Whose
from purnadaya.people.rules.sharing import sharing_problems
from tests.people.test_life import EPISODE, sari, write
from tests.people.test_pages import page_of
from tests.world import BANARAN, DEMANGREJO, World

today = SYSTEM_CLOCK.today


def line(world: World, who: str = "ayu", person: UUID | None = None, language: str = "en", **narrowed: str) -> str:
    return page_of(world.browser(who, language).get(f"/orang/{person or sari(world)}/kisah/", narrowed))


def told(page: str) -> list[str]:
    """What the line tells, from top to bottom."""
    return re.findall(r'class="story-what"><strong>(.*?)</strong>', page)


def whole_life(world: World) -> None:
    write(world, "episode", **{**EPISODE, "departed": "2015", "returned": "2019-03"})
    write(world, "episode", **{**EPISODE, "country": "TW", "departed": "2019", "returned": "2023-02-01"})
    write(world, "visit", met_on="2023-05-06", note="Sews at home")
    write(world, "qualification", training="paralegal", since="2024-01-02", issuer="Mitra")
    consent = write(world, "consent", purpose="photo", way="thumb", given_on="2024-02-03", notice="sheet 1")
    world.run("ayu", "people.withdraw_consent", person=sari(world), consent=consent, withdrawn_on="2024-03-04")
    write(world, "functioning", asked_on="2024-04-05", seeing="cannot")
    write(world, "household", relation="head", since="2024-05-06")
    write(world, "accompaniment", user=world.users["ayu"], since="2024-06-07")
    world.run(
        "kinasih", "people.record_move", person=sari(world), move=new_id(), moved_on="2024-07-08", village=DEMANGREJO
    )


WHOLE = [
    "Came into our registry",
    "Moved to Demangrejo, Kapanewon Sentolo, Kulon Progo",
    "Ayu Hapsari begins to accompany her",
    "Lives in a household",
    "Was asked the six questions",
    "Took a consent back",
    "Agreed",
    "Paralegal training",
    "We met her",
    "Came back from Taiwan",
    "Left for Taiwan",
    "Came back from Malaysia",
    "Left for Malaysia",
]


def test_a_life_is_told_from_the_latest_to_the_first_and_rough_dates_keep_their_order(world: World) -> None:
    whole_life(world)
    assert told(line(world)) == WHOLE
    assert "March 2019" in line(world)


def test_who_has_left_is_told_last_of_all_with_why(world: World) -> None:
    world.run("ayu", "people.record_leaving", person=sari(world), why="moved_away", on=today().isoformat())
    page = line(world)
    assert told(page) == ["No longer accompanied", "Came into our registry"]
    assert "She moved away" in page


def test_it_speaks_the_language_of_its_reader(world: World) -> None:
    whole_life(world)
    page = line(world, language="id")
    assert "Pulang dari Taiwan" in page
    assert "Came back" not in page


def test_it_holds_neither_answers_nor_why_she_came_back_nor_numbers(world: World) -> None:
    world.run(
        "ayu", "people.correct_person", base=1, person=sari(world), changes={"phone": "081234567890", "whose": "own"}
    )
    write(world, "episode", **{**EPISODE, "reason": "violence"})
    write(world, "functioning", asked_on="2024-04-05", seeing="cannot")
    page = line(world)
    assert "Was asked the six questions" in page
    for kept in ("violence", "cannot", "81234567890"):
        assert kept not in page


def test_what_was_struck_out_is_not_told(world: World) -> None:
    visit = write(world, "visit", met_on="2026-01-02", note="Wrong house")
    world.run("ayu", "people.strike_entry", person=sari(world), entry=visit, of="visit", reason="another woman")
    assert told(line(world)) == ["Came into our registry"]


def test_it_is_narrowed_to_a_kind_and_offers_only_kinds_that_are_there(world: World) -> None:
    whole_life(world)
    assert told(line(world, kind="training")) == ["Paralegal training"]
    assert told(line(world, kind="nonsense")) == WHOLE
    tumini = line(world, person=world.people["tumini"])
    assert 'value="registry"' in tumini
    assert 'value="training"' not in tumini


def test_what_an_actor_may_not_see_leaves_no_gap(world: World) -> None:
    whole_life(world)
    manager = line(world, "arum")
    assert told(manager) == ["Came into our registry"]
    assert re.findall(r'<option value="(\w+)"', manager) == ["registry"]


def test_what_was_written_of_her_under_another_name_elsewhere_is_told_to_who_may_see_her(world: World) -> None:
    other = UUID(world.run("kinasih", "people.register_person", **world.person("Sari L", village=BANARAN)).of.id)
    write(world, "visit", who="kinasih", person=other, met_on="2026-01-02", note="Far away")
    world.run("kinasih", "people.merge_persons", person=sari(world), other=other)
    assert "Far away" in line(world, "kinasih")
    assert "Far away" in line(world, "ayu")
    moved = world.browser("kinasih").get(f"/orang/{other}/kisah/")
    assert (moved.status_code, moved["Location"]) == (302, f"/orang/{sari(world)}/kisah/")


@pytest.mark.parametrize("who", ["rina", "bagas", "surya", "paula", "wati"])
@pytest.mark.parametrize("page", ["kisah", "kirim"])
def test_strangers_find_no_page(world: World, who: str, page: str) -> None:
    assert world.browser(who).get(f"/orang/{sari(world)}/{page}/").status_code == 404
    assert world.browser(who).get(f"/orang/{new_id()}/{page}/").status_code == 404


def test_a_long_life_comes_in_pages_and_whole_to_print(world: World) -> None:
    for day in range(60):
        write(world, "visit", met_on=(date(2025, 1, 1) + timedelta(day)).isoformat(), note=f"Visit {day}")
    assert len(told(line(world))) == 50
    assert len(told(line(world, page="2"))) == 11
    assert len(told(line(world, kind="visit", page="2"))) == 10
    whole = line(world, kind="visit", whole="")
    assert len(told(whole)) == 60
    assert re.search(r"Printed on .* by Ayu Hapsari, Yayasan Mitra", whole)


def test_it_asks_as_many_questions_for_a_long_life_as_for_a_short_one(world: World) -> None:
    def questions() -> int:
        browser = world.browser("ayu")
        browser.get(f"/orang/{sari(world)}/kisah/")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/orang/{sari(world)}/kisah/")
        return len(asked)

    whole_life(world)
    few = questions()
    for day in range(20):
        write(world, "visit", met_on=(date(2025, 1, 1) + timedelta(day)).isoformat(), note="x")
        since = (date(2025, 1, 1) + timedelta(day)).isoformat()
        write(world, "qualification", training="business", since=since)
    assert questions() == few <= 30


def test_another_app_tells_its_part_by_being_registered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def knitted(actor: Any, ids: Any) -> list[StoryEntry]:
        return [StoryEntry(RoughDate.parse("2020"), "scarf", "knitted", new_id())]

    monkeypatch.setattr(stories, "_tellers", dict(stories.tellers()))
    stories.register_teller("knitting", Storyteller(knitted, lambda entry: Words("Knitted"), {"scarf": "Scarves"}))
    assert told(line(world)) == ["Came into our registry", "Knitted"]
    assert told(line(world, kind="scarf")) == ["Knitted"]


@pytest.mark.parametrize("secret", [DataClass.SENSITIVE, DataClass.DANGEROUS])
def test_nothing_sealed_has_a_place_on_a_life_line(secret: DataClass) -> None:
    with pytest.raises(TypeError, match="scarf"):
        StoryEntry(RoughDate.parse("2020"), "scarf", "knitted", new_id(), data_class=secret)


@given(st.lists(st.tuples(st.integers(1990, 2025), st.integers(0, 12))))
def test_what_followed_never_stands_before_what_it_followed(happened: list[tuple[int, int]]) -> None:
    rough = [RoughDate.of(year, month) for year, month in happened]
    days = days_in_order(rough)
    assert days == sorted(days)
    assert len(days) == len(rough)
    assert all(when.first <= day for when, day in zip(rough, days, strict=True))


# --- what may be sent to her phone -----------------------------------------------------------


def may_be_written_to(world: World, **more: str) -> None:
    changes = {"whose": "own", "calling": "yes", **more}
    world.run("ayu", "people.correct_person", base=1, person=sari(world), changes=changes)
    write(world, "qualification", training="paralegal", since="2024-01-02", until="2099-01-01")
    write(world, "consent", purpose="contact", way="thumb", given_on="2024-02-03", notice="sheet 1")


def offered(world: World, who: str = "ayu", language: str = "en") -> tuple[str, str]:
    """The page, and the text of its link; empty where none is offered."""
    page = page_of(world.browser(who, language).get(f"/orang/{sari(world)}/kirim/"))
    links = re.findall(r'href="(https://wa\.me/[^"]*)"', page)
    return page, parse_qs(urlsplit(links[0]).query)["text"][0] if links else ""


def test_what_is_sent_is_shown_first_word_for_word_in_her_language(world: World) -> None:
    may_be_written_to(world)
    page, text = offered(world)
    assert text.startswith("Mbak Sari Lestari, ")
    assert "- Pelatihan paralegal, 2 Januari 2024 (sampai 1 Januari 2099)" in text
    assert text.endswith("Ayu Hapsari, Yayasan Mitra")
    shown = re.search(r'class="message">(.*?)</p>', page, re.S)
    assert shown is not None
    assert shown[1].replace("<br>", "\n") == text


def test_nothing_else_of_hers_is_sent(world: World) -> None:
    may_be_written_to(world, phone="081234567890")
    write(world, "visit", met_on="2026-01-02", note="Cried about her neighbour Ginem")
    write(world, "episode", **{**EPISODE, "reason": "violence"})
    write(world, "functioning", asked_on="2024-04-05", seeing="cannot")
    _, text = offered(world)
    for kept in ("Ginem", "81234567890", "Malaysia", "Hargotirto", "1990"):
        assert kept not in text
    assert len(text.splitlines()) == 4


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"calling": "no"}, "asked us not to call"),
        ({"whose": "family"}, "not her own"),
        ({"whose": "neighbour"}, "not her own"),
        ({"whose": "none"}, "has no phone"),
    ],
)
def test_nothing_is_offered_to_a_phone_that_is_not_hers_or_not_to_be_called(
    world: World, changes: dict[str, str], words: str
) -> None:
    may_be_written_to(world, **changes)
    page, text = offered(world)
    assert text == ""
    assert words in page
    assert "Pelatihan" not in page


@pytest.mark.parametrize(
    ("ends", "purpose", "holds"),
    [(None, "contact", True), (0, "contact", True), (-1, "contact", False), (None, "photo", False)],
)
def test_it_is_offered_only_while_she_agrees_to_be_written_to(
    world: World, ends: int | None, purpose: str, holds: bool
) -> None:
    world.run("ayu", "people.correct_person", base=1, person=sari(world), changes={"whose": "own", "calling": "yes"})
    write(world, "qualification", training="paralegal", since="2024-01-02")
    body = {"purpose": purpose, "way": "thumb", "given_on": "2024-02-03", "notice": "sheet 1"}
    if ends is not None:
        body["until"] = (today() + timedelta(ends)).isoformat()
    consent = write(world, "consent", **body)
    assert bool(offered(world)[1]) is holds
    if holds:
        world.run(
            "ayu", "people.withdraw_consent", person=sari(world), consent=consent, withdrawn_on=today().isoformat()
        )
        page, text = offered(world)
        assert (text, "has not agreed" in page) == ("", True)


def test_at_safe_hours_only_the_hours_are_shown(world: World) -> None:
    may_be_written_to(world, calling="safe_hours", hours="after dzuhur")
    page, text = offered(world)
    assert "after dzuhur" in page
    assert text
    assert "dzuhur" not in text


def test_without_a_training_there_is_nothing_to_send(world: World) -> None:
    may_be_written_to(world)
    (training,) = re.findall(r"/coret/qualification/([0-9a-f-]{36})/", page_of(world.browser("ayu").get(
        f"/orang/{sari(world)}/")))  # fmt: skip
    world.run(
        "ayu", "people.strike_entry", person=sari(world), entry=training, of="qualification", reason="not finished"
    )
    page, text = offered(world)
    assert text == ""
    assert "No training of hers is written down" in page


def test_who_may_only_read_is_not_offered_to_send(world: World) -> None:
    assert world.browser("arum").get(f"/orang/{sari(world)}/kirim/").status_code == 404


def test_everything_that_speaks_against_sending_is_said_at_once() -> None:
    codes = [one.code for one in sharing_problems(Calling.NO, Whose.FAMILY, agreed=False, left=True)]
    assert codes == [
        "people.share_left",
        "people.share_without_consent",
        "people.share_not_called",
        "people.share_phone_of_others",
    ]
    assert [one.code for one in sharing_problems(None, None, agreed=True, left=False)] == ["people.share_phone_unknown"]
    assert sharing_problems(None, Whose.OWN, agreed=True, left=False) == []
