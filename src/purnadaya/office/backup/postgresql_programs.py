"""PostgreSQL's own ``pg_dump`` and ``pg_restore``: found, new enough, and never told a password where others see it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from purnadaya.office.backup import BackupRefused

FOLDERS = "/usr/lib/postgresql"
"""Where Debian keeps the programs of each version, in ``<version>/bin``."""

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_LONGEST_ANSWER = 300


def run(program: str, wrapper: BaseDatabaseWrapper, *words: str) -> None:
    """Run a program on the database of this connection. Raises ``BackupRefused`` when it fails.

    It is told where that is by words that others on the machine may read, and the password beside them.
    """
    wrapper.ensure_connection()
    path = program_for(program, wrapper.connection.info.server_version // 10_000)
    told = wrapper.settings_dict
    secret = {"PGPASSWORD": told["PASSWORD"]} if told["PASSWORD"] else {}
    command = [str(path), "--no-password", f"--dbname={_address(told)}", *words]
    done = subprocess.run(command, env={**os.environ, **secret, "LC_ALL": "C"}, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupRefused(f"{program} could not do it: {_answer(done.stderr.decode(errors='replace'))}")


def _address(told: Mapping[str, Any]) -> str:
    """As the setting says it, and no more: an older program does not know every word that our library does."""
    own = {"dbname": told["NAME"], "user": told["USER"], "host": told["HOST"], "port": told["PORT"]}
    options = {key: value for key, value in told["OPTIONS"].items() if "password" not in key}
    return make_conninfo("", **{key: value for key, value in {**options, **own}.items() if value != ""})


def _answer(errors: str) -> str:
    """The first thing it complained about; of what stands in a table, nothing."""
    lines = [line.partition("error:")[2].strip() for line in errors.splitlines() if "error:" in line]
    first = lines[0] if lines else "it did not say why."
    return first.partition("COPY failed")[0][:_LONGEST_ANSWER] or "a table did not take its rows."


def program_for(name: str, server: int) -> Path:
    """The oldest that is not older than the server, for what a newer one writes an older server may not read.

    Raises ``BackupRefused``.
    """
    found = sorted(((_version_of(path), path) for path in _places(name)), key=itemgetter(0))
    fit = [path for version, path in found if version >= server]
    if fit:
        return fit[0]
    there = f"only version {found[-1][0]} is here" if found else "there is none here"
    raise BackupRefused(
        f"PostgreSQL's {name} of version {server} or later is needed, as the server is; {there}. "
        f"Install it first (Debian: apt install postgresql-client-{server})."
    )


def _places(name: str) -> Iterator[Path]:
    yield from Path(FOLDERS).glob(f"*/bin/{name}")
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)


def _version_of(path: Path) -> int:
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = _VERSION.search(told.stdout)
    return int(found[1]) if found else 0
