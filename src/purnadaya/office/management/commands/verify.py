"""``purnadaya verify``: whether everything adds up."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from purnadaya.journal.epochs import current_epoch
from purnadaya.journal.verifying import Finding, findings

SHOWN = 5


class Command(BaseCommand):
    """One line per invariant; ends with 1 when one does not hold."""

    help = "Check every invariant over the whole store."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--json`` for machines."""
        parser.add_argument("--json", action="store_true", help="one json object, all differences")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and report."""
        found = list(findings())
        if options["json"]:
            self.stdout.write(json.dumps(self._told(found), indent=1))
        else:
            for one in found:
                self._tell(one)
        if not all(one.clean for one in found):
            raise SystemExit(1)

    @staticmethod
    def _told(found: list[Finding]) -> dict[str, Any]:
        epoch = current_epoch()
        rows = [{"name": one.name, "clean": one.clean, "differences": one.differences} for one in found]
        return {
            "clean": all(one.clean for one in found),
            "epoch": {"id": str(epoch.id), "since": epoch.since.isoformat()},
            "invariants": rows,
        }

    def _tell(self, one: Finding) -> None:
        if one.clean:
            self.stdout.write(f"{self.style.SUCCESS('ok')}    {one.name}")
            return
        self.stdout.write(f"{self.style.ERROR('WRONG')} {one.name}: {len(one.differences)} differences")
        for line in one.differences[:SHOWN]:
            self.stdout.write(f"      {line}")
