"""PostgreSQL: copied by ``pg_dump`` from one snapshot while others write, restored into an empty database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.manifest import Inventory

DRILL = "purnadaya_drill_"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
_EPOCH = "SELECT id FROM journal_epoch"
_LAST = "SELECT coalesce(max(seq), 0) FROM journal_operation"
_MIGRATIONS = "SELECT app || '.' || name AS known FROM django_migrations ORDER BY app || '.' || name COLLATE \"C\""
_OURS = """
    n.nspname NOT LIKE 'pg!_%' ESCAPE '!' AND n.nspname <> 'information_schema' AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = '{catalog}'::regclass AND d.objid = it.oid
        AND d.deptype IN ('a', 'e', 'i'))
"""
"""Not the server's own, not of an extension, and not gone by itself with something else that is named."""
_THERE = f"""
    SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
           ELSE 'TABLE' END, it.oid::regclass::text
    FROM pg_class it JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND {_OURS.format(catalog="pg_class")}
    UNION ALL
    SELECT 'ROUTINE', it.oid::regprocedure::text
    FROM pg_proc it JOIN pg_namespace n ON n.oid = pronamespace WHERE {_OURS.format(catalog="pg_proc")}
"""  # noqa: S608 - our own text
_NOT_A_STORE = "The database is not one of Purnadaya, or its tables are older than backups. See purnadaya setup."


class PostgresqlStore:
    """A database on a server; see ``stores.Store``. What was loaded lies in the database of the setting."""

    vendor = "postgresql"
    part = "database.dump"
    in_blocks = False

    def copy_to(self, copy: Path) -> Inventory:
        """Dump what one snapshot shows, and count in the same; pg_dump itself fails on a page it cannot read."""
        with _snapshot() as (cursor, snapshot):
            inventory = _inventory(cursor)
            _run("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges",
                 f"--snapshot={snapshot}", f"--file={copy}")  # fmt: skip
        return inventory

    def refuse_occupied(self) -> None:
        """Only an empty database is restored into; an extension may be there already."""
        there = _there()
        if there:
            name, (_, first) = connection.settings_dict["NAME"], there[0]
            raise BackupRefused(
                f"The database {name} is not empty ({first} …). Name a new one in PURNADAYA_DATABASE; nothing is "
                "written over."
            )

    @contextmanager
    def elsewhere(self, home: Path) -> Iterator[None]:
        """A database of this home's drills, dropped afterwards, also when the one before was killed."""
        scratch = DRILL + hashlib.sha256(str(home.absolute()).encode()).hexdigest()[:12]
        former = connection.settings_dict["NAME"]
        _make(scratch)
        try:
            _use(scratch)
            yield
        finally:
            _use(former)
            _order(f"DROP DATABASE IF EXISTS {scratch} WITH (FORCE)")

    @contextmanager
    def loaded(self, copy: Path) -> Iterator[None]:
        """Restore all of it or nothing; what fails to prove itself afterwards is taken out again."""
        _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
             "--no-comments", str(copy))  # fmt: skip
        try:
            yield
        except BaseException:
            with suppress(DatabaseError):
                _empty()
            raise

    def inventory(self, copy: Path) -> Inventory:
        """What is in the database of the setting."""
        with connection.cursor() as cursor:
            return _inventory(cursor)

    def faults(self, copy: Path, *, quick: bool = False) -> Iterator[str]:
        """None: every constraint and index was made anew as it was loaded."""
        yield from ()

    @contextmanager
    def opened(self, copy: Path) -> Iterator[None]:
        """The process is set to it already."""
        yield

    def put(self, copy: Path, home: Path) -> None:
        """It lies where it belongs."""


@contextmanager
def _snapshot() -> Iterator[tuple[Any, str]]:
    """A look at one moment, on a connection of its own, and the name by which others may share it."""
    fresh = connection.copy()
    try:
        with fresh.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield cursor, _one(cursor, "SELECT pg_export_snapshot()")
    finally:
        fresh.close()


def _inventory(cursor: Any) -> Inventory:
    try:
        cursor.execute(_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        counts = {name: _one(cursor, f'SELECT count(*) FROM "{name}"') for name in tables}  # noqa: S608
        last, epoch = _one(cursor, _LAST), _one(cursor, _EPOCH)
        cursor.execute(_MIGRATIONS)
        migrations = tuple(known for (known,) in cursor.fetchall())
        return Inventory(counts=counts, last_operation=last, epoch=epoch, migrations=migrations)
    except (DatabaseError, TypeError):
        raise BackupRefused(_NOT_A_STORE) from None


def _one(cursor: Any, question: str) -> Any:
    cursor.execute(question)
    return cursor.fetchone()[0]


def _run(program: str, *words: str) -> None:
    # Read here, not above: who keeps a file need not carry PostgreSQL's library in memory.
    from purnadaya.office.backup.postgresql_programs import run  # noqa: PLC0415

    run(program, connections[DEFAULT_DB_ALIAS], *words)


def _there() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_THERE)
        return list(cursor.fetchall())


def _empty() -> None:
    """Take out everything that lies in the database, which was empty before."""
    connection.close()
    with connection.cursor() as cursor:
        for kind, name in _there():
            cursor.execute(f"DROP {kind} IF EXISTS {name} CASCADE")


def _make(scratch: str) -> None:
    try:
        _order(f"DROP DATABASE IF EXISTS {scratch} WITH (FORCE)")
        _order(f"CREATE DATABASE {scratch} TEMPLATE template0 ENCODING 'UTF8'")
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != "42501":
            raise BackupRefused(f"PostgreSQL made no database for the drill: {error}".strip()) from None
        raise BackupRefused(
            f"The user {connection.settings_dict['USER']} may not make a database, and a drill restores into one of "
            "its own. Allow it (ALTER ROLE … CREATEDB), or try a backup on another server."
        ) from None


def _order(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
