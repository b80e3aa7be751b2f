"""Evidence that two entries are one person: each agreement counts as much as it is rare."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.spelling import loose_key, person_key
from purnadaya.people.rules.likeness import (
    Band,
    Crowd,
    Known,
    Likeness,
    Reason,
    block_keys,
    fingerprint,
    likeness,
    sought_keys,
)

VILLAGE, NEIGHBOUR, FAR = "34.01.08.2005", "34.01.08.2004", "34.04.10.2001"
COMMON = {"sri": 5_000, "siti": 6_000, "muhamad": 4_000, "tumini": 300, "lestari": 400}


def crowd(people: int = 100_000) -> Crowd:
    return Crowd(people, {loose_key(word): n for word, n in COMMON.items()}, 500)


def known(
    name: str = "Sri Lestari", birth: str = "1984-03-12", village: str = VILLAGE, nickname: str = "", **indexes: str
) -> Known:
    sealed = {field: frozenset({index}) for field, index in indexes.items()}
    return Known(name, nickname, PartialDate.parse(birth) if birth else None, village, **sealed)


def of(one: Known, other: Known, **more: Any) -> Likeness:
    return likeness(one, other, crowd(**more))


@pytest.mark.parametrize(
    "twin",
    [
        known("Srie Lestarie"), known("Hj. Sri Lestari, S.Pd."), known(birth="1984"), known(village=NEIGHBOUR),
        known(village=FAR), known("Sri Lestari binti Karto"), known("Lestari Sri"), known("Sri Lestarri", birth="1984"),
        known("Sri Lestari alias Tari"), known("Sri"), known("Sri Lastari"),
    ],
)  # fmt: skip
def test_the_same_person_written_down_otherwise_is_noticed(twin: Known) -> None:
    assert of(twin, known()).band is not Band.NO
    assert of(known(), twin).band is not Band.NO


@pytest.mark.parametrize(
    "other",
    [
        known("Painem Wahyuni"), known(birth="1961-07-05"), known(birth="1990"), known("Siti Aminah"),
        known("Sri Lestari", birth="", village=FAR), known("Painem"), known("Sri Wahyuni", birth="1984"),
    ],
)  # fmt: skip
def test_somebody_else_is_not_taken_for_her(other: Known) -> None:
    assert of(other, known()).band is Band.NO


def test_a_rare_name_says_more_than_a_common_one() -> None:
    common = of(known("Sri"), known("Sri"))
    rare = of(known("Zulaikhah"), known("Zulaikhah"))
    assert rare.bits > common.bits + 3


def test_the_more_people_the_less_the_same_name_says() -> None:
    few = likeness(known("Tumini", "1984"), known("Tumini", "1984"), Crowd(50, {"tumini": 1}, 25))
    many = likeness(known("Tumini", "1984"), known("Tumini", "1984"), Crowd(100_000, {"tumini": 2_000}, 50_000))
    assert few.bits > many.bits


@pytest.mark.parametrize(
    ("mine", "hers", "reason"),
    [
        ("1984-03-12", "1984-03-12", Reason.SAME_BIRTH),
        ("1984-03-12", "1984-12-03", Reason.BIRTH_NEAR),
        ("1984-03-12", "1985-03-12", Reason.BIRTH_NEAR),
        ("1984-03-12", "1984-03-21", Reason.BIRTH_NEAR),
        ("1984-03-12", "1971-11-30", Reason.OTHER_BIRTH),
        ("1984-03-12", "1984", Reason.SAME_BIRTH_YEAR),
        ("1984-12-31", "1984-12-31", Reason.SAME_BIRTH_YEAR),
        ("1984", "1985", Reason.BIRTH_NEAR),
        ("1984", "1987", Reason.OTHER_BIRTH),
        ("1984~", "1988", Reason.BIRTH_NEAR),
        ("1984~", "1990~", Reason.OTHER_BIRTH),
    ],
)
def test_births_are_compared_as_well_as_they_are_known(mine: str, hers: str, reason: Reason) -> None:
    for one, other in ((mine, hers), (hers, mine)):
        assert reason in of(known(birth=one), known(birth=other)).reasons


def test_the_reasons_say_what_agrees_and_what_does_not() -> None:
    found = of(known("Bu Sri Lestari", nik="a", phone="p"), known(village=FAR, nik="b", phone="p"))
    assert found.reasons == (
        Reason.OTHER_NIK, Reason.SAME_PHONE, Reason.SAME_NAME, Reason.SAME_BIRTH, Reason.OTHER_VILLAGE,
    )  # fmt: skip
    assert Reason.NAME_ALIKE in of(known("Srie Lestarri"), known("Sri Lastari")).reasons
    assert Reason.NAME_IN_PART in of(known("Sri"), known()).reasons


def test_the_same_nik_weighs_more_than_another_name_and_the_same_phone_does_not() -> None:
    other = known("Painem", birth="1984", village=FAR)
    assert of(known(nik="x"), replace(other, nik=frozenset({"x"}))).band is not Band.NO
    assert of(known(phone="x"), replace(other, phone=frozenset({"x"}))).band is Band.NO
    assert Reason.SAME_NIK not in of(known(), other).reasons


def test_a_nickname_that_is_part_of_her_name_speaks_for_her() -> None:
    plain = of(known("Sri"), known())
    assert of(known("Sri", nickname="Lestari"), known()).bits > plain.bits
    assert Reason.SAME_NICKNAME in of(known("Sri", nickname="Tari"), known(nickname="Tari")).reasons


NAMES = st.text(alphabet="abdeghijklmnoprstuwy .,'", max_size=30)


@given(NAMES, NAMES)
def test_any_two_names_can_be_compared_either_way(one: str, other: str) -> None:
    there, back = of(known(one), known(other)), of(known(other), known(one))
    assert there.bits == pytest.approx(back.bits)
    assert Reason.SAME_NAME not in there.reasons or sorted(person_key(one).split()) == sorted(person_key(other).split())


@given(NAMES)
def test_whoever_is_filed_is_found_under_her_own_year_or_village(name: str) -> None:
    her = known(f"sari {name}")
    assert block_keys(her) & sought_keys(her)
    assert block_keys(her) & sought_keys(replace(her, village=FAR))
    assert block_keys(her) & sought_keys(replace(her, birth=None))


def test_keys_are_other_ones_in_every_organisation() -> None:
    one, other = uuid4(), uuid4()
    assert fingerprint(one, "w|sri") == fingerprint(one, "w|sri") != fingerprint(other, "w|sri")
    assert -(2**63) <= fingerprint(one, "w|sri") < 2**63
