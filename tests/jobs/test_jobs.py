"""Asking for a job, doing it, and all that can come between."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connections, transaction
from django_tasks_db.models import DBTaskResult

from purnadaya.access.actors import System
from purnadaya.access.models import User
from purnadaya.jobs import running
from purnadaya.jobs.asking import KEPT, enqueue, forget_old, retry
from purnadaya.jobs.models import Job
from purnadaya.jobs.queries import job_for
from purnadaya.jobs.running import JobFailed, PutOff, Run, Stopped, carry_out
from purnadaya.jobs.schedule import Scheduled, ask_what_is_due
from purnadaya.jobs.worker import MOST_FALLS, Worker, claim, put_back_what_was_left, work_off
from purnadaya.journal.writing import CannotSave, write
from purnadaya.kernel.problems import Refused
from tests import stores
from tests.jobs import counting
from tests.world import World

NOBODY = System("test")


@pytest.fixture(autouse=True)
def nothing_counted() -> Any:
    counting.counted().unlink(missing_ok=True)
    yield
    running._signs.clear()


def numbers() -> list[int]:
    path = counting.counted()
    return [int(line.split()[1]) for line in path.read_text().splitlines()] if path.exists() else []


def work_off_all() -> None:
    while found := claim("test"):
        work_off(found)


def now_as(job: Job) -> Job:
    return Job.objects.select_related("task").get(seq=job.seq)


def stands(job: Job) -> tuple[str, str]:
    found = now_as(job)
    return found.task.status, (found.problem or {}).get("code", "")


def test_a_job_is_done_and_says_how_far_it_came(own_store: World) -> None:
    asked = enqueue(own_store.actor("ayu"), "tests.count", to=3)
    assert stands(asked) == ("READY", "")
    work_off_all()
    assert stands(asked) == ("SUCCESSFUL", "")
    found = now_as(asked)
    assert (found.done, found.total, found.step, found.mark) == (3, 3, "count", 3)
    assert numbers() == [0, 1, 2]


def test_jobs_are_done_in_the_order_they_were_asked_for_even_when_the_clock_goes_back(own_store: World) -> None:
    enqueue(NOBODY, "tests.count", to=1, name="first")
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC)):
        enqueue(NOBODY, "tests.count", to=1, name="second")
    work_off_all()
    assert [line.split()[0] for line in counting.counted().read_text().splitlines()] == ["first", "second"]


def test_a_job_asked_for_in_a_transaction_that_is_undone_was_never_asked_for(own_store: World) -> None:
    def undone() -> None:
        enqueue(NOBODY, "tests.count", to=1)
        raise CannotSave("full")

    with pytest.raises(CannotSave):
        write(undone)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [{"to": "Sari Lestari"}, {"to": 1, "name": "Sari Lestari"}, {"to": 1, "name": "x" * 65}, {}, {"to": 1, "other": 1}],
)
def test_what_may_not_lie_there_unsealed_cannot_be_asked_for(own_store: World, arguments: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        enqueue(NOBODY, "tests.count", **arguments)
    with pytest.raises(TypeError):
        enqueue(NOBODY, "tests.knit")
    assert not DBTaskResult.objects.exists()


def test_a_job_of_a_kind_this_version_does_not_know_fails_and_the_others_go_on(own_store: World) -> None:
    strange, known = enqueue(NOBODY, "tests.count", to=1), enqueue(NOBODY, "tests.count", to=1)
    Job.objects.filter(seq=strange.seq).update(kind="tests.from_newer_code")
    work_off_all()
    assert stands(strange) == ("FAILED", "jobs.unknown_kind")
    assert stands(known) == ("SUCCESSFUL", "")


@pytest.mark.parametrize(
    "kept",
    [
        {"args": [], "kwargs": {"arguments": {"to": "many"}}}, {"args": [], "kwargs": {"arguments": []}},
        {"args": [], "kwargs": {"arguments": {"to": 1, "from": 2}}}, {"args": [], "kwargs": {}}, {"args": []}, [], "?",
        {"args": [1], "kwargs": {"arguments": {}}}, {"args": [], "kwargs": {"arguments": None, "more": 1}},
    ],
)  # fmt: skip
def test_arguments_that_cannot_be_read_fail_the_job_and_not_the_worker(own_store: World, kept: Any) -> None:
    asked = enqueue(NOBODY, "tests.count", to=1)
    DBTaskResult.objects.filter(id=asked.task_id).update(args_kwargs=kept)
    work_off_all()
    assert stands(asked) == ("FAILED", "jobs.bad_arguments")
    assert numbers() == []


def test_a_task_of_another_path_fails_and_not_the_worker(own_store: World) -> None:
    asked = enqueue(NOBODY, "tests.count", to=1)
    DBTaskResult.objects.filter(id=asked.task_id).update(task_path="purnadaya.gone.run_job")
    work_off_all()
    assert stands(asked) == ("FAILED", "jobs.broke")


@pytest.mark.parametrize(("kind", "code"), [("tests.break", "jobs.broke"), ("tests.refuse", "journal.clash")])
def test_a_job_that_fails_keeps_its_code_and_no_value_of_anyone(own_store: World, kind: str, code: str) -> None:
    asked = enqueue(NOBODY, kind)
    work_off_all()
    assert stands(asked) == ("FAILED", code)
    kept = {**DBTaskResult.objects.filter(id=asked.task_id).values().get(), **vars(now_as(asked))}
    assert "Sari" not in json.dumps(kept, default=str)


def test_a_job_goes_on_where_it_was_when_its_worker_is_gone(own_store: World) -> None:
    asked = enqueue(NOBODY, "tests.count", to=5)
    Job.objects.filter(seq=asked.seq).update(mark=3)
    assert claim("a worker that is killed now") is not None
    assert claim("another") is None
    put_back_what_was_left()
    work_off_all()
    assert stands(asked) == ("SUCCESSFUL", "")
    assert numbers() == [3, 4]
    assert len(now_as(asked).task.worker_ids) == 2


def test_a_job_left_time_after_time_without_moving_is_given_up(own_store: World) -> None:
    asked = enqueue(NOBODY, "tests.count", to=5)
    for time in range(MOST_FALLS):
        assert stands(asked) == ("READY", ""), time
        assert claim("test") is not None
        put_back_what_was_left()
    assert stands(asked) == ("FAILED", "jobs.keeps_breaking")


def test_a_job_that_moves_on_between_its_falls_is_not_given_up(own_store: World) -> None:
    asked = enqueue(NOBODY, "tests.count", to=9)
    for number in range(3 * MOST_FALLS):
        found = claim("test")
        assert found is not None
        Run(NOBODY, None, found).progress(number, mark=number)
        put_back_what_was_left()
    assert stands(asked) == ("READY", "")


def test_a_job_told_to_end_waits_again_and_nothing_of_it_is_lost_or_counted_against_it(own_store: World) -> None:
    asked = enqueue(NOBODY, "tests.count", to=5)
    found = claim("test")
    assert found is not None
    running.tell_to_end()
    work_off(found)
    assert stands(asked) == ("READY", "")
    running._signs.clear()
    work_off_all()
    assert numbers() == [0, 1, 2, 3, 4]
    assert now_as(asked).fell == 0


def test_a_job_told_to_end_within_a_write_ends_when_that_write_is_durable(own_store: World) -> None:
    found = enqueue(NOBODY, "tests.count", to=5)
    run = Run(NOBODY, None, found)

    def step() -> None:
        Job.objects.filter(seq=found.seq).update(step="x")
        run.progress(1, 5, step="y", mark=1)
        running.tell_to_end()

    running.tell_to_end()
    with pytest.raises(Stopped):
        write(step)
    assert now_as(found).mark == 1


def test_mark_and_work_of_one_write_are_undone_together(own_store: World) -> None:
    found = enqueue(NOBODY, "tests.count", to=5)
    with transaction.atomic():
        Run(NOBODY, None, found).progress(1, 5, mark=1)
        transaction.set_rollback(True)
    assert now_as(found).mark is None


def test_a_store_that_takes_nothing_in_fails_no_job(own_store: World) -> None:
    asked = enqueue(NOBODY, "tests.count", to=2)
    worker = Worker(lambda: ())
    with stores.read_only():
        assert worker._turn() is False
    assert stands(asked) == ("READY", "")
    assert worker._turn() is True
    assert stands(asked) == ("SUCCESSFUL", "")


def test_a_store_that_fails_in_the_midst_of_a_job_puts_it_off(own_store: World) -> None:
    asked = enqueue(NOBODY, "tests.count", to=2)
    found = claim("test")
    assert found is not None
    with stores.read_only(), pytest.raises(PutOff):
        carry_out(found, {"to": 2})
    with stores.read_only(), pytest.raises(CannotSave):
        work_off(found)
    put_back_what_was_left()
    work_off_all()
    assert stands(asked) == ("SUCCESSFUL", "")


def test_two_who_claim_at_once_never_get_the_same_job(own_store: World) -> None:
    for _ in range(8):
        enqueue(NOBODY, "tests.count", to=1)
    got: list[Any] = []
    together = threading.Barrier(4)

    def take() -> None:
        together.wait()
        while found := claim("test"):
            got.append(found.seq)
        connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert len(set(got)) == 8


def test_a_job_acts_with_the_rights_its_asker_has_when_it_runs(own_store: World) -> None:
    asked = enqueue(own_store.actor("ayu"), "tests.count", to=1)
    own_store.run("lintang", "access.close_sign_in", user=own_store.users["ayu"], reason="left")
    assert not User.objects.get(id=own_store.users["ayu"]).is_active
    work_off_all()
    assert stands(asked) == ("FAILED", "jobs.asker_gone")


def failed_job_of(world: World, who: str) -> Job:
    asked = enqueue(world.actor(who), "tests.break")
    work_off_all()
    assert stands(asked)[0] == "FAILED"
    return asked


def test_who_asked_and_the_admin_try_a_failed_job_again_and_strangers_find_nothing(own_store: World) -> None:
    asked = failed_job_of(own_store, "ayu")
    for stranger in ("rina", "yuni", "wati", "bagas", "surya"):
        with pytest.raises(Refused, match=r"access\.not_found"):
            retry(own_store.actor(stranger), asked.task_id)
    with pytest.raises(Refused, match=r"access\.not_allowed"):
        retry(own_store.actor("kinasih"), asked.task_id)
    for who in ("ayu", "lintang"):
        retry(own_store.actor(who), asked.task_id)
        assert stands(asked) == ("READY", "")
        with pytest.raises(Refused, match=r"jobs\.not_failed"):
            retry(own_store.actor(who), asked.task_id)
        work_off_all()
    with pytest.raises(Refused, match=r"access\.not_found"):
        retry(NOBODY, uuid4())


def test_a_failed_job_that_is_tried_again_goes_on_where_it_was(own_store: World) -> None:
    asked = enqueue(NOBODY, "tests.count", to=4)
    Job.objects.filter(seq=asked.seq).update(kind="tests.unknown", mark=2)
    work_off_all()
    Job.objects.filter(seq=asked.seq).update(kind="tests.count")
    retry(NOBODY, asked.task_id)
    work_off_all()
    assert numbers() == [2, 3]


def test_jobs_long_over_are_forgotten_but_the_last_good_of_each_kind(own_store: World) -> None:
    for kind in ("tests.count", "tests.count", "tests.count", "tests.break"):
        enqueue(NOBODY, kind, **({"to": 1} if kind == "tests.count" else {}))
    work_off_all()
    now = datetime.now(UTC)
    assert forget_old(now) == 0
    assert forget_old(now + KEPT + timedelta(minutes=1)) == 2
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["tests.break", "tests.count"]
    assert DBTaskResult.objects.count() == 2


EVERY = timedelta(hours=1)


def schedule() -> list[Scheduled]:
    return [Scheduled("tests.refuse", EVERY), Scheduled("tests.break", None, "off")]


def test_the_schedule_asks_once_when_it_is_time_and_never_while_the_last_one_waits(own_store: World) -> None:
    now = datetime.now(UTC)
    for later in (timedelta(0), timedelta(seconds=5), timedelta(hours=5)):
        ask_what_is_due(schedule, now + later)
        assert Job.objects.count() == 1
    work_off_all()
    ask_what_is_due(schedule, now + timedelta(minutes=30))
    assert Job.objects.count() == 1
    ask_what_is_due(schedule, now + timedelta(minutes=61))
    assert Job.objects.count() == 2


def test_a_clock_that_was_put_back_neither_stops_the_schedule_nor_floods_it(own_store: World) -> None:
    now = datetime.now(UTC)
    with time_machine.travel(now + timedelta(days=400)):
        ask_what_is_due(schedule, now + timedelta(days=400))
        work_off_all()
    for _ in range(3):
        ask_what_is_due(schedule, now)
        work_off_all()
    assert Job.objects.count() == 2


def test_the_rows_of_a_job_are_gone_together(own_store: World) -> None:
    asked = enqueue(NOBODY, "tests.count", to=1)
    DBTaskResult.objects.filter(id=asked.task_id).delete()
    with pytest.raises(Refused):
        job_for(NOBODY, asked.task_id)


def test_a_job_cannot_be_carried_out_with_arguments_of_another(own_store: World) -> None:
    asked = enqueue(NOBODY, "tests.break")
    with pytest.raises(JobFailed, match=r"jobs\.bad_arguments"):
        carry_out(asked, {"to": 1})
