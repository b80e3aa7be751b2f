"""Finding a village as people type it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from purnadaya.kernel.areas import Level
from purnadaya.places.models import Area
from purnadaya.places.queries import search_any, search_areas, search_villages
from purnadaya.places.words import place_line

pytestmark = pytest.mark.django_db

HOME = "34.01"
HARGOTIRTO, SENTOLO, SUKORENO, BANGUNCIPTO = "34.01.08.2005", "34.01.06.2007", "34.01.06.2005", "34.01.06.2008"


def codes(text: str, near: str | None = HOME, limit: int = 8) -> list[str]:
    return [area.code for area in search_villages(text, near, limit)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Hargotirto", HARGOTIRTO),
        ("hargot", HARGOTIRTO),
        ("HARGO TIRTO", HARGOTIRTO),
        ("hargotrito", HARGOTIRTO),
        ("argotirto kokap", HARGOTIRTO),
        ("hargotirto kokap", HARGOTIRTO),
        ("kokap hargotirto", HARGOTIRTO),
        ("hargotrito kokap", HARGOTIRTO),
        ("hargotirto, kapanewon kokap", HARGOTIRTO),
        ("desa hargotirto kec kokap kab kulon progo", HARGOTIRTO),
        ("Hargotirto, Kapanewon Kokap, Kulon Progo", HARGOTIRTO),
        ("sentolo", SENTOLO),
        ("sentollo", SENTOLO),
        ("sentolo kulon progo", SENTOLO),
        ("sentolo kulonprogo", SENTOLO),
        ("sentolo diy", SENTOLO),
        ("Soekoreno", SUKORENO),
        ("sukorno", SUKORENO),
        ("sukoreno sentolo", SUKORENO),
        ("banguncipto", BANGUNCIPTO),
        ("bangun cipto", BANGUNCIPTO),
        ("bangun cpto", BANGUNCIPTO),
        ("bangoentjipto", BANGUNCIPTO),
        ("brosat", "34.01.04.2007"),
        ("nomprejo", "34.01.04.2003"),
        ("kali agung", "34.01.06.2006"),
        ("kelurahan wates", "34.01.02.1008"),
    ],
)
def test_the_village_meant_comes_first(typed: str, meant: str) -> None:
    assert codes(typed)[0] == meant


@pytest.mark.parametrize(("typed", "meant"), [("wek ii", "12.77.01.1002"), ("wek 2", "12.77.01.1002")])
def test_a_numbered_village_is_found_by_either_kind_of_number(typed: str, meant: str) -> None:
    found = codes(typed, near="12.77")
    assert found[0] == meant
    assert {area.name for area in search_villages(typed)} == {"Wek II"}


def test_the_whole_name_comes_before_longer_names_and_those_before_pieces() -> None:
    names = [area.name for area in search_villages("tirto", near=None, limit=150)]
    whole = [name == "Tirto" for name in names]
    begins = [name.startswith("Tirto") for name in names]
    assert whole == sorted(whole, reverse=True)
    assert begins == sorted(begins, reverse=True)
    assert any(whole)
    assert not all(begins)


def test_a_later_word_of_a_name_comes_before_a_piece_within_a_word() -> None:
    names = [area.name for area in search_villages("rejo kapanewon kokap", near=HOME)]
    assert names[:2] == ["Hargorejo", "Kalirejo"]
    names = [area.name for area in search_villages("wetan", near=HOME, limit=150)]
    as_word = [" Wetan" in name for name in names if "wetan" in name.casefold() and not name.startswith("Wetan")]
    assert as_word == sorted(as_word, reverse=True)
    assert len(set(as_word)) == 2


def test_of_equals_the_nearer_to_home_come_first() -> None:
    assert codes("wates")[0] == "34.01.02.1008"
    assert codes("wates", near="18.10.02")[0].startswith("18.10.02.")
    assert codes("wates", near="35")[0].startswith("35.")
    assert codes("sendangsari", near="34.04")[0].startswith("34.04.")


def test_the_villages_of_a_district_are_offered_by_its_name() -> None:
    found = codes("kapanewon sentolo")
    assert found[0] == SENTOLO
    assert len([code for code in found if code.startswith("34.01.06.")]) == 8
    assert any(code.startswith("34.01.08.") for code in codes("kokap"))


def test_a_wrong_place_beside_a_name_does_not_hide_the_village() -> None:
    assert codes("hargotirto galur")[0] == HARGOTIRTO
    assert SENTOLO in codes("sentolo bantul")


@pytest.mark.parametrize(
    "typed",
    ["", " ", "s", "%", "_", "*", '"', "'", "''; --", '"" OR 1', "a" * 200, "karanganyar " * 40, "🙂", "🙂🙂 kokap",
     "name : x", "NEAR(a b)", "kokap AND", "^kokap", "{name}", "-", ",", ", kokap", ",,,", "\x00", "\u02bc", "ﷺ",
     "हार"],
)  # fmt: skip
def test_no_typed_text_breaks_the_search(typed: str) -> None:
    for level in Level:
        assert len(search_areas(typed, level, HOME)) <= 8


def test_one_letter_or_none_finds_nothing() -> None:
    for typed in ("", " ", "s", "é", "%", "🙂", "-"):
        assert codes(typed) == []


@given(
    typed=st.text(max_size=90),
    near=st.none() | st.text(max_size=14) | st.sampled_from(["34", "34.01", "34.01.08.2005"]),
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_the_search_answers_and_never_raises(typed: str, near: str | None) -> None:
    found = codes(typed, near)
    assert len(found) == len(set(found)) <= 8


@given(
    typed=st.lists(st.sampled_from(["kokap", "hargo", "AND", "OR", "NOT", '"', "*", "(", ")", ":", "^", "ii", "kota"]))
)
@settings(max_examples=80, deadline=None)
def test_words_of_the_search_engine_are_words_like_any_other(typed: list[str]) -> None:
    codes(" ".join(typed))


def test_every_village_is_found_by_its_own_name_and_district() -> None:
    villages = Area.objects.filter(level=Level.VILLAGE).select_related("parent").order_by("key")[::700]
    for village in villages:
        assert village.code in codes(f"{village.name} {village.parent.name}", near=None), village.name


def test_most_misspelt_names_are_found_from_home() -> None:
    villages = list(Area.objects.filter(level=Level.VILLAGE, code__startswith="34.0").order_by("code"))[::4]
    found = [village.code in codes(_hasty(village.name), near=village.code[:5]) for village in villages]
    assert sum(found) > 0.95 * len(found)


def _hasty(name: str) -> str:
    """Two letters in the middle swapped."""
    middle = len(name) // 2
    return name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]


def test_other_levels_are_searched_as_well() -> None:
    def first(text: str, level: Level) -> str:
        return search_areas(text, level, HOME)[0].code

    assert first("kulon progo", Level.REGENCY) == "34.01"
    assert first("kabupaten kulonprogo", Level.REGENCY) == "34.01"
    assert first("kota yogyakarta", Level.REGENCY) == "34.71"
    assert first("koelonprogo", Level.REGENCY) == "34.01"
    assert first("kokap", Level.DISTRICT) == "34.01.08"
    assert first("diy", Level.PROVINCE) == "34"


def test_areas_of_any_level_come_by_how_well_they_answer_and_of_equals_the_wider_first() -> None:
    def any_level(text: str) -> list[str]:
        return [area.code for area in search_any(text, HOME)]

    assert any_level("kulon progo")[0] == "34.01"
    assert any_level("sentolo")[:2] == ["34.01.06", SENTOLO]
    assert any_level("hargotirto")[0] == HARGOTIRTO
    assert any_level("kokap")[0] == "34.01.08"
    assert len(any_level("suko")) == 8
    assert any_level("") == any_level("%") == []


def test_an_ended_village_is_not_offered() -> None:
    Area.objects.filter(code=HARGOTIRTO).update(ended=True)
    for typed in ("hargotirto", "hargotirto kokap", "hargotrito"):
        assert HARGOTIRTO not in codes(typed)


@pytest.mark.parametrize("typed", ["sentolo", "hargotirto kokap", "hargotrito", "kokap"])
def test_a_search_asks_few_questions_and_its_answers_can_be_said_without_more(
    typed: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(7):
        lines = [place_line(area) for area in search_villages(typed, HOME)]
    assert lines
