"""``purnadaya demo``: fill an empty home with the example, and say who can sign in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from purnadaya.access.models import Organisation
from purnadaya.office.example.build import Example, is_empty
from purnadaya.office.example.cast import HOUSES, PASSPHRASE


class Command(BaseCommand):
    """The example, and its sign-ins."""

    help = "Fill an empty home with two invented organisations, 320 invented persons and ten groups."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--if-empty`` keeps quiet over a home that is in use; ``--seed`` makes another example."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing when anything is there already")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it where nothing is; never beside real people."""
        if is_empty():
            for line in Example(options["seed"]).build():
                self.stdout.write(line)
        elif not options["if_empty"]:
            raise CommandError("this home is in use: the example goes only into an empty one")
        if Organisation.objects.filter(is_example=True).exists():
            self._tell_sign_ins()

    def _tell_sign_ins(self) -> None:
        self.stdout.write(f"\nSign in from this machine with the passphrase “{PASSPHRASE}” as:")
        for house in HOUSES:
            users = ", ".join(someone.username + house.suffix for someone in house.users)
            self.stdout.write(f"  {house.slug:11} {users}")
        self.stdout.write("")
