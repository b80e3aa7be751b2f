"""``purnadaya keys new|list|rotate``: the ring keys, which lie as files outside the database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from purnadaya.access import keyring


class Command(BaseCommand):
    """Make a ring key, list them, or wrap everything anew with the newest."""

    help = "Ring keys: make one, list them, or wrap every data key with the newest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        parser.add_argument("act", choices=("new", "list", "rotate"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; ``rotate`` may be stopped and begun again while people work."""
        getattr(self, f"_{options['act']}")()

    def _new(self) -> None:
        key = keyring.new_ring_key()
        self.stdout.write(
            f"{key.kid}: used from now on. Copy {keyring.folder() / key.kid}.key to where you keep the keys."
        )

    def _list(self) -> None:
        for kid, count in keyring.uses().items():
            here = "here" if kid in keyring.ring() else "NOT HERE"
            self.stdout.write(f"{kid}  {here}  wraps {count} data keys")

    def _rotate(self) -> None:
        if missing := keyring.missing():
            raise CommandError(f"not here: {', '.join(sorted(missing))}. Bring these key files back first.")
        key = keyring.new_ring_key()
        done = keyring.rewrap_all()
        self.stdout.write(f"{key.kid}: wraps all {done} data keys now. Keep the older files as long as older backups.")
