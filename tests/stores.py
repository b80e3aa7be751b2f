"""Stores for the tests, on either database: a SQLite file each, or a PostgreSQL database each.

PURNADAYA_TEST_DATABASE names a PostgreSQL database whose user may make others; without it the tests use SQLite.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connections

ADDRESS = os.environ.get("PURNADAYA_TEST_DATABASE", "")
ON_POSTGRESQL = bool(ADDRESS)


def name_here() -> str:
    """The store in use: a path or a name."""
    return str(settings.DATABASES["default"]["NAME"])


def use(name: str) -> None:
    """Let Django speak to this store."""
    settings.DATABASES["default"]["NAME"] = name
    connections.settings["default"]["NAME"] = name


def new_store(home: Path) -> str:
    """An empty store."""
    if not ON_POSTGRESQL:
        return str(home / "cast.sqlite3")
    name = _new_name()
    _order(f"CREATE DATABASE {name}")
    return name


def settle() -> None:
    """Let everything written lie in the store itself, so that it can be copied."""
    if not ON_POSTGRESQL:
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()


@contextmanager
def copied(name: str, folder: Path) -> Iterator[str]:
    """A copy of a store that nobody is writing to; a database is dropped again."""
    connections.close_all()
    copy = str(folder / "purnadaya.sqlite3") if not ON_POSTGRESQL else _new_name()
    if not ON_POSTGRESQL:
        shutil.copy(name, copy)
        yield copy
        return
    _order(f"CREATE DATABASE {copy} TEMPLATE {name}")
    try:
        yield copy
    finally:
        drop(copy)


@contextmanager
def read_only() -> Iterator[None]:
    """The store in use takes nothing in, as if its disk were read-only."""
    switch = "SET default_transaction_read_only = {}" if ON_POSTGRESQL else "PRAGMA query_only = {}"
    _say(switch.format("ON"))
    try:
        yield
    finally:
        _say(switch.format("OFF"))


def _say(statement: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)


def drop(name: str) -> None:
    """Remove a store of ours, whoever is still connected to it."""
    connections.close_all()
    if ON_POSTGRESQL:
        _order(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def address_of(name: str) -> str:
    """What PURNADAYA_DATABASE says of a store."""
    if not ON_POSTGRESQL:
        return name
    from psycopg.conninfo import conninfo_to_dict

    parts: dict[str, Any] = {**conninfo_to_dict(ADDRESS), "dbname": name}
    host, port = parts.pop("host", ""), parts.pop("port", "")
    return "postgresql:///?" + "&".join(f"{key}={quoted(value)}" for key, value in
                                        {**parts, "host": host, "port": port}.items() if value)  # fmt: skip


def quoted(value: Any) -> str:
    from urllib.parse import quote

    return quote(str(value), safe="")


def _new_name() -> str:
    return f"purnadaya_test_{uuid4().hex[:12]}"


def _order(statement: str) -> None:
    import psycopg

    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]
