"""How much harm it does if a value is seen, and how it is therefore kept. Every model says it of every field."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias


class DataClass(StrEnum):
    """From what anyone may read to what is dangerous if seen."""

    PUBLIC = "P0"
    INTERNAL = "P1"
    PERSONAL = "P2"
    SENSITIVE = "P3"
    DANGEROUS = "P4"


SECRET = frozenset({DataClass.SENSITIVE, DataClass.DANGEROUS})
"""Classes that never lie in the clear, and are told in no note, problem, fact or log line."""


class Kept(StrEnum):
    """How a column holds its value."""

    CLEAR = "clear"
    SEALED = "sealed"
    """Under its organisation's key, for this row and field: ``access.keyring`` opens it."""
    LOGGED = "logged"
    """Under the key of the thing spoken of, in the log that only grows."""
    WRAPPED = "wrapped"
    """Under a ring key, which is a file outside the database."""
    INDEX = "index"
    """A keyed fingerprint: equal values meet, nothing can be read back."""
    HASHED = "hashed"
    """A slow one-way hash."""


@dataclass(frozen=True)
class Index:
    """What a blind index is of: a sealed field beside it, or (empty) a value that is kept nowhere.

    ``purpose`` is what it is keyed for, the field's name unless said; a ``long`` value is hashed first.
    """

    of: str = ""
    purpose: str = ""
    long: bool = False

    @property
    def keyed_for(self) -> str:
        """The purpose in effect."""
        return self.purpose or self.of

    def value_of(self, plain: bytes) -> str:
        """What of a value is keyed."""
        return hashlib.sha256(plain).hexdigest() if self.long else plain.decode()


@dataclass(frozen=True)
class Classed:
    """One field's class, and how it is kept."""

    data_class: DataClass
    kept: Kept = Kept.CLEAR
    index: Index | None = None


Classes: TypeAlias = Mapping[str, Classed]


def classes(
    *,
    public: str = "",
    internal: str = "",
    personal: str = "",
    sensitive: str = "",
    dangerous: str = "",
    index: Mapping[str, Index] | None = None,
    **kept: str,
) -> Classes:
    """The class of each field, by names with spaces between; ``sealed``, ``logged``, ``wrapped`` and ``hashed``
    name those not kept in the clear, ``index`` those that are blind indexes.

    Raises TypeError for a field that is named twice, or said to be kept somehow and given no class.
    """
    indexes = index or {}
    how = {name: Kept(way) for way, names in kept.items() for name in names.split()}
    how |= dict.fromkeys(indexes, Kept.INDEX)
    given = dict(zip(DataClass, (public, internal, personal, sensitive, dangerous), strict=True))
    named = [(name, data_class) for data_class, names in given.items() for name in names.split()]
    found = {name: Classed(one, how.pop(name, Kept.CLEAR), indexes.get(name)) for name, one in named}
    if len(found) < len(named) or how:
        raise TypeError(f"a field has one class: {sorted(how) or [name for name, _ in named]}")
    return MappingProxyType(found)
