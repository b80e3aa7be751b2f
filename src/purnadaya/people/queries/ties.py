"""What ties a person to other apps: as long as anything does, she cannot simply have been entered by mistake."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from purnadaya.journal.putting_off import as_it_stands
from purnadaya.kernel.together import known, learn

Ties = Callable[[Collection[UUID]], set[UUID]]
"""Of these persons those of whom an app tells something that stands."""


@dataclass(frozen=True)
class _Tying:
    """One kind of ties and the tables they follow from: none where the app itself remembers what it was asked."""

    name: str
    ties: Ties
    tables: tuple[type[Model], ...]

    def among(self, ids: Collection[UUID]) -> set[UUID]:
        foreseen = {one: known(self._of(one)) for one in ids}
        if self.tables and None not in foreseen.values():
            return {one for one, is_tied in foreseen.items() if is_tied}
        return self.ties(ids)

    def foresee(self, ids: Collection[UUID]) -> None:
        if self.tables:
            found = self.ties(ids)
            for one in ids:
                learn(self._of(one), one in found)

    def _of(self, person: UUID) -> Hashable:
        return tuple(as_it_stands(table, "ties", self.name, person) for table in self.tables)


_all: dict[str, _Tying] = {}


def register_ties(name: str, ties: Ties, *tables: type[Model]) -> None:
    """Make what an app tells of persons known down here; wired in ``config/wiring.py``."""
    _all[name] = _Tying(name, ties, tables)


def tied(ids: Collection[UUID]) -> set[UUID]:
    """Of these persons those of whom another app tells something that stands."""
    return {one for tying in _all.values() for one in tying.among(ids)}


def foresee_ties(ids: Collection[UUID]) -> None:
    """Find out for all of these persons at once, until somebody writes what it follows from."""
    for tying in _all.values():
        tying.foresee(ids)
