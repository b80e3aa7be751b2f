"""Whether a line that was not applied speaks of a person: by her ids, by her numbers as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from purnadaya.journal.subjects import Subject
from purnadaya.journal.waiting import Entry, read_entry
from purnadaya.kernel.nik import Nik
from purnadaya.kernel.phones import Phone
from purnadaya.kernel.problems import Refused
from purnadaya.kernel.spelling import alike

NAMES = ("name", "nickname")
"""The fields of a line in which it says whom it speaks of."""
_BETWEEN = re.compile(r"[\s.\-]")


def speaks_of(raw: bytes, subject: Subject) -> bool:
    """Whether a line is hers: it names one of her ids, or her NIK; or a number others may have too, with a name
    alike hers or with none.

    What cannot be read is hers only by an id or a NIK: whose phone stands there, nobody can say.
    """
    try:
        entry = read_entry(raw)
    except Refused:
        return _names_her(raw.decode("utf-8", "replace"), subject)
    texts = list(_texts(entry.body))
    return any(_names_her(text, subject) for text in texts) or _may_be_hers(entry, texts, subject)


def _names_her(text: str, subject: Subject) -> bool:
    signs = _BETWEEN.sub("", text).casefold()
    return any(mark in signs for mark in (*subject.niks, *(one.hex for one in subject.ids)))


def _may_be_hers(entry: Entry, texts: list[str], subject: Subject) -> bool:
    if "changes" in entry.body:
        # An edit says by its id whom it speaks of.
        return False
    if not any(subject.shared & {_number(Phone, text), _number(Nik, text)} for text in texts):
        return False
    nik = _number(Nik, str(entry.body.get("nik", "")))
    if nik and nik not in subject.shared:
        return False
    names = [name for name in (entry.body.get(field) for field in NAMES) if isinstance(name, str) and name.strip()]
    return not names or any(alike(name, hers) for name in names for hers in subject.names)


def _number(kind: type[Phone] | type[Nik], text: str) -> str:
    """The number as it is kept, or nothing."""
    try:
        return kind(text)
    except ValueError:
        return ""


def _texts(value: Any) -> Iterator[str]:
    """Every word and number in a body, however deep."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
