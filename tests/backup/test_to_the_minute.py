"""The steps by which docs/operating.md brings a PostgreSQL database back to a minute, on a server of the test's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.architecture.checks import ROOT
from tests.served import Server

pytestmark = pytest.mark.postgresql_only

ARCHIVING = """
wal_level = replica
archive_mode = on
archive_command = 'test ! -f {wal}/%f && cp %p {wal}/%f.part && sync {wal}/%f.part && mv {wal}/%f.part {wal}/%f'
archive_timeout = 30
synchronous_commit = on
"""
GOING_BACK = """
restore_command = 'cp {wal}/%f %p'
recovery_target_time = '{moment}'
recovery_target_action = 'promote'
"""


@dataclass
class Cluster:
    """A server that carries its log to a folder."""

    folder: Path
    address: str

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def wal(self) -> Path:
        return self.folder / "wal"

    def keep(self, program: str, *words: object) -> None:
        """Run one of its programmes as the one who keeps it."""
        folders = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")) or [Path(program)]
        command = [str(folders[-1]), *map(str, words)]
        if os.getuid() == 0:
            command = ["runuser", "-u", self.data.owner(), "--", *command]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def make_folder(self, name: str) -> None:
        (self.folder / name).mkdir(mode=0o700)
        shutil.chown(self.folder / name, self.data.owner())

    def add(self, settings: str) -> None:
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(settings)

    def start(self) -> None:
        options = f"-k '{self.folder}' -c listen_addresses=''"
        self.keep("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        self.keep("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def ask(self, question: str) -> str:
        with psycopg.connect(self.address, autocommit=True) as server:
            row = server.execute(question).fetchone()  # type: ignore[arg-type]
            assert row is not None
            return str(row[0])

    def wait_for(self, question: str) -> None:
        until = time.monotonic() + 60
        while self.ask(question) != "True":
            assert time.monotonic() < until, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.2)


@pytest.fixture
def cluster(long: bool) -> Iterator[Cluster]:
    if not long:
        pytest.skip("one of the long ones")
    folder = Path(tempfile.mkdtemp())
    script = str(ROOT / "script/postgresql")
    started = subprocess.run([script, "start", str(folder)], capture_output=True, text=True, check=True)
    try:
        yield Cluster(folder, started.stdout.strip())
    finally:
        subprocess.run([script, "stop", str(folder)], check=True)


class ThereServer(Server):
    """A home whose store lies on that server."""

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "PURNADAYA_DATABASE": self.store}


def register(server: Server, name: str) -> None:
    body = {
        "person": str(uuid4()),
        "name": name,
        "sex": "female",
        "village": "34.01.08.2005",
        "background": "village_woman",
    }
    done = server.run("do", "people.register_person", json.dumps(body), "--as", "koordinator")
    assert done.returncode == 0, done.stdout + done.stderr


def archiving(cluster: Cluster) -> None:
    """Step one: the log is carried away, and a base to begin from is there."""
    cluster.make_folder("wal")
    cluster.add(ARCHIVING.format(wal=cluster.wal))
    cluster.stop()
    cluster.start()
    cluster.keep("pg_basebackup", "-h", cluster.folder, "-U", "tester", "-D", cluster.folder / "base", "-c", "fast")


def carried_away(cluster: Cluster) -> None:
    """What a later segment, or archive_timeout, does by itself."""
    segment = cluster.ask("SELECT pg_walfile_name(pg_switch_wal())")
    cluster.wait_for(f"SELECT last_archived_wal >= '{segment}' FROM pg_stat_archiver")


def go_back(cluster: Cluster, moment: str) -> None:
    """Step two: the disk is gone, the base and the log are there."""
    cluster.stop("immediate")
    cluster.data.rename(cluster.folder / "before")
    (cluster.folder / "base").rename(cluster.data)
    cluster.add(GOING_BACK.format(wal=cluster.wal, moment=moment))
    (cluster.data / "recovery.signal").touch()
    cluster.start()
    cluster.wait_for("SELECT NOT pg_is_in_recovery()")


def epoch_of(server: Server) -> str:
    told = json.loads(server.run("verify", "--json").stdout)
    assert told["clean"]
    return str(told["epoch"]["id"])


def test_a_database_comes_back_to_the_minute_before_the_mistake(cluster: Cluster, tmp_path: Path) -> None:
    archiving(cluster)
    server = ThereServer(tmp_path / "home", cluster.address)
    server.home.mkdir()
    assert [server.run(word).returncode for word in ("setup", "demo")] == [0, 0]
    register(server, "Sebelum Keliru")
    moment = cluster.ask("SELECT clock_timestamp()")
    register(server, "Sesudah Keliru")
    former = epoch_of(server)
    carried_away(cluster)
    go_back(cluster, moment)
    names = cluster.ask("SELECT string_agg(name, ';') FROM people_person")
    assert "Sebelum Keliru" in names
    assert "Sesudah Keliru" not in names
    done = server.run("restored")
    assert done.returncode == 0, done.stderr
    assert epoch_of(server) != former
    assert epoch_of(server) in done.stdout
