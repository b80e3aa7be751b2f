"""How likely two entries are one person: evidence in bits, weighed as Fellegi and Sunter taught.

Each agreement counts as much as it is rare: a shared ``Sri`` says little, a shared ``Zulaikhah`` much. From the sum
goes the doubt that any one of so many people is meant; what is left is a chance of 50 % at 0 and 99 % at 6.6 bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from itertools import combinations
from math import log2
from uuid import UUID

from rapidfuzz.distance import JaroWinkler

from purnadaya.kernel.dates import PartialDate, Precision
from purnadaya.kernel.spelling import ReadName, loose_key, read_name, skeleton

SURE, PERHAPS = 6.6, 0.0
"""From how many bits on the two are surely, or perhaps, one person."""
WORTH_A_LOOK = 3.0
"""From how many bits on (nine in ten) a pair is put before somebody who was not asking about her."""
MOST_WORDS = 5
"""Words of a name that are looked at in pairs."""
YEARS = 45
"""How many birth years most people of a registry are spread over."""
GUESS_SLACK, YEAR_SLACK = 5, 1
"""Years by which a guessed and a known birth year may be off."""
ALIKE = 0.86
"""Jaro-Winkler likeness from which two words may be one word misheard."""
MISHEARD, MISSPELT = 3.0, 0.7
"""Bits that a word loses when it only sounds alike, and when only its loose key agrees."""
WORD_MISSING, WORD_OTHER, NAME_OTHER = 1.5, 6.0, 10.0
"""Bits against: for a word only one of the two has, for each having another, for no word in common at all."""
UNSEEN, BEARERS_UNSEEN, NEIGHBOURS_UNSEEN = 1_000, 2, 20
"""People outside the registry who might be meant as well, how many of them bear a word, or live in a village."""
GIVEN_DAYS = frozenset({(1, 1), (31, 12), (1, 7)})
"""Days that offices write when they know the year only."""


class Reason(StrEnum):
    """Why two entries may be one person, or what speaks against it."""

    SAME_NIK = "same_nik"
    SAME_PHONE = "same_phone"
    SAME_NAME = "same_name"
    NAME_ALIKE = "name_alike"
    NAME_IN_PART = "name_in_part"
    SAME_NICKNAME = "same_nickname"
    SAME_BIRTH = "same_birth"
    SAME_BIRTH_YEAR = "same_birth_year"
    BIRTH_NEAR = "birth_near"
    SAME_VILLAGE = "same_village"
    OTHER_BIRTH = "other_birth"
    OTHER_VILLAGE = "other_village"
    OTHER_NIK = "other_nik"


class Band(StrEnum):
    """What to make of it."""

    SURELY = "surely"
    PERHAPS = "perhaps"
    NO = "no"


@dataclass(frozen=True)
class Known:
    """What is known of someone, to be compared. ``phone`` and ``nik`` are blind indexes: none, one, or two
    while the organisation gets new keys."""

    name: str
    nickname: str = ""
    birth: PartialDate | None = None
    village: str = ""
    phone: frozenset[str] = frozenset()
    nik: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Crowd:
    """The registry they are sought in: how many people, how many of them bear a word (by its loose key) in their
    name, and how many live in the village sought. Some unseen ones always stand beside them, so that a name does not
    become rare only because the registry is small."""

    people: int
    bearers: Mapping[str, int]
    neighbours: int = 0

    @property
    def doubt(self) -> float:
        """Bits that speak against any one being meant, before anything is known."""
        return log2(self.people + UNSEEN)

    def rarity(self, word: str) -> float:
        """Bits that a shared word is worth."""
        return self.doubt - log2(self.bearers.get(loose_key(word), 0) + BEARERS_UNSEEN)

    @property
    def village_rarity(self) -> float:
        """Bits that the shared village is worth."""
        return max(self.doubt - log2(self.neighbours + NEIGHBOURS_UNSEEN), 0.0)


@dataclass(frozen=True)
class Likeness:
    """The evidence and what it rests on."""

    bits: float
    reasons: tuple[Reason, ...]

    @property
    def band(self) -> Band:
        """Surely, perhaps or no."""
        if self.bits >= SURE:
            return Band.SURELY
        return Band.PERHAPS if self.bits >= PERHAPS else Band.NO


# --- where to look ---------------------------------------------------------------------------


def block_keys(known: Known) -> frozenset[str]:
    """The keys a person is filed under: each word of her name alone, with the year, with the village, and in pairs."""
    words = words_of(known)
    codes = sorted({skeleton(word) for word in words})
    return frozenset(
        [*map(word_block, words), *_with_year(codes, known, 0), *_with_village(codes, known), *_pairs(codes)]
    )


def sought_keys(known: Known) -> frozenset[str]:
    """The keys to look under for someone like her; words alone are too many and left to who counts them."""
    codes = sorted({skeleton(word) for word in words_of(known)})
    guessed = known.birth is not None and known.birth.precision is Precision.ESTIMATE
    slack = GUESS_SLACK if guessed else YEAR_SLACK
    return frozenset([*_with_year(codes, known, slack), *_with_village(codes, known), *_pairs(codes)])


def words_of(known: Known) -> tuple[str, ...]:
    """The distinct words of name and nickname."""
    return tuple(dict.fromkeys([*read_name(known.name).words, *read_name(known.nickname).words]))


def word_block(word: str) -> str:
    """The key of one word alone."""
    return f"w|{loose_key(word)}"


def fingerprint(owner: UUID, key: str) -> int:
    """A key as it is filed: 64 bits, other ones in every organisation."""
    return int.from_bytes(blake2b(owner.bytes + key.encode(), digest_size=8).digest(), signed=True)


def _with_year(codes: Iterable[str], known: Known, slack: int) -> Iterator[str]:
    if known.birth:
        year = known.birth.first.year
        yield from (f"y|{code}|{year + off}" for code in codes for off in range(-slack, slack + 1))


def _with_village(codes: Iterable[str], known: Known) -> Iterator[str]:
    if known.village:
        yield from (f"v|{code}|{known.village}" for code in codes)


def _pairs(codes: list[str]) -> Iterator[str]:
    yield from (f"p|{one}|{other}" for one, other in combinations(codes[:MOST_WORDS], 2))


# --- how alike -------------------------------------------------------------------------------


@dataclass
class _Evidence:
    """Bits for and against, with their reasons."""

    bits: float
    reasons: list[Reason] = field(default_factory=list)

    def add(self, bits: float, reason: Reason | None = None) -> None:
        self.bits += bits
        if reason:
            self.reasons.append(reason)


def likeness(sought: Known, other: Known, crowd: Crowd) -> Likeness:
    """How likely the one sought is the other."""
    evidence = _Evidence(-crowd.doubt)
    if sought.nik and other.nik:
        same = bool(sought.nik & other.nik)
        evidence.add(*((26.0, Reason.SAME_NIK) if same else (-6.0, Reason.OTHER_NIK)))
    if sought.phone & other.phone:
        evidence.add(8.0, Reason.SAME_PHONE)
    _weigh_names(sought, other, crowd, evidence)
    if sought.birth and other.birth:
        evidence.add(*_births(sought.birth, other.birth))
    if sought.village and other.village:
        evidence.add(*_villages(sought.village, other.village, crowd))
    return Likeness(evidence.bits, tuple(evidence.reasons))


def alike(word: str, other: str) -> bool:
    """Whether two words may be one word misheard."""
    return JaroWinkler.similarity(loose_key(word), loose_key(other), score_cutoff=ALIKE) > 0


def _weigh_names(sought: Known, other: Known, crowd: Crowd, evidence: _Evidence) -> None:
    mine, hers = read_name(sought.name), read_name(other.name)
    best = max((_names(a, b, crowd) for a in _versions(mine) for b in _versions(hers)), key=lambda one: one[0])
    evidence.add(*best)
    if mine.parent and hers.parent:
        evidence.add(max(_names(mine.parent, hers.parent, crowd)[0], -WORD_OTHER))
    nick, hers_nick = read_name(sought.nickname).own, read_name(other.nickname).own
    if nick and (nick == hers_nick or set(nick) <= set(hers.own)):
        evidence.add(3.0, Reason.SAME_NICKNAME)
    elif hers_nick and set(hers_nick) <= set(mine.own) and not nick:
        evidence.add(1.0)


def _versions(name: ReadName) -> list[tuple[str, ...]]:
    """The names she may be called by: her own, each other one, and her own with her parent's behind it."""
    return [name.own, *name.others, *([(*name.own, *name.parent)] if name.parent else [])]


def _names(mine: tuple[str, ...], hers: tuple[str, ...], crowd: Crowd) -> tuple[float, Reason | None]:
    """Bits for or against two names, word by word, each word once, the surest first."""
    left, right = list(mine), list(hers)
    bits, exact = 0.0, True
    pairs = sorted(((_words(a, b, crowd), a, b) for a in set(mine) for b in set(hers)), reverse=True)
    for worth, a, b in pairs:
        if worth > 0 and a in left and b in right:
            left.remove(a)
            right.remove(b)
            bits += worth
            exact = exact and a == b
    if not bits:
        return -NAME_OTHER, None
    other = min(len(left), len(right))
    bits -= WORD_OTHER * other + WORD_MISSING * (max(len(left), len(right)) - other)
    if left or right:
        return bits, Reason.NAME_IN_PART
    return bits, Reason.SAME_NAME if exact else Reason.NAME_ALIKE


def _words(one: str, other: str, crowd: Crowd) -> float:
    """Bits that two words say when they are taken for one; zero when they are not."""
    if one == other:
        return max(crowd.rarity(one), 0.1)
    rarity = min(crowd.rarity(one), crowd.rarity(other))
    if loose_key(one) == loose_key(other):
        return max(rarity - MISSPELT, 0.1)
    if 1 in (len(one), len(other)):
        return 0.1 if one[0] == other[0] else 0.0
    return max(rarity - MISHEARD, 0.1) if alike(one, other) else 0.0


def _births(mine: PartialDate, hers: PartialDate) -> tuple[float, Reason]:
    off = abs(mine.first.year - hers.first.year)
    precisions = {mine.precision, hers.precision}
    if precisions == {Precision.DAY} and not _given(mine) and not _given(hers):
        return _days(mine, hers, off)
    if off == 0:
        return log2(0.9 * YEARS), Reason.SAME_BIRTH_YEAR
    if Precision.ESTIMATE in precisions and off <= GUESS_SLACK:
        return (2.0 if off <= 2 else 1.0), Reason.BIRTH_NEAR
    return (0.0, Reason.BIRTH_NEAR) if off <= YEAR_SLACK else (-5.0, Reason.OTHER_BIRTH)


def _given(birth: PartialDate) -> bool:
    return (birth.first.day, birth.first.month) in GIVEN_DAYS


def _days(mine: PartialDate, hers: PartialDate, off: int) -> tuple[float, Reason]:
    one, other = mine.first, hers.first
    if one == other:
        return log2(0.9 * YEARS * 365), Reason.SAME_BIRTH
    same = (one.day == other.day) + (one.month == other.month) + (off == 0)
    swapped = off == 0 and (one.day, one.month) == (other.month, other.day)
    if same == 2 or swapped:
        return 3.0, Reason.BIRTH_NEAR
    return (-2.0, Reason.OTHER_BIRTH) if off <= YEAR_SLACK else (-6.0, Reason.OTHER_BIRTH)


def _villages(mine: str, hers: str, crowd: Crowd) -> tuple[float, Reason | None]:
    if mine == hers:
        return crowd.village_rarity, Reason.SAME_VILLAGE
    return -2.5 if mine.rpartition(".")[0] != hers.rpartition(".")[0] else -1.5, Reason.OTHER_VILLAGE
