"""Spellings of one person's name meet under one key, and different names do not."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from purnadaya.kernel.spelling import ReadName, alike, folded, loose_key, person_key, piece_keys, read_name, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soekinah", "Sukinah"), ("Djoko Soesilo", "Joko Susilo"), ("Tjipto", "Cipto"), ("Moeljani", "Mulyani"),
        ("Soejono", "Suyono"), ("Soedjono", "Sujono"), ("Widjaja", "Wijaya"), ("Soenjoto", "Sunyoto"),
        ("Pudjijanto", "Pujiyanto"), ("Soerjadi", "Suryadi"), ("Sjahrir", "Syahrir"), ("Sjarif", "Sarif"),
        ("Chotimah", "Khotimah"), ("Khotimah", "Hotimah"), ("Achmad", "Ahmad"), ("Christina", "Kristina"),
        ("Sumarrni", "Sumarni"), ("Annisa", "Anisa"), ("Komariyah", "Komariah"), ("Qomariyah", "Komariah"),
        ("Mujiyem", "Mujiem"), ("Sholihah", "Solihah"), ("Fathimah", "Fatimah"), ("Dhian", "Dian"), ("Nofi", "Novi"),
        ("Utsman", "Usman"), ("Hendry", "Hendri"), ("Soetie", "Suti"), ("Noer Aini", "Nur Aini"),
        ("Moh. Yusuf", "Muhammad Yusuf"), ("Moch Yusuf", "Mohammad Yusuf"), ("Muh. Yusuf", "Mochamad Yusuf"),
        ("Mohd Yusuf", "Muhamad Yusuf"), ("Mohammed Yusuf", "Muhammed Yusuf"),
        ("Hj. Sumarni", "Sumarni"), ("Bu Hj Sumarni, S.Pd.", "Sumarni"), ("Sumarni, SPd, MM", "Sumarni"),
        ("Drs. H. Slamet, M.Si.", "Slamet"), ("KH. Ahmad", "Ahmad"), ("Sumarni S.Pd", "Sumarni"),
        ("Sumarni S. Pd.", "Sumarni S. Pd."), ("Rr. Endah", "Endah"), ("SITI  aminah", "Siti Aminah"),
        ("Suminah binti Karto", "Suminah Karto"), ("Tumini alias Nem", "Tumini Nem"), ("Sa'adah", "Saadah"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joko", "Yoko"), ("Yani", "Jani"), ("Wijaya", "Wiyaya"), ("Panji", "Panyi"), ("Anjani", "Anyani"),
        ("Sumini", "Suminah"), ("Suparmi", "Suparni"), ("Ani", "Eni"), ("Sri", "Siri"), ("Wagiyem", "Wagimin"),
        ("Mudjiono", "Muyiono"), ("Cahya", "Kahya"), ("Muhayat", "Muhammad"), ("Mohini", "Muhammad"),
    ],
)  # fmt: skip
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)


@pytest.mark.parametrize("name", ["Haji", "Bu", "Mas", "H.", "Raden", "Alias", "Binti", "Ma", "Sh", "St", "Gr"])
def test_a_word_that_may_be_a_title_is_a_name_when_it_is_all_there_is(name: str) -> None:
    assert person_key(name)


def test_short_names_are_no_degrees_without_a_dot_or_a_comma() -> None:
    assert person_key("Sari Ma") == "sari ma"
    assert person_key("Sari, M.A.") == person_key("Sari, MA") == "sari"


def test_a_name_is_taken_apart_into_own_words_parent_and_other_names() -> None:
    assert read_name("Hj. Tumini Astuti binti H. Karto alias Mbok Nem als Tum, S.Pd.") == ReadName(
        ("tumini", "astuti"), ("karto",), (("mbok", "nem"), ("tum",))
    )
    assert read_name("  ") == read_name("...") == ReadName(())


NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzAEOJ .,'-éü", max_size=40)


@given(NAMES | st.text(max_size=40))
@example("bt")
@example("alias")
def test_a_key_is_its_own_key_and_plain_letters(name: str) -> None:
    words = read_name(name).words
    for word in words:
        assert read_name(f"zz {word}").words[-1:] in ((word,), ("z",))
    assert set(" ".join(words)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert bool(words) == bool(folded(name))


@given(NAMES)
def test_case_and_spaces_make_no_difference(name: str) -> None:
    assert person_key(f"  {name.upper()}  ") == person_key(name.upper()) == person_key(name.lower())


@given(st.sampled_from(["Suminah", "Sri Lestari", "Joko Widodo"]), st.sampled_from(["Hj.", "Bu", "Drs. H.", "Raden"]))
def test_titles_in_front_make_no_difference(name: str, title: str) -> None:
    assert person_key(f"{title} {name}") == person_key(name)


def test_a_piece_may_be_short_for_muhammad_or_begin_another_name() -> None:
    assert piece_keys("Bu muh") == (("muhamad", "muh"),)
    assert piece_keys("Moeljani binti Karto") == (("mulyani",), ("karto",))
    assert piece_keys("...") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Yusuf", "Jusuf"), ("Suryadi", "Surjadi"), ("Zainab", "Sainab"), ("Aminah", "Amina"), ("Arif", "Arip")],
)
def test_a_loose_key_lets_go_of_what_is_often_misheard(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)
    assert loose_key(person_key(one)) == loose_key(person_key(other))


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("Soelasmiati", "Sulasmiyati", True), ("Hj. Sulasmi", "Sulasmi Hartini", True), ("Sulasmi", "Hartini", False),
        ("Siti Aminah", "Siti Hartini", False), ("李", "李", True), ("李", "王", False), ("", "Sulasmi", False),
    ],
)  # fmt: skip
def test_names_are_alike_when_the_shorter_is_part_of_the_longer(one: str, other: str, may_be: bool) -> None:
    assert alike(one, other) is alike(other, one) is may_be


def test_a_skeleton_is_the_same_for_other_vowels_and_short() -> None:
    assert skeleton("sulastri") == skeleton("solastri") == "slstr"
    assert [skeleton(key) for key in ("mulyani", "muljani", "a", "", "kristiningrum")] == [
        "mln",
        "mln",
        "a",
        "",
        "krstng",
    ]
