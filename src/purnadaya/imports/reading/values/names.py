"""Names of persons as lists hold them: with titles before, other names behind, and remarks in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from purnadaya.imports.reading.cells import Cell, Reading, text_of
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.spelling import folded
from purnadaya.kernel.texts import LONGEST_NAME
from purnadaya.people.rules import name_signs

_HONORIFICS = frozenset(
    "bu ibu pak bapak bpk bp mbak mba mbah mas sdr sdri saudari ny nyonya tn tuan hj hajjah hajah h haji kh".split()
)
_NEED_DOT = frozenset({"h", "ny", "tn"})
"""Short for a title only with a dot behind it; without, it may be part of a name."""
LONGEST_HONORIFIC = 24
_ALIAS = re.compile(r"\s+(?:alias|als\.?|al\.|a\.?k\.?a\.?|panggilan|dipanggil)[.:]?\s+|\s*/\s*", re.I)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_LATE = frozenset("alm almh almarhum almarhumah".split())
_OF_OTHERS = frozenset(
    "istri isteri ist suami ibu ibunya bapak anak janda jd binti bin mertua menantu dari rt rw dukuh dusun ketua "
    "bendahara "
    "sekretaris anggota baru pindah pindahan keluar".split()
)
_SMALL = frozenset("bin binti alias van der".split())


@dataclass(frozen=True)
class NameRead:
    """A name as it is registered, what stood before it, another name of hers, and what else stood in the cell."""

    name: str
    honorific: str = ""
    nickname: str = ""
    remark: str = ""


def read_name(cell: Cell) -> Reading[NameRead]:
    """A person's name taken apart: ``Hj. Endang Khotimah, S.Pd.``, ``Bu Nur alias Yem``, ``Umi (alm. Bp. Karto)``.

    Degrees stay with the name. All capitals, or none, become ordinary letters. A cell without letters is a problem.
    """
    text = text_of(cell).lstrip("'’`").strip()
    if not text:
        return Reading()
    remarks = [found.strip() for found in _BRACKETS.findall(text) if found.strip()]
    bare = " ".join(_BRACKETS.sub(" ", text).split()).replace(" ,", ",").strip(" ,;:-")
    whole, *others = _ALIAS.split(bare)
    honorific, name = _without_titles(whole)
    nicknames = [*others, *(found for found in remarks if _is_nickname(found))]
    remarks = [found for found in remarks if not _is_nickname(found)]
    if not isinstance(cell, str) or not _may_be_name(name) or folded(name) in _HONORIFICS:
        return Reading(problem=Problem("imports.bad_name", {"text": text[:60]}))
    nickname = _in_ordinary_letters(" / ".join(nicknames)) if nicknames else ""
    read = NameRead(_in_ordinary_letters(name), honorific, nickname, "; ".join(remarks))
    if nickname and not _may_be_name(nickname):
        read = NameRead(read.name, honorific, "", "; ".join([*nicknames, *remarks]))
    return Reading(read, notes=_notes(read))


def _without_titles(name: str) -> tuple[str, str]:
    """Titles before a name, and the name; as long as a word of it is left."""
    words = name.split()
    titles: list[str] = []
    while len(words) > 1 and _is_title(words[0]) and len(" ".join([*titles, words[0]])) <= LONGEST_HONORIFIC:
        titles.append(words.pop(0))
    if not titles and len(words) == 1 and (glued := re.fullmatch(r"(Hj|H|Ny|Bp|Bu)\.(\w.*)", name, re.I)):
        return f"{glued[1]}.", glued[2]
    return " ".join(titles), " ".join(words)


def _is_title(word: str) -> bool:
    bare = folded(word)
    return bare in _HONORIFICS and (bare not in _NEED_DOT or word.endswith("."))


def _is_nickname(remark: str) -> bool:
    """One or two words in brackets that say nothing about her are another name of hers."""
    words = folded(remark).split()
    known = _LATE | _OF_OTHERS
    return 0 < len(words) <= 2 and not known & set(words) and not any(ch.isdecimal() for ch in remark)


def _may_be_name(name: str) -> bool:
    try:
        name_signs(name)
    except ValueError:
        return False
    return len(name) <= LONGEST_NAME and any(ch.isalpha() for ch in name) and not any(ch.isdecimal() for ch in name)


def _in_ordinary_letters(name: str) -> str:
    """A name written all in capitals, or without any, in ordinary letters; degrees keep theirs."""
    if not (name.isupper() or name.islower()) or len(name) < 3:
        return name
    head, comma, degrees = name.partition(",")
    words = [_ordinary(word) for word in head.split()]
    return " ".join(words) + comma + degrees


def _ordinary(word: str) -> str:
    if folded(word) in _SMALL:
        return word.casefold()
    return word if "." in word.strip(".") else "-".join(piece.capitalize() for piece in word.split("-"))


def _notes(read: NameRead) -> tuple[Problem, ...]:
    if not read.remark:
        return ()
    words = folded(read.remark).split()
    if words and words[0] in _LATE and len(words) == 1:
        return (Problem("imports.perhaps_died"),)
    return (Problem("imports.name_remark", {"text": read.remark[:60]}),)
