"""Someone registered twice: warned of at the form, found in the background, made one or kept apart."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

import pytest

from purnadaya.journal.verifying import findings
from purnadaya.journal.writing import write
from purnadaya.people.commands import keep_pairs
from purnadaya.people.models import Person, TwinPair
from purnadaya.people.queries import compared, uncompared
from tests.doors.test_doors import hidden
from tests.people.test_own_data import code_of
from tests.people.test_pages import GOOD, page_of, register
from tests.world import BANARAN, World

MULYANI = {"name": "Moeljani Rahajoe", "birth_how": "year", "birth_only_year": "1979"}


def first(world: World, **more: Any) -> UUID:
    body = world.person("Hj. Mulyani Rahayu", nickname="Yani", birth="1979-05-02", **more)
    return UUID(world.run("ayu", "people.register_person", **body).of.id)


def compare_all() -> None:
    while changed := uncompared(10):
        found = [compared(person) for person in changed]
        write(partial(keep_pairs, found))


def test_who_is_registered_again_is_shown_with_the_reasons_before_anything_is_saved(world: World) -> None:
    known = first(world)
    response = register(world, **MULYANI)
    assert response.status_code == 200
    page = page_of(response)
    assert "Is she here already?" in page
    assert f"/orang/{known}/" in page
    assert "the same birth year" in page
    assert "Moeljani Rahajoe" in page
    assert Person.objects.filter(name="Moeljani Rahajoe").count() == 0


def test_none_of_them_saves_and_another_name_typed_then_is_asked_about_again(world: World) -> None:
    first(world)
    world.run("ayu", "people.register_person", **world.person("Sukinah Lestari", birth="1981-02-03"))
    browser = world.browser("ayu")
    boxes = {**hidden(browser.get("/orang/baru/").content.decode()), **GOOD, **MULYANI}
    asked = hidden(browser.post("/orang/baru/", boxes).content.decode())
    other = {**asked, "name": "Soekinah Lestari", "birth_only_year": "1981"}
    assert "Is she here already?" in page_of(browser.post("/orang/baru/", other))
    assert browser.post("/orang/baru/", asked).status_code == 302
    assert Person.objects.filter(name="Moeljani Rahajoe").count() == 1


def test_someone_outside_her_area_is_told_of_without_a_value(world: World) -> None:
    world.run(
        "kinasih", "people.register_person", **world.person("Mulyani Rahayu", birth="1979-05-02", village=BANARAN)
    )
    boxes = {"name": "Mulyani Rahayu", "birth_how": "day", "birth_day": "2", "birth_month": "5", "birth_year": "1979"}
    page = page_of(register(world, **boxes))
    assert "registered outside your area" in page
    assert "Banaran" not in page


def test_nobody_alike_is_saved_at_once(world: World) -> None:
    assert register(world, name="Zulaikhah").status_code == 302


def test_a_form_that_is_not_right_shows_that_first(world: World) -> None:
    first(world)
    response = register(world, **{**MULYANI, "sex": "robot"})
    assert response.status_code == 422
    assert "Is she here already?" not in page_of(response)


def test_pairs_are_found_in_the_background_listed_and_made_one(world: World) -> None:
    known = first(world)
    again = world.run("ayu", "people.register_person", **world.person("Moeljani Rahajoe", birth="1979")).of.id
    compare_all()
    pair = TwinPair.objects.get()
    assert {str(pair.one_id), str(pair.other_id)} == {str(known), again}
    coordinator = world.browser("kinasih")
    assert "1 pair of entries is perhaps one woman" in page_of(coordinator.get("/"))
    page = page_of(coordinator.get("/orang/kembar/"))
    address = f"/orang/{known}/gabung/?dengan={again}"
    assert address in page
    coordinator.post(address, hidden(coordinator.get(address).content.decode()))
    assert "No two entries look alike" in page_of(coordinator.get("/orang/kembar/"))
    compare_all()
    assert "No two entries look alike" in page_of(coordinator.get("/orang/kembar/"))
    assert [one.name for one in findings() if not one.clean] == []


def test_who_is_looked_for_under_the_name_of_an_alias_is_found_once(world: World) -> None:
    known = first(world)
    alias = world.run("ayu", "people.register_person", **world.person("Zubaidah Kurnia", birth="1979-05-02")).of.id
    world.run("kinasih", "people.merge_persons", person=known, other=alias)
    page = page_of(register(world, name="Zubaedah Kurnia", birth_how="year", birth_only_year="1979"))
    assert f"/orang/{known}/" in page
    assert f"/orang/{alias}/" not in page


def test_two_women_are_kept_apart_and_not_asked_about_again(world: World) -> None:
    known = first(world)
    again = world.run("ayu", "people.register_person", **world.person("Moeljani Rahajoe", birth="1979")).of.id
    compare_all()
    browser, address = world.browser("kinasih"), f"/orang/{known}/bukan/{again}/"
    assert browser.post(address, hidden(browser.get(address).content.decode())).status_code == 302
    assert "No two entries look alike" in page_of(browser.get("/orang/kembar/"))
    world.run("ayu", "people.correct_person", base=1, person=again, changes={"nickname": "Yani"})
    compare_all()
    assert "No two entries look alike" in page_of(browser.get("/orang/kembar/"))
    assert code_of(world, "kinasih", "people.keep_apart", person=known, other=known) == "people.same_entry"


def test_a_pair_that_is_none_any_more_goes(world: World) -> None:
    first(world)
    again = world.run("ayu", "people.register_person", **world.person("Moeljani Rahajoe", birth="1979")).of.id
    compare_all()
    world.run("ayu", "people.correct_person", base=1, person=again, changes={"name": "Zulaikhah", "birth": "1950"})
    compare_all()
    assert not TwinPair.objects.exists()


@pytest.mark.parametrize("who", ["ayu", "dimas", "arum", "lintang", "bagas", "rina"])
def test_who_may_not_merge_sees_no_pairs(world: World, who: str) -> None:
    known = first(world)
    again = world.run("ayu", "people.register_person", **world.person("Moeljani Rahajoe", birth="1979")).of.id
    compare_all()
    response = world.browser(who).get("/orang/kembar/")
    assert response.status_code == 404 or "Mulyani" not in page_of(response)
    assert world.browser(who).get(f"/orang/{known}/bukan/{again}/").status_code == 404


def test_an_erased_person_is_in_no_pair(world: World) -> None:
    from tests.people.test_own_data import asked
    from tests.people.test_own_data import erase as erase_through_the_page

    known = first(world)
    world.run("ayu", "people.register_person", **world.person("Moeljani Rahajoe", birth="1979"))
    compare_all()
    erase_through_the_page(world, asked(world, Person.objects.get(id=known), "erase"))
    compare_all()
    assert not TwinPair.objects.exists()
    assert [one.name for one in findings() if not one.clean] == []


def test_who_was_erased_or_changed_while_she_was_compared_gets_no_pair(world: World) -> None:
    from tests.people.test_own_data import asked

    known = first(world)
    again = UUID(world.run("ayu", "people.register_person", **world.person("Moeljani Rahajoe", birth="1979")).of.id)
    found = [compared(person) for person in uncompared(50)]
    assert any(one.twins for one in found)
    request = asked(world, Person.objects.get(id=known), "erase")
    world.run("kinasih", "people.erase_person", person=known, request=request.id)
    world.run("ayu", "people.correct_person", base=1, person=again, changes={"nickname": "Yani"})
    write(partial(keep_pairs, found))
    assert not TwinPair.objects.exists()
    assert {person.id for person in uncompared(50)} == {known, again}
