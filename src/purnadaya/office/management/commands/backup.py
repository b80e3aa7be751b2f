"""``purnadaya backup``: a sealed copy of everything, while people work."""

from __future__ import annotations

import math
import os
import signal
import time
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.office.backup import STOPPED, BackupRefused, why
from purnadaya.office.backup.pruning import take_and_prune
from purnadaya.office.backup.sealing import recipients_of
from purnadaya.office.backup.taking import Taken, Wish

NICE = 10


def minutes(text: str) -> float:
    """A number of minutes, a quarter at least."""
    number = float(text)
    if not math.isfinite(number) or number < 0.25:
        raise ArgumentTypeError("a quarter of a minute or more")
    return number


class Command(BaseCommand):
    """One backup, or one every so many minutes until told to stop."""

    help = "Copy database and files, or what changed in them, into an archive sealed for HOME/backup-recipients.txt."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, how often, and whether really unsealed."""
        parser.add_argument("--to", type=Path, default=settings.HOME / "backups", help="folder; else HOME/backups")
        parser.add_argument("--every", type=minutes, metavar="MINUTES", help="stay and make one every MINUTES")
        parser.add_argument("--whole", action="store_true", help="everything, also where what changed would do")
        parser.add_argument("--plain", action="store_true", help="unsealed: whoever finds it reads every name in it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, then remove those that need not be kept."""
        try:
            recipients = () if options["plain"] else tuple(recipients_of(settings.HOME, settings.BACKUP_RECIPIENTS))
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        wish = Wish(settings.HOME, options["to"].absolute(), recipients, options["plain"], options["whole"])
        _step_back()
        if not options["every"]:
            self._once(wish)
            return
        signal.signal(signal.SIGTERM, _stop)
        while True:
            self._again(wish, options["every"] * 60)

    def _again(self, wish: Wish, seconds: float) -> None:
        """A failed one is told and does not end the next."""
        began = time.monotonic()
        try:
            self._once(wish)
        except CommandError as failed:
            self.stderr.write(str(failed))
        time.sleep(max(0.0, seconds - (time.monotonic() - began)))

    def _once(self, wish: Wish) -> None:
        try:
            taken, gone = take_and_prune(wish, settings.SECRET_KEY, SYSTEM_CLOCK.now())
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        except STOPPED as error:
            raise CommandError(f"No backup was made: {why(error)}.") from None
        self._tell(taken, len(gone))

    def _tell(self, taken: Taken, gone: int) -> None:
        rows = sum(taken.manifest.inventory.counts.values())
        kind = f"what changed since {taken.manifest.base.archive}" if taken.manifest.base else "everything"
        self.stdout.write(
            f"{taken.path}  {kind}, {taken.size / 1e6:.1f} MB, {rows} rows, {taken.seconds:.1f} s; {gone} old removed"
        )
        self.stdout.flush()


def _step_back() -> None:
    """Let whoever serves people go first: the copy can wait."""
    with suppress(OSError):
        os.nice(NICE)


def _stop(*_: Any) -> None:
    raise SystemExit(0)
