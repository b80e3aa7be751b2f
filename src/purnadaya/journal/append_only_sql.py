"""The database itself refuses to change the operation log, in both dialects."""

from __future__ import annotations

SQLITE = (
    """CREATE TRIGGER journal_operation_no_update BEFORE UPDATE ON journal_operation
       BEGIN SELECT RAISE(ABORT, 'the operation log only grows'); END""",
    """CREATE TRIGGER journal_operation_no_delete BEFORE DELETE ON journal_operation
       BEGIN SELECT RAISE(ABORT, 'the operation log only grows'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION journal_operation_only_grows() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the operation log only grows'; END $$""",
    """CREATE TRIGGER journal_operation_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_operation
       FOR EACH STATEMENT EXECUTE FUNCTION journal_operation_only_grows()""",
)

STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}

GUARDS = {
    "sqlite": "SELECT count(*) = 2 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_operation'",
    "postgresql": "SELECT count(*) = 1 FROM pg_trigger "
    "WHERE tgname = 'journal_operation_no_change' AND tgenabled <> 'D'",
}
"""Asks whether the guard stands: true or false."""
