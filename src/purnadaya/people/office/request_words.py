"""Words for what persons ask about their own data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from purnadaya.access.queries import names_of
from purnadaya.kernel.commands import Actor
from purnadaya.people.office.forms import WISH_WORDS
from purnadaya.people.queries import settled_by
from purnadaya.people.rules import RequestState, Wish

ERASED_WORDS = {
    "person": gettext_lazy("Her entry in the registry: name, birth, home, phone, NIK"),
    "request": gettext_lazy("What was written about her requests"),
    "operation": gettext_lazy("Entries of the log that told of her: what they said opens no more"),
    "waiting": gettext_lazy("Lines that waited to be checked"),
    "document": gettext_lazy("Her photos and files"),
    "import_row": gettext_lazy("Rows of spreadsheets that told of her, or might"),
    "import_file": gettext_lazy("Spreadsheets in which such rows stood: the files themselves"),
}
"""What the things are called of which something was erased."""

HOUR = timedelta(hours=1)
DAY, IN_HOURS = 24, 72
"""The hours of a day, and the most that are still told as hours."""


def time_left(due: datetime, now: datetime) -> str:
    """How long there is, or since when it is late, in hours; beyond three days in whole days.

    An hour that has begun is still left: who has just asked has 72 hours, not 71.
    """
    if due < now:
        return _late((now - due) // HOUR)
    hours = -((now - due) // HOUR)
    if hours > IN_HOURS:
        return ngettext("%(n)s day left", "%(n)s days left", hours // DAY) % {"n": hours // DAY}
    return ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": hours}


def _late(hours: int) -> str:
    if hours > IN_HOURS:
        return ngettext("%(n)s day late", "%(n)s days late", hours // DAY) % {"n": hours // DAY}
    return ngettext("%(n)s hour late", "%(n)s hours late", hours) % {"n": hours}


def hands(actor: Actor, asked: Any) -> dict[str, str]:
    """Who wrote a request down, and who answered or refused it, by name."""
    rows = settled_by(asked)
    names = names_of(actor, {row.actor_id for row in rows if row and row.actor_id})
    received, settled = (_who(row, names) for row in rows)
    return {"received_by": received, "settled_by": settled}


def _who(row: Any, names: Mapping[UUID, str]) -> str:
    if row is None:
        return ""
    return names.get(row.actor_id, _("Someone")) if row.actor_id else _("The operator")


def in_words(asked: Any) -> dict[str, Any]:
    """A request as pages tell it, with how long there is to answer it."""
    now = timezone.now()
    return {
        "asked": asked,
        "wish": WISH_WORDS[Wish(asked.wish)],
        "open": asked.state == RequestState.OPEN,
        "refused": asked.state == RequestState.REFUSED,
        "left": time_left(asked.due_at, now),
        "late": asked.due_at < now,
    }
