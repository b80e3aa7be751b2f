"""``purnadaya serve``: the web server, and the worker beside it."""

from __future__ import annotations

import errno
import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from purnadaya.office.command_line import refuse_unless_set_up


class Command(BaseCommand):
    """Checks what must hold, then becomes the keeper of server and worker (or the server alone, without jobs)."""

    help = "Serve the office on PURNADAYA_ADDRESS:PURNADAYA_PORT."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse to start on an unsafe store or setting; otherwise serve until told to stop."""
        call_command("check", databases=["default"], verbosity=0)
        refuse_unless_set_up()
        _refuse_where_another_serves(settings.ADDRESS, settings.PORT)
        self.stdout.write(f"Purnadaya: http://{settings.ADDRESS}:{settings.PORT}  (Ctrl-C stops it)")
        self.stdout.flush()
        words = self._with_worker(self._web()) if settings.JOBS else self._web()
        os.execv(sys.executable, words)  # noqa: S606 - our own interpreter, no shell

    @staticmethod
    def _web() -> list[str]:
        return [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", settings.ADDRESS,
            "--port", str(settings.PORT), "--workers", str(settings.WORKERS), "--blocking-threads", "1",
            "--backlog", "512", "--respawn-failed-workers", "--log-level", "warning", "--no-ws",
            "purnadaya.config.wsgi:application",
        ]  # fmt: skip

    @staticmethod
    def _with_worker(web: list[str]) -> list[str]:
        # -S and -E: the keeper needs nothing that is installed, and stays small.
        keeper = [sys.executable, "-S", "-E", str(settings.SOURCE / "config" / "keeper.py"), str(settings.HOME)]
        return [*keeper, *web, "--", sys.executable, "-m", "purnadaya", "work", "--until-idle"]


def _refuse_where_another_serves(address: str, port: int) -> None:
    """Raises CommandError when the port is taken. The web server itself would share it, and answer in turns."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        socket.create_server((address, port), family=family).close()
    except OSError as wrong:
        if wrong.errno == errno.EADDRINUSE:
            raise CommandError(
                f"another program serves on {address}:{port} already: stop it, or set PURNADAYA_PORT"
            ) from None
