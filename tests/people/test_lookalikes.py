"""Someone like the one being registered: found with reasons where she may be seen, hinted at elsewhere."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from purnadaya.access.actors import Held, Public, UserActor
from purnadaya.journal import verifying
from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.nik import Nik
from purnadaya.kernel.phones import Phone
from purnadaya.people.models import NameBlock, Person
from purnadaya.people.queries import persons_for
from purnadaya.people.queries.lookalikes import Lookalikes, Sought, lookalikes_for
from purnadaya.people.rules.likeness import Band, Reason
from tests.doors.test_doors import hidden
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

PHONE, NIK = "0812 3456 7890", "3276055708900002"


def sought(name: str = "Sarie Lestarie", birth: str = "1990-04-21", village: str = HARGOTIRTO, **more: Any) -> Sought:
    return Sought(name, birth=PartialDate.parse(birth) if birth else None, village=village, **more)


def asked(world: World, who: str, *args: str, **more: Any) -> Lookalikes:
    return lookalikes_for(world.actor(who), sought(*args, **more))


def names(found: Lookalikes) -> list[str]:
    return [one.person.name for one in found.found]


def register(world: World, name: str, who: str = "kinasih", **more: Any) -> UUID:
    return UUID(world.run(who, "people.register_person", **world.person(name, **more)).of.id)


def test_someone_registered_already_is_found_with_the_reasons(world: World) -> None:
    (one,) = asked(world, "ayu").found
    assert one.person.id == world.people["sari"]
    assert one.likeness.band is Band.SURELY
    assert set(one.likeness.reasons) == {Reason.SAME_NAME, Reason.SAME_BIRTH, Reason.SAME_VILLAGE}


@pytest.mark.parametrize(
    ("name", "birth", "village"),
    [
        ("Sari Lestari", "1990", HARGOTIRTO), ("Bu Sari Lestari, S.Pd.", "1990-04-21", HARGOTIRTO),
        ("Sari Lestari", "1990-04-21", DEMANGREJO), ("Sary Lestarri", "1990-04-21", ""),
        ("Sari", "1990-04-21", HARGOTIRTO), ("Tari", "1990-04-21", HARGOTIRTO),
    ],
)  # fmt: skip
def test_she_is_found_with_another_spelling_title_year_or_village(
    world: World, name: str, birth: str, village: str
) -> None:
    assert "Sari Lestari" in names(asked(world, "kinasih", name, birth, village))


def test_nobody_is_found_where_nobody_is_alike(world: World) -> None:
    assert asked(world, "kinasih", "Mutmainah Zubaidah", "1971-02-03", BANARAN) == Lookalikes()
    assert asked(world, "kinasih", "", "", "") == Lookalikes()


def test_of_someone_outside_her_area_she_learns_only_to_ask(world: World) -> None:
    found = asked(world, "ayu", "Painem", "1955~", BANARAN)
    register(world, "Zulaikhah Painem", village=BANARAN, birth="1955-06-07")
    found = asked(world, "ayu", "Zulaikhah Painem", "1955-06-07", BANARAN)
    assert found == Lookalikes((), elsewhere=True)
    assert names(asked(world, "kinasih", "Zulaikhah Painem", "1955-06-07", BANARAN))[0] == "Zulaikhah Painem"


def test_who_guesses_too_often_is_not_told_any_more_that_someone_is_elsewhere(world: World) -> None:
    cache.clear()
    register(world, "Zulaikhah Painem", village=BANARAN, birth="1955-06-07")
    browser, told = world.browser("ayu"), []
    for year in (1955, *range(1930, 1949), 1955):
        boxes = hidden(browser.get("/orang/baru/").content.decode())
        boxes |= {"name": "Zulaikhah Painem", "sex": "female", "birth_day": "7", "birth_month": "6"}
        boxes |= {"birth_how": "day", "birth_year": str(year), "village": BANARAN, "background": "village_woman"}
        page = browser.post("/orang/baru/", boxes).content.decode()
        told.append("is registered outside your area" in page)
    assert told == [True] + [False] * 20


@pytest.mark.parametrize(
    "guess",
    [
        ("Zulaikhah Painem", "", BANARAN), ("Zulaikhah Painem", "1971-06-07", BANARAN),
        ("Mutmainah", "1955-06-07", BANARAN), ("", "1955-06-07", BANARAN),
    ],
)  # fmt: skip
def test_who_guesses_without_name_and_birth_learns_nothing_of_someone_elsewhere(
    world: World, guess: tuple[str, str, str]
) -> None:
    register(world, "Zulaikhah Painem", village=BANARAN, birth="1955-06-07", nik=NIK, phone=PHONE, whose="own")
    assert asked(world, "ayu", *guess, nik=Nik(NIK), phone=Phone(PHONE)) == Lookalikes()


def test_a_phone_or_nik_is_confirmed_to_nobody_who_may_not_be_shown_it(world: World) -> None:
    body = {"village": HARGOTIRTO, "birth": "1990-04-21", "nik": NIK, "phone": PHONE, "whose": "own"}
    register(world, "Mutmainah", **body)
    guess = ("Zubaidah", "1971-01-02", HARGOTIRTO)
    assert names(asked(world, "ayu", *guess, nik=Nik(NIK))) == ["Mutmainah"]
    assert asked(world, "arum", *guess, nik=Nik(NIK)) == Lookalikes()
    likely = ("Mutmainah", "1990-04-21", HARGOTIRTO)
    for who, told in (("ayu", True), ("arum", False)):
        (one,) = asked(world, who, *likely, nik=Nik(NIK), phone=Phone(PHONE)).found
        assert ({Reason.SAME_NIK, Reason.SAME_PHONE} <= set(one.likeness.reasons)) == told


@pytest.mark.parametrize("who", ["rina", "yuni", "bagas", "surya", "paula"])
def test_a_stranger_and_who_sees_nobody_find_nobody(world: World, who: str) -> None:
    assert asked(world, who) == Lookalikes()


def test_the_public_and_a_role_of_another_kind_find_nobody(world: World) -> None:
    group = UserActor(world.users["ayu"], "x", world.mitra, grants=(Held("facilitator", "group", "x"),))
    assert lookalikes_for(Public(), sought()) == Lookalikes()
    assert lookalikes_for(group, sought()).found == ()


def test_she_is_found_under_her_new_name_and_village_and_not_the_old(world: World) -> None:
    changes = {"name": "Mutmainah Zubaidah", "nickname": None, "village": DEMANGREJO, "hamlet": None}
    world.run("kinasih", "people.correct_person", 1, person=world.people["sari"], changes=changes)
    assert names(asked(world, "kinasih", "Mutmainah Subaidah", "1990-04-21", DEMANGREJO)) == ["Mutmainah Zubaidah"]
    assert asked(world, "kinasih") == Lookalikes()


def test_the_likeliest_come_first_and_no_more_than_asked_for(world: World) -> None:
    for _ in range(7):
        register(world, "Sari Lestari", birth="1990")
    found = asked(world, "kinasih")
    assert len(found.found) == 5
    assert found.found[0].person.id == world.people["sari"]
    assert len(lookalikes_for(world.actor("kinasih"), sought(), limit=2).found) == 2


def test_the_number_of_questions_does_not_grow_with_those_found(world: World) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked_:
            lookalikes_for(actor, sought())
        return len(asked_)

    actor = world.actor("kinasih")
    few = questions()
    for _ in range(6):
        register(world, "Sari Lestari", birth="1990")
    assert questions() == few <= 11


def test_a_name_typed_the_old_way_finds_the_person(world: World) -> None:
    register(world, "Hj. Moeljani binti Soerjo")
    for typed in ("mulyani", "Moeljani", "suryo", "bu mulyani"):
        assert "Hj. Moeljani binti Soerjo" in [one.name for one in persons_for(world.actor("kinasih"), typed)]


def test_who_is_not_filed_under_her_keys_is_named_by_verify(world: World) -> None:
    def wrong() -> list[str]:
        return [
            line for finding in verifying.findings() if finding.name == "people.filed" for line in finding.differences
        ]

    assert wrong() == []
    NameBlock.objects.filter(person=world.people["sari"]).first().delete()  # type: ignore[union-attr]
    assert wrong() == [f"person {world.people['sari']}: not filed under the keys of her name"]


def test_people_of_before_are_filed_and_their_keys_made_anew(world: World) -> None:
    blocks = set(NameBlock.objects.values_list("key", "person_id"))
    keys = dict(Person.objects.values_list("id", "name_key"))
    NameBlock.objects.all().delete()
    Person.objects.update(name_key="old")
    import_module("purnadaya.people.migrations.0007_name_blocks").file_everyone(apps, None)
    assert set(NameBlock.objects.values_list("key", "person_id")) == blocks
    assert dict(Person.objects.values_list("id", "name_key")) == keys


def test_of_someone_erased_no_key_is_left(world: World) -> None:
    from purnadaya.journal.subjects import Subject
    from purnadaya.people.subject import erase

    erase(Subject(world.mitra, (world.people["sari"],)))
    assert not NameBlock.objects.filter(person=world.people["sari"]).exists()
    assert asked(world, "kinasih") == Lookalikes()
