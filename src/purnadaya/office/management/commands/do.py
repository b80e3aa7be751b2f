"""``purnadaya do KIND``: run one command from json, as a user or the operator."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import execute
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.commands import command_kinds
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Refused
from purnadaya.office.command_line import acting, answer, refusal


class Command(BaseCommand):
    """The command line door: json in, json out; 1 when refused."""

    help = "Run one command: purnadaya do people.register_person --as pendamping < person.json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The kind, who acts, and what comes around the command."""
        parser.add_argument("kind", nargs="?", help="dotted kind; leave out to list them all")
        parser.add_argument("body", nargs="?", help="json object; read from standard input when left out")
        parser.add_argument("--as", dest="username", help="user name of whoever acts")
        parser.add_argument("--reason", help="act as the operator, for this reason")
        parser.add_argument("--organisation", help="with --reason: in this organisation")
        parser.add_argument("--operation", type=UUID, help="operation id, to be able to repeat")
        parser.add_argument("--base", type=int, help="the version of the thing being edited")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, execute, answer."""
        if not options["kind"]:
            self._list()
            return
        actor = acting(options["username"], options["organisation"], options["reason"])
        body = self._body(options["body"])
        envelope = Envelope(actor, "command_line", options["operation"] or new_id(), options["base"])
        try:
            told = answer(execute(parse(options["kind"], body), envelope))
        except Refused as refused:
            told = refusal(refused.problems)
        except CannotSave as failed:
            told = refusal((failed.problem,))
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        if told["result"] == "refused":
            raise SystemExit(1)

    def _body(self, text: str | None) -> dict[str, Any]:
        try:
            body = json.loads(text if text is not None else sys.stdin.read())
        except ValueError:
            raise CommandError("the command's fields must be one json object") from None
        if not isinstance(body, dict):
            raise CommandError("the command's fields must be one json object")
        return body

    def _list(self) -> None:
        for kind, command in command_kinds().items():
            self.stdout.write(f"{kind:28} {(command.__doc__ or '').strip().splitlines()[0]}")
