"""The pages of persons, with the inputs people really type."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from purnadaya.journal.models import Operation
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.people.models import Person
from purnadaya.places.models import Hamlet
from tests.doors.test_doors import hidden
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

GOOD = {"name": "Suminah", "sex": "female", "village": HARGOTIRTO, "background": "returned_migrant"}


def page_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def register(world: World, who: str = "ayu", **boxes: str) -> Any:
    browser = world.browser(who)
    return browser.post("/orang/baru/", {**hidden(browser.get("/orang/baru/").content.decode()), **GOOD, **boxes})


def correct(world: World, browser: Any, name: str, boxes: dict[str, str], page: str | None = None) -> Any:
    address = f"/orang/{world.people[name]}/ubah/"
    opened = page or browser.get(address).content.decode()
    return browser.post(address, {**hidden(opened), **boxes})


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"name": ""}, "This is still empty."),
        ({"name": "   "}, "This is still empty."),
        ({"name": "a" * 500}, "This is too long: at most 120 letters."),
        ({"name": "<script>alert(1)</script>"}, "A name has letters only"),
        ({"name": "=HYPERLINK(1)"}, "A name has letters only"),
        ({"name": "Su\u202eminah"}, "invisible sign"),
        ({"name": "..."}, "A name needs at least one letter."),
        ({"sex": "robot"}, "Choose one of the answers listed."),
        ({"birth_how": "year", "birth_only_year": "2999"}, "This day has not come yet."),
        ({"birth_how": "year", "birth_only_year": "1899"}, "This date does not exist."),
        ({"birth_how": "day", "birth_day": "31", "birth_month": "2", "birth_year": "1980"}, "date does not exist."),
        ({"birth_how": "day", "birth_day": "3", "birth_month": "", "birth_year": ""}, "This date does not exist."),
        ({"birth_how": "age", "birth_age": "ten"}, "This date does not exist."),
        ({"birth_how": "age", "birth_age": "125"}, "years ago"),
        ({"village": "34.01.08.9999"}, "We do not know a village"),
        ({"village": "34.01"}, "This does not look right."),
        ({"village": "", "village_text": "Xyzzyxville"}, "We do not know a village called “Xyzzyxville”"),
        ({"village": "", "village_text": "Sukoharjo"}, "Several villages are called like this."),
    ],
)  # fmt: skip
@pytest.mark.whole_country
def test_a_bad_answer_is_told_beside_its_field_and_nothing_typed_is_lost(
    world: World, boxes: dict[str, str], words: str
) -> None:
    before = Person.objects.count()
    response = register(world, hamlet="Padukuhan Nabin", **boxes)
    assert response.status_code == 422
    page = page_of(response)
    assert words in page
    assert "Padukuhan Nabin" in page
    assert Person.objects.count() == before


def test_markup_typed_into_a_box_never_becomes_markup_on_the_page(world: World) -> None:
    response = register(world, name="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in response.content.decode()


def test_a_village_may_be_typed_without_any_script(world: World) -> None:
    assert register(world, village="", village_text="Hargotirto").status_code == 302
    assert Person.objects.get(name="Suminah").village_id == HARGOTIRTO


def test_an_age_becomes_a_guessed_year_and_shows_as_such(world: World) -> None:
    register(world, birth_how="age", birth_age="40")
    person = Person.objects.get(name="Suminah")
    assert re.fullmatch(r"\d{4}~", person.birth)
    assert "about 19" in page_of(world.browser("ayu").get(f"/orang/{person.id}/"))


def test_a_hamlet_typed_once_is_on_the_list_of_its_village_however_it_is_spelt_next(world: World) -> None:
    register(world, hamlet="Sekendal")
    register(world, name="Wagiyem", hamlet="dusun  SEKENDAL")
    assert Hamlet.objects.filter(village_id=HARGOTIRTO).count() == 1
    assert "Sekendal" in page_of(world.browser("ayu").get(f"/wilayah/{HARGOTIRTO}/"))
    assert "Sekendal" not in page_of(world.browser("rina").get(f"/wilayah/{HARGOTIRTO}/"))


def test_a_form_changed_after_it_was_saved_asks_to_look_again(world: World) -> None:
    browser = world.browser("ayu")
    boxes = {**hidden(browser.get("/orang/baru/").content.decode()), **GOOD}
    assert browser.post("/orang/baru/", boxes).status_code == 302
    again = browser.post("/orang/baru/", {**boxes, "name": "Wagiyem"})
    assert again.status_code == 422
    assert "used before for something else" in page_of(again)
    fixed = {**hidden(again.content.decode()), **GOOD, "name": "Wagiyem"}
    assert fixed["person"] != boxes["person"]
    assert browser.post("/orang/baru/", fixed).status_code == 302


def test_an_id_that_is_taken_says_nothing_about_whose_it_is(world: World) -> None:
    response = register(world, person=str(world.people["ginem"]))
    assert response.status_code == 422
    assert "already there" in page_of(response)
    assert "Ginem" not in page_of(response)


def test_registering_outside_her_area_is_refused_in_words(world: World) -> None:
    response = register(world, village=BANARAN)
    assert response.status_code == 422
    assert "outside your area" in page_of(response)


def test_two_forms_open_at_once_merge_what_each_changed(world: World) -> None:
    ayu, dimas = world.browser("ayu"), world.browser("dimas")
    address = f"/orang/{world.people['sari']}/ubah/"
    pages = ayu.get(address).content.decode(), dimas.get(address).content.decode()
    assert correct(world, ayu, "sari", {"name": "Sari Rahayu"}, pages[0]).status_code == 302
    assert correct(world, dimas, "sari", {"nickname": "Yayuk"}, pages[1]).status_code == 302
    sari = Person.objects.get(id=world.people["sari"])
    assert (sari.name, sari.nickname) == ("Sari Rahayu", "Yayuk")


def test_two_forms_on_the_same_field_show_the_clash_to_both(world: World) -> None:
    ayu, dimas = world.browser("ayu"), world.browser("dimas")
    address = f"/orang/{world.people['sari']}/ubah/"
    pages = ayu.get(address).content.decode(), dimas.get(address).content.decode()
    correct(world, ayu, "sari", {"name": "Sari Rahayu"}, pages[0])
    clash = correct(world, dimas, "sari", {"name": "Sari Utami", "nickname": "Yayuk"}, pages[1])
    page = page_of(clash)
    assert clash.status_code == 422
    assert "Ayu Hapsari changed this to “Sari Rahayu” while you were writing" in page
    assert 'value="Sari Utami"' in page
    assert 'value="Yayuk"' in page
    for browser in (ayu, dimas):
        assert "Two people changed the same thing." in page_of(browser.get(f"/orang/{world.people['sari']}/"))
        assert "You and a colleague changed the same thing" in page_of(browser.get("/"))
    history = page_of(ayu.get(f"/riwayat/person/{world.people['sari']}/"))
    assert "Sari Utami" in history
    assert "It was not saved" in history
    assert correct(world, dimas, "sari", {}, clash.content.decode()).status_code == 302
    sari = Person.objects.get(id=world.people["sari"])
    assert (sari.name, sari.nickname) == ("Sari Utami", "Yayuk")
    assert "Two people" not in page_of(ayu.get(f"/orang/{world.people['sari']}/"))


def test_a_clash_is_settled_by_saying_that_what_stands_is_right(world: World) -> None:
    ayu, dimas = world.browser("ayu"), world.browser("dimas")
    address = f"/orang/{world.people['sari']}/"
    pages = ayu.get(f"{address}ubah/").content.decode(), dimas.get(f"{address}ubah/").content.decode()
    correct(world, ayu, "sari", {"name": "Sari Rahayu"}, pages[0])
    correct(world, dimas, "sari", {"name": "Sari Utami"}, pages[1])
    page = ayu.get(address).content.decode()
    boxes = dict(re.findall(r'name="(operation|base|opened)" value="([^"]*)"', page))
    assert ayu.post(f"{address}pembenaran/", boxes).status_code == 302
    assert "Two people" not in page_of(dimas.get(address))
    assert Person.objects.get(id=world.people["sari"]).name == "Sari Rahayu"
    assert world.browser("rina").post(f"{address}pembenaran/", boxes).status_code == 404


def test_nobody_moves_a_person_to_where_she_may_not_register_one(world: World) -> None:
    response = correct(world, world.browser("ayu"), "sari", {"village": BANARAN, "village_text": ""})
    assert response.status_code == 422
    assert "outside your area" in page_of(response)
    assert Person.objects.get(id=world.people["sari"]).village_id == HARGOTIRTO


def test_another_village_asks_for_the_hamlet_there(world: World) -> None:
    browser = world.browser("kinasih")
    moved = {"village": DEMANGREJO, "village_text": ""}
    response = correct(world, browser, "painem", moved)
    assert response.status_code == 422
    assert "Write the hamlet there" in page_of(response)
    assert correct(world, browser, "painem", {**moved, "hamlet": ""}).status_code == 302
    painem = Person.objects.get(id=world.people["painem"])
    assert (painem.village_id, painem.hamlet) == (DEMANGREJO, "")
    assert not Hamlet.objects.filter(village_id=DEMANGREJO).exists()


def test_a_village_and_a_hamlet_set_by_two_people_clash(world: World) -> None:
    world.run("kinasih", "people.correct_person", base=1, person=world.people["sari"], changes={"village": DEMANGREJO})
    with pytest.raises(Refused, match=r"journal\.clash"):
        world.run("dimas", "people.correct_person", base=1, person=world.people["sari"], changes={"hamlet": "Nabin"})


@pytest.mark.parametrize("text", ["Sukamaju", "sukamaju", "Suka Maju", "Mekar Sari"])
@pytest.mark.whole_country
def test_a_name_that_many_villages_bear_is_never_guessed(world: World, text: str) -> None:
    response = register(world, village="", village_text=text)
    assert response.status_code == 422
    assert "Several villages" in page_of(response)


def test_a_whole_line_of_a_place_is_no_guess(world: World) -> None:
    line = "Hargotirto, Kapanewon Kokap, Kulon Progo"
    assert register(world, village="", village_text=line).status_code == 302


def test_a_birth_typed_into_other_boxes_than_chosen_is_asked_about(world: World) -> None:
    boxes = {"birth_how": "year", "birth_only_year": "", "birth_day": "3", "birth_month": "4", "birth_year": "1980"}
    assert "date does not exist" in page_of(register(world, **boxes))


def test_what_was_typed_outlives_a_sign_in_that_ended(world: World) -> None:
    browser = world.browser("ayu")
    boxes = {**hidden(browser.get("/orang/baru/").content.decode()), **GOOD, "password": "never kept"}
    browser.post("/keluar/")
    kept = browser.post("/orang/baru/", boxes)
    page = page_of(kept)
    assert kept.status_code == 403
    assert "You were signed out meanwhile." in page
    assert 'name="name" value="Suminah"' in page
    assert "never kept" not in page
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', kept.content.decode()))
    assert world.browser("ayu").post("/orang/baru/", again).status_code == 302
    assert Person.objects.filter(name="Suminah").count() == 1


@pytest.mark.parametrize("text", ["???", "!!", "  ", "'"])
def test_a_search_for_signs_alone_is_no_search_for_everybody(world: World, text: str) -> None:
    rows = page_of(world.browser("kinasih").get("/orang/", {"q": text})).count('class="ledger-row"')
    assert rows == (3 if not text.strip() else 0)


def test_a_name_without_latin_letters_is_found(world: World) -> None:
    world.run("ayu", "people.register_person", **world.person("王小明"))
    assert "王小明" in page_of(world.browser("ayu").get("/orang/", {"q": "小明"}))


def test_a_page_that_only_takes_what_is_sent_is_not_found_by_its_address(world: World) -> None:
    assert world.browser("ayu").get(f"/orang/{world.people['sari']}/pembenaran/").status_code == 404


def test_a_number_no_version_has_is_no_fault(world: World) -> None:
    response = correct(world, world.browser("ayu"), "sari", {"base": "9" * 5000, "name": "Sari Rahayu"})
    assert response.status_code in (302, 422)


def test_days_are_those_of_the_organisation(world: World) -> None:
    from purnadaya.access.models import Organisation

    Organisation.objects.filter(id=world.mitra).update(zone="Asia/Jayapura")
    with time_machine.travel(datetime(2026, 12, 31, 15, 30, tzinfo=UTC)):
        assert "1 January 2027" in page_of(world.browser("kinasih").get("/"))


def test_a_form_opened_with_values_that_were_tampered_with_is_not_taken(world: World) -> None:
    response = correct(world, world.browser("ayu"), "sari", {"opened": "x", "name": "Sari Rahayu"})
    assert response.status_code == 422
    assert "Someone has changed this in the meantime" in page_of(response)


def test_saving_an_unchanged_form_says_so(world: World) -> None:
    response = correct(world, world.browser("ayu"), "sari", {})
    assert "Nothing was changed." in page_of(response)


def test_the_history_tells_in_plain_words_who_changed_what_from_what(world: World) -> None:
    correct(world, world.browser("ayu"), "sari", {"name": "Sari Rahayu", "background": "village_woman"})
    page = page_of(world.browser("dimas").get(f"/riwayat/person/{world.people['sari']}/"))
    assert "Wulan Kinasih" in page
    assert "registered a person" in page
    assert re.search(r"<del>Sari Lestari</del>.*<ins>Sari Rahayu</ins>", page, re.S)
    assert "<ins>Woman of the village</ins>" in page


def test_a_person_is_found_by_pieces_and_old_spellings_of_name_and_nickname(world: World) -> None:
    register(world, name="Soekinah Moelyani", nickname="Kinah")
    browser = world.browser("ayu")
    for text in ("sukinah", "mulyani soek", "KINAH", "  kin  "):
        assert "Soekinah Moelyani" in page_of(browser.get("/orang/", {"q": text})), text
    assert "Nobody found" in page_of(browser.get("/orang/", {"q": "zzz'%_\"<b>"}))


def plain(response: Any) -> str:
    """The page without its own address and the token against forged forms, which is new each time."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken[^}]*|/[0-9a-f-]{36}/', "", response.content.decode())


@pytest.mark.parametrize("who", ["rina", "bagas", "surya", "paula"])
def test_a_stranger_and_roles_without_people_find_nothing_anywhere(world: World, who: str) -> None:
    browser, sari = world.browser(who), world.people["sari"]
    for address in (f"/orang/{sari}/", f"/orang/{sari}/ubah/", f"/riwayat/person/{sari}/"):
        missing = browser.get(address)
        assert missing.status_code == 404
        assert "Sari Lestari" not in missing.content.decode()
        assert plain(missing) == plain(browser.get(address.replace(str(sari), str(new_id()))))
    for address in ("/cari/?q=sari", "/orang/?q=sari", "/", "/orang/"):
        assert "Sari Lestari" not in browser.get(address).content.decode()


def test_a_role_for_one_area_sees_the_people_there_and_no_others(world: World) -> None:
    listed = page_of(world.browser("wati").get("/orang/"))
    assert "Tumini" in listed
    assert "Sari" not in listed
    assert world.browser("wati").get(f"/orang/{world.people['sari']}/").status_code == 404
    assert world.browser("ayu").get(f"/orang/{world.people['painem']}/").status_code == 404


def test_whoever_may_only_read_is_offered_no_form(world: World) -> None:
    browser = world.browser("arum")
    page = page_of(browser.get(f"/orang/{world.people['sari']}/"))
    assert "ubah/" not in page
    assert browser.get("/orang/baru/").status_code == 404
    assert browser.get(f"/orang/{world.people['sari']}/ubah/").status_code == 404


def test_a_page_asks_as_many_questions_for_a_thousand_people_as_for_ten(world: World) -> None:
    def questions(address: str) -> int:
        browser = world.browser("kinasih")
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    addresses = ("/", "/orang/", "/orang/?q=ri", "/cari/?q=ri", f"/wilayah/{DEMANGREJO}/", "/catatan/")
    few = {address: questions(address) for address in addresses}
    template = Person.objects.get(id=world.people["sari"])
    rows = []
    for number in range(1000):
        template.pk = new_id()
        template.name_key = f"sari {number:04}"
        rows.append(Person(**{f.attname: getattr(template, f.attname) for f in Person._meta.fields}))
    Person.objects.bulk_create(rows)
    many = {address: questions(address) for address in addresses}
    assert many == few
    assert max(many.values()) <= 26


def test_the_log_stays_gapless_through_all_of_this(world: World) -> None:
    from purnadaya.journal.verifying import findings

    register(world)
    correct(world, world.browser("ayu"), "sari", {"name": "Sari Rahayu"})
    assert Operation.objects.applied().of("person", world.people["sari"]).count() == 2
    assert [one.name for one in findings() if not one.clean] == []
