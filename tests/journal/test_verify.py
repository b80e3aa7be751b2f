"""``verify`` notices what was changed behind the journal's back, and names what, never to what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from purnadaya.access import keyring
from purnadaya.access.models import RoleGrant
from purnadaya.journal import verifying
from purnadaya.journal.append_only_sql import TABLES
from purnadaya.journal.models import Operation
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
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


@pytest.mark.sqlite_only
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


@pytest.mark.sqlite_only
def test_a_row_of_what_was_read_cannot_be_replaced(world: World) -> None:
    sql("INSERT INTO journal_reading (id, object_kind, object_id, field, read_at) VALUES (1, 'person', '', 'nik', '')")
    with pytest.raises(IntegrityError, match="only grows"):
        sql(
            "INSERT OR REPLACE INTO journal_reading (id, object_kind, object_id, field, read_at)"
            " VALUES (1, 'person', '', 'phone', '')"
        )


@pytest.mark.sqlite_only
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


@pytest.mark.sqlite_only
def test_verify_notices_a_trigger_that_swallows_what_is_done(world: World) -> None:
    sql("CREATE TRIGGER quiet BEFORE INSERT ON journal_operation BEGIN SELECT RAISE(IGNORE); END")
    assert list(wrong()) == ["journal.guarded"]


# --- what stands in the tables ---------------------------------------------------------------


def says_only(name: str, *lines: str) -> None:
    assert wrong() == {name: lines}


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ("version = 7", "version"),
        ("name_key = 'sumarni'", "name_key"),
        ("nickname = 'Sumarni'", "nickname"),
        ("organisation_id = (SELECT organisation_id FROM access_user WHERE username = 'rina')", "organisation"),
    ],
)
def test_a_person_changed_in_the_table_is_named_with_what_differs(world: World, change: str, differs: str) -> None:
    told = {"phone": "+6281234567890", "whose": "own"}
    world.run("ayu", "people.correct_person", base=1, person=world.people["sari"], changes=told)
    sql(f"UPDATE people_person SET {change} WHERE id = %s", values=[world.people["sari"].hex])
    found = wrong()
    assert found.pop("people.match_log") == (f"person {world.people['sari']}: {differs} differs",)
    assert set(found) <= {"people.filed"}


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ("name = 'Lain Orang'", "name"),
        ("username = 'lain'", "username"),
        ("is_active = NOT is_active", "is_active"),
        ("version = 9", "version"),
        ("organisation_id = (SELECT organisation_id FROM access_user WHERE username = 'rina')", "organisation"),
    ],
)
def test_a_user_changed_in_the_table_is_named_with_what_differs(world: World, change: str, differs: str) -> None:
    sql(f"UPDATE access_user SET {change} WHERE username = 'ayu'")
    says_only("access.match_log", f"user {world.users['ayu']}: {differs} differs")


@pytest.mark.parametrize(
    "change",
    ["role = 'organisation_admin'", "scope_id = '34'", "until = '2020-01-01'", "scope_kind = 'organisation'"],
)
def test_a_role_changed_in_the_table_is_noticed(world: World, change: str) -> None:
    sql(f"UPDATE access_rolegrant SET {change} WHERE user_id = %s", values=[world.users["wati"].hex])
    says_only("access.match_log", f"user {world.users['wati']}: open roles differ")


def test_what_users_go_through_in_commands_adds_up(world: World) -> None:
    ayu, second = world.users["ayu"], RoleGrant.objects.get(user=world.users["ayu"], scope_id="34.01.06")
    run = world.run
    run("kinasih", "access.end_role", user=ayu, grant=second.id, reason="elsewhere")
    run("kinasih", "access.end_role", user=ayu, grant=RoleGrant.objects.get(user=ayu, until=None).id, reason="done")
    run("kinasih", "access.give_role", user=ayu, grant=new_id(), role="paralegal", area="34.01")
    run("kinasih", "access.correct_user", user=ayu, changes={"name": "Ayu", "username": "Ayu.H", "phone": None})
    run("kinasih", "access.close_sign_in", user=ayu, reason="leave")
    assert wrong() == {}
    run("kinasih", "access.open_sign_in", user=ayu)
    run("kinasih", "access.issue_code", user=ayu)
    assert wrong() == {}
    sql("UPDATE access_rolegrant SET until = NULL WHERE user_id = %s", values=[ayu.hex])
    says_only("access.match_log", f"user {ayu}: open roles differ")


@pytest.mark.sqlite_only
def test_a_user_whom_only_one_side_knows_is_named(own_store: World) -> None:
    ayu, stranger = own_store.users["ayu"], "f" * 32
    sql(
        "PRAGMA foreign_keys = OFF",
        "UPDATE access_rolegrant SET user_id = 'ffffffffffffffffffffffffffffffff' WHERE user_id = "
        "(SELECT id FROM access_user WHERE username = 'ayu')",
        "UPDATE access_entrycode SET user_id = 'ffffffffffffffffffffffffffffffff' WHERE user_id = "
        "(SELECT id FROM access_user WHERE username = 'ayu')",
        "UPDATE access_user SET id = 'ffffffffffffffffffffffffffffffff' WHERE username = 'ayu'",
    )
    found = wrong()
    assert found["access.match_log"] == (f"user {UUID(stranger)}: not in the log", f"user {ayu}: only in the log")
    assert set(found) <= {"access.match_log", "store.sound"}, "what she did at the door points to nobody now"


def test_a_user_of_whom_something_was_erased_is_not_compared(world: World) -> None:
    keyring.drop(keyring.LOG, "user", world.users["ayu"])
    sql("UPDATE access_user SET name = 'Lain Orang' WHERE username = 'ayu'")
    assert wrong() == {}


@pytest.mark.sqlite_only
def test_a_row_that_points_to_nothing_is_a_line_and_not_a_crash(own_store: World) -> None:
    sql("PRAGMA foreign_keys = OFF", "UPDATE people_person SET village_id = '99.99' WHERE name = 'Tumini'")
    found = wrong()
    assert list(found) == ["store.sound", "people.match_log", "people.filed", "tallies.counted"]
    (line,) = found["store.sound"]
    assert re.fullmatch(r"people_person row \d+: points to a row of places_area that is not there", line)
    assert found["people.match_log"] == (f"person {own_store.people['tumini']}: village differs",)


def test_a_check_that_crashes_is_wrong_and_the_others_still_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash() -> Iterator[str]:
        yield "one line"
        raise LookupError("Sari Lestari")

    monkeypatch.setitem(verifying._checks, "journal.versions_gapless", crash)
    says_only("journal.versions_gapless", "one line", "could not be checked to the end: LookupError")
