"""What figures are counted from: each app says how its sources contribute, and ``config/wiring`` makes it known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from purnadaya.tallies.rules.counting import Contribution
from purnadaya.tallies.rules.traits import Period


@dataclass(frozen=True)
class Within:
    """Where and when lines are looked for. ``places`` are area codes (none: anywhere), ``group`` the only group."""

    organisation: UUID
    period: Period
    places: tuple[str, ...] = ()
    group: UUID | None = None


Contribute: TypeAlias = Callable[[Collection[UUID]], Iterable[Contribution]]
Every: TypeAlias = Callable[[UUID | None, int], list[UUID]]
Candidates: TypeAlias = Callable[[Within], Iterable[UUID]]


@dataclass(frozen=True)
class SourceKind:
    """One kind of source, such as ``meeting``.

    ``contribute`` gives what each of these contributes now, read from the app's tables; a source that is gone gives
    nothing. ``every`` gives the next so many ids after one, in order. ``candidates`` gives every source that may have
    a line there and then, and perhaps more. ``measures`` are the keys of what its lines are of.
    """

    kind: str
    measures: frozenset[str]
    contribute: Contribute = field(repr=False)
    every: Every = field(repr=False)
    candidates: Candidates = field(repr=False)


_kinds: dict[str, SourceKind] = {}


def register_source(kind: SourceKind) -> None:
    """Make it known. Raises TypeError when another is called so."""
    if _kinds.get(kind.kind, kind) != kind:
        raise TypeError(f"two kinds of sources are called {kind.kind}")
    _kinds[kind.kind] = kind


def source_kind(kind: str) -> SourceKind:
    """The kind of this name. Raises KeyError for one that nobody declared."""
    return _kinds[kind]


def source_kinds() -> list[SourceKind]:
    """Every kind, in the order they were made known."""
    return list(_kinds.values())
