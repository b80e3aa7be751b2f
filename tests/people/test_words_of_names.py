"""The words that names are made of: who is found by them; they are those that persons bear."""

from __future__ import annotations

from importlib import import_module
from unittest.mock import patch
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from purnadaya.journal.subjects import Subject
from purnadaya.journal.verifying import findings
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.people.models import NameBlock, NameWord, Person
from purnadaya.people.queries import found_for, naming, nearly_named, typed_words
from purnadaya.people.rules.finding import Wanted, ends_of, slips_in
from purnadaya.people.subject import erase
from tests.world import World

NAMES = ("Siti Aminah", "Sitti Aminatun", "Siti Nur Aini", "Zubaidah", "Soekinah binti Karto", "Muhlis", "Moh. Amin",
         "Zulaikhah", "Ζωή", "Sari Ζωή", "王 秀英", "xz" * 60)  # fmt: skip
PIECES = ("siti", "sit", "i", "ami", "amin", "aini", "tun", "zul", "ikh", "karto", "bin", "muh",
          "ζωή", "ζ", "秀", "aks", "xz",
          "sari", "sukinah", "%", "_", "'", "nobody", "")  # fmt: skip
SLIPS = ("Sitii", "Aminh", "Zulaikah", "Zulikhah", "Sukiah", "Kartoo", "Mulhis", "Saria", "nobdy")
in_any_store = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def named(world: World) -> World:
    for name in NAMES:
        world.run("kinasih", "people.register_person", **world.person(name, nickname="ax" * 60 if "xz" in name else ""))
    return world


def words() -> set[tuple[UUID, str]]:
    return set(NameWord.objects.values_list("organisation_id", "text"))


def borne() -> set[tuple[UUID, str]]:
    rows = Person.objects.values_list("organisation_id", "name_key")
    return {(organisation, word) for organisation, key in rows for word in key.split()}


def unlike() -> list[str]:
    return [line for one in findings() if one.name == "people.filed" for line in one.differences]


def called(world: World, **changes: str) -> None:
    world.run("ayu", "people.correct_person", base=1, person=world.people["sari"], changes=changes)


# --- found by them ---------------------------------------------------------------------------


@given(st.lists(st.sampled_from(PIECES), max_size=3), st.sampled_from([0, 1, 2, 2000]), st.integers(0, 3))
@in_any_store
def test_by_words_the_same_are_found_in_the_same_order_as_by_reading_every_name(
    named: World, pieces: list[str], most: int, compared: int
) -> None:
    wanted, today = Wanted(text=" ".join(pieces)), SYSTEM_CLOCK.today()
    with patch.object(naming, "MOST_BEARERS", -1):
        all_read = list(found_for(named.actor("kinasih"), wanted, today))
    with patch.multiple(naming, MOST_BEARERS=most, MOST_COMPARED=compared):
        assert list(found_for(named.actor("kinasih"), wanted, today)) == all_read


def may_be(typed: list[str], key: str) -> bool:
    """Whether it is that name with slips, one at least, of which each leaves a beginning or an end whole."""
    near = all(any(end in word for word in key.split() for end in ends_of(one)) for one in typed)
    return near and bool(slips_in(typed, key))


def test_whoever_is_called_so_is_not_offered_as_somebody_like_her(named: World) -> None:
    actor, today = named.actor("kinasih"), SYSTEM_CLOCK.today()
    for typed in ("Zubaidah", "Djubaidah", "Siti Zubaidah"):
        found = {one.id for one in found_for(actor, Wanted(text=typed), today)}
        assert found.isdisjoint(one.id for one in nearly_named(actor, Wanted(text=typed), today))


@given(st.lists(st.sampled_from(SLIPS), min_size=1, max_size=2), st.sampled_from([-1, 0, 1, 2000]))
@in_any_store
def test_of_misspelt_names_the_nearest_come_first(named: World, slips: list[str], most: int) -> None:
    typed, actor = " ".join(slips), named.actor("kinasih")
    with patch.object(naming, "MOST_BEARERS", most):
        found = nearly_named(actor, Wanted(text=typed), SYSTEM_CLOCK.today())
    words_typed = typed_words(typed)
    everyone = [one for one in found_for(actor, Wanted(), SYSTEM_CLOCK.today()) if may_be(words_typed, one.name_key)]
    near = [(slips_in(words_typed, one.name_key), one.name_key, one.id) for one in everyone]
    assert [one.id for one in found] == [of for *_key, of in sorted(near)[:8]]


def test_a_word_of_another_organisation_finds_nobody(named: World) -> None:
    stranger, today = named.actor("rina"), SYSTEM_CLOCK.today()
    for typed in ("Zubaidah", "Zubaidh"):
        assert list(found_for(stranger, Wanted(text=typed), today)) == []
        assert nearly_named(stranger, Wanted(text=typed), today) == []


def test_a_word_that_two_organisations_know_finds_each_her_own(named: World) -> None:
    named.run("rina", "people.register_person", **named.person("Zubaidah"))
    found = {
        who: found_for(named.actor(who), Wanted(text="zubaidah"), SYSTEM_CLOCK.today()) for who in ("rina", "kinasih")
    }
    assert [one.organisation_id for one in found["rina"]] == [named.koordinasi]
    assert [one.organisation_id for one in found["kinasih"]] == [named.mitra]


# --- those that persons bear -----------------------------------------------------------------


def test_words_are_those_that_persons_bear(named: World) -> None:
    assert words() == borne()
    assert unlike() == []


def test_who_is_called_otherwise_brings_new_words_and_leaves_those_of_others(named: World) -> None:
    called(named, name="Sari Kumala")
    texts = {text for _owner, text in words()}
    assert {"kumala", "sari"} <= texts
    assert "lestari" not in texts
    assert words() == borne()


def test_a_word_that_only_sounds_like_one_that_is_borne_goes_too(world: World) -> None:
    """They have one block, for they are one to who compares persons."""
    world.run("kinasih", "people.register_person", **world.person("Zulaika"))
    called(world, name="Zulaikah")
    assert {"zulaika", "zulaikah"} <= {text for _owner, text in words()}
    world.run("ayu", "people.correct_person", base=2, person=world.people["sari"], changes={"name": "Sari"})
    assert (world.mitra, "zulaikah") not in words()
    assert (world.mitra, "zulaika") in words()


def test_of_who_was_entered_by_mistake_no_word_is_left(world: World) -> None:
    person = world.run("ayu", "people.register_person", **world.person("Zubaidah Sari")).of.id
    world.run("ayu", "people.unregister_person", person=person, seen=1)
    assert "zubaidah" not in {text for _owner, text in words()}
    assert words() == borne()
    assert unlike() == []


def test_of_someone_erased_no_word_is_left_that_nobody_else_bears(world: World) -> None:
    world.run("kinasih", "people.register_person", **world.person("Sari Zubaidah"))
    erase(Subject(world.mitra, (world.people["sari"],)))
    assert (world.mitra, "lestari") not in words()
    assert (world.mitra, "sari") in words()
    assert words() == borne()


def test_who_turned_out_to_be_another_leaves_her_words(world: World) -> None:
    other = world.run("kinasih", "people.register_person", **world.person("Zubaidah")).of.id
    world.run("kinasih", "people.merge_persons", person=world.people["sari"], other=other)
    assert words() == borne()


def test_what_is_refused_brings_no_word(world: World) -> None:
    before = words()
    with pytest.raises(Exception, match="birth"):
        world.run("ayu", "people.register_person", **world.person("Zubaidah", birth="2999"))
    assert words() == before


@pytest.mark.parametrize("wrong", ["gone", "of nobody", "elsewhere"])
def test_words_that_are_not_those_that_persons_bear_are_named_by_verify_and_not_told(world: World, wrong: str) -> None:
    if wrong == "gone":
        NameWord.objects.filter(text="lestari").delete()
    elif wrong == "of nobody":
        NameWord.objects.create(organisation_id=world.mitra, text="zubaidah", key=1)
    else:
        NameWord.objects.filter(text="lestari").update(key=1)
    assert unlike() == [f"organisation {world.mitra}: the words of names are not those that persons bear"]


def test_the_words_of_a_home_in_use_are_collected_and_their_bearers_filed(named: World) -> None:
    before, blocks = words(), set(NameBlock.objects.values_list("key", "person_id"))
    unread = NameWord.objects.filter(Q(text="ζωή") | Q(text__startswith="aksaks"))
    assert unread.count() == 2
    NameBlock.objects.filter(key__in=list(unread.values_list("key", flat=True))).delete()
    NameWord.objects.all().delete()
    import_module("purnadaya.people.migrations.0016_words_of_names").collect_words(apps, None)
    assert words() == before
    assert unlike() == []
    assert len(blocks) >= NameBlock.objects.count()
