"""One setting says where the store is; a wrong one is told in words that hold no password."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from purnadaya.config.checks import postgresql_is_durable
from purnadaya.config.databases import database
from purnadaya.journal.verifying import findings
from tests.world import World


def test_a_path_is_a_sqlite_file(tmp_path: Path) -> None:
    found = database(str(tmp_path / "a.sqlite3"))
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", str(tmp_path / "a.sqlite3"))


def test_an_address_is_a_postgresql_database() -> None:
    found = database("postgresql://budi:r%40hasia@db.example:6432/purnadaya?sslmode=verify-full")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    parts = [found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert parts == ["purnadaya", "budi", "r@hasia", "db.example", "6432"]
    assert found["OPTIONS"]["sslmode"] == "verify-full"


def test_a_socket_and_several_servers_can_be_named() -> None:
    assert database("postgresql:///purnadaya?host=/run/postgresql")["HOST"] == "/run/postgresql"
    several = database("postgresql://a:1,b:2/purnadaya?target_session_attrs=read-write")
    assert (several["HOST"], several["PORT"]) == ("a,b", "1,2")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mysql://budi:rahasia@db/purnadaya", "postgresql://"),
        ("postgresql:rahasia@db/purnadaya", "postgresql://"),
        ("postgresql://budi:rahasia@db", "name of the database"),
        ("postgresql://budi:rahasia@db:eighty/purnadaya", "port"),
        ("postgresql://budi:rahasia@db:99999/purnadaya", "port"),
        ("postgresql://budi:rahasia@db/purnadaya?sslmod=require", "not an address"),
        ("postgresql://budi:rah%zzasia@db/purnadaya", "not an address"),
        ("/no/such/folder/a.sqlite3", "folder"),
        (".", "folder"),
    ],
)
def test_nonsense_stops_the_start_without_telling_the_password(tmp_path: Path, text: str, told: str) -> None:
    environment = {**os.environ, "PURNADAYA_HOME": str(tmp_path), "PURNADAYA_DATABASE": text}
    command = [sys.executable, "-m", "purnadaya", "verify"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode != 0
    assert result.stderr.startswith("PURNADAYA_DATABASE: ")
    assert told in result.stderr
    assert "rahasia" not in result.stderr + result.stdout
    assert "Traceback" not in result.stderr


def test_a_server_that_does_not_answer_is_told_before_serving(tmp_path: Path) -> None:
    address = "postgresql://budi:rahasia@127.0.0.1:1/purnadaya"
    environment = {**os.environ, "PURNADAYA_HOME": str(tmp_path), "PURNADAYA_DATABASE": address}
    command = [sys.executable, "-m", "purnadaya", "serve"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode != 0
    assert "purnadaya.E001" in result.stderr
    assert "does not answer" in result.stderr
    assert "rahasia" not in result.stderr


@pytest.mark.postgresql_only
def test_a_postgresql_that_may_forget_commits_is_not_served(own_store: World) -> None:
    assert postgresql_is_durable(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    (message,) = postgresql_is_durable(databases=["default"])
    assert message.id == "purnadaya.E001"
    assert "synchronous_commit is off" in str(message.msg)


@pytest.mark.postgresql_only
def test_verify_finds_rows_that_point_to_nothing_and_rules_nobody_looked_at(own_store: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'people_person'::regclass"
            " AND confrelid = 'access_organisation'::regclass"
        )
        (name,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE people_person DROP CONSTRAINT {name}")
        cursor.execute("UPDATE people_person SET organisation_id = gen_random_uuid() WHERE name = 'Tumini'")
        cursor.execute(
            f"ALTER TABLE people_person ADD CONSTRAINT {name} FOREIGN KEY (organisation_id)"
            " REFERENCES access_organisation (id) NOT VALID"
        )
    broken = {one.name: one.differences for one in findings() if not one.clean}
    assert broken["store.sound"] == (f"constraint {name} was never looked at", f"{name}: 1 rows point to nothing")
