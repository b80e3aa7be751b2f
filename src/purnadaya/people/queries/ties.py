"""What ties a person to other apps: as long as anything does, she cannot simply have been entered by mistake."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

Ties = Callable[[Collection[UUID]], set[UUID]]
"""Of these persons those of whom an app tells something that stands."""

_ties: dict[str, Ties] = {}


def register_ties(app: str, ties: Ties) -> None:
    """Make what an app tells of persons known down here; wired in ``config/wiring.py``."""
    _ties[app] = ties


def tied(ids: Collection[UUID]) -> set[UUID]:
    """Of these persons those of whom another app tells something that stands."""
    return {one for ties in _ties.values() for one in ties(ids)}
