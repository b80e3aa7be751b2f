"""``purnadaya keys new|list|rotate|reseal``: the ring keys, which lie as files outside the database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from purnadaya.access import keyring
from purnadaya.access.resealing import reseal
from purnadaya.journal.writing import write
from purnadaya.office.command_line import organisation_id

SHOWN = 5


class Command(BaseCommand):
    """Make a ring key, list them, wrap everything anew with the newest, or seal everything anew."""

    help = "Ring keys: make one, list them, wrap every data key with a new one; or make new data keys too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        parser.add_argument("act", choices=("new", "list", "rotate", "reseal"))
        parser.add_argument(
            "--organisation", help="with reseal: of this one only; second factors belong to no organisation and stay"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; ``rotate`` and ``reseal`` may be stopped and begun again while people work."""
        if options["act"] == "reseal":
            self._reseal(options["organisation"])
        elif options["organisation"]:
            raise CommandError("--organisation goes with reseal only")
        else:
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

        unfinished = sum(bool(keyring.older(*scope)) for scope in keyring.scopes())
        if unfinished:
            self.stdout.write(f"Sealing anew was not finished {unfinished} times: purnadaya keys reseal goes on.")

    def _reseal(self, organisation: str | None) -> None:
        self._refuse_while_missing()
        own = str(organisation_id(organisation)) if organisation else ""
        unreadable = 0
        for kind, scope_id in keyring.scopes():
            if own in ("", scope_id):
                done = reseal(kind, scope_id, write)
                self.stdout.write(
                    f"{kind} {scope_id}: {done.values} values sealed anew, {done.dropped} old keys dropped"
                )
                self._tell(done.unreadable)
                unreadable += len(done.unreadable)
        if own:
            self.stdout.write(
                "Second factors are the server's and were left as they are: reseal without --organisation."
            )
        if unreadable:
            raise CommandError(f"{unreadable} values do not open; they and their keys stay as they are.")

    def _tell(self, unreadable: tuple[str, ...]) -> None:
        for where in unreadable[:SHOWN]:
            self.stderr.write(f"      does not open: {where}")

    def _refuse_while_missing(self) -> None:
        if missing := keyring.missing():
            raise CommandError(f"not here: {', '.join(sorted(missing))}. Bring these key files back first.")

    def _rotate(self) -> None:
        self._refuse_while_missing()
        with keyring.alone():
            key = keyring.new_ring_key()
            keyring.rewrap_all()
            uses = keyring.uses()
        wrapped, others = uses.pop(key.kid), sum(uses.values())
        if others:
            raise CommandError(f"{key.kid} wraps {wrapped} data keys, and other ring keys {others}. Rotate again.")
        self.stdout.write(f"{key.kid}: wraps all {wrapped} data keys. Keep the older files as long as older backups.")
