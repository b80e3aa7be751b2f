"""Looking for somebody: by name with slips, by number, narrowed; and the list as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.access import keyring
from purnadaya.journal.models import Reading
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.people.rules.finding import ends_of, is_number, number_in, slips_in
from purnadaya.ui.spreadsheets import FORMULA, csv_lines, harmless
from tests.people.test_life import EPISODE, sari, write
from tests.people.test_pages import page_of
from tests.world import BANARAN, DEMANGREJO, World

today = SYSTEM_CLOCK.today
PHONE, NIK = "081234567890", "3276055708900002"


def listed(page: str) -> list[str]:
    return [name.strip() for name in re.findall(r'class="ledger-name">([^<]*)', page)]


def people(world: World, who: str = "kinasih", **asked: str) -> list[str]:
    return listed(page_of(world.browser(who).get("/orang/", asked)))


def by_number(world: World, typed: str, who: str = "ayu", address: str = "/orang/cari/") -> Any:
    cache.clear()
    return world.browser(who).post(address, {"q": typed})


def with_numbers(world: World) -> None:
    changes = {"phone": PHONE, "whose": "own", "nik": NIK}
    world.run("ayu", "people.correct_person", base=1, person=sari(world), changes=changes)


def days_ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


# --- by name ---------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Tumnii", "Tumin", "Tumino", "Tunini", "umini", "Lestrai", "sari lestrai"])
def test_a_name_with_a_slip_in_it_is_still_offered(world: World, typed: str) -> None:
    found = people(world, q=typed)
    assert ("Mbak Sari Lestari" if "les" in typed.lower() else "Tumini") in found


@pytest.mark.parametrize("typed", ["Xyz", "Kumala", "Tum Xyz", "tmi", "'; drop", "%%%%"])
def test_another_name_is_not_offered(world: World, typed: str) -> None:
    assert people(world, q=typed) == []


def test_what_is_offered_lies_within_reach_and_what_else_was_asked(world: World) -> None:
    assert people(world, "ayu", q="Painme") == []
    assert people(world, "rina", q="Tumnii") == []
    assert people(world, q="Tumnii", area=DEMANGREJO) == ["Tumini"]
    assert people(world, q="Tumnii", area=BANARAN) == []


@given(st.text("abdeiklmnrstu", min_size=4, max_size=12), st.data())
def test_one_slip_leaves_a_beginning_or_an_end_whole_and_is_counted_as_one(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    begins, letter, ends = word[:at], word[at], word[at + 1 :]
    slips = (begins + ends, f"{begins}z{letter}{ends}", f"{begins}z{ends}", begins + ends[:1] + letter + ends[1:])
    slip = data.draw(st.sampled_from(slips))
    if len(slip) >= 4:
        assert any(end in word for end in ends_of(slip))
        assert slips_in([slip], f"other {word}") in (0, 1)


# --- by number -------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [PHONE, "+62 812-3456-7890", "62812 3456 7890", NIK, "3276 0557 0890 0002"])
@pytest.mark.parametrize("address", ["/orang/cari/", "/cari/"])
def test_a_number_finds_exactly_her_stands_in_no_address_and_is_on_record(
    world: World, typed: str, address: str
) -> None:
    with_numbers(world)
    answer = by_number(world, typed, address=address)
    assert answer.status_code == 200
    assert listed(page_of(answer)) == ["Mbak Sari Lestari"]
    assert "no-store" in answer["Cache-Control"]
    field = "find_nik" if "3276" in typed else "find_phone"
    looks = [(one.object_kind, one.object_id, one.field, one.actor_id) for one in Reading.objects.order_by("id")]
    ayu = world.users["ayu"]
    assert looks == [("organisation", str(world.mitra), field, ayu), ("person", str(sari(world)), field, ayu)]


def test_a_number_nobody_has_is_on_record_too(world: World) -> None:
    assert "Nobody with this number" in page_of(by_number(world, "081299999999"))
    assert [one.object_kind for one in Reading.objects.all()] == ["organisation"]


@pytest.mark.parametrize("who", ["rina", "wati", "arum"])
def test_of_a_number_out_of_reach_nothing_is_told(world: World, who: str) -> None:
    with_numbers(world)
    answer = by_number(world, PHONE, who)
    assert "Nobody with this number" in page_of(answer)
    assert "Sari" not in page_of(answer)
    assert not Reading.objects.filter(object_kind="person").exists()


def test_a_number_written_under_another_name_finds_who_she_is(world: World) -> None:
    body = world.person("Sari L", phone=PHONE, whose="own")
    other = UUID(world.run("kinasih", "people.register_person", **body).of.id)
    world.run("kinasih", "people.merge_persons", person=sari(world), other=other)
    assert listed(page_of(by_number(world, PHONE))) == ["Mbak Sari Lestari"]


def test_a_number_is_found_while_the_organisation_gets_new_keys(world: World) -> None:
    world.run("kinasih", "people.register_person", **world.person("Zubaidah", phone=PHONE, whose="own"))
    assert keyring.renew("organisation", str(world.mitra))
    assert listed(page_of(by_number(world, PHONE))) == ["Zubaidah"]


def test_who_looked_for_a_number_is_told_in_words(world: World) -> None:
    with_numbers(world)
    by_number(world, PHONE)
    told = page_of(world.browser("lintang").get("/keamanan/terbaca/"))
    for words in ("The registry", "Looked for a phone number", "Found by the phone number", "Ayu Hapsari"):
        assert words in told


def test_numbers_cannot_be_tried_one_after_the_other(world: World) -> None:
    cache.clear()
    browser = world.browser("ayu")
    answers = [browser.post("/orang/cari/", {"q": f"08120000{n:04}"}) for n in range(11)]
    assert [one.status_code for one in answers[:10]] == [200] * 10
    assert "Too many tries" in page_of(answers[10])
    assert Reading.objects.count() == 10


@pytest.mark.parametrize("typed", ["3276053102900002", "12345678", "0812-3456-7890-1234-5678"])
def test_a_number_that_can_be_none_is_no_fault_and_leaves_no_address(world: World, typed: str) -> None:
    assert "Nobody with this number" in page_of(by_number(world, typed))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("081234567890", True),
        ("+62 812 3456 7890", True),
        ("Sari 2", False),
        ("1990", False),
        ("", False),
        ("-", False),
    ],
)
def test_a_number_is_told_from_a_name(typed: str, number: bool) -> None:
    assert is_number(typed) is number
    assert (number_in(typed) is not None) is number


# --- narrowed --------------------------------------------------------------------------------


def test_what_is_looked_for_becomes_an_address_that_can_be_kept(world: World) -> None:
    boxes = {"q": "tum", "area": DEMANGREJO, "area_text": "Demangrejo", "hamlet": "", "standing": "with"}
    answer = world.browser("kinasih").post("/orang/cari/", boxes)
    assert (answer.status_code, answer["Location"]) == (302, f"/orang/?q=tum&area={DEMANGREJO}&standing=with")
    page = page_of(world.browser("kinasih").get(answer["Location"]))
    assert listed(page) == ["Tumini"]
    assert 'value="tum"' in page
    assert '<option value="with" selected' in page


def test_the_list_is_narrowed_by_place_hamlet_and_background(world: World) -> None:
    world.run(
        "kinasih", "people.correct_person", base=1, person=world.people["tumini"], changes={"also": "migrant_family"}
    )
    assert people(world, area="34.01.06") == ["Tumini"]
    assert people(world, area_text="Banaran, Kapanewon Galur, Kulon Progo") == ["Painem"]
    assert people(world, hamlet="sekendal") == ["Painem"]
    assert people(world, background="migrant_family") == ["Tumini"]
    assert people(world, background="village_woman") == ["Painem", "Tumini"]


@pytest.mark.whole_country
def test_a_place_that_is_not_clear_is_asked_about_and_nobody_is_shown(world: World) -> None:
    page = page_of(world.browser("kinasih").get("/orang/", {"area_text": "Sukamaju"}))
    assert "Several villages" in page
    assert listed(page) == []


@pytest.mark.parametrize(
    "asked", [{"background": "x"}, {"standing": "x"}, {"abroad": "x"}, {"due": "x"}, {"area": "\0"}, {"page": "x"}]
)
def test_an_address_that_makes_no_sense_is_no_fault(world: World, asked: dict[str, str]) -> None:
    assert world.browser("kinasih").get("/orang/", asked).status_code == 200


def test_the_list_is_narrowed_by_leaving_work_abroad_and_company(world: World) -> None:
    write(world, "episode", **{**EPISODE, "departed": "2020", "returned": days_ago(100)})
    write(world, "episode", person=world.people["tumini"], **{**EPISODE, "departed": "2020", "returned": None})
    write(world, "accompaniment", who="kinasih", user=world.users["ayu"], since=days_ago(1), person=sari(world))
    world.run("kinasih", "people.record_leaving", person=world.people["painem"], why="moved_away", on=days_ago(0))
    assert people(world, abroad="back") == ["Mbak Sari Lestari"]
    assert people(world, abroad="there") == ["Tumini"]
    assert people(world, standing="left") == ["Painem"]
    assert people(world, standing="with") == ["Mbak Sari Lestari", "Tumini"]
    assert people(world, "ayu", mine="on") == ["Mbak Sari Lestari"]
    assert people(world, "dimas", mine="on") == []


def test_who_may_not_read_of_a_life_cannot_narrow_by_it(world: World) -> None:
    write(world, "episode", **{**EPISODE, "departed": "2020", "returned": days_ago(100)})
    page = page_of(world.browser("arum").get("/orang/", {"abroad": "there", "due": "consent", "mine": "on"}))
    assert len(listed(page)) == 3
    assert 'name="abroad"' not in page


def test_an_entry_under_another_name_of_hers_narrows_too(world: World) -> None:
    other = UUID(world.run("kinasih", "people.register_person", **world.person("Sari L")).of.id)
    write(world, "episode", person=other, **{**EPISODE, "departed": "2020", "returned": days_ago(100)})
    world.run("kinasih", "people.merge_persons", person=sari(world), other=other)
    assert people(world, abroad="back") == ["Mbak Sari Lestari"]


# --- as a file -------------------------------------------------------------------------------


def file_of(world: World, who: str = "kinasih", asked: str = "") -> list[list[str]]:
    answer = world.browser(who).post(f"/orang/berkas/{asked}")
    assert answer.status_code == 200
    content = answer.getvalue().decode()  # type: ignore[attr-defined]
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")))


def test_the_list_as_it_is_narrowed_is_a_file_without_numbers_and_on_record(world: World) -> None:
    with_numbers(world)
    head, *rows = file_of(world, asked="?background=returned_migrant")
    assert [row[0] for row in rows] == ["Sari Lestari"]
    assert head[0] == "Name"
    assert rows[0][6] == "Hargotirto, Kapanewon Kokap, Kulon Progo"
    assert PHONE[1:] not in str(rows)
    assert NIK not in str(rows)
    look = Reading.objects.get()
    assert (look.object_kind, look.field, look.actor_id) == ("organisation", "export_list", world.users["kinasih"])


def test_the_file_speaks_the_language_of_its_reader_to_the_last_row(world: World) -> None:
    content = world.browser("kinasih", "id").post("/orang/berkas/").getvalue().decode()  # type: ignore[attr-defined]
    assert content.startswith("\ufeffNama,")
    assert content.count("Perempuan") >= 3


@pytest.mark.parametrize("who", ["ayu", "arum", "wati", "bagas", "paula", "lintang"])
def test_who_has_not_the_right_takes_nothing_along(world: World, who: str) -> None:
    assert world.browser(who).post("/orang/berkas/").status_code == 404
    assert "berkas/" not in page_of(world.browser(who).get("/orang/"))
    assert Reading.objects.count() == 0


def test_a_coordinator_of_another_organisation_takes_only_her_own(world: World) -> None:
    assert [row[0] for row in file_of(world, "rina")[1:]] == ["Ginem Rahayu"]


def test_a_file_is_not_made_by_following_a_link(world: World) -> None:
    assert world.browser("kinasih").get("/orang/berkas/").status_code == 404


@pytest.mark.parametrize("sign", FORMULA)
def test_nothing_in_a_file_begins_like_a_formula(sign: str) -> None:
    for text in (f"{sign}1+1", f"  {sign}cmd"):
        assert harmless(text) == f"'{text}"
    assert harmless(f"a{sign}") == f"a{sign}"


def test_commas_quotes_and_line_ends_in_a_value_survive() -> None:
    rows = [["Name", "x"], ['Siti, "Ti"', "two\nlines"], ["", "ü"]]
    text = "".join(csv_lines(rows))
    assert text.startswith("\ufeffName")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))) == rows
