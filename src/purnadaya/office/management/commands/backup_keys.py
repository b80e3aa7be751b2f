"""``purnadaya backup-keys``: keys for backups, without another tool."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.sealing import new_identity


class Command(BaseCommand):
    """Makes an age identity; its public part is printed."""

    help = "Make a key for backups: purnadaya backup-keys new FILE."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and the file of the private part."""
        parser.add_argument("what", choices=["new"])
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Only the public part goes to standard output, so that it can be appended to the recipients."""
        try:
            public = new_identity(options["file"])
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror}.") from None
        self.stdout.write(public)
        self.stderr.write(
            f"The private key lies in {options['file']}. Keep it away from this machine, twice: whoever has it reads "
            "every backup, and without it nobody does."
        )
