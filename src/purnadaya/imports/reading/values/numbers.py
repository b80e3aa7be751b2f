"""Numbers as people write them: NIK, phones, rupiah. What a spreadsheet has cut off is never made up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from purnadaya.imports.reading.cells import Cell, Reading, nothing, text_of
from purnadaya.kernel.nik import Nik
from purnadaya.kernel.phones import Phone
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.rupiah import LARGEST, Rupiah
from purnadaya.kernel.spelling import folded
from purnadaya.people.rules import Whose

_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?e\+?\d+", re.I)
_EXACT_DIGITS = 15
"""So many digits of a number a spreadsheet keeps; from there on it writes zeros."""
NIK_DIGITS = 16

_WHOSE = {
    word: whose
    for whose, words in {
        Whose.OWN: "sendiri pribadi ybs",
        Whose.FAMILY: "suami istri isteri anak ibu bapak ayah adik kakak menantu mertua keponakan cucu keluarga "
        "mak simbok "
        "orangtua ortu kel saudara sdr",
        Whose.NEIGHBOUR: "tetangga tetangganya teman ketua kader dukuh rt",
    }.items()
    for word in words.split()
}
_BETWEEN_PHONES = re.compile(r"\s*(?:[/;&,|]|\bdan\b|\batau\b)\s*")
_ONLY_DIGITS = re.compile(r"\(([\d\s+-]+)\)")
_PHONE_WORDS = re.compile(r"(?:no|hp|telp|tlp|tel|wa|whatsapp|telepon)[.:]*\s*", re.I)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)?")
SHORTEST_PHONE = 8
LONGEST_AMOUNT = 60

_MONEY_WORDS = re.compile(r"^(?:rp|idr)\.?\s*|(?:\s*,\s*-+|\s*\.\s*-+|,?=|\s*rupiah)$")
_TIMES = {"rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}
_SUM = re.compile(r"(\d[\d.,]*)\s*(rb|ribu|k|jt|juta)\.?")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]00)?")
_PLAIN = re.compile(r"\d+(?:[.,]00?)?")
_SHORT = re.compile(r"\d+(?:[.,]\d{1,2})?")


@dataclass(frozen=True)
class PhoneRead:
    """A phone number, whose it is if that was written beside it, and further numbers of the same cell."""

    phone: Phone
    whose: Whose | None = None
    others: tuple[Phone, ...] = ()


def read_nik(cell: Cell) -> Reading[Nik]:
    """A NIK, as text or as number. A number of 16 digits that ends in 0 has lost its last digit: Excel keeps 15."""
    if nothing(cell):
        return Reading()
    text = text_of(cell).strip("'’`\" ")
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        return Reading(problem=Problem("imports.nik_digits_lost", {"text": text[:40]}))
    digits = re.sub(r"[^0-9]", "", text)
    if not isinstance(cell, str) and len(digits) >= NIK_DIGITS and digits.endswith("0" * (len(digits) - _EXACT_DIGITS)):
        return Reading(problem=Problem("imports.nik_digits_lost", {"text": text[:40]}))
    if re.search(r"[^\W\d_]", text) or len(digits) != NIK_DIGITS:
        return Reading(problem=Problem("imports.nik_length", {"digits": len(digits)}))
    try:
        return Reading(Nik(digits))
    except ValueError as fault:
        return Reading(problem=_kernel_problem(fault))


def read_phone(cell: Cell) -> Reading[PhoneRead]:
    """A phone number without its 0 or with +62, with whose it is in brackets, or several with a line between."""
    if nothing(cell):
        return Reading()
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else text_of(cell).strip("'’` ")
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        return Reading(problem=Problem("imports.phone_digits_lost", {"text": text[:40]}))
    text = _ONLY_DIGITS.sub(r"\1", text)
    whose, unread = _whose(text)
    numbers = [piece for piece in _BETWEEN_PHONES.split(_IN_BRACKETS.sub(" / ", text)) if re.search(r"\d", piece)]
    phones = [_phone(piece) for piece in numbers]
    good = [phone for phone in phones if phone is not None]
    if not good or phones[0] is None:
        return Reading(problem=Problem("imports.bad_phone", {"text": text[:60]}))
    notes = [Problem("imports.phone_remark", {"text": unread[:60]})] if unread else []
    notes += [Problem("imports.more_phones", {"count": len(phones) - 1})] if len(phones) > 1 else []
    return Reading(PhoneRead(good[0], whose, tuple(good[1:])), notes=tuple(notes))


def read_money(cell: Cell) -> Reading[Rupiah]:
    """Whole rupiah: ``Rp 20.000,-``, ``20 rb``, ``1,5 jt``, ``1 jt 500 rb``, a number. No parts of one."""
    if nothing(cell) or isinstance(cell, bool):
        return Reading() if nothing(cell) else _bad_money(cell)
    if isinstance(cell, int | float):
        return _whole(Decimal(str(cell)), cell)
    text = text_of(cell).casefold()
    if len(text) > LONGEST_AMOUNT:
        return _bad_money(cell)
    negative = text.startswith("-") or (text.startswith("(") and text.endswith(")"))
    text = text.strip("()").removeprefix("-").strip()
    while (shorter := _MONEY_WORDS.sub("", text).strip()) != text:
        text = shorter
    amount = _amount(text)
    return _bad_money(cell) if amount is None else _whole(-amount if negative else amount, cell)


def _kernel_problem(fault: ValueError) -> Problem:
    """The kernel's own problem for a NIK that cannot be: its birth date does not exist, or its last part is 0000."""
    if str(fault) == "value.nik_impossible_date":
        return Problem("imports.nik_no_such_day")
    return Problem("imports.nik_no_serial")


def _whose(text: str) -> tuple[Whose | None, str]:
    """Whose the phone is, by a word in brackets or after the number; and a remark that says something else."""
    bracketed = " ".join(_IN_BRACKETS.findall(text))
    loose = re.sub(r"[^A-Za-zÀ-ɏ ]+", " ", _PHONE_WORDS.sub(" ", _IN_BRACKETS.sub(" ", text)))
    words = [word for word in folded(f"{bracketed} {loose}").split() if word not in ("dan", "atau")]
    found = next((_WHOSE[word] for word in words if word in _WHOSE), None)
    remark = " ".join(word for word in words if word not in _WHOSE and word not in ("hp", "wa", "no", "nya"))
    return found, "" if remark in ("hp", "wa") else remark


def _phone(piece: str) -> Phone | None:
    digits = re.sub(r"[^\d+]", "", piece.strip().replace("(", "").replace(")", ""))
    bare = digits.lstrip("+")
    if "+" in digits.lstrip("+") or len(bare) < SHORTEST_PHONE:
        return None
    for typed in (digits, f"+{bare}") if bare.startswith("62") else (digits,):
        try:
            return Phone(_with_country(typed))
        except ValueError:
            continue
    return None


def _with_country(digits: str) -> str:
    """With its +62: a number whose 0 was cut off begins with the 8 of a mobile phone."""
    if digits.startswith("+62"):
        return "+62" + digits[3:].lstrip("0")
    if digits.startswith("62"):
        return f"+62{digits[2:].lstrip('0')}"
    return f"0{digits}" if digits.startswith("8") else digits


def _amount(text: str) -> Decimal | None:
    pieces = _SUM.findall(text)
    if pieces and not _SUM.sub("", text).strip():
        parts = [_short(number) for number, _word in pieces]
        sizes = [_TIMES[word] for _number, word in pieces]
        falling = all(one > other for one, other in pairwise(sizes))
        if not falling or None in parts:
            return None
        return sum((part * size for part, size in zip(parts, sizes, strict=True) if part is not None), Decimal(0))
    text = text.replace(" ", "")
    if _GROUPED.fullmatch(text):
        return Decimal(re.sub(r"\D", "", re.sub(r"[.,]00$", "", text)))
    return Decimal(re.split(r"[.,]", text)[0]) if _PLAIN.fullmatch(text) else None


def _short(number: str) -> Decimal | None:
    """A number before ``rb`` or ``jt``: its comma or point divides, since nobody writes thousands of thousands."""
    return Decimal(number.replace(",", ".")) if _SHORT.fullmatch(number.rstrip(".,")) else None


def _whole(amount: Decimal, cell: Cell) -> Reading[Rupiah]:
    if not amount.is_finite() or amount != amount.to_integral_value() or abs(amount) > LARGEST:
        return _bad_money(cell)
    return Reading(Rupiah(int(amount)))


def _bad_money(cell: Cell) -> Reading[Rupiah]:
    return Reading(problem=Problem("imports.bad_money", {"text": text_of(cell)[:60]}))
