"""Keys under which spellings meet, codes as numbers, and how typed words are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.kernel.areas import AreaCode, Level
from purnadaya.places import rules
from purnadaya.places.rules import Candidate, Rank, Reading


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kulon Progo", "kulonprogo"),
        ("Soekoreno", "Sukoreno"),
        ("Sentollo", "Sentolo"),
        ("Tjokrodiningratan", "Cokrodiningratan"),
        ("Wek II", "wek 2"),
        ("Rejo XIV", "Rejo 14"),
        ("RW 05", "rw5"),
        ("Ra'as", "Raas"),
        ("Dana Asri", "Danaasri"),
    ],
)
def test_spellings_of_one_place_meet(one: str, other: str) -> None:
    assert rules.place_key(one) == rules.place_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Dusun I", "Dusun II"), ("Dusun 1", "Dusun 11"), ("Wek IX", "Wek XI"), ("山", "川"), ("Lor", "Kidul")],
)
def test_different_places_stay_apart(one: str, other: str) -> None:
    assert rules.place_key(one) != rules.place_key(other)


@given(st.text(min_size=1, max_size=120))
def test_a_key_is_never_empty_for_a_name_nor_longer_than_its_column(name: str) -> None:
    assert bool(rules.place_key(name)) is bool(name.strip())
    assert len(rules.place_key(name)) <= rules.LONGEST_KEY


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=40))
def test_capitals_and_spaces_make_no_other_place(name: str) -> None:
    assert rules.place_key(name.upper()) == rules.place_key(name)
    assert rules.place_key(f"  {name} ") == rules.place_key(name)


@pytest.mark.parametrize(
    "typed", ["Soropati", "dusun Soropati", "Padukuhan Soropati", "PEDUKUHAN  SOROPATI", "Dsn. Soropati"]
)
def test_a_hamlet_is_one_with_and_without_the_word_for_hamlet(typed: str) -> None:
    assert rules.hamlet_key(typed) == "soropati"


def test_a_hamlet_called_only_by_the_word_keeps_it() -> None:
    assert rules.hamlet_key("Dusun") == "dusun"
    assert rules.hamlet_key("Padukuhan ") == "padukuhan"


def test_a_regency_is_found_without_its_kind_and_a_village_with_all_its_words() -> None:
    assert rules.area_key("Kabupaten Kulon Progo", Level.REGENCY) == "kulonprogo"
    assert rules.area_key("Kota Administrasi Jakarta Pusat", Level.REGENCY) == "jakartapusat"
    assert rules.area_key("Kota Bangun II", Level.VILLAGE) == "kotabangun2"


def test_numbered_names_sort_as_people_count() -> None:
    keys = ["dusun10", "dusun2", "anjir", "dusun1", "2"]
    assert sorted(keys, key=rules.in_natural_order) == ["anjir", "dusun1", "dusun2", "dusun10", "2"]


codes = st.builds(
    lambda blocks, last: ".".join([*(f"{block:02}" for block in blocks), *last]),
    st.lists(st.integers(11, 99), min_size=1, max_size=3),
    st.just([]),
) | st.builds(
    lambda a, b, c, d: f"{a}.{b:02}.{c:02}.{d}",
    st.integers(11, 99),
    st.integers(1, 99),
    st.integers(1, 99),
    st.integers(1001, 3999),
)


@given(codes)
def test_a_code_and_its_row_number_say_the_same(code: str) -> None:
    assert rules.code_of(rules.row_number(code)) == code


@given(codes)
def test_an_area_lies_in_the_span_of_every_area_around_it(code: str) -> None:
    shaped = AreaCode(code)
    for around in ["", *shaped.path]:
        first, last = rules.span(around, shaped.level)
        assert first <= rules.row_number(code) <= last


def test_spans_of_neighbours_do_not_touch() -> None:
    assert rules.span("34.01", Level.VILLAGE) == (3401000000, 3401999999)
    assert rules.span("34", Level.REGENCY) == (3400, 3499)
    assert rules.span("", Level.VILLAGE) == (1000000000, 9999999999)


@pytest.mark.parametrize(
    ("code", "near", "shared"),
    [
        ("34.01.08.2005", "34.01", 2),
        ("34.01.08.2005", "34.01.08.2001", 3),
        ("34.01", "34.01", 2),
        ("33", "34", 0),
        ("34", "", 0),
    ],
)
def test_nearness_is_the_number_of_blocks_shared(code: str, near: str, shared: int) -> None:
    assert rules.shared_blocks(code, near) == shared


def test_words_are_read_as_a_name_with_places_on_either_side() -> None:
    assert rules.readings("bangun cipto Sentolo") == (
        Reading("bangunciptosentolo"),
        Reading("banguncipto", ("sentolo",)),
        Reading("bangun", ("cipto", "sentolo")),
        Reading("ciptosentolo", ("bangun",)),
        Reading("sentolo", ("bangun", "cipto")),
        Reading("", ("bangun", "cipto", "sentolo")),
    )


def test_after_a_comma_come_only_places_and_words_for_kinds_say_nothing() -> None:
    assert rules.readings("Hargotirto, Kapanewon Kokap, DIY") == (
        Reading("hargotirto", ("kokap", "yogyakarta")),
        Reading("", ("hargotirto", "kokap", "yogyakarta")),
    )


@given(st.text(max_size=300))
def test_any_text_has_few_readings_of_plain_letters(typed: str) -> None:
    ways = rules.readings(typed)
    assert len(ways) <= 2 * (2 * rules.MOST_WORDS) + 12
    for reading in ways:
        assert all(part.isascii() and part.isalnum() for part in (reading.name or "none", *reading.around))


HARGOTIRTO = Candidate(
    "34.01.08.2005", "Hargo Tirto", "hargotirto", ("kokap", "kulonprogo", "daerahistimewayogyakarta")
)


@pytest.mark.parametrize(
    ("typed", "rank"),
    [
        ("hargotirto", Rank.EXACT),
        ("hargotirto kokap", Rank.EXACT),
        ("hargo", Rank.PREFIX),
        ("tir", Rank.WORD),
        ("kokap", Rank.PLACE),
        ("kulon progo", Rank.PLACE),
        ("gotir", Rank.PIECE),
        ("progo", Rank.AROUND),
        ("hargotirto galur", None),
        ("sentolo", None),
    ],
)
def test_a_name_is_ranked_by_how_well_it_answers(typed: str, rank: Rank | None) -> None:
    assert rules.rank_of(HARGOTIRTO, rules.readings(typed)) == rank


def test_a_misspelt_name_is_liker_with_its_own_place_than_with_another() -> None:
    right = rules.likeness(HARGOTIRTO, rules.readings("hargotrito kokap"))
    assert right > 90
    assert rules.likeness(HARGOTIRTO, rules.readings("hargotrito kkap")) > rules.LIKE_ENOUGH
    assert rules.likeness(HARGOTIRTO, rules.readings("hargotrito wonosobo")) < right
    assert rules.likeness(HARGOTIRTO, rules.readings("sentolo")) == 0
