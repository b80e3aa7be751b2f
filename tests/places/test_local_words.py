"""What things are called where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.places.rules import Typology
from purnadaya.places.shipped import rows_of
from purnadaya.places.words import TYPOLOGY_WORDS, local_word, terms, typology_of

HARGOTIRTO, WATES, SLEMAN, KRICAK, BRAGA, TRAYU = (
    "34.01.08.2005", "34.01.02.1008", "34.04.12.2004", "34.71.01.1001", "32.73.19.1001", "33.24.05.2012",
)  # fmt: skip

blocks = st.tuples(st.integers(11, 99), st.integers(1, 99), st.integers(1, 99), st.integers(1, 999))
villages = blocks.map(lambda b: f"{b[0]}.{b[1]:02}.{b[2]:02}.2{b[3]:03}")
kelurahans = blocks.map(lambda b: f"{b[0]}.{b[1]:02}.{b[2]:02}.1{b[3]:03}")


@pytest.mark.parametrize(
    ("term", "kulon_progo", "sleman", "kelurahan_wates", "kota", "elsewhere"),
    [
        ("village", "kalurahan", "kalurahan", "kelurahan", "kelurahan", "desa"),
        ("village_head", "lurah", "lurah", "lurah", "lurah", "kepala desa"),
        ("village_secretary", "carik", "carik", "sekretaris kelurahan", "sekretaris kelurahan", "sekretaris desa"),
        ("village_council", "BPKal", "Bamuskal", "", "", "BPD"),
        ("village_regulation", "Perkal", "Perkal", "", "", "Perdes"),
        ("village_budget", "APBKal", "APBKal", "", "", "APBDes"),
        ("village_planning_meeting", "Musrenbangkal", "Musrenbangkal", "Musrenbang kelurahan", "Musrenbang kelurahan",
         "Musrenbangdes"),
        ("district", "kapanewon", "kapanewon", "kapanewon", "kemantren", "kecamatan"),
        ("district_head", "panewu", "panewu", "panewu", "mantri pamong praja", "camat"),
        ("hamlet", "padukuhan", "padukuhan", "padukuhan", "kampung", "dusun"),
        ("hamlet_head", "dukuh", "dukuh", "dukuh", "ketua kampung", "kepala dusun"),
        ("official_government", "jagabaya", "jagabaya", "", "", "kasi pemerintahan"),
    ],
)  # fmt: skip
def test_each_place_has_its_own_words(
    term: str, kulon_progo: str, sleman: str, kelurahan_wates: str, kota: str, elsewhere: str
) -> None:
    said = [local_word(term, code) for code in (HARGOTIRTO, SLEMAN, WATES, KRICAK, TRAYU)]
    assert said == [kulon_progo, sleman, kelurahan_wates, kota, elsewhere]


def test_a_kelurahan_outside_yogyakarta_lies_in_a_kecamatan() -> None:
    assert local_word("village", BRAGA) == "kelurahan"
    assert local_word("district", BRAGA) == "kecamatan"


@pytest.mark.parametrize(
    ("code", "village"),
    [
        ("34", "kalurahan"),
        ("34.01", "kalurahan"),
        ("34.01.08", "kalurahan"),
        ("34.71", "kelurahan"),
        ("33", "desa"),
        ("", "desa"),
    ],
)
def test_wider_areas_have_words_too(code: str, village: str) -> None:
    assert local_word("village", code) == village


def test_a_code_that_only_begins_alike_is_another_place() -> None:
    assert local_word("village", "3") == local_word("village", "341") == "desa"


@given(villages.filter(lambda code: not code.startswith("34.71.")))
def test_every_term_has_a_word_in_every_desa_and_kalurahan(code: str) -> None:
    assert all(local_word(term, code) for term in terms())


@given(villages)
def test_a_desa_is_called_so_exactly_outside_yogyakarta(code: str) -> None:
    assert (local_word("village", code) == "desa") is not code.startswith("34.")
    assert (local_word("village_head", code) == "lurah") is code.startswith("34.")


@given(kelurahans)
def test_a_kelurahan_is_one_everywhere_and_has_a_lurah_but_no_council(code: str) -> None:
    assert local_word("village", code) == "kelurahan"
    assert local_word("village_head", code) == "lurah"
    assert local_word("village_council", code) == local_word("village_regulation", code) == ""


@given(st.text(max_size=20))
def test_any_code_at_all_gets_a_word(code: str) -> None:
    assert local_word("district", code)


def test_a_term_nobody_knows_is_an_error_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        local_word("sheriff", HARGOTIRTO)


def test_every_word_says_where_it_is_from_and_since_when_and_none_stands_twice() -> None:
    rows = rows_of("local_words.csv")
    assert all(row["source"] and row["valid_from"] for row in rows)
    keys = [(row["term"], row["prefix"], row["block"], row["valid_from"]) for row in rows]
    assert len(keys) == len(set(keys))
    for term in terms():
        assert local_word(term, ""), term


@pytest.mark.parametrize(
    ("code", "typology"),
    [
        (HARGOTIRTO, Typology.MOUNTAIN),
        ("34.01.08", Typology.MOUNTAIN),
        ("34.01.04.2001", Typology.COAST),
        ("34.01.06.2007", Typology.TOWN_EDGE),
        (WATES, None),
        ("34.01", None),
        ("", None),
    ],
)
def test_the_land_of_the_programme_is_known(code: str, typology: Typology | None) -> None:
    assert typology_of(code) == typology


def test_every_kind_of_land_has_a_word() -> None:
    assert TYPOLOGY_WORDS.keys() == set(Typology)
