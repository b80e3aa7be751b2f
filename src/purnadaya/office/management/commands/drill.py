"""``purnadaya drill``: whether a backup of today would really come back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.drilling import drill
from purnadaya.office.backup.sealing import identities_in, recipients_of
from purnadaya.office.backup.taking import Wish


class Command(BaseCommand):
    """Backs up, restores into a scratch folder, compares; a signed line goes to HOME/drills.log."""

    help = "Make a backup, restore it to a scratch folder, compare; ends with 1 on any difference."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """With ``--identity`` the real key is tried too."""
        parser.add_argument("--identity", type=Path, help="the private key of a recipient, to try that it opens")
        parser.add_argument("--of", type=Path, help="restore this backup, or the newest of this folder; make none")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it and show its line."""
        try:
            identities = identities_in(options["identity"]) if options["identity"] else []
            recipients = tuple(recipients_of(settings.HOME, settings.BACKUP_RECIPIENTS)) if identities else ()
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        wish = Wish(settings.HOME, settings.HOME, recipients)
        went = drill(wish, identities, settings.SECRET_KEY, SYSTEM_CLOCK.now(), options["of"])
        self.stdout.write(went.line)
        if went.failure:
            raise CommandError(f"The drill failed. {went.failure}")
