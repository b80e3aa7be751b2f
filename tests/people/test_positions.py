"""Positions outside her group: written down, put right, ended, struck out, and told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from purnadaya.people.models import Position
from tests.doors.test_doors import hidden
from tests.people.test_life import page, sari, through_the_page, write
from tests.people.test_life_line import line, told
from tests.people.test_own_data import code_of
from tests.people.test_pages import page_of
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

pytestmark = pytest.mark.django_db

COUNCIL: dict[str, Any] = {"body": "council", "role": "Anggota", "village": HARGOTIRTO, "since": "2019"}


def test_a_position_is_written_down_on_a_page_and_told_on_hers(world: World) -> None:
    boxes = {
        "body": "pkk", "role": "Bendahara", "village": HARGOTIRTO, "since_year": "2016", "since_month": "6",
        "until_year": "2020",
    }  # fmt: skip
    assert through_the_page(world, "jabatan", boxes).status_code == 302
    position = Position.objects.get()
    assert (position.since, position.until, position.place_id) == ("2016-06", "2020", HARGOTIRTO)
    text = page(world)
    for words in ("PKK · Bendahara", "June 2016 – 2020", "Hargotirto, Kapanewon Kokap"):
        assert words in text
    assert "Bendahara" not in page(world, "arum")
    assert [one.name for one in findings() if not one.clean] == []


def test_a_position_she_holds_is_told_as_held_and_then_as_over(world: World) -> None:
    position = write(world, "position", **COUNCIL)
    assert "She holds it no more" in page(world)
    world.run("ayu", "people.end_position", person=sari(world), position=position, until="2023")
    assert "2019 – 2023" in page(world)
    assert "She holds it no more" not in page(world)
    body = {"person": sari(world), "position": position, "until": "2024"}
    assert code_of(world, "ayu", "people.end_position", **body) == "people.ended_already"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"since": "2999"}, "people.not_yet"),
        ({"until": "2999"}, "people.not_yet"),
        ({"until": "2018"}, "people.ends_before_it_begins"),
        ({"since": "1970"}, "people.before_birth"),
        ({"village": "34.01"}, "value.not_right"),
        ({"village": "99.99.99.9999"}, "places.unknown_village"),
        ({"body": "parliament"}, "value.not_a_choice"),
        ({"since": ""}, "value.bad_date"),
    ],
)
def test_a_position_that_cannot_be_is_refused(world: World, more: dict[str, Any], code: str) -> None:
    body = {"person": sari(world), "position": new_id(), **COUNCIL, **more}
    assert code_of(world, "ayu", "people.record_position", **body) == code


def test_a_rough_end_in_the_year_it_began_gets_the_benefit_of_the_doubt(world: World) -> None:
    write(world, "position", **{**COUNCIL, "since": "2019-08", "until": "2019"})
    assert told(line(world, kind="position")) == [
        "No longer: Village council (BPD, BPKal) · Anggota",
        "Village council (BPD, BPKal) · Anggota",
    ]


def test_a_position_is_put_right_and_nothing_may_be_left_empty_that_is_needed(world: World) -> None:
    position = write(world, "position", **COUNCIL)
    body = {"person": sari(world), "position": position}
    world.run("ayu", "people.correct_position", base=1, **body, changes={"role": None, "village": None, "body": "pkk"})
    stands = Position.objects.get()
    assert (stands.body, stands.role, stands.place_id, stands.since) == ("pkk", "", None, "2019")
    for changes, code in (
        ({}, "people.nothing_changed"),
        ({"body": None}, "value.missing"),
        ({"until": "2018"}, "people.ends_before_it_begins"),
        ({"village": "99.99.99.9999"}, "places.unknown_village"),
    ):
        assert code_of(world, "ayu", "people.correct_position", base=2, **body, changes=changes) == code


def test_the_form_to_put_it_right_stands_filled_and_sends_only_what_was_changed(world: World) -> None:
    position = write(world, "position", **COUNCIL)
    browser, address = world.browser("ayu"), f"/orang/{sari(world)}/jabatan/{position}/"
    opened = page_of(browser.get(address))
    assert 'value="Anggota"' in opened
    assert "Hargotirto" in opened
    boxes = {"body": "council", "role": "Ketua", "village": HARGOTIRTO, "since_year": "2019"}
    assert browser.post(address, {**hidden(opened), **boxes}).status_code == 302
    stands = Position.objects.get()
    assert (stands.role, stands.place_id, stands.version) == ("Ketua", HARGOTIRTO, 2)


def test_what_was_struck_out_is_not_told_and_cannot_be_written_on(world: World) -> None:
    position = write(world, "position", **COUNCIL)
    world.run("ayu", "people.strike_entry", person=sari(world), entry=position, of="position", reason="Bukan dia")
    assert "Anggota" not in page(world)
    assert told(line(world)) == ["Came into our registry"]
    assert world.browser("ayu").get(f"/orang/{sari(world)}/jabatan/{position}/").status_code == 302
    body = {"person": sari(world), "position": position, "until": "2023"}
    assert code_of(world, "ayu", "people.end_position", **body) == "access.not_found"


def test_a_stranger_and_who_lives_elsewhere_find_nothing(world: World) -> None:
    position = write(world, "position", **COUNCIL)
    for who in ("rina", "wati", "arum"):
        body = {"person": sari(world), "position": position, "until": "2023"}
        assert code_of(world, who, "people.end_position", **body) == "access.not_found"
        assert world.browser(who).get(f"/orang/{sari(world)}/jabatan/{position}/").status_code == 404
    other = {"person": world.people["tumini"], "position": position, "until": "2023"}
    assert code_of(world, "ayu", "people.end_position", **other) == "access.not_found"


def test_a_position_for_a_village_the_writer_does_not_reach_is_hers_all_the_same(world: World) -> None:
    write(world, "position", **{**COUNCIL, "village": DEMANGREJO})
    assert "Demangrejo" in page(world)


@pytest.mark.parametrize("address", ["", "kisah/"])
def test_many_positions_ask_no_more_questions_than_one(world: World, address: str) -> None:
    def questions() -> int:
        browser = world.browser("ayu")
        browser.get(f"/orang/{sari(world)}/{address}")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/orang/{sari(world)}/{address}")
        return len(asked)

    write(world, "position", **COUNCIL)
    few = questions()
    for village in (DEMANGREJO, BANARAN, HARGOTIRTO):
        write(world, "position", **{**COUNCIL, "village": village, "until": "2021"})
    assert questions() == few
