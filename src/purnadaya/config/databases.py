"""Which store is meant: a SQLite file, or the address of a PostgreSQL database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from purnadaya.config import environment, sqlite

ADDRESS = "postgresql://user:password@host:5432/name"
OLDEST = (15, 0)
"""The PostgreSQL that the tests run on, or a later one."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)


def database(text: str) -> dict[str, Any]:
    """Django's settings for a path or an address. Raises ValueError, which repeats nothing of an address."""
    scheme = _SCHEME.match(text)
    if scheme is None:
        return sqlite.database(_file(text))
    if scheme[1].lower() not in ("postgresql", "postgres") or "://" not in text:
        raise ValueError(f"say a file on this machine, or an address like {ADDRESS}")
    return _postgresql(text)


def _file(text: str) -> str:
    path = Path(text).expanduser()
    if path.is_dir():
        raise ValueError("this is a folder; say a file in it")
    if not path.absolute().parent.is_dir():
        raise ValueError("its folder is not there")
    return str(path)


def _postgresql(address: str) -> dict[str, Any]:
    parts = _parts(address)
    name = parts.pop("dbname", "")
    if not name:
        raise ValueError(f"the name of the database is missing: {ADDRESS}")
    ports = str(parts.pop("port", ""))
    for port in filter(None, ports.split(",")):
        environment.port(port)
    own = {key.upper(): parts.pop(key, "") for key in ("user", "password", "host")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "PORT": ports,
        **own,
        "OPTIONS": {"connect_timeout": 10, "application_name": "purnadaya", **parts},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def _parts(address: str) -> dict[str, Any]:
    # Read here, not above: who keeps a file need not carry PostgreSQL's library in memory.
    from psycopg import ProgrammingError  # noqa: PLC0415
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    try:
        return dict(conninfo_to_dict(address))
    except ProgrammingError:
        # What the library says may hold the whole address, and so the password.
        signs = "Signs like @ : / ? # % in a password are written %40 %3A %2F %3F %23 %25."
        raise ValueError(f"this is not an address like {ADDRESS}. {signs}") from None
