"""What figures hold about a person: nothing that her meetings and entries do not say, which their apps tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import Model

from purnadaya.journal.subjects import Held, Subject
from purnadaya.tallies.models import Counted, Presence

TABLES: tuple[type[Model], ...] = (Counted, Presence)


def held(subject: Subject) -> Iterator[Held]:
    """Nothing of its own: what was counted follows from what the other apps hold, and is told by them."""
    yield from ()


def erase(subject: Subject) -> Mapping[str, int]:
    """Nothing here: when she was erased everywhere she is counted anew, of unknown sex and age, in the same
    transaction (``config/counting``)."""
    return {}
