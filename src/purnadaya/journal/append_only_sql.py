"""The database itself refuses to change what was done and what was read, in both dialects."""

from __future__ import annotations

TABLES = ("journal_operation", "journal_reading")


def statements(vendor: str, table: str) -> tuple[str, ...]:
    """The statements that make ``table`` one that only grows."""
    if vendor == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            for act in ("UPDATE", "DELETE")
        )
    return (
        f"CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} only grows'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()",
    )


GUARDS = {
    "sqlite": "SELECT count(*) = 2 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT count(*) = 1 FROM pg_trigger "
    "WHERE NOT tgisinternal AND tgrelid = to_regclass(%s) AND tgenabled <> 'D'",
}
"""Asks whether the guard of a table stands: true or false."""
