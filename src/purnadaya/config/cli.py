"""``purnadaya``: the operator's command line."""

from __future__ import annotations

import os
import sys

COMMANDS = {
    "setup": "make the home ready: tables, areas, static files",
    "demo": "fill an empty home with two invented organisations",
    "serve": "serve the office, with the worker beside it",
    "work": "do the jobs: for a worker apart from the server",
    "jobs": "what the worker does and did; retry one that failed",
    "do": "run one command from json; without a kind, list them all",
    "take": "take in many commands, one json object a line",
    "import": "take in a spreadsheet of members or of who came to meetings",
    "shelve": "seal a file, so that a document can claim it within a day",
    "keys": "new, list or rotate: the keys that lie outside the database",
    "verify": "check that everything adds up",
    "backup": "copy everything into one sealed archive, while people work",
    "backup-keys": "make a key for backups",
    "restore": "make a new home from a backup",
    "restored": "after the database was brought back by other means: verify it, begin a new epoch",
    "drill": "try whether a backup would come back",
    "recount": "count everything again",
}
"""What an operator needs. Django's own commands, some of which write past the journal, are not offered."""

MODULES = {"import": "import_file"}
"""Commands whose name is a word of Python's own, which no module may bear."""


def main() -> None:
    """Run one of the commands; ``purnadaya`` alone lists them, ``purnadaya COMMAND --help`` explains one."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        _list()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "purnadaya.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named

    name = MODULES.get(sys.argv[1], sys.argv[1].replace("-", "_"))
    execute_from_command_line([sys.argv[0], name, *sys.argv[2:]])


def _list() -> None:
    asked = len(sys.argv) < 2 or sys.argv[1] in ("help", "-h", "--help")
    out = sys.stdout if asked else sys.stderr
    if not asked:
        out.write(f"There is no command “{sys.argv[1]}”.\n\n")
    out.writelines(f"  purnadaya {name:11} {words}\n" for name, words in COMMANDS.items())
    raise SystemExit(0 if asked else 2)
