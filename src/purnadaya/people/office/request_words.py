"""Words for what persons ask about their own data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from purnadaya.people.office.forms import WISH_WORDS
from purnadaya.people.rules import RequestState, Wish

ERASED_WORDS = {
    "person": _("Her entry in the registry: name, birth, home, phone, NIK"),
    "request": _("What was written about her requests"),
    "operation": _("Entries of the log that told of her: what they said opens no more"),
    "waiting": _("Lines that waited to be checked"),
    "document": _("Her photos and files"),
}
"""What the things are called of which something was erased."""

HOUR = timedelta(hours=1)


def time_left(due: datetime, now: datetime) -> str:
    """How long there is, or since when it is late, in whole hours; whole days from three days on."""
    hours = abs(due - now) // HOUR
    if due < now:
        return ngettext("%(n)s hour late", "%(n)s hours late", hours) % {"n": hours}
    return ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": hours}


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
