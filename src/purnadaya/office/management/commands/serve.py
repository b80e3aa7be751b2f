"""``purnadaya serve``: the web server."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Checks what must hold, then becomes the server, so that no second Python lies in memory."""

    help = "Serve the office on PURNADAYA_ADDRESS:PURNADAYA_PORT."
    requires_system_checks = ()

    @staticmethod
    def _refuse_unless_set_up() -> None:
        try:
            call_command("migrate", check_unapplied=True, verbosity=0)
        except SystemExit:
            raise CommandError("this home is not ready for this version: run “purnadaya setup” first") from None

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse to start on an unsafe store or setting; otherwise serve until told to stop."""
        call_command("check", databases=["default"], verbosity=0)
        self._refuse_unless_set_up()
        self.stdout.write(f"Purnadaya: http://{settings.ADDRESS}:{settings.PORT}  (Ctrl-C stops it)")
        self.stdout.flush()
        os.execv(  # noqa: S606 - our own interpreter, no shell
            sys.executable,
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", settings.ADDRESS,
             "--port", str(settings.PORT), "--workers", str(settings.WORKERS), "--blocking-threads", "1",
             "--backlog", "512", "--respawn-failed-workers", "--log-level", "warning", "--no-ws",
             "purnadaya.config.wsgi:application"],
        )  # fmt: skip
