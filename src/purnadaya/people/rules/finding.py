"""How somebody is looked for: what was typed, and what a list is narrowed by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from purnadaya.kernel.nik import Nik
from purnadaya.kernel.phones import Phone


class Standing(StrEnum):
    """Whether she is among those we accompany."""

    WITH_US = "with"
    LEFT = "left"


class Abroad(StrEnum):
    """Where her last work abroad has left her."""

    THERE = "there"
    BACK = "back"


class Due(StrEnum):
    """What somebody should do about her."""

    CONTACT = "contact"
    CONSENT = "consent"


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed by; what is empty narrows nothing. ``area`` is the code of a place of any width."""

    text: str = ""
    background: str = ""
    area: str = ""
    hamlet: str = ""
    standing: Standing | None = None
    abroad: Abroad | None = None
    due: Due | None = None
    mine: bool = False


_NUMBER = re.compile(r"\+?[\d\s.()\-]+", re.ASCII)
FEWEST_DIGITS = 8


def is_number(typed: str) -> bool:
    """Whether a number was typed and no name: it belongs in no address and no list of names."""
    return bool(_NUMBER.fullmatch(typed.strip())) and sum(sign.isdigit() for sign in typed) >= FEWEST_DIGITS


def number_in(typed: str) -> tuple[str, str] | None:
    """The sealed field a typed number is one of, and its value; None for what is neither NIK nor phone number."""
    readings: tuple[tuple[str, type[str]], ...] = (("nik", Nik), ("phone", Phone))
    for field, reading in readings:
        try:
            return field, reading(typed.strip())
        except ValueError:
            continue
    return None


SHORTEST_MISTAKEN = 4
"""Letters from which a word may hold a slip; shorter ones mean too many names."""
LONG = 6
"""Letters from which it may hold two."""


def ends_of(word: str) -> tuple[str, str]:
    """A beginning and an end of a word of which one slip (a letter wrong, missing, too many, or two swapped) leaves
    at least one whole."""
    half = len(word) // 2
    return word[:half], word[half + 1 :]


def allowed_slips(word: str) -> int:
    """How many slips a typed word may hold."""
    return 0 if len(word) < SHORTEST_MISTAKEN else 1 if len(word) < LONG else 2


def slips_between(typed: str, word: str) -> int | None:
    """How many slips lie between a typed word and one of a name; None when it is another word."""
    allowed = allowed_slips(typed)
    slips = OSA.distance(typed, word, score_cutoff=allowed)
    return slips if slips <= allowed else None


def slips_in(typed: Sequence[str], key: str) -> int | None:
    """How many slips lie between typed words and the nearest words of a name's key; None when it is another name."""
    total = 0
    for word in typed:
        near = [slips for other in key.split() if (slips := slips_between(word, other)) is not None]
        if not near:
            return None
        total += min(near)
    return total
