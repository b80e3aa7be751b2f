"""What an operator is told at the start, with stable ids and a way to mend it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, OperationalError, connection

from purnadaya.config.databases import OLDEST
from purnadaya.config.sqlite import WANTED


def register_all() -> None:
    """Make the checks known to Django."""
    checks.register(sqlite_is_durable, checks.Tags.database)
    checks.register(postgresql_is_durable, checks.Tags.database)
    checks.register(example_stays_here, checks.Tags.database)
    checks.register(keys_are_there, checks.Tags.database)
    checks.register(https_when_open, checks.Tags.security)


def sqlite_is_durable(databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E001: the file must really be in WAL mode with every commit synced."""
    if connection.vendor != "sqlite" or not databases:
        return []
    with connection.cursor() as cursor:
        found = {name: str(cursor.execute(f"PRAGMA {name}").fetchone()[0]) for name in WANTED}
    wrong = [f"{name} is {found[name]}, not {value}" for name, value in WANTED.items() if found[name] != value]
    if settings.DATABASES["default"].get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
        wrong.append("transactions do not begin IMMEDIATE")
    hint = "Keep the database on a local disk that allows shared memory, not on a network share."
    return [checks.Error(f"SQLite: {what}", hint=hint, id="purnadaya.E001") for what in wrong]


_POSTGRESQL_WANTED = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
    "server_encoding": ("UTF8",),
}


def postgresql_is_durable(databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E001: the server must be there, recent enough, and sync every commit."""
    if connection.vendor != "postgresql" or not databases:
        return []
    try:
        wrong = list(_wrong_in_postgresql())
    except OperationalError as error:
        wrong = [f"it does not answer: {error}".strip()]
    hint = "Look at PURNADAYA_DATABASE, and at postgresql.conf on the server."
    return [checks.Error(f"PostgreSQL: {what}", hint=hint, id="purnadaya.E001") for what in wrong]


def _wrong_in_postgresql() -> Iterator[str]:
    with connection.cursor() as cursor:
        for name, good in _POSTGRESQL_WANTED.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            (found,) = cursor.fetchone()
            if found not in good:
                yield f"{name} is {found}, not {good[0]}"
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, version = cursor.fetchone()
        if (number // 10_000, number % 10_000) < OLDEST:
            yield f"version {version} is too old: {OLDEST[0]} or later is needed"


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address == "localhost"


def example_stays_here(databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E002: the invented organisations, whose passwords are printed, are not served to the world."""
    from purnadaya.access.models import Organisation  # noqa: PLC0415 - models load after the checks are named

    stays = is_loopback(settings.ADDRESS) and not settings.HTTPS and all(map(is_loopback, settings.ALLOWED_HOSTS))
    if not databases or stays:
        return []
    try:
        examples = Organisation.objects.filter(is_example=True).exists()
    except DatabaseError:
        return []
    hint = "Start with a new PURNADAYA_HOME, or leave PURNADAYA_ADDRESS, _HOSTS and _HTTPS as they are."
    message = "This home holds the example, and PURNADAYA_ADDRESS, _HOSTS or _HTTPS opens it to other machines."
    return [checks.Error(message, hint=hint, id="purnadaya.E002")] if examples else []


def keys_are_there(databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E003: every ring key that something was sealed with must lie in the home."""
    from purnadaya.access import keyring  # noqa: PLC0415 - models load after the checks are named

    if not databases:
        return []
    try:
        missing = sorted(keyring.missing())
    except DatabaseError:
        return []
    hint = f"Bring the files back into {keyring.folder()}, from where you keep the keys; backups never hold them."
    return [checks.Error(f"The key {kid} is not here: what it sealed cannot be read.", hint=hint, id="purnadaya.E003")
            for kid in missing]  # fmt: skip


def https_when_open(**kwargs: Any) -> list[checks.CheckMessage]:
    """W001: beyond this machine, names and passwords should travel under TLS."""
    if is_loopback(settings.ADDRESS) or settings.HTTPS:
        return []
    hint = "Put a TLS proxy in front and set PURNADAYA_HTTPS=yes."
    return [checks.Warning("PURNADAYA_ADDRESS is open and PURNADAYA_HTTPS is no.", hint=hint, id="purnadaya.W001")]
