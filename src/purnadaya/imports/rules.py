"""Pure decisions about imports: what becomes of a row, who may import, and what is taken without asking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

KEPT = timedelta(days=30)
"""How long an original and the rows that still wait are kept."""
UNGIVEN = timedelta(days=1)
"""How long a file that was received waits to be given."""
BATCH = 200
"""Rows that are judged, or taken in, at once."""


class SheetState(StrEnum):
    """How far a sheet has come."""

    FOUND = "found"
    """Seen in the file; nobody said yet what to do with it."""
    READING = "reading"
    READ = "read"
    """Every row has been judged."""
    TAKING = "taking"
    TAKEN = "taken"
    UNDONE = "undone"


class RowState(StrEnum):
    """What becomes of a row. The first four add up to all rows before anything is taken in."""

    NEW = "new"
    SAME = "same"
    UNSURE = "unsure"
    UNREADABLE = "unreadable"
    DONE = "done"
    LEFT_OUT = "left_out"
    UNDONE = "undone"
    """Taken in, and taken back."""


FIRST_FOUR = (RowState.NEW, RowState.SAME, RowState.UNSURE, RowState.UNREADABLE)
READY = (RowState.NEW, RowState.SAME)
"""Rows that are taken in as they are."""
OPEN = (RowState.UNSURE, RowState.UNREADABLE)
"""Rows that wait for somebody."""


SETTLED = (RowState.DONE, RowState.LEFT_OUT, RowState.UNDONE)
"""Rows of which everything is said."""


class Decision(StrEnum):
    """What somebody said about a row that waited."""

    NEW = "new"
    """A new person, without what cannot be read."""
    SAME = "same"
    """The person named, or whom the row named turns out to be."""
    GUEST = "guest"
    """In a grid: the person named came, and is no member."""
    LEAVE = "leave"


_ALL = frozenset({"see", "give", "choose", "decide", "take", "undo"})
VERBS: Mapping[str, frozenset[str]] = {"coordinator": _ALL, "facilitator": _ALL}
"""Who may import: those who may register persons and found groups. A facilitator only what she gave herself."""
EVERYONES = frozenset({"coordinator"})
"""Roles for which it does not matter who gave the file."""
