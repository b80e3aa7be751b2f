"""``purnadaya shelve FILE --as USER``: clean and seal a file, for ``purnadaya do documents.attach_document``."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from purnadaya.documents.commands import receive
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.office.command_line import acting
from purnadaya.ui.words import say


class Command(BaseCommand):
    """Prints the two names by which a document claims the file."""

    help = "Clean and seal a file. A document of the same user can claim it within a day, by what is printed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and who acts."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", required=True, help="user name of whoever acts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Receive it. Ends with an error, in words, for what is not kept."""
        file_id = new_id()
        try:
            kept = receive(acting(options["username"], None, None), file_id, options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: cannot be read ({error.strerror})") from None
        except Refused as refusal:
            raise CommandError(" ".join(say(problem) for problem in refusal.problems)) from None
        except CannotSave as failed:
            raise CommandError(say(failed.problem)) from None
        self.stdout.write(json.dumps({"file": str(file_id), "digest": kept.digest}))
