"""NIK, phones and money are read, and what a spreadsheet has cut off is never made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from purnadaya.imports.reading import Cell
from purnadaya.imports.reading.values.numbers import read_money, read_nik, read_phone
from purnadaya.kernel.nik import Nik
from purnadaya.kernel.rupiah import Rupiah
from purnadaya.people.rules import Whose
from tests.imports.saying import said


@pytest.mark.parametrize(
    "cell", ["3401085412726234", "'3401085412726234", 3401085412726234, "34.01.08.541272.6234", "3401 0854 1272 6234"]
)
def test_a_nik_is_read_as_text_and_as_number(cell: Cell) -> None:
    assert read_nik(cell).value == "3401085412726234"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("3.40112E+15", "imports.nik_digits_lost"),
        ("3,40112e15", "imports.nik_digits_lost"),
        (3401120000000000, "imports.nik_digits_lost"),
        (3401084210953620, "imports.nik_digits_lost"),
        (34010842109536200, "imports.nik_digits_lost"),
        ("340108610764154", "imports.nik_length"),
        ("34010861076415400", "imports.nik_length"),
        ("O401085412726234", "imports.nik_length"),
        ("3401083102726234", "imports.nik_no_such_day"),
        ("3401085412720000", "imports.nik_no_serial"),
    ],
)
def test_a_nik_that_lost_digits_or_cannot_be_is_never_completed(cell: Cell, code: str) -> None:
    assert (read_nik(cell).value, said(read_nik(cell))) == (None, (code, []))


@settings(deadline=None)
@given(st.one_of(st.integers(), st.floats(allow_nan=False), st.text(), st.from_regex(r"\A[0-9 .'E+]{10,20}\Z")))
def test_a_nik_that_is_read_has_only_digits_that_stood_there(cell: Cell) -> None:
    found = read_nik(cell).value
    assert found is None or (isinstance(found, Nik) and found in "".join(filter(str.isdigit, str(cell))))


@pytest.mark.parametrize(
    ("cell", "phone", "whose", "others"),
    [
        ("0824356777758 (suami)", "+62824356777758", Whose.FAMILY, 0),
        (879386376989, "+62879386376989", None, 0),
        ("+62 879-1058-48384", "+62879105848384", None, 0),
        ("62891479118510", "+62891479118510", None, 0),
        ("0812 3456 7890 / 0813-1234-5678", "+6281234567890", None, 1),
        ("WA 081234567890", "+6281234567890", None, 0),
        ("081234567890 (anak) 081345678901", "+6281234567890", Whose.FAMILY, 1),
        ("0274 123456", "+62274123456", None, 0),
        ("081234567890 tetangga", "+6281234567890", Whose.NEIGHBOUR, 0),
        (81234567890.0, "+6281234567890", None, 0),
        ("'081234567890", "+6281234567890", None, 0),
        ("(0274) 773123", "+62274773123", None, 0),
    ],
)
def test_a_phone_is_read_with_whose_it_is(cell: Cell, phone: str, whose: Whose | None, others: int) -> None:
    found = read_phone(cell).value
    assert found is not None
    assert (found.phone, found.whose, len(found.others)) == (phone, whose, others)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("0812", "imports.bad_phone"), ("8,12346E+11", "imports.phone_digits_lost"), ("hilang", "imports.bad_phone")],
)
def test_what_is_no_phone_is_refused(cell: Cell, code: str) -> None:
    assert said(read_phone(cell)) == (code, [])


@pytest.mark.parametrize(
    ("cell", "rupiah"),
    [
        ("Rp 20.000,-", 20_000),
        ("Rp. 20.000,00", 20_000),
        ("20 rb", 20_000),
        ("20rb", 20_000),
        ("2,5 rb", 2_500),
        ("1,5 jt", 1_500_000),
        ("1 jt 500 rb", 1_500_000),
        ("20,000", 20_000),
        ("20.000.-", 20_000),
        ("20 ribu rupiah", 20_000),
        (20000, 20_000),
        (20000.0, 20_000),
        ("-5.000", -5_000),
        ("(5.000)", -5_000),
        ("1.250.000", 1_250_000),
        ("0", 0),
    ],
)
def test_money_is_read_in_whole_rupiah(cell: Cell, rupiah: int) -> None:
    assert read_money(cell).value == rupiah


@pytest.mark.parametrize(
    "cell", [20000.5, "1,5", "1.500 rb", "500 rb 1 jt", "20.000,50", "lunas", "Rp", True, 1e300, float("inf")]
)
def test_what_is_no_whole_rupiah_is_refused(cell: Cell) -> None:
    reading = read_money(cell)
    assert (reading.value, said(reading)) == (None, ("imports.bad_money", [])) or cell == "Rp"


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12))
def test_every_amount_is_read_as_we_write_it(amount: int) -> None:
    assert (read_money(str(Rupiah(amount))).value, read_money(amount).value) == (amount, amount)
