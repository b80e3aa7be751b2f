"""Names of places, matched with those that exist; and the lines above a part of a list that say where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from purnadaya.imports.reading.cells import clean
from purnadaya.kernel.spelling import folded
from purnadaya.places.rules import LIKE_ENOUGH, place_key

_KINDS: Mapping[str, str] = {
    word: kind
    for kind, words in {
        "village": "kalurahan kelurahan desa kel ds kal",
        "district": "kapanewon kecamatan kec kap kemantren kpn",
        "hamlet": "padukuhan pedukuhan dusun dukuh dsn ddk pdk padukuan",
        "regency": "kabupaten kab kota",
        "rt_rw": "rt rw",
        "group": "p3a kelompok klp kel.tani kwt kub kube kth pkk dasawisma dawis arisan desbumi koperasi "
        "komunitas paguyuban",
    }.items()
    for word in words.split()
}
_MERELY_GROUP = frozenset({"kelompok", "klp"})
_BREAK = re.compile(r"\s+[—–\-]+\s+|\s*[—–|;,]\s*|\s{3,}|\s*/\s*(?=[A-Za-z])")
MOST_SUGGESTIONS = 4


@dataclass(frozen=True)
class Option:
    """A place that may be meant: its code (or any id) and its name; ``around`` names the places it lies in."""

    code: str
    name: str
    around: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceMatch:
    """The one place that is meant, or those that may be, best first. Both empty: nothing there is like it."""

    code: str | None = None
    suggestions: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Section:
    """A line above a part of a list: the group and the places it names. ``text`` is the whole line."""

    text: str
    group: str = ""
    village: str = ""
    district: str = ""
    hamlet: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


def match_place(text: str, options: Sequence[Option], around: str = "") -> PlaceMatch:
    """Which of these places is meant by a name as people write it.

    ``Kal. Kalirejo`` and ``KALIREJO`` are taken for Kalirejo when there is one of that name (of several, the one in
    ``around``, or in what follows a comma). Another spelling is only suggested, never taken.
    """
    name, near = _name_and_near(text, around)
    key = place_key(name)
    if not key:
        return PlaceMatch()
    same = [option for option in options if _key(option.name) == key]
    if len(same) > 1 and near:
        same = [option for option in same if any(_key(place) in near for place in option.around)] or same
    if len(same) == 1:
        return PlaceMatch(same[0].code)
    if same:
        return PlaceMatch(suggestions=tuple(same[:MOST_SUGGESTIONS]))
    likes = ((fuzz.ratio(key, _key(option.name), score_cutoff=LIKE_ENOUGH), option) for option in options)
    best = sorted((pair for pair in likes if pair[0]), key=lambda pair: -pair[0])
    return PlaceMatch(suggestions=tuple(option for _score, option in best[:MOST_SUGGESTIONS]))


def read_section(text: str) -> Section:
    """The group and places that a line like ``P3A Anggun — Kalurahan Kalirejo`` names, each as written."""
    seen = clean(text)
    found: dict[str, str] = {}
    for piece in (piece.strip(" :.") for piece in _BREAK.split(seen)):
        kind, name = _kind_and_name(piece)
        if kind == "group":
            found.setdefault("group", name if folded(piece.partition(" ")[0]) in _MERELY_GROUP else piece)
        elif kind:
            found.setdefault(kind, name)
        elif piece and "group" not in found:
            found["group"] = piece
    known = {kind: found[kind] for kind in ("group", "village", "district", "hamlet") if kind in found}
    return Section(seen, more={kind: name for kind, name in found.items() if kind not in known}, **known)


def names_a_place_or_group(text: str) -> bool:
    """Whether a line begins with a word for a group or a place (``Kalurahan …``, ``P3A …``, ``RT 04``)."""
    return _kind_and_name(clean(text))[0] != ""


PLACES_IN_TITLES = ("village", "district", "hamlet")


def section_in_title(text: str) -> Section | None:
    """The group and places that a title names among other words: ``PRESENSI P3A DAHLIA KALURAHAN PURWOSARI 2025``."""
    seen = clean(text)
    found: dict[str, str] = {}
    for match in _IN_TITLE.finditer(seen):
        kind, name = _KINDS[match["word"].casefold()], match["name"].strip(" .:-")
        if not name or folded(name) in _TITLE_WORDS or kind not in ("group", *PLACES_IN_TITLES):
            continue
        merely = match["word"].casefold() in _MERELY_GROUP
        found.setdefault(kind, f"{match['word']} {name}" if kind == "group" and not merely else name)
    return section_of(seen, found) if found else None


def section_of(text: str, said: Mapping[str, str]) -> Section:
    """What a line says, from its pieces by their kind."""
    group, village, district, hamlet = (said.get(kind, "") for kind in ("group", *PLACES_IN_TITLES))
    return Section(text, group, village, district, hamlet)


_TITLE_WORDS = frozenset("perempuan wanita tani anggota binaan dampingan se dan".split())
"""What follows the word *group* in titles and is no group's name."""
_ENDS = "tahun|thn|th|bulan|bln|periode|per|kabupaten|kab|kota|provinsi|prov|tanggal|tgl|di|untuk|dalam|dan|se"
_NO_NAME_IN_TITLES = frozenset("arisan koperasi komunitas paguyuban kel.tani".split())
"""Groups to others, and ordinary words in the title of a list."""
_TITLE_KINDS = "|".join(
    sorted((word for word in _KINDS if len(word) > 2 and word not in _NO_NAME_IN_TITLES), key=len, reverse=True)
)
_IN_TITLE = re.compile(
    rf"\b(?P<word>{_TITLE_KINDS})\b[.:]?\s+(?!(?:{_TITLE_KINDS}|{_ENDS})\b)(?P<name>[^\d—–|;,(/]+?)"
    rf"(?=\s*(?:$|[\d—–|;,(/]|\s-\s|\b(?:{_TITLE_KINDS}|{_ENDS})\b))",
    re.I,
)


def without_kind(text: str) -> str:
    """A place's bare name: ``Kel. Kalirejo`` is ``Kalirejo``."""
    kind, name = _kind_and_name(clean(text))
    return name if kind and kind != "group" and name else clean(text)


def _kind_and_name(text: str) -> tuple[str, str]:
    """The kind of place or group a text begins with, and the name after it."""
    first, _, rest = text.partition(" ")
    first, glued = re.split(r"(?<=\w)[.:]", first, maxsplit=1) if re.search(r"\w[.:]\w", first) else (first, "")
    name = f"{glued} {rest}".strip(" :.-")
    kind = _KINDS.get(folded(first), "")
    return (kind, name) if name else ("", text)


def _name_and_near(text: str, around: str) -> tuple[str, frozenset[str]]:
    name, *places = [without_kind(piece) for piece in _BREAK.split(clean(text)) if piece.strip()] or [""]
    return name, frozenset(_keys([*places, without_kind(around)] if around else places))


def _keys(names: Iterable[str]) -> list[str]:
    return [_key(name) for name in names if name]


@lru_cache(maxsize=20_000)
def _key(name: str) -> str:
    return place_key(name)
