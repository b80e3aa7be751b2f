"""Kernel values: what can be said, what cannot, and that it comes back as it went."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from purnadaya.kernel.areas import AreaCode, Level, VillageCode
from purnadaya.kernel.clock import Clock, stopped_at
from purnadaya.kernel.dates import PartialDate, Precision
from purnadaya.kernel.ids import NewId, derived_id, new_id
from purnadaya.kernel.phones import Phone
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.kernel.rupiah import LARGEST, Rupiah
from purnadaya.kernel.spelling import folded, spelling_key
from purnadaya.kernel.texts import Name

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


class Sheet(BaseModel):
    """Every value type in one model, as commands use them."""

    id: NewId
    amount: Rupiah = Rupiah(0)
    area: AreaCode = AreaCode("34")
    village: VillageCode = VillageCode("34.01.08.2005")
    birth: PartialDate | None = None
    phone: Phone | None = None
    name: Name = "Sari"


@given(DAYS)
def test_a_day_is_written_and_read_back_the_same(day: date) -> None:
    assert PartialDate.parse(str(PartialDate.day(day))) == PartialDate.day(day)


@given(st.integers(1900, 2100), st.booleans())
def test_a_year_keeps_whether_it_was_known_or_guessed(year: int, guessed: bool) -> None:
    text = f"{year}{'~' if guessed else ''}"
    known = PartialDate.parse(text)
    assert str(known) == text
    assert known.precision is (Precision.ESTIMATE if guessed else Precision.YEAR)


@given(st.integers(0, 119), DAYS)
def test_a_guessed_age_is_the_age_it_was_guessed_from(age: int, on: date) -> None:
    if on.year - age >= 1900:
        assert PartialDate.of_age(age, on).age_on(on) == age


@given(DAYS, DAYS)
def test_an_age_grows_by_one_on_the_birthday_and_never_between(birth: date, today: date) -> None:
    known = PartialDate.day(birth)
    grown = known.age_on(today + timedelta(days=1)) - known.age_on(today)
    tomorrow = today + timedelta(days=1)
    is_birthday = (tomorrow.month, tomorrow.day) == (birth.month, birth.day)
    leapling = (birth.month, birth.day) == (2, 29) and (tomorrow.month, tomorrow.day) == (3, 1)
    assert grown in ({1} if is_birthday else {0, 1} if leapling else {0})


@pytest.mark.parametrize(
    "text", ["", "84", "1984-13-01", "1984-02-30", "1899", "1984?", "12-03-1984", "1984~~", "٣٤٥٦"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is pydantic's to wrap
        PartialDate.parse(text)


@pytest.mark.parametrize(("code", "level"), [("34", 1), ("34.01", 2), ("34.01.08", 3), ("34.01.08.2005", 4)])
def test_the_level_of_an_area_is_the_number_of_its_blocks(code: str, level: int) -> None:
    assert AreaCode(code).level is Level(level)
    assert len(AreaCode(code).path) == level


@pytest.mark.parametrize(
    "code", ["", "3", "3401", "34.1", "34.01.08.205", "34.01.08.2005.1", "34.01.", "ab", "34\n", "٣٤"]
)
def test_what_is_no_area_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="area code"):
        AreaCode(code)


def test_a_village_code_has_four_blocks_and_knows_its_parents() -> None:
    village = VillageCode("34.01.08.2005")
    assert village.parent == "34.01.08"
    assert AreaCode("34").parent is None
    assert village.within("34.01")
    assert not AreaCode("34.01.10").within("34.01.1")
    with pytest.raises(ValueError, match="four blocks"):
        VillageCode("34.01.08")


@given(st.integers(-LARGEST, LARGEST))
def test_rupiah_are_whole_and_read_as_people_write_them(amount: int) -> None:
    shown = str(Rupiah(amount))
    assert int(shown.replace("Rp", "").replace(".", "")) == amount


@pytest.mark.parametrize("amount", [1.5, "100", True, LARGEST + 1, None])
def test_what_is_not_whole_rupiah_is_refused(amount: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Rupiah(amount)
    with pytest.raises(ValidationError):
        Sheet(id=new_id(), amount=amount)


@pytest.mark.parametrize(
    "typed", ["081234567890", "0812-3456-7890", "+62 812 3456 7890", "62812 34567890", "(0812)34567890"]
)
def test_a_phone_number_is_one_number_however_it_is_typed(typed: str) -> None:
    assert Phone(typed) == "+6281234567890"


@pytest.mark.parametrize("typed", ["", "abc", "0812", "123456789012345678", "+62", "081234567890123456"])
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"value\.bad_phone"):
        Phone(typed)


def test_values_travel_as_json_and_come_back_the_same() -> None:
    sheet = Sheet(id=new_id(), amount=Rupiah(5000), birth=PartialDate.parse("1984~"), phone=Phone("081234567890"))
    again = Sheet.model_validate_json(sheet.model_dump_json())
    assert again == sheet
    assert type(again.amount) is Rupiah
    assert type(again.village) is VillageCode
    assert type(again.phone) is Phone


def test_ids_sort_by_when_they_were_made_and_derived_ones_follow_from_their_parts() -> None:
    made = [new_id() for _ in range(200)]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}
    assert derived_id(made[0], "a", 1) == derived_id(made[0], "a", 1) != derived_id(made[0], "a", 2)
    with pytest.raises(ValidationError):
        Sheet.model_validate({"id": "00000000-0000-0000-0000-000000000000"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soekinah", "Sukinah"), ("Djumirah", "Jumirah"), ("Tjitra", "Citra"), ("Sjamsiah", "Syamsiah"),
        ("Chotimah", "Khotimah"), ("Istiqommah", "istiqomah"), ("Nur'aini", "Nuraini"), ("ÉNDAH", "endah"),
    ],
)  # fmt: skip
def test_old_and_new_spellings_of_a_name_meet(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other)


@given(st.text(max_size=40))
def test_a_spelling_key_is_its_own_key_and_never_longer_than_twice_the_name(text: str) -> None:
    assert len(spelling_key(text)) <= len(folded(text)) + text.count("nj")
    assert set(spelling_key(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@pytest.mark.parametrize("name", ["", " ", "...", "123", "a" * 121, "Su\u200bti", "A\x07"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Sheet(id=new_id(), name=name)


def test_a_name_is_one_line_with_single_spaces() -> None:
    assert Sheet(id=new_id(), name="  Siti \n  Aminah ").name == "Siti Aminah"


def test_a_refusal_carries_every_problem_and_none_is_no_refusal() -> None:
    refuse_if_any([])
    with pytest.raises(Refused) as refused:
        refuse_if_any(iter([Problem("a.b", {"n": 1}, ("x",)), Problem("c.d")]))
    assert [problem.code for problem in refused.value.problems] == ["a.b", "c.d"]
    assert Problem.from_json(refused.value.problems[0].as_json()) == refused.value.problems[0]
    with pytest.raises(ValueError, match="reason"):
        Refused()


def test_a_clock_tells_the_day_of_the_organisation_not_of_the_machine() -> None:
    late = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
    clock = stopped_at(late)
    assert (clock.today("Asia/Jakarta"), clock.today("UTC")) == (date(2026, 3, 2), date(2026, 3, 1))
    assert Clock(lambda: late.astimezone(timezone(timedelta(hours=9)))).now() == late
    with pytest.raises(ValueError, match="zone"):
        stopped_at(datetime(2026, 3, 1))  # noqa: DTZ001 - that it lacks a zone is the point
