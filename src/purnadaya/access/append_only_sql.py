"""The database itself refuses to change what happened at the door, in both dialects.

As the journal does for its tables, of which this floor may know nothing.
"""

from __future__ import annotations

TABLE = "access_securityevent"
STATEMENT_BEFORE_DELETE_UPDATE_OR_TRUNCATE = 2 + 8 + 16 + 32
"""How PostgreSQL writes down when a trigger fires (``pg_trigger.tgtype``)."""

_REFUSE = f"SELECT RAISE(ABORT, '{TABLE} only grows')"
_EXISTS = f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)"  # noqa: S608 - our own names
_REFUSAL = f" BEGIN RAISE EXCEPTION '{TABLE} only grows'; END "

STATEMENTS = {
    "sqlite": (
        f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} BEGIN {_REFUSE}; END",
        f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN {_REFUSE}; END",
        f"CREATE TRIGGER {TABLE}_no_double BEFORE INSERT ON {TABLE} BEGIN {_REFUSE} WHERE {_EXISTS}; END",
    ),
    "postgresql": (
        f"CREATE FUNCTION {TABLE}_only_grows() RETURNS trigger LANGUAGE plpgsql AS $${_REFUSAL}$$",
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_only_grows()",
    ),
}


def guard(vendor: str) -> set[str]:
    """The triggers as the database tells them while they stand as they were made, in single spaces."""
    if vendor == "sqlite":
        return set(STATEMENTS["sqlite"])
    told = f"{TABLE}_no_change {STATEMENT_BEFORE_DELETE_UPDATE_OR_TRUNCATE} t {_REFUSAL}"
    return {" ".join(told.split())}
