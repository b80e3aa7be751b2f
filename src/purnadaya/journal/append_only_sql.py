"""The database itself refuses to change what was done and what was read, in both dialects."""

from __future__ import annotations

from collections.abc import Mapping

TABLES: Mapping[str, tuple[str, ...]] = {"journal_operation": ("id", "seq"), "journal_reading": ("id",)}
"""Each table that only grows, and the columns of which no value may come twice."""

STATEMENT_BEFORE_DELETE_UPDATE_OR_TRUNCATE = 2 + 8 + 16 + 32
"""How PostgreSQL writes down when a trigger fires (``pg_trigger.tgtype``)."""


def statements(vendor: str, table: str) -> tuple[str, ...]:
    """The statements that make ``table`` one that only grows."""
    return _sqlite(table) if vendor == "sqlite" else _postgresql(table)


def _sqlite(table: str) -> tuple[str, ...]:
    # INSERT OR REPLACE deletes without asking the trigger on DELETE: so a double is refused before that.
    double = " OR ".join(f"{column} = NEW.{column}" for column in TABLES[table])
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {double})"  # noqa: S608 - our own names
    refuse = f"SELECT RAISE(ABORT, '{table} only grows')"
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse}; END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse}; END",
        f"CREATE TRIGGER {table}_no_double BEFORE INSERT ON {table} BEGIN {refuse} WHERE {exists}; END",
    )


def _postgresql(table: str) -> tuple[str, ...]:
    return (
        f"CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS $${_refusal(table)}$$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()",
    )


def _refusal(table: str) -> str:
    return f" BEGIN RAISE EXCEPTION '{table} only grows'; END "


def removals(vendor: str, table: str) -> tuple[str, ...]:
    """The statements that take the guard of ``table`` away, whatever there is of it: to make it anew."""
    if vendor == "sqlite":
        return tuple(f"DROP TRIGGER IF EXISTS {table}_no_{what}" for what in ("update", "delete", "double"))
    return (f"DROP FUNCTION IF EXISTS {table}_only_grows() CASCADE",)


STANDING = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT concat_ws(' ', tgname, tgtype, tgqual IS NULL, prosrc) FROM pg_trigger "
    "JOIN pg_proc ON pg_proc.oid = tgfoid "
    "WHERE NOT tgisinternal AND tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A')",
}
"""Asks for the text of every trigger that stands on a table."""


def guard(vendor: str, table: str) -> set[str]:
    """What the question in ``STANDING`` is answered with while the guard stands as it was made, in plain spaces."""
    if vendor == "sqlite":
        return {plain(statement) for statement in statements(vendor, table)}
    return {plain(f"{table}_no_change {STATEMENT_BEFORE_DELETE_UPDATE_OR_TRUNCATE} t {_refusal(table)}")}


def plain(statement: str) -> str:
    """The same statement with one space wherever there was any."""
    return " ".join(statement.split())
