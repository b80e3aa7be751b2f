"""What whoever looks after the machine should know before she does anything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from purnadaya.jobs import presence
from purnadaya.jobs.policy import sees_the_server
from purnadaya.jobs.schedule import worries
from purnadaya.kernel.commands import Actor
from purnadaya.office.scheduled import BACKUP, DRILL, schedule


def alarms_for(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Title and words of each, none for whoever does not look after the machine."""
    if not sees_the_server(actor):
        return []
    return [*_of_the_worker(now), *_of_the_schedule(actor, now)]


def _of_the_worker(now: datetime) -> Iterator[dict[str, Any]]:
    seen = presence.seen_at()
    if seen is None or now - seen > presence.MISSED_AFTER:
        yield {
            "title": _("The worker is not there"),
            "words": _(
                "Backups and other long work wait until it is back. Tell whoever looks after the machine: it runs "
                "beside the server, unless PURNADAYA_JOBS=no switched it off."
            ),
            "since": seen,
        }


def _of_the_schedule(actor: Actor, now: datetime) -> Iterator[dict[str, Any]]:
    words = {
        BACKUP: (
            _("The last good backup is too old"),
            _("If the machine broke today, what was written since would be lost."),
        ),
        DRILL: (
            _("It is not sure that backups come back"),
            _("The last try to restore one did not succeed, or is too long ago."),
        ),
    }
    for one, good in worries(actor, schedule, now):
        if one.kind in words:
            title, told = words[one.kind]
            yield {"title": title, "words": told, "since": good}
