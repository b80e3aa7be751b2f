"""``purnadaya recount``: takes all figures away and counts everything again."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from purnadaya.tallies import engine


class Command(BaseCommand):
    """Only needed when ``verify`` says that figures differ; people may work meanwhile."""

    help = "Count everything again from what is written. Figures are too small until it is over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--json`` for machines."""
        parser.add_argument("--json", action="store_true", help="one json object: how many sources, and in how long")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and say how much that was."""
        began = time.monotonic()
        done = engine.recount(lambda done: self._tell(done) if not options["json"] else None)
        seconds = round(time.monotonic() - began, 1)
        told = json.dumps({"sources": done, "seconds": seconds}) if options["json"] else f"{done} counted ({seconds} s)"
        self.stdout.write(f"\r{told}" if sys.stdout.isatty() else told)

    def _tell(self, done: int) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"\r{done}", ending="")
            self.stdout.flush()
