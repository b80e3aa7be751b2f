"""Pure decisions about places: under which key names meet, how typed words are read, what fits best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from itertools import chain

from rapidfuzz import fuzz

from purnadaya.kernel.areas import AreaCode, Level
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.spelling import folded, spelling_key

LONGEST_KEY = 240
LONGEST_TYPED = 80
MOST_WORDS = 6
LIKE_ENOUGH = 68.0
"""How alike (0–100) a name must be to a misspelt one to be shown at all."""
NEARNESS_WORTH = 3.0
"""What one more block of code shared with home is worth, in points of likeness."""

_DIGITS = {Level.PROVINCE: 2, Level.REGENCY: 4, Level.DISTRICT: 6, Level.VILLAGE: 10}
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_WORTH = {"i": 1, "v": 5, "x": 10}
_REGENCY_KIND = re.compile(r"(Kabupaten|Kota) (?:Adm(?:inistrasi|\.) )?")
_HAMLET_KINDS = frozenset({"dusun", "dsn", "padukuhan", "pedukuhan"})
_KIND_WORDS = frozenset(
    "desa kel kelurahan kalurahan kec kecamatan kapanewon kemantren kab kabupaten kota prov provinsi".split()
)
_SHORT_FOR = {
    "diy": "yogyakarta", "jogja": "yogyakarta", "jogjakarta": "yogyakarta", "yogya": "yogyakarta",
    "jabar": "jawa barat", "jateng": "jawa tengah", "jatim": "jawa timur",
    "ntb": "nusa tenggara barat", "ntt": "nusa tenggara timur",
}  # fmt: skip


class Typology(StrEnum):
    """What kind of land the programme meets there."""

    MOUNTAIN = "mountain"
    COAST = "coast"
    TOWN_EDGE = "town_edge"


class Rank(IntEnum):
    """How well an area answers what was typed; smaller is better.

    The typed words are its name, begin it, begin a later word of it; name a place it lies in; are a piece of
    its name; are each a piece of the names of places it lies in; only look like it.
    """

    EXACT = 0
    PREFIX = 1
    WORD = 2
    PLACE = 3
    PIECE = 4
    AROUND = 5
    ALIKE = 6


@dataclass(frozen=True)
class Reading:
    """One way to take typed words: some are the name (a key, maybe empty), the others places around it."""

    name: str
    around: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """An area that may be meant, with the keys of the areas it lies in."""

    code: str
    name: str
    key: str
    around: tuple[str, ...]


# --- keys ------------------------------------------------------------------------------------


def place_key(name: str) -> str:
    """The key under which spellings of one place meet, written in one word or several.

    Roman numbers are read as numbers and repeated digits kept: ``Wek II``, ``Wek 02`` and ``wek2`` meet,
    ``Dusun 1`` and ``Dusun 11`` do not. A name without any Latin letter is its own key.
    """
    joined = "".join(_number(word) for word in folded(name).split())
    key = re.sub(r"\D+", lambda letters: spelling_key(letters[0]), joined) or " ".join(name.casefold().split())
    return key[:LONGEST_KEY]


def area_key(name: str, level: int) -> str:
    """The key of an area: a regency is found without the word Kabupaten or Kota."""
    return place_key(_REGENCY_KIND.sub("", name, count=1) if level == Level.REGENCY else name)


def hamlet_key(name: str) -> str:
    """The key of a hamlet: ``Dusun Soropati`` and ``Soropati`` are one."""
    kind, _, rest = name.partition(" ")
    return place_key(rest if rest and folded(kind) in _HAMLET_KINDS else name)


def in_natural_order(key: str) -> list[tuple[int, str]]:
    """What to sort keys by, so that ``dusun2`` comes before ``dusun10``."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.findall(r"\d{1,9}|\D+", key)]


def _number(word: str) -> str:
    if not _ROMAN.fullmatch(word):
        return word.lstrip("0") or "0" if word.isdecimal() else word
    worth = [_ROMAN_WORTH[letter] for letter in word]
    return str(sum(-now if now < after else now for now, after in zip(worth, [*worth[1:], 0], strict=True)))


# --- codes as numbers ------------------------------------------------------------------------


def row_number(code: str) -> int:
    """The code without its dots: the row under which an area lies in the search table."""
    return int(code.replace(".", ""))


def code_of(row: int) -> str:
    """The code whose ``row_number`` this is."""
    digits = str(row)
    blocks = [digits[:2], digits[2:4], digits[4:6], digits[6:]]
    return ".".join(block for block in blocks if block)


def span(code: str, level: Level) -> tuple[int, int]:
    """First and last row number that areas of ``level`` inside ``code`` can have; all of them for no code."""
    digits, wanted = code.replace(".", ""), _DIGITS[level]
    first = int(digits.ljust(wanted, "0")) if digits else 10 ** (wanted - 1)
    return first, int((digits or "9").ljust(wanted, "9"))


def shared_blocks(code: str, near: str) -> int:
    """How many leading blocks two codes share: the more, the nearer."""
    blocks = zip(code.split("."), near.split("."), strict=False)
    return next((i for i, (one, other) in enumerate(blocks) if one != other), min(code.count("."), near.count(".")) + 1)


def well_shaped(code: str) -> AreaCode | None:
    """The code when it has the shape of one, else None."""
    try:
        return AreaCode(code)
    except ValueError:
        return None


# --- reading what was typed ------------------------------------------------------------------


def readings(typed: str) -> tuple[Reading, ...]:
    """Every way to read what was typed as a name with, before or after it, places around it.

    After a comma come places only. Some readings take all words as places. Nothing readable gives none.
    """
    lead, *others = (folded(part).split() for part in typed[:LONGEST_TYPED].split(","))
    words, around = lead[:MOST_WORDS], _keys(_plain([*chain(*others)][:MOST_WORDS]))
    as_typed = Reading(place_key(" ".join(words)), around)
    found = dict.fromkeys([as_typed, *_splits(_plain(words), around)])
    return tuple(reading for reading in found if len(reading.name) > 1 or (not reading.name and _long(reading.around)))


def _plain(words: list[str]) -> list[str]:
    """The words without "desa", "kecamatan" and the like, and with short names of provinces written out."""
    kept = [word for word in words if word not in _KIND_WORDS] or words
    return " ".join(_SHORT_FOR.get(word, word) for word in kept).split()


def _splits(words: list[str], around: tuple[str, ...]) -> Iterator[Reading]:
    keys = _keys(words)
    for i in range(len(words), 0, -1):
        yield Reading(place_key(" ".join(words[:i])), keys[i:] + around)
    for i in range(1, len(words)):
        yield Reading(place_key(" ".join(words[i:])), keys[:i] + around)
    yield Reading("", keys + around)


def _keys(words: list[str]) -> tuple[str, ...]:
    return tuple(place_key(word) for word in words)


def _long(keys: tuple[str, ...]) -> bool:
    return any(len(key) > 2 for key in keys)


def grams(key: str) -> list[str]:
    """The distinct runs of three signs in a key, in order."""
    return list(dict.fromkeys(key[i : i + 3] for i in range(len(key) - 2)))


# --- what fits best --------------------------------------------------------------------------


def rank_of(candidate: Candidate, ways: Iterable[Reading]) -> Rank | None:
    """The best rank over all readings, or None when no reading fits."""
    ranks = (_rank(candidate, reading) for reading in ways)
    return min((rank for rank in ranks if rank is not None), default=None)


def _rank(candidate: Candidate, reading: Reading) -> Rank | None:
    if not all(any(word in key for key in candidate.around) for word in reading.around):
        return None
    if not reading.name:
        return Rank.PLACE if "".join(reading.around) in candidate.around else Rank.AROUND
    if reading.name not in candidate.key:
        return None
    if candidate.key.startswith(reading.name):
        return Rank.EXACT if candidate.key == reading.name else Rank.PREFIX
    return Rank.WORD if any(tail.startswith(reading.name) for tail in _tails(candidate.name)) else Rank.PIECE


def _tails(name: str) -> Iterator[str]:
    words = folded(name).split()
    return (place_key(" ".join(words[i:])) for i in range(1, len(words)))


def likeness(candidate: Candidate, ways: Iterable[Reading]) -> float:
    """How alike candidate and typed words are, 0–100, over the reading that flatters it most."""
    return max((_likeness(candidate, reading) for reading in ways if len(reading.name) > 2), default=0.0)


def _likeness(candidate: Candidate, reading: Reading) -> float:
    name = fuzz.ratio(reading.name, candidate.key, score_cutoff=LIKE_ENOUGH)
    if not name or not reading.around:
        return name
    places = [max(fuzz.partial_ratio(word, key) for key in candidate.around) for word in reading.around]
    return 0.75 * name + 0.25 * min(places) if min(places) >= LIKE_ENOUGH else 0.0


def hamlet_problems(village_known: bool, village: str, namesake: str | None) -> list[Problem]:
    """A hamlet is listed once, below a village that exists."""
    if not village_known:
        return [Problem("places.unknown_village", {"code": village}, ("village",))]
    return [Problem("places.hamlet_exists", {"name": namesake}, ("name",))] if namesake else []
