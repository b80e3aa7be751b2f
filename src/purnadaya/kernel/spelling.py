"""One spelling for many: Indonesian names written the old way, the new way, or in haste."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_OLD_TO_NEW = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "s"), ("sy", "s"), ("ch", "h"), ("kh", "h"), ("nj", "ny"))
_DOUBLED = re.compile(r"(.)\1+")
_OTHER = re.compile(r"[^a-z0-9 ]+")


def folded(text: str) -> str:
    """Lower case, without accents and signs, single spaces: for exact comparison by eye."""
    letters = text.casefold()
    if not letters.isascii():
        letters = "".join(ch for ch in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(ch))
    return " ".join(_OTHER.sub(" ", letters.replace("'", "").replace("’", "")).split())


def spelling_key(text: str) -> str:
    """The key under which spellings of one name meet: ``Soekinah`` and ``Sukina`` do not, ``Soekinah``
    and ``Sukinnah`` do."""
    key = folded(text)
    for old, new in _OLD_TO_NEW:
        key = key.replace(old, new)
    return _DOUBLED.sub(r"\1", key)


# --- names of persons ------------------------------------------------------------------------

_TITLES = frozenset(
    """h hj haji hajah hajjah kh kyai kiai nyai ny nyonya nn tn tuan bu ibu pak bapak bpk mbak mbah mas dr drg drs dra
    ir prof ust ustadz ustadzah ustad alm almh almarhum almarhumah r rr rd raden rara roro rm krt""".split()
)
"""What stands before a name and is none; dropped there as long as a word is left."""
_DEGREES = frozenset(
    """spd sag se sh si ssi st skm skep ns ners skom ssos sp spt ssn sst str sstp sthi shi spdi skeb amd amdkeb amkeb
    mpd mag mm mh mhum ma msi mkes mkom msos mt mpdi mkn phd apt gr lc ba bsc""".split()
)
"""What stands behind a name with dots or behind a comma: never taken for a name only because it is short."""
_PARENT = frozenset("bin binti binte bt bte".split())
_ALIAS = frozenset("alias als aka".split())
_MUHAMMAD = re.compile(r"m[ou]c?h(?:am+[ae][dt]|m?d)?|mh?d")
_OLD = re.compile(r"oe|dj|tj|sj")
"""Signs that a word is written the old way: its single j is then today's y."""
_OLD_WORD = (("dj", "J"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("j", "y"), ("J", "j"))
_SAME_SOUND = (
    ("oe", "u"), ("chr", "kr"), ("sy", "s"), ("kh", "h"), ("ch", "h"), ("dh", "d"), ("th", "t"), ("sh", "s"),
    ("ts", "s"), ("dz", "z"), ("gh", "g"), ("ph", "f"), ("q", "k"), ("x", "ks"), ("v", "f"),
)  # fmt: skip
_GLIDE = re.compile(r"iy(?=[aeou])")
_LAST = re.compile(r"(?<=[b-df-hj-np-tv-z])(?:y|ie)$")
_ALIKE = str.maketrans({"j": "y", "z": "s", "f": "p"})
_SILENT = re.compile(r"(?<=.)[aeiouhwy]")
LONGEST_SKELETON = 6


@dataclass(frozen=True)
class ReadName:
    """A person's name taken apart, each word as its key: her own words, her parent's after bin or binti, and each
    other name after alias. Titles and degrees are left out."""

    own: tuple[str, ...]
    parent: tuple[str, ...] = ()
    others: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All of it, as written."""
        return (*self.own, *self.parent, *(word for other in self.others for word in other))


@lru_cache(maxsize=10_000)
def read_name(text: str) -> ReadName:
    """A person's name taken apart. Nothing readable gives no words."""
    others = _split(_without_degrees(text), _ALIAS)
    first, *parents = _split(others[0], _PARENT)
    parent = tuple(word for part in parents for word in part)
    return ReadName(
        _keys(_without_titles(first)),
        _keys(_without_titles(parent)),
        tuple(keys for other in others[1:] if (keys := _keys(_without_titles(other)))),
    )


def person_key(text: str) -> str:
    """The key under which spellings of one person's name meet: ``Hj. Moeljani binti Soerjo, S.Pd.`` and ``Mulyani
    Suryo``. Old spelling is read word by word: ``Moeljani`` is ``Mulyani``, but ``Joko`` is not ``Yoko``."""
    return " ".join(read_name(text).words)


def alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: every word of the shorter one, in any common spelling, is in the other.

    What cannot be read as a name is alike only to itself.
    """
    words, others = set(person_key(one).split()), set(person_key(other).split())
    if not words or not others:
        return one.strip().casefold() == other.strip().casefold()
    return words <= others or others <= words


def piece_keys(text: str) -> tuple[tuple[str, ...], ...]:
    """For each word of a piece of a name typed to find someone, the keys one of which must be in hers.

    What may be short for Muhammad may also be how another name begins (``muh``: ``Muhlis``).
    """
    words = [word for word in _without_titles(_without_degrees(text)) if word not in _PARENT | _ALIAS]
    return tuple(tuple(dict.fromkeys((_word_key(word), _settled(word)))) for word in words)


@lru_cache(maxsize=20_000)
def loose_key(key: str) -> str:
    """The key of a word without what is often heard or typed otherwise: j and y, z and s, f and p, a silent end."""
    loose = key.translate(_ALIKE)
    if len(loose) > 3:
        loose = loose.removesuffix("h")
    return _DOUBLED.sub(r"\1", loose)


@lru_cache(maxsize=20_000)
def skeleton(key: str) -> str:
    """The first letter and the consonants of a word: what is left when vowels are misheard."""
    return _DOUBLED.sub(r"\1", _SILENT.sub("", loose_key(key)))[:LONGEST_SKELETON]


def _without_degrees(text: str) -> tuple[str, ...]:
    """The words of a name, folded, without degrees; as they are when nothing else is there."""
    if "." not in text and "," not in text:
        return tuple(folded(text).split())
    kept: list[str] = []
    after_comma = False
    for piece in text.split():
        letters = folded(piece.replace(".", ""))
        if not (kept and letters.replace(" ", "") in _DEGREES and (after_comma or "." in piece)):
            kept += folded(piece).split()
        after_comma = after_comma or piece.endswith(",")
    return tuple(kept)


def _split(words: tuple[str, ...], at: frozenset[str]) -> list[tuple[str, ...]]:
    """The runs of words between these; the first one is never empty unless there is no word at all."""
    runs: list[list[str]] = [[]]
    for word in words:
        if word in at and runs[-1]:
            runs.append([])
        else:
            runs[-1].append(word)
    return [tuple(run) for run in runs if run] or [()]


def _without_titles(words: tuple[str, ...]) -> tuple[str, ...]:
    first = next((n for n, word in enumerate(words) if word not in _TITLES), max(len(words) - 1, 0))
    return words[first:]


def _keys(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_word_key(word) for word in words)


@lru_cache(maxsize=20_000)
def _word_key(word: str) -> str:
    """The key of one folded word; a key is its own key."""
    return "muhamad" if _MUHAMMAD.fullmatch(word) else _settled(word)


def _settled(word: str) -> str:
    while (key := _one_pass(word)) != word:
        word = key
    return word


def _one_pass(word: str) -> str:
    if _OLD.search(word):
        for old, new in _OLD_WORD:
            word = word.replace(old, new)
    for one, other in _SAME_SOUND:
        word = word.replace(one, other)
    return _DOUBLED.sub(r"\1", _LAST.sub("i", _GLIDE.sub("i", word)))
