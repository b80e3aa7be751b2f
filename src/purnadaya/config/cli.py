"""``purnadaya``: the operator's command line."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one of the commands (``purnadaya help`` lists them)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "purnadaya.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named

    execute_from_command_line(sys.argv)
