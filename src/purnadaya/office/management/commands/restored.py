"""``purnadaya restored``: what is to be done after something else than ``restore`` brought the database back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from purnadaya.journal.epochs import current_epoch
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.office.backup import STOPPED, BackupRefused, why
from purnadaya.office.backup.erased import FILE
from purnadaya.office.backup.restoring import bring_to_life
from purnadaya.office.command_line import said_of_erased


class Command(BaseCommand):
    """For a database that was rolled back to an earlier minute, or a file put back by hand; before it is served."""

    help = "After the database was brought back by other means: look whether everything adds up, begin a new epoch."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who is to be erased again."""
        own = settings.HOME / FILE
        parser.add_argument(
            "--erased",
            type=Path,
            default=own if own.exists() else None,
            help="list of who was erased; else HOME/erased",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring tables up to date, verify, begin the new epoch, sign everyone out."""
        try:
            alive = bring_to_life(SYSTEM_CLOCK.now(), options["erased"])
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        except STOPPED as error:
            raise CommandError(f"It could not be looked at: {why(error)}.") from None
        self.stdout.write(
            f"Everything adds up. A new epoch begins: {current_epoch().id}. Everyone signs in again.\n"
            "Tell people from when on they must enter things again.\n"
            f"{said_of_erased(alive.again)}"
        )
        if missing := alive.keys_missing:
            self.stdout.write(
                f"Not at hand were the ring keys {', '.join(sorted(missing))}. What is sealed was not compared and "
                "cannot be read without them. Bring them, then run purnadaya verify."
            )
