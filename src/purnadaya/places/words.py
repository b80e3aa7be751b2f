"""What things are called where: kalurahan or desa, lurah or kepala desa; and what land a village lies in.

The words are terms of Indonesian law and are never translated. They follow the place spoken of, not the
reader's language. All of it is data: ``data/local_words.csv`` and ``data/typology.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from purnadaya.kernel.areas import Level
from purnadaya.places.models import Area
from purnadaya.places.rules import Typology
from purnadaya.places.shipped import rows_of

_VILLAGE_BLOCK = slice(9, 13)

TYPOLOGY_WORDS: Mapping[Typology, Promise] = {
    Typology.MOUNTAIN: _("mountains"),
    Typology.COAST: _("coast"),
    Typology.TOWN_EDGE: _("edge of town"),
}


@dataclass(frozen=True)
class Local:
    """A word or other value that holds in the areas under ``prefix``.

    ``block`` narrows it to villages whose last block starts so: 1 for a kelurahan. ``valid_from`` is an ISO day.
    """

    prefix: str
    block: str
    value: str
    valid_from: str

    def holds_in(self, code: str) -> bool:
        """Whether it holds in the area of this code."""
        inside = not self.prefix or code == self.prefix or code.startswith(f"{self.prefix}.")
        return inside and (not self.block or code[_VILLAGE_BLOCK].startswith(self.block))

    @property
    def weight(self) -> tuple[bool, int, str]:
        """Which of several wins: the kind of village before the area, the narrower area, the newer word."""
        return bool(self.block), len(self.prefix), self.valid_from


def local_word(term: str, code: str) -> str:
    """What ``term`` (``village``, ``district_head`` …) is called in the area of ``code``; empty code: nationally.

    An empty word says that there is no such thing there: a kelurahan has no council and no regulations.
    Raises KeyError for a term that ``terms`` does not hold.
    """
    return next(local.value for local in _words()[term] if local.holds_in(code))


def terms() -> tuple[str, ...]:
    """Every term that has local words."""
    return tuple(_words())


def place_line(area: Area) -> str:
    """A place in words, as it is said there: ``Hargotirto, Kapanewon Kokap, Kulon Progo``.

    Asks the database nothing for an area that ``queries`` gave, since that has the areas around it.
    """
    if area.level == Level.VILLAGE and area.parent and area.parent.parent:
        return f"{area.name}, {_titled('district', area.parent)}, {_regency(area.parent.parent)}"
    if area.level == Level.DISTRICT and area.parent:
        return f"{_titled('district', area)}, {_regency(area.parent)}"
    return area.name


def typology_of(code: str) -> Typology | None:
    """The kind of land the area of ``code`` lies in, where that is known."""
    return next((Typology(local.value) for local in _typologies() if local.holds_in(code)), None)


def _titled(term: str, area: Area) -> str:
    word = local_word(term, area.code)
    return f"{word[:1].upper()}{word[1:]} {area.name}"


def _regency(area: Area) -> str:
    """A kabupaten is called by its name alone; a kota keeps the word, since many share their name with one."""
    return area.name.removeprefix("Kabupaten ")


@cache
def _words() -> Mapping[str, tuple[Local, ...]]:
    """The local words of each term, those that win first."""
    found: dict[str, list[Local]] = {}
    for row in rows_of("local_words.csv"):
        local = Local(row["prefix"], row["block"], row["word"], row["valid_from"])
        found.setdefault(row["term"], []).append(local)
    return {term: _winners_first(locals_) for term, locals_ in found.items()}


@cache
def _typologies() -> tuple[Local, ...]:
    rows = rows_of("typology.csv")
    return _winners_first([Local(row["prefix"], "", row["typology"], row["valid_from"]) for row in rows])


def _winners_first(locals_: list[Local]) -> tuple[Local, ...]:
    return tuple(sorted(locals_, key=lambda local: local.weight, reverse=True))
