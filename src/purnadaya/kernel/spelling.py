"""One spelling for many: Indonesian names written the old way, the new way, or in haste."""

from __future__ import annotations

import re
import unicodedata

_OLD_TO_NEW = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "s"), ("sy", "s"), ("ch", "h"), ("kh", "h"), ("nj", "ny"))
_DOUBLED = re.compile(r"(.)\1+")
_OTHER = re.compile(r"[^a-z0-9 ]+")


def folded(text: str) -> str:
    """Lower case, without accents and signs, single spaces: for exact comparison by eye."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(ch for ch in plain if not unicodedata.combining(ch))
    return " ".join(_OTHER.sub(" ", letters.replace("'", "").replace("’", "")).split())


def spelling_key(text: str) -> str:
    """The key under which spellings of one name meet: ``Soekinah`` and ``Sukina`` do not, ``Soekinah``
    and ``Sukinnah`` do."""
    key = folded(text)
    for old, new in _OLD_TO_NEW:
        key = key.replace(old, new)
    return _DOUBLED.sub(r"\1", key)
