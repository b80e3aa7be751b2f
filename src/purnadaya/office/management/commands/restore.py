"""``purnadaya restore``: an archive becomes a home again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.office.backup import STOPPED, BackupRefused, why
from purnadaya.office.backup.restoring import Restored, restore
from purnadaya.office.backup.sealing import identities_in
from purnadaya.office.command_line import said_of_erased

SECRET_WORDS = {
    "right": "The secret.key in it is the one this backup belongs to.",
    "other": (
        "The secret.key in it is ANOTHER one than this backup belongs to. Put the right one there before you serve it. "
        "With this one, nobody can sign in by phone number and open one-time codes do not work."
    ),
    "missing": (
        "secret.key is not in a backup: put yours into this folder before you serve it. Without it a new one is made, "
        "nobody can sign in by phone number, and open one-time codes do not work."
    ),
}


class Command(BaseCommand):
    """Looks at everything first; a home that is not empty is never written to."""

    help = "Make a new home from a backup: purnadaya restore ARCHIVE --identity FILE --into FOLDER."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The archive, the key, the new home."""
        parser.add_argument("archive", type=Path, help="a backup, or a folder: then the newest in it")
        parser.add_argument("--identity", type=Path, help="file with the private key; not needed for a plain one")
        parser.add_argument(
            "--erased", type=Path, help="list of who was erased; else the file erased in the new folder"
        )
        parser.add_argument("--into", type=Path, required=True, help="a new or empty folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and say what is still to do."""
        try:
            identities = identities_in(options["identity"]) if options["identity"] else []
            into, erased = options["into"].absolute(), options["erased"]
            restored = restore(options["archive"], identities, into, SYSTEM_CLOCK.now(), erased=erased)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        except STOPPED as error:
            raise CommandError(f"Not restored: {why(error)}.") from None
        self._tell(restored)

    def _tell(self, restored: Restored) -> None:
        told = restored.manifest
        rows = sum(told.inventory.counts.values())
        self.stdout.write(
            f"{restored.archive.name}\n"
            f"{restored.home}: as it was {told.made_at:%Y-%m-%d %H:%M:%S} UTC; {rows} rows, all as the manifest says; "
            f"everything adds up ({restored.seconds:.1f} s).\n"
            f"A new epoch begins: {restored.inventory.epoch}. Everyone signs in again.\n{SECRET_WORDS[restored.secret]}"
        )
        self.stdout.write(said_of_erased(restored.again))
        if not (restored.home / "keys").is_dir():
            self.stdout.write("keys/ is not in a backup either: put it beside secret.key.")
        if restored.keys_missing:
            self.stdout.write(
                f"Not at hand were the ring keys {', '.join(sorted(restored.keys_missing))}. What is sealed was "
                "not compared and cannot be read without them. Bring them, then run purnadaya verify."
            )
