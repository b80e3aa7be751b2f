"""``purnadaya take FILE``: take in many commands, one json object a line; nothing of it is lost."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from purnadaya.journal.envelopes import Outcome
from purnadaya.journal.waiting import take_in
from purnadaya.journal.writing import CannotSave
from purnadaya.office.command_line import acting
from purnadaya.ui.words import say


class Command(BaseCommand):
    """Applies each line or keeps it in the waiting room with its reason, and counts both."""

    help = 'Take in lines like {"id": …, "kind": …, "body": {…}}; what does not fit waits to be looked at.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and who acts."""
        parser.add_argument("file", help="a file, or - for standard input")
        parser.add_argument("--as", dest="username", required=True, help="user name of whoever acts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take in line by line; a file taken in twice changes nothing the second time."""
        actor = acting(options["username"], None, None)
        counts: Counter[str] = Counter()
        lines = self._lines(options["file"])
        for number, raw in enumerate(lines, 1):
            try:
                outcome = take_in(raw, actor, "lines")
            except CannotSave as failed:
                words = say(failed.problem)
                raise CommandError(f"{number - 1} of {len(lines)} lines were taken in, then: {words}") from None
            counts[outcome.result.value if isinstance(outcome, Outcome) else "waiting"] += 1
        for name in ("applied", "repeated", "waiting"):
            self.stdout.write(f"{name}: {counts[name]}")

    @staticmethod
    def _lines(name: str) -> list[bytes]:
        try:
            whole = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            raise CommandError(f"{name}: cannot be read ({error.strerror})") from None
        return [line for line in whole.split(b"\n") if line.strip()]
