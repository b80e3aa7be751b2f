"""``verify`` notices what was changed behind the journal's back, and names what, never to what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import IntegrityError, connection

from purnadaya.journal.append_only_sql import TABLES
from purnadaya.journal.models import Operation
from purnadaya.journal.verifying import findings
from tests.world import World


def sql(*statements: str, values: Iterable[Any] = ()) -> None:
    """Do this without asking anyone, as somebody with the file in hand would."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, list(values))


def wrong() -> dict[str, tuple[str, ...]]:
    """What ``verify`` says is wrong, by invariant."""
    return {one.name: one.differences for one in findings() if not one.clean}


# --- the guard of the log --------------------------------------------------------------------


@pytest.mark.parametrize("column", ["id", "seq"])
def test_a_row_of_the_log_cannot_be_replaced_by_another_of_the_same(world: World, column: str) -> None:
    row = Operation.objects.order_by("seq").values().first()
    other = Operation.objects.order_by("seq").last()
    assert row is not None
    assert other is not None
    fresh = {"id": "f" * 32, "seq": other.seq + 1}
    kept = {**fresh, column: row["id"].hex if column == "id" else row["seq"]}
    columns = [name for name in row if name not in kept]
    names = ", ".join([*kept, *columns])
    copied = ", ".join(["%s", "%s", *("door || 'x'" if name == "door" else name for name in columns)])
    with pytest.raises(IntegrityError, match="only grows"):
        sql(
            f"INSERT OR REPLACE INTO journal_operation ({names}) SELECT {copied} FROM journal_operation WHERE seq = %s",
            values=[*kept.values(), row["seq"]],
        )


def test_a_row_of_what_was_read_cannot_be_replaced(world: World) -> None:
    sql("INSERT INTO journal_reading (id, object_kind, object_id, field, read_at) VALUES (1, 'person', '', 'nik', '')")
    with pytest.raises(IntegrityError, match="only grows"):
        sql(
            "INSERT OR REPLACE INTO journal_reading (id, object_kind, object_id, field, read_at)"
            " VALUES (1, 'person', '', 'phone', '')"
        )


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("act", ["update", "delete", "double"])
def test_verify_notices_a_guard_that_does_nothing_any_more(world: World, table: str, act: str) -> None:
    assert wrong() == {}
    when = {"update": "UPDATE", "delete": "DELETE", "double": "INSERT"}[act]
    sql(
        f"DROP TRIGGER {table}_no_{act}",
        f"CREATE TRIGGER {table}_no_{act} BEFORE {when} ON {table} BEGIN SELECT 1; END",
    )
    assert wrong() == {"journal.guarded": (f"the guard of {table} is gone or not the one that was made",)}


def test_verify_notices_a_trigger_that_swallows_what_is_done(world: World) -> None:
    sql("CREATE TRIGGER quiet BEFORE INSERT ON journal_operation BEGIN SELECT RAISE(IGNORE); END")
    assert list(wrong()) == ["journal.guarded"]
