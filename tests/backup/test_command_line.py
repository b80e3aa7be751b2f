"""Backups as an operator makes them: other processes, a real home, keys in files."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backup.archives import opened
from tests.served import Server

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def server(store: str, tmp_path: Path) -> Iterator[Server]:
    """A home with a store, not served."""
    with Server.on_copy_of(store, tmp_path / "home") as server:
        yield server


def name_recipient(server: Server, key: Path) -> None:
    made = server.run("backup-keys", "new", str(key))
    assert made.returncode == 0, made.stderr
    assert key.stat().st_mode & 0o777 == 0o600
    with (server.home / "backup-recipients.txt").open("a") as file:
        file.write("# the office\n" + made.stdout)


def archives(server: Server) -> list[Path]:
    return sorted((server.home / "backups").glob("purnadaya-*"))


@pytest.mark.whole_country  # a store of the real size
def test_an_operator_makes_a_key_backs_up_restores_and_verifies(server: Server, tmp_path: Path) -> None:
    assert "Nobody is named" in server.run("backup").stderr
    for name in ("first.key", "second.key"):
        name_recipient(server, tmp_path / name)
    made = server.run("backup")
    assert made.returncode == 0, made.stderr
    (archive,) = archives(server)
    restored = Server(tmp_path / "new")
    told = server.run("restore", str(archive), "--identity", str(tmp_path / "second.key"), "--into", str(restored.home))
    assert told.returncode == 0, told.stderr
    assert "secret.key is not in a backup" in told.stdout
    assert "keys/ is not in a backup either" in told.stdout
    shutil.copy(server.home / "secret.key", restored.home)
    shutil.copytree(server.home / "keys", restored.home / "keys")
    verified = [json.loads(one.run("verify", "--json").stdout) for one in (server, restored)]
    assert [one["clean"] for one in verified] == [True, True]
    assert verified[0]["epoch"]["id"] != verified[1]["epoch"]["id"]
    assert verified[1]["epoch"]["id"] in told.stdout


def test_a_key_is_never_written_over_another(server: Server, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("precious")
    refused = server.run("backup-keys", "new", str(tmp_path / "key"))
    assert refused.returncode == 1
    assert "is there already" in refused.stderr
    assert (tmp_path / "key").read_text() == "precious"


@pytest.mark.parametrize(
    ("line", "words"),
    [("AGE-SECRET-KEY-1ABC", "private key among the recipients"), ("age1typo", "is not an age recipient")],
)
def test_a_recipient_that_is_none_is_refused(server: Server, line: str, words: str) -> None:
    (server.home / "backup-recipients.txt").write_text(line + "\n")
    refused = server.run("backup")
    assert refused.returncode == 1
    assert words in refused.stderr
    assert "AGE-SECRET-KEY-1ABC" not in refused.stderr


def test_a_drill_from_the_command_line_passes(server: Server, tmp_path: Path) -> None:
    name_recipient(server, tmp_path / "key")
    went = server.run("drill", "--identity", str(tmp_path / "key"))
    assert went.returncode == 0, went.stderr
    assert " passed " in went.stdout


def staying(server: Server) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "purnadaya", "backup", "--every", "0.25"]
    return subprocess.Popen(command, env=server.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.whole_country  # it must last, to be killed in the middle
def test_a_backup_that_is_killed_leaves_nothing_that_looks_whole(server: Server, tmp_path: Path, long: bool) -> None:
    from purnadaya.office.backup.sealing import identities_in

    name_recipient(server, tmp_path / "key")
    chance = random.Random(5)
    for _ in range(60 if long else 6):
        process = staying(server)
        time.sleep(chance.uniform(0.6, 2.2))
        process.kill()
        process.communicate()
    made = server.run("backup")
    assert made.returncode == 0, made.stderr
    for number, archive in enumerate(archives(server)):
        opened(archive.read_bytes(), tmp_path / str(number), identities_in(tmp_path / "key"))
    assert [path.name for path in server.home.glob(".*")] == []
    assert [path.name for path in (server.home / "backups").glob(".*")] == []


def test_one_that_stays_makes_a_backup_at_once_and_stops_when_told(server: Server, tmp_path: Path) -> None:
    name_recipient(server, tmp_path / "key")
    process = staying(server)
    assert process.stdout is not None
    assert b"tar.gz.age" in process.stdout.readline()
    os.kill(process.pid, signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(archives(server)) == 1


@pytest.mark.whole_country  # more than fits the disk
def test_a_full_disk_is_told_and_leaves_nothing(server: Server, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        name_recipient(server, tmp_path / "key")
        full = server.run("backup", "--to", str(disk))
        assert full.returncode == 1
        assert "No backup was made" in full.stderr
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
