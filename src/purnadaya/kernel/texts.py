"""Short texts that people type: one line, trimmed, no hidden signs."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

LONGEST_NAME = 120
LONGEST_NOTE = 2000


def _one_line(text: str) -> str:
    clean = unicodedata.normalize("NFC", " ".join(text.split()))
    if any(unicodedata.category(ch) in ("Cc", "Cf", "Co", "Cs") for ch in clean):
        raise ValueError("value.hidden_signs")
    return clean


def _has_letter(text: str) -> str:
    if not any(ch.isalpha() for ch in text):
        raise ValueError("value.no_letter")
    return text


Line = Annotated[str, AfterValidator(_one_line), StringConstraints(max_length=LONGEST_NAME)]
"""One line of text, possibly empty; inner runs of space become one."""

Name = Annotated[
    str,
    AfterValidator(_one_line),
    StringConstraints(min_length=1, max_length=LONGEST_NAME),
    AfterValidator(_has_letter),
]
"""A name of a person or place: one line, at least one letter, at most 120 signs (a KTP holds 60)."""


def _no_hidden_signs(text: str) -> str:
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    if any(unicodedata.category(ch) in ("Cc", "Cf", "Co", "Cs") for ch in lines if ch != "\n"):
        raise ValueError("value.hidden_signs")
    return lines


Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NOTE),
    AfterValidator(_no_hidden_signs),
    AfterValidator(_has_letter),
]
"""A few sentences, lines kept; at least one letter."""
