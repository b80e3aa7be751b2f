"""The worker as an operator has it: beside the server, killed, stopped, left alone. Real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.db import connections

from purnadaya.access.actors import System
from purnadaya.jobs import presence
from purnadaya.jobs.asking import enqueue
from purnadaya.jobs.models import Job
from tests import stores
from tests.architecture.checks import ROOT
from tests.jobs import counting
from tests.served import Server
from tests.world import World

PATIENCE = 120.0
"""Seconds after which something is broken and not only slow."""


@pytest.fixture
def server(cast: World, tmp_path: Path, django_db_blocker: Any, settings: Any, monkeypatch: Any) -> Iterator[Server]:
    """A home whose processes know the jobs of the tests; in this process the store and the home are the same."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.jobs.settings")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PURNADAYA_BACKUP_EVERY", "0")
    former = stores.name_here()
    with Server.on_copy_of(former, tmp_path / "home") as server, django_db_blocker.unblock():
        stores.use(server.store)
        settings.HOME = server.home
        server.jobs = "yes"
        try:
            yield server
        finally:
            connections.close_all()
            stores.use(former)


def until(what: Callable[[], Any]) -> Any:
    """What it gives as soon as it is something."""
    end = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.05)
    return found


def lines(server: Server) -> list[list[str]]:
    path = counting.counted()
    return [line.split() for line in path.read_text().splitlines() if line.count(" ") == 2] if path.exists() else []


def family(server: Server) -> list[psutil.Process]:
    assert server.process is not None
    keeper = psutil.Process(server.process.pid)
    return [keeper, *keeper.children(recursive=True)]


def worker_of(server: Server) -> psutil.Process | None:
    return next((one for one in family(server)[1:] if "work" in one.cmdline()), None)


def state(job: Job) -> str:
    return str(Job.objects.select_related("task").get(seq=job.seq).task.status)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes)


def test_a_worker_killed_or_ended_midway_is_started_again_and_goes_on_where_it_was(server: Server) -> None:
    server.start()
    asked = enqueue(System("test"), "tests.count", to=120)
    for come, sign in ((10, signal.SIGKILL), (40, signal.SIGTERM), (70, signal.SIGKILL)):
        until(lambda come=come: len(lines(server)) > come)
        os.kill(int(lines(server)[-1][2]), sign)
    until(lambda: state(asked) == "SUCCESSFUL")
    numbers = [int(line[1]) for line in lines(server)]
    assert sorted(set(numbers)) == list(range(120))
    assert len(numbers) <= 123
    assert len({line[2] for line in lines(server)}) == 4


def test_a_job_that_takes_its_worker_with_it_is_given_up_and_the_next_one_is_done(server: Server) -> None:
    deadly, good = enqueue(System("test"), "tests.die"), enqueue(System("test"), "tests.count", to=1)
    Job.objects.filter(seq=deadly.seq).update(fell=3)
    server.start()
    until(lambda: state(good) == "SUCCESSFUL")
    assert state(deadly) == "FAILED"
    assert Job.objects.get(seq=deadly.seq).problem["code"] == "jobs.keeps_breaking"


def test_when_the_keeper_is_killed_no_process_stays_behind(server: Server) -> None:
    server.start()
    enqueue(System("test"), "tests.count", to=5000)
    until(lambda: lines(server))
    left = family(server)
    assert len(left) >= 4
    os.kill(left[0].pid, signal.SIGKILL)
    until(lambda: gone(left))


def test_when_the_web_server_is_killed_all_ends_and_says_that_something_was_wrong(server: Server) -> None:
    server.start()
    until(lambda: worker_of(server))
    left = family(server)
    granian = next(one for one in left if "granian" in one.cmdline() and one.ppid() == left[0].pid)
    granian.kill()
    until(lambda: gone(left))
    assert server.process is not None
    assert server.process.wait(PATIENCE) != 0


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_all_end_by_themselves_and_the_job_waits_where_it_was(server: Server, sign: int) -> None:
    server.start()
    asked = enqueue(System("test"), "tests.count", to=5000)
    until(lambda: len(lines(server)) > 5)
    left = family(server)
    assert server.process is not None
    server.process.send_signal(sign)
    assert server.process.wait(PATIENCE) == 0
    assert gone(left)
    assert state(asked) == "READY"
    assert Job.objects.get(seq=asked.seq).mark == len(lines(server))
    assert "Traceback" not in (server.home / "server.log").read_text()


def test_without_jobs_the_server_has_no_worker_beside_it(server: Server) -> None:
    server.jobs = "no"
    server.start()
    assert all("work" not in one.cmdline() for one in family(server))


def worker(server: Server) -> subprocess.Popen[bytes]:
    """A worker apart from the server."""
    words = [sys.executable, "-m", "purnadaya", "work"]
    with (server.home / "server.log").open("ab") as log:
        return subprocess.Popen(words, env=server.environment(), stdout=log, stderr=log)


def test_a_worker_that_waits_for_another_to_end_can_be_told_to_stop(server: Server) -> None:
    with presence.alone(lambda: True) as mine:
        assert mine
        waiting = worker(server)
        lock = str(server.home / "worker" / "lock")
        until(lambda: lock in {file.path for file in psutil.Process(waiting.pid).open_files()})
        waiting.terminate()
        assert waiting.wait(PATIENCE) == 0


def test_of_two_workers_one_works_each_job_is_done_once_and_the_other_takes_over(server: Server) -> None:
    asked = [enqueue(System("test"), "tests.count", to=20, name=f"n{number}") for number in range(4)]
    workers = [worker(server), worker(server)]
    try:
        until(lambda: len(lines(server)) > 30)
        first = int(lines(server)[-1][2])
        assert {int(line[2]) for line in lines(server)} == {first}
        next(one for one in workers if one.pid == first).kill()
        until(lambda: all(state(one) == "SUCCESSFUL" for one in asked))
    finally:
        for one in workers:
            one.kill()
            one.wait()
    done = [(line[0], line[1]) for line in lines(server)]
    assert len(set(done)) == 80
    assert len(done) <= 81


def test_the_operator_lists_jobs_and_has_one_tried_again(server: Server) -> None:
    asked = enqueue(System("test"), "tests.count", to=2)
    Job.objects.filter(seq=asked.seq).update(kind="tests.unknown")
    server.start()
    until(lambda: state(asked) == "FAILED")
    listed = {row["id"]: row for row in json.loads(server.run("jobs", "--json").stdout)}
    assert listed[str(asked.task_id)]["problem"]["code"] == "jobs.unknown_kind"
    assert f"failed      {asked.task_id}  tests.unknown  jobs.unknown_kind" in server.run("jobs").stdout
    Job.objects.filter(seq=asked.seq).update(kind="tests.count")
    told = server.run("jobs", "retry", str(asked.task_id))
    assert told.returncode == 0, told.stderr
    until(lambda: state(asked) == "SUCCESSFUL")
    for words in (["retry"], ["retry", "x"], ["retry", str(asked.task_id)], ["retry", "0" * 32]):
        told = server.run("jobs", *words)
        assert told.returncode != 0
        assert "Traceback" not in told.stderr


def test_a_second_server_on_the_same_port_is_refused_in_words(server: Server) -> None:
    server.jobs = "no"
    server.start()
    second = server.run("serve")
    assert second.returncode == 1
    assert f"another program serves on 127.0.0.1:{server.port} already" in second.stderr
