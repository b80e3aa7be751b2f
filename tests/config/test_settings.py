"""Settings fail loudly, and an unsafe store is not served."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
from django.db import connection

from purnadaya.config import sqlite
from purnadaya.config.checks import https_when_open, sqlite_is_durable
from tests import stores
from tests.world import World


def purnadaya(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PURNADAYA_HOME": str(home), **more}
    command = [sys.executable, "-m", "purnadaya", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PURNADAYA_PORT", "0"), ("PURNADAYA_PORT", "70000"), ("PURNADAYA_PORT", "eighty"),
        ("PURNADAYA_HTTPS", "maybe"), ("PURNADAYA_WORKERS", "99"), ("PURNADAYA_HOME", "/proc/nowhere"),
        ("PURNADAYA_BACKUP_EVERY", "often"), ("PURNADAYA_BACKUP_EVERY", "-5"), ("PURNADAYA_BACKUP_EVERY", "nan"),
        ("PURNADAYA_BACKUP_EVERY", "0.1"), ("PURNADAYA_BACKUP_EVERY", "99999"), ("PURNADAYA_BACKUP_TO", "stick,/mnt"),
        ("PURNADAYA_JOBS", "maybe"),
    ],
)  # fmt: skip
def test_a_setting_that_makes_no_sense_stops_the_start_and_is_named(tmp_path: Path, name: str, value: str) -> None:
    result = purnadaya(tmp_path, "verify", **{name: value})
    assert result.returncode != 0
    assert result.stderr.startswith(f"{name}: ")
    assert "Traceback" not in result.stderr


def test_an_empty_setting_counts_as_not_set(tmp_path: Path) -> None:
    assert purnadaya(tmp_path, "do", PURNADAYA_PORT="", PURNADAYA_HTTPS=" ").returncode == 0


def test_the_secret_of_a_home_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    purnadaya(tmp_path, "do")
    first = (tmp_path / "secret.key").read_text()
    purnadaya(tmp_path, "do")
    assert (tmp_path / "secret.key").read_text() == first
    assert len(first) >= 48
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_sqlite_that_can_corrupt_its_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pysqlite3, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(SystemExit, match="too old"):
        sqlite.swap_in()


@pytest.mark.sqlite_only
def test_the_sqlite_in_use_is_the_new_one_and_set_to_survive_a_power_cut(world: World) -> None:
    assert connection.Database.sqlite_version_info >= sqlite.OLDEST
    assert sqlite_is_durable(databases=["default"]) == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("pragma", "value", "told"), [("synchronous", "NORMAL", "synchronous"), ("mmap_size", "4096", "mmap_size")]
)
def test_a_store_set_to_lose_commits_is_not_served(own_store: World, pragma: str, value: str, told: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma} = {value}")
    (message,) = sqlite_is_durable(databases=["default"])
    assert message.id == "purnadaya.E001"
    assert told in str(message.msg)


def test_serving_the_world_without_tls_is_warned_of(settings: Any) -> None:
    settings.ADDRESS = "0.0.0.0"
    assert [message.id for message in https_when_open()] == ["purnadaya.W001"]
    settings.HTTPS = True
    assert https_when_open() == []


@pytest.mark.parametrize("command", ["serve", "work"])
def test_serving_a_home_that_was_never_set_up_says_so(tmp_path: Path, command: str) -> None:
    result = purnadaya(tmp_path, command)
    assert result.returncode != 0
    assert "purnadaya setup" in result.stderr


def test_verify_names_a_person_changed_behind_the_journals_back(own_store: World) -> None:
    from purnadaya.journal.verifying import findings

    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET name = 'Someone' WHERE name = 'Tumini'")
    broken = {one.name: one.differences for one in findings() if not one.clean}
    assert list(broken) == ["people.match_log", "people.filed"]
    assert broken["people.match_log"] == (f"person {own_store.people['tumini']}: name differs",)


def test_verify_notices_when_the_guard_of_the_log_is_gone(own_store: World) -> None:
    from purnadaya.journal.verifying import findings

    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE journal_operation DISABLE TRIGGER USER"
            if stores.ON_POSTGRESQL
            else "DROP TRIGGER journal_operation_no_update"
        )
    assert [one.name for one in findings() if not one.clean] == ["journal.guarded"]
