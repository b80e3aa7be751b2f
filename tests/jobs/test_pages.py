"""The page of jobs, the warnings on the first page, and what comes round by itself."""

from __future__ import annotations

import html
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from pyrage.x25519 import Identity

from purnadaya.access.actors import System
from purnadaya.access.models import Organisation
from purnadaya.jobs import presence
from purnadaya.jobs.asking import enqueue
from purnadaya.jobs.models import Job
from purnadaya.jobs.running import JobFailed, carry_out
from purnadaya.jobs.schedule import ask_what_is_due
from purnadaya.kernel.ids import new_id
from purnadaya.office.backup.keeping import archive_name, copy_called
from purnadaya.office.backup.taking import alone_in
from purnadaya.office.job_words import how_often, why_not
from purnadaya.office.management.commands.jobs import line
from purnadaya.office.scheduled import BACKUP, DRILL, ROLL_UP, SWEEP, TIDY, TWINS, schedule
from tests.jobs import counting
from tests.world import PASSPHRASE, World

CLOCK = System("schedule")


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A home without traces of a worker, in which nobody is named who could open backups."""
    home = tmp_path / "a-home"
    home.mkdir()
    shutil.copytree(Path(settings.HOME, "keys"), home / "keys")
    settings.HOME, settings.BACKUP_TO = home, [home / "backups"]
    yield home
    counting.counted().unlink(missing_ok=True)


def page(world: World, who: str, address: str = "/pekerjaan/") -> str:
    response = world.browser(who).get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def as_if(job: Job, status: str, code: str = "", **more: Any) -> Job:
    """A job that ended or runs, as the worker would have written it."""
    DBTaskResult.objects.filter(id=job.task_id).update(
        status=status, **({} if status in ("READY", "RUNNING") else {"finished_at": datetime.now(UTC)})
    )
    Job.objects.filter(seq=job.seq).update(problem={"code": code} if code else None, **more)
    return job


def name_someone(home: Path) -> None:
    (home / "backup-recipients.txt").write_text(f"{Identity.generate().to_public()}\n")


def test_a_user_sees_her_own_jobs_how_far_they_are_and_nothing_of_the_machine(world: World) -> None:
    assert "Nothing is at work" in page(world, "ayu")
    as_if(enqueue(world.actor("ayu"), "tests.count", to=9), "RUNNING", done=3, total=9, step="count")
    enqueue(CLOCK, TIDY)
    told = page(world, "ayu")
    assert "3 of 9: counting" in told
    assert "at work" in told
    assert '<progress max="9" value="3"' in told
    assert "Tidy up" not in told
    assert "Comes round" not in told


def test_jobs_are_seen_by_who_asked_and_who_looks_after_them(world: World) -> None:
    enqueue(world.actor("ayu"), "tests.count", to=9)
    seen = {who: "Count" in page(world, who) for who in ("ayu", "lintang", "kinasih", "wati", "bagas", "surya")}
    assert seen == {"ayu": True, "lintang": True, "kinasih": True, "wati": False, "bagas": False, "surya": False}


def test_a_stranger_sees_nothing_and_cannot_try_again_what_she_guesses(world: World) -> None:
    failed = as_if(enqueue(world.actor("ayu"), "tests.count", to=9), "FAILED", "jobs.broke")
    for who in ("rina", "yuni"):
        assert "Count" not in page(world, who)
        assert world.browser(who).post(f"/pekerjaan/{failed.task_id}/pengulangan/").status_code == 404
    assert Client().get("/pekerjaan/").headers["Location"].startswith("/masuk/")
    assert DBTaskResult.objects.get(id=failed.task_id).status == "FAILED"


def test_a_failed_job_says_why_and_is_tried_again_by_a_button(world: World) -> None:
    failed = as_if(enqueue(world.actor("ayu"), "tests.count", to=9), "FAILED", "jobs.broke")
    address = f"/pekerjaan/{failed.task_id}/pengulangan/"
    for who, offered in (("ayu", True), ("lintang", True), ("kinasih", False)):
        told = page(world, who)
        assert "Something in it broke" in told
        assert (address in told) is offered
    assert "else has to change it" in html.unescape(
        world.browser("kinasih").post(address, follow=True).content.decode()
    )
    assert world.browser("ayu").get(address).status_code == 404
    told = html.unescape(world.browser("ayu").post(address, follow=True).content.decode())
    assert "tried once more" in told
    assert "waits its turn" in told
    assert "did not fail" in html.unescape(world.browser("ayu").post(address, follow=True).content.decode())


def test_a_job_of_newer_code_is_shown_by_its_kind(world: World) -> None:
    asked = enqueue(world.actor("ayu"), "tests.count", to=9)
    as_if(asked, "FAILED", "jobs.unknown_kind", kind="tests.newer", done=2, step="strange")
    told = page(world, "ayu")
    assert "tests.newer" in told
    assert "does not know such a job" in told


def test_a_long_list_is_paged_and_asks_no_more_of_the_store(world: World) -> None:
    browser = world.browser("lintang")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/pekerjaan/").status_code == 200
        return len(asked)

    as_if(enqueue(world.actor("ayu"), "tests.count", to=1), "SUCCESSFUL")
    few = queries()
    for _ in range(40):
        as_if(enqueue(world.actor("ayu"), "tests.count", to=1), "SUCCESSFUL")
    assert queries() == few
    assert "Page 1 of 2" in page(world, "lintang")
    for odd in ("x", "0", "999", "\x00"):
        assert browser.get("/pekerjaan/", {"page": odd}).status_code == 200


@pytest.mark.parametrize("who", ["lintang", "surya", "yuni"])
def test_who_looks_after_the_machine_is_told_when_no_worker_was_seen_for_minutes(
    world: World, own_home: Path, who: str
) -> None:
    told = "The worker is not there"
    assert told in page(world, who, "/")
    presence.was_seen()
    assert told not in page(world, who, "/")
    old = datetime.now(UTC) - presence.MISSED_AFTER - timedelta(seconds=30)
    os.utime(own_home / "worker" / "seen", (old.timestamp(), old.timestamp()))
    assert told in page(world, who, "/")
    assert told in page(world, who)


@pytest.mark.parametrize("who", ["kinasih", "ayu", "bagas", "rina"])
def test_others_are_not_bothered_with_the_machine(world: World, who: str) -> None:
    assert "The worker is not there" not in page(world, who, "/")


def test_a_backup_that_is_too_old_or_never_went_well_is_told_on_the_first_page(world: World, own_home: Path) -> None:
    told, now = "The last good backup is too old", datetime.now(UTC)
    presence.was_seen()
    assert told not in page(world, "lintang", "/")
    name_someone(own_home)
    assert told not in page(world, "lintang", "/")
    as_if(enqueue(CLOCK, BACKUP), "FAILED", "office.backup_failed")
    assert told in page(world, "lintang", "/")
    as_if(enqueue(CLOCK, BACKUP), "SUCCESSFUL")
    assert told not in page(world, "lintang", "/")
    as_if(enqueue(CLOCK, BACKUP), "FAILED", "office.backup_failed")
    assert told not in page(world, "lintang", "/")
    with time_machine.travel(now + timedelta(minutes=75)):
        assert told in page(world, "lintang", "/")
        assert told not in page(world, "kinasih", "/")


def test_a_drill_that_failed_is_told_until_one_goes_well(world: World, own_home: Path) -> None:
    told = "It is not sure that backups come back"
    name_someone(own_home)
    as_if(enqueue(CLOCK, DRILL), "FAILED", "office.drill_failed")
    assert told in page(world, "surya", "/")
    as_if(enqueue(CLOCK, DRILL), "SUCCESSFUL")
    assert told not in page(world, "surya", "/")


def test_what_comes_round_is_shown_with_why_it_is_off(world: World, own_home: Path, settings: Any) -> None:
    assert "nobody is named yet" in page(world, "lintang")
    (own_home / "backup-recipients.txt").write_text("age1nonsense\n")
    assert "cannot be read" in page(world, "lintang")
    name_someone(own_home)
    assert "every hour" in page(world, "lintang")
    assert "every 7 days" in page(world, "lintang")
    settings.BACKUP_EVERY = 0
    assert "PURNADAYA_BACKUP_EVERY is 0" in page(world, "lintang")


@pytest.mark.parametrize(
    ("every", "words"),
    [
        (timedelta(minutes=1), "every 1 minutes"), (timedelta(seconds=30), "every 0.5 minutes"),
        (timedelta(minutes=60), "every hour"), (timedelta(minutes=90), "every 90 minutes"),
        (timedelta(hours=2), "every 2 hours"), (timedelta(days=1), "every day"), (timedelta(days=7), "every 7 days"),
    ],
)  # fmt: skip
def test_how_often_is_said_in_the_largest_measure_that_fits(every: timedelta, words: str) -> None:
    with override("en"):
        assert how_often(every) == words


def test_without_anyone_named_no_backup_and_no_drill_comes_round(world: World) -> None:
    ask_what_is_due(schedule, datetime.now(UTC))
    assert set(Job.objects.values_list("kind", flat=True)) == {TIDY, SWEEP, TWINS, ROLL_UP}


@pytest.mark.sqlite_only
def test_a_backup_goes_into_every_folder_and_the_one_that_is_not_there_is_tried_again(
    own_store: World, own_home: Path, settings: Any, tmp_path: Path
) -> None:
    name_someone(own_home)
    missing = tmp_path / "stick"
    settings.BACKUP_TO = [missing, own_home / "backups"]
    asked = enqueue(CLOCK, BACKUP)
    with pytest.raises(JobFailed) as failed:
        carry_out(asked, {})
    assert failed.value.problem.code == "office.backup_failed"
    assert str(missing) in failed.value.problem.details["machine"]
    assert failed.value.problem.details["reasons"] == ["office.folder_not_there"]
    assert not missing.exists()
    (made,) = (own_home / "backups").iterdir()
    missing.mkdir()
    carry_out(Job.objects.get(seq=asked.seq), {})
    assert len(list(missing.iterdir())) == 1
    assert list((own_home / "backups").iterdir()) == [made]
    assert len((own_home / "backup-folders").read_text().splitlines()) == 2


def test_that_nobody_could_open_backups_is_told_where_real_people_are_kept(world: World, own_home: Path) -> None:
    told = "No backups are made"
    assert told in page(world, "lintang", "/")
    assert told in page(world, "lintang")
    assert told not in page(world, "ayu", "/")
    Organisation.objects.update(is_example=True)
    assert told not in page(world, "lintang", "/")
    Organisation.objects.update(is_example=False)
    name_someone(own_home)
    assert told not in page(world, "lintang", "/")


def test_where_things_lie_on_the_machine_is_shown_to_whoever_keeps_it_alone(world: World) -> None:
    details = {"reasons": ["office.folder_not_there"], "machine": "/mnt/outside is not there."}
    failed = as_if(enqueue(CLOCK, BACKUP), "FAILED")
    Job.objects.filter(seq=failed.seq).update(problem={"code": "office.backup_failed", "details": details})
    job = Job.objects.get(seq=failed.seq)
    with override("id"):
        admin, keeper = (why_not(job, actor) for actor in (world.actor("lintang"), CLOCK))
    assert "tidak ada" in admin
    assert "/mnt/outside" not in admin
    assert "/mnt/outside" not in page(world, "lintang")
    assert keeper == f"{admin} Kata mesinnya: /mnt/outside is not there."
    assert "/mnt/outside" in line(job)


def test_a_job_that_is_not_there_cannot_be_tried_again_and_is_called_so_in_english(world: World) -> None:
    with override("id"), pytest.raises(CommandError, match="there is no such job"):
        call_command("jobs", "retry", str(new_id()))


def test_tidying_prunes_also_where_no_copy_is_made_any_more_and_tells_of_a_folder_that_is_not_there(
    world: World, own_home: Path, tmp_path: Path
) -> None:
    former, stick = tmp_path / "former", tmp_path / "stick"
    former.mkdir()
    now = datetime.now(UTC)
    for days in (0, 36):
        (former / archive_name("0a1b2c3d", now - timedelta(days=days), plain=False)).write_text("copy")
    (own_home / "backup-folders").write_text(f"0a1b2c3d {stick}\n0a1b2c3d {former}\nnonsense\n")
    asked = enqueue(CLOCK, TIDY)
    with pytest.raises(JobFailed) as failed:
        carry_out(asked, {})
    assert failed.value.problem.code == "office.not_pruned"
    assert [copy_called(path.name).moment for path in former.iterdir()] == [now.replace(microsecond=0)]  # type: ignore[union-attr]
    stick.mkdir()
    carry_out(Job.objects.get(seq=asked.seq), {})


@pytest.mark.sqlite_only
def test_a_drill_by_the_clock_leaves_its_line_and_fails_in_words(own_store: World, own_home: Path) -> None:
    carry_out(enqueue(CLOCK, DRILL), {})
    assert " passed " in (own_home / "drills.log").read_text()
    with alone_in(own_home, ".drill-"), pytest.raises(JobFailed) as failed:
        carry_out(enqueue(CLOCK, DRILL), {})
    assert failed.value.problem.code == "office.drill_failed"
    assert "running just now" in failed.value.problem.details["machine"]


def test_tidying_removes_what_ended_and_leaves_what_is_in_use(own_store: World) -> None:
    here, gone = Client(), Client()
    for browser, name in ((here, "ayu"), (gone, "wati")):
        browser.post("/masuk/", {"login": name, "password": PASSPHRASE})
    old = gone.session.session_key
    Session.objects.filter(session_key=old).update(expire_date=datetime.now(UTC) - timedelta(days=1))
    for _ in range(2):
        carry_out(enqueue(CLOCK, TIDY), {})
    assert not Session.objects.filter(session_key=old).exists()
    assert not UserSession.objects.filter(session_key=old).exists()
    assert UserSession.objects.filter(session_key=here.session.session_key).exists()
    assert here.get("/akun/").status_code == 200


def test_tidying_has_the_store_look_at_what_it_holds_without_keeping_samples_of_it(own_store: World) -> None:
    carry_out(enqueue(CLOCK, TIDY), {})
    if connection.vendor == "sqlite":
        assert "people_person" in kept_of("SELECT DISTINCT tbl FROM sqlite_stat1")
        assert not kept_of("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat4'") or not kept_of(
            "SELECT tbl FROM sqlite_stat4"
        )


def kept_of(query: str) -> list[str]:
    with connection.cursor() as cursor:
        return [name for (name,) in cursor.execute(query).fetchall()]
