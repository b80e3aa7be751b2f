"""What whoever looks after the machine should know before she does anything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from purnadaya.access.models import Organisation
from purnadaya.jobs import presence
from purnadaya.jobs.policy import sees_the_server
from purnadaya.jobs.schedule import worries
from purnadaya.kernel.commands import Actor
from purnadaya.office.scheduled import BACKUP, DRILL, nobody_opens_backups, schedule


def alarms_for(actor: Actor, now: datetime) -> list[dict[str, str]]:
    """Title, since when, and words of each; none for whoever does not look after the machine."""
    if not sees_the_server(actor):
        return []
    return [*_of_the_worker(now), *_of_the_keys(), *_of_the_schedule(actor, now)]


def _of_the_worker(now: datetime) -> Iterator[dict[str, str]]:
    seen = presence.seen_at()
    if seen is None or now - seen > presence.MISSED_AFTER:
        yield {
            "title": _("The worker is not there"),
            "words": _(
                "Backups and other long work wait until it is back. Tell whoever looks after the machine: it runs "
                "beside the server, unless PURNADAYA_JOBS=no switched it off."
            ),
            "since": _("It was last seen on %(when)s.") % {"when": _moment(seen)} if seen else _("It was never seen."),
        }


def _of_the_keys() -> Iterator[dict[str, str]]:
    """An example needs no copies; whoever keeps real people does."""
    if nobody_opens_backups() and Organisation.objects.filter(is_example=False).exists():
        yield {
            "title": _("No backups are made"),
            "words": _(
                "Nobody is named yet who may open them. If the machine broke today, everything would be lost. Tell "
                "whoever looks after the machine: docs/backup.md says how to make a key."
            ),
            "since": "",
        }


def _of_the_schedule(actor: Actor, now: datetime) -> Iterator[dict[str, str]]:
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
            since = _("Last well: %(when)s.") % {"when": _moment(good)} if good else _("It has never gone well.")
            yield {"title": title, "words": told, "since": since}


def _moment(when: datetime) -> str:
    return date_format(localtime(when), "j F Y, H.i")
