"""``purnadaya setup``: everything that must be there before the first page."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from purnadaya.access import keyring
from purnadaya.journal import statistics_sql
from purnadaya.journal.writing import write
from purnadaya.places.loading import load_areas
from purnadaya.tallies import engine


class Command(BaseCommand):
    """Tables, areas and static files; does only what is missing."""

    help = "Make the home ready: tables, areas, static files."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps; each says what it does."""
        is_new = self._is_to_migrate()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not keyring.ring() and not keyring.missing():
            keyring.new_ring_key()
        began = time.monotonic()
        if load_areas(progress=self._tell):
            self.stdout.write(f"\r{self.style.SUCCESS('Areas of Indonesia loaded')} ({time.monotonic() - began:.1f} s)")
        self._count()
        if is_new:
            write(statistics_sql.learn)
        if self._static_is_old():
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            self._static_mark().write_text(self._static_print())

    @staticmethod
    def _is_to_migrate() -> bool:
        steps = MigrationExecutor(connection)
        return bool(steps.migration_plan(steps.loader.graph.leaf_nodes()))

    def _count(self) -> None:
        """What was written before there were figures, or is counted in another way now. A new home has nothing yet."""
        if engine.needs_counting():
            began = time.monotonic()
            done = engine.recount(lambda done: self._tell(f"Counting: {done}"))
            if done:
                self.stdout.write(f"\r{self.style.SUCCESS('Everything counted')} ({time.monotonic() - began:.1f} s)")

    def _tell(self, text: str) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"\r{text}", ending="")
            self.stdout.flush()

    def _static_mark(self) -> Any:
        return settings.STATIC_ROOT.parent / "static.version"

    def _static_is_old(self) -> bool:
        mark = self._static_mark()
        return not mark.exists() or mark.read_text() != self._static_print()

    @staticmethod
    def _static_print() -> str:
        files = sorted(path for path in settings.SOURCE.glob("*/static/**/*") if path.is_file())
        return "\n".join(f"{path.relative_to(settings.SOURCE)} {path.stat().st_mtime_ns}" for path in files)
