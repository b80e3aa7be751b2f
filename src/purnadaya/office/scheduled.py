"""The jobs that come round by the clock: backups, the drill, tidying up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from errno import EDQUOT, ENOSPC
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from purnadaya.access import shelf
from purnadaya.documents.commands import forget_unclaimed
from purnadaya.imports.commands import forget_old_files
from purnadaya.jobs.asking import enqueue, forget_old
from purnadaya.jobs.declaring import job
from purnadaya.jobs.queries import standing_of
from purnadaya.jobs.running import JobFailed, Run
from purnadaya.jobs.schedule import CLOCK, Scheduled
from purnadaya.journal import statistics_sql, sweeping_sql
from purnadaya.journal.subjects import tables
from purnadaya.journal.writing import write
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.problems import Problem
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.basis import forget_damaged
from purnadaya.office.backup.drilling import drill
from purnadaya.office.backup.erased import note_erased
from purnadaya.office.backup.pruning import prune_all, take_and_prune
from purnadaya.office.backup.sealing import recipients_of
from purnadaya.office.backup.taking import Wish
from purnadaya.people.commands import keep_pairs
from purnadaya.people.queries import compared, uncompared
from purnadaya.tallies import engine, rolling

BACKUP, DRILL, TIDY = "office.take_backup", "office.drill", "office.tidy"
SWEEP, TWINS = "journal.sweep", "people.find_twins"
ROLL_UP, RECOUNT = "tallies.roll_up", "tallies.recount"
WEEKLY, DAILY, HOURLY = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
QUARTER_HOURLY = timedelta(minutes=15)
COMPARED_AT_ONCE = 50
SWEEP_TRIES, SWEEP_REST = 10, 1.0
"""How often in a row the sweep is tried, and the seconds between; other jobs wait meanwhile."""
LONGEST_WHY = 300


def schedule() -> Iterator[Scheduled]:
    """What comes round, how often, and why not."""
    off = _why_no_backups()
    yield Scheduled(BACKUP, None if off else timedelta(minutes=settings.BACKUP_EVERY), off)
    yield Scheduled(DRILL, None if off else WEEKLY, off)
    yield Scheduled(TIDY, DAILY)
    yield Scheduled(SWEEP, HOURLY)
    yield Scheduled(TWINS, HOURLY)
    yield Scheduled(ROLL_UP, QUARTER_HOURLY)


def _why_no_backups() -> Any:
    if not settings.BACKUP_EVERY:
        return _("Off: PURNADAYA_BACKUP_EVERY is 0.")
    try:
        named = recipients_of(settings.HOME, settings.BACKUP_RECIPIENTS)
    except (BackupRefused, OSError, ValueError):
        return _("Off: the list of who may open backups cannot be read.")
    return "" if named else _("Off: nobody is named yet who may open backups.")


def nobody_opens_backups() -> bool:
    """Whether nobody is named who could, so that none is made."""
    try:
        return not recipients_of(settings.HOME, settings.BACKUP_RECIPIENTS)
    except (BackupRefused, OSError, ValueError):
        return True


@job(BACKUP, _("Make a backup"), {"copy": _("copying")})
def take_backup(run: Run) -> None:
    """A sealed copy into each folder, then what need not be kept goes. A folder that fails does not stop the others,
    and is what is tried when the job is tried again."""
    well, failures = list(run.mark or ()), []
    for folder in settings.BACKUP_TO:
        if str(folder) in well:
            continue
        run.progress(len(well), len(settings.BACKUP_TO), step="copy")
        try:
            _copy_into(folder)
        except (BackupRefused, OSError) as error:
            failures.append((_reason(error), _why(folder, error)))
        else:
            well.append(str(folder))
            run.progress(len(well), len(settings.BACKUP_TO), step="copy", mark=well)
    if failures:
        raise JobFailed(_told("office.backup_failed", failures))


def _copy_into(folder: Path) -> None:
    """The one place where the worker meets taking and pruning."""
    if folder != settings.HOME / "backups" and not folder.is_dir():
        # Made by us it would lie on the wrong disk, when the right one is not plugged in.
        raise BackupRefused(f"{folder} is not there.", "office.folder_not_there")
    recipients = tuple(recipients_of(settings.HOME, settings.BACKUP_RECIPIENTS))
    take_and_prune(Wish(settings.HOME, folder, recipients), settings.SECRET_KEY, SYSTEM_CLOCK.now())


def _told(code: str, failures: list[tuple[str, str]]) -> Problem:
    """Why, in words for everyone (by their codes), and in those of the machine, which name its folders."""
    reasons = sorted({reason for reason, _said in failures})
    return Problem(code, {"reasons": reasons, "machine": " ".join(said for _reason, said in failures)[:LONGEST_WHY]})


def _reason(error: BackupRefused | OSError) -> str:
    if isinstance(error, BackupRefused):
        return error.code
    return "office.disk_full" if error.errno in (ENOSPC, EDQUOT) else "office.disk_refused"


def _why(folder: Path, error: BackupRefused | OSError) -> str:
    if isinstance(error, OSError):
        return f"{folder}: {error.strerror or type(error).__name__}."
    return str(error).partition("\n")[0]


@job(DRILL, _("Try whether a backup comes back"))
def try_drill(run: Run) -> None:
    """Back up, restore into a scratch folder, compare; the signed line also goes to HOME/drills.log."""
    went = drill(Wish(settings.HOME, settings.HOME), [], settings.SECRET_KEY, SYSTEM_CLOCK.now())
    if went.failure:
        raise JobFailed(Problem("office.drill_failed", {"machine": went.failure.partition("\n")[0][:LONGEST_WHY]}))


TIDIED = {
    "sessions": _("sign-ins that ended"),
    "jobs": _("jobs long over"),
    "files": _("files nobody claimed"),
    "copies": _("old backups"),
    "statistics": _("looking at what lies where"),
}


@job(TIDY, _("Tidy up"), TIDIED)
def tidy(run: Run) -> None:
    """Remove sign-ins that ended, jobs that were over long ago, files that no document claimed or whose key is gone,
    old originals of imports, and old copies also where none is made any more; then have the store look at what it
    holds. Doing it twice does no harm."""
    run.progress(0, 5, step="sessions")
    write(_forget_sessions)
    run.progress(1, 5, step="jobs")
    forget_old(SYSTEM_CLOCK.now())
    run.progress(2, 5, step="files")
    forget_unclaimed()
    forget_old_files()
    shelf.sweep()
    run.progress(3, 5, step="statistics")
    write(statistics_sql.learn)
    run.progress(4, 5, step="copies")
    _look_after_copies()
    run.progress(5, 5)


def _look_after_copies() -> None:
    note_erased(settings.HOME)
    failed = prune_all(settings.HOME, SYSTEM_CLOCK.now())
    damaged = forget_damaged(settings.HOME)
    for code, paths in (("office.base_damaged", damaged), ("office.not_pruned", failed)):
        if paths:
            raise JobFailed(Problem(code, {"machine": " ".join(map(str, paths))[:LONGEST_WHY]}))


def _forget_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@job(SWEEP, _("Clear out what was erased"))
def sweep(run: Run) -> None:
    """Rid the files of the database of what was erased. Where someone reads on and on, the next hour does it."""
    for tried in range(SWEEP_TRIES):
        run.progress(tried)
        if sweeping_sql.sweep(tables()):
            return
        time.sleep(SWEEP_REST)
    raise JobFailed(Problem("journal.not_swept"))


def sweep_soon() -> None:
    """At once where that is quick and nobody is in the way; otherwise the worker does it."""
    if not sweeping_sql.empty_log() and not standing_of(CLOCK, SWEEP).is_open:
        enqueue(CLOCK, SWEEP)


@job(TWINS, _("Look for people registered twice"), {"compare": _("comparing")})
def find_twins(run: Run) -> None:
    """Compare everyone who is new or was changed with all others. Who was compared is remembered, so it may stop."""
    done = 0
    while changed := uncompared(COMPARED_AT_ONCE):
        # Compared outside the turn to write, which others wait for.
        write(partial(keep_pairs, [compared(person) for person in changed]))
        done += len(changed)
        run.progress(done, done + len(uncompared(COMPARED_AT_ONCE)), step="compare")


@job(ROLL_UP, _("Add up the figures"))
def roll_up(run: Run) -> None:
    """Take what was counted since into the figures of every level, so that they are read as quickly as before. Nothing
    is missing from them meanwhile."""
    rolling.roll_all()


@job(RECOUNT, _("Count everything again"), {"count": _("counting")})
def recount(run: Run) -> None:
    """Take all figures away and count again; stopped, it begins anew."""
    engine.recount(lambda done: run.progress(done, step="count"))
