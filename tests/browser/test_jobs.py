"""The page of jobs in a browser: what is at work moves by itself, and also by hand where no script runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from purnadaya.access.actors import System
from purnadaya.jobs.asking import enqueue
from purnadaya.jobs.models import Job
from purnadaya.office.scheduled import BACKUP, DRILL, TIDY
from tests.browser.test_journeys import Open, Shoot, findings
from tests.world import World


@pytest.fixture
def jobs(in_served_home: None, cast: World) -> Iterator[Job]:
    """One of Lintang's at work, others of the machine over; the first is given."""
    yield _jobs(cast)
    DBTaskResult.objects.all().delete()


def _jobs(cast: World) -> Job:
    for kind, problem in (
        (BACKUP, None),
        (TIDY, None),
        (DRILL, {"code": "office.drill_failed", "details": {"why": "Another backup or drill is running just now."}}),
        (TIDY, {"code": "jobs.keeps_breaking"}),
    ):
        over = enqueue(System("schedule"), kind)
        status = "FAILED" if problem else "SUCCESSFUL"
        DBTaskResult.objects.filter(id=over.task_id).update(status=status, finished_at=timezone.now())
        Job.objects.filter(seq=over.seq).update(problem=problem)
    waiting = enqueue(cast.actor("lintang"), TIDY)
    asked = enqueue(cast.actor("lintang"), BACKUP)
    DBTaskResult.objects.filter(id=asked.task_id).update(status="RUNNING")
    Job.objects.filter(seq=asked.seq).update(done=3, total=10, step="copy")
    assert waiting.seq < asked.seq
    return asked


def test_what_is_at_work_moves_by_itself_while_it_is_looked_at(open_as: Open, shoot: Shoot, jobs: Job) -> None:
    page = open_as("lintang", "/pekerjaan/")
    page.get_by_text("3 dari 10: menyalin").wait_for()
    shoot(page, "jobs")
    assert findings(Axe(), page, "/pekerjaan/") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    Job.objects.filter(seq=jobs.seq).update(done=7)
    page.get_by_text("7 dari 10: menyalin").wait_for(timeout=20_000)
    page.goto("/")
    shoot(page, "home-alarms")
    assert findings(Axe(), page, "/") == []


def test_without_any_script_a_link_shows_how_far_it_is(open_as: Open, jobs: Job) -> None:
    page = open_as("lintang", "/pekerjaan/", scripts=False)
    Job.objects.filter(seq=jobs.seq).update(done=9)
    page.get_by_role("link", name="Lihat lagi").click()
    page.get_by_text("9 dari 10: menyalin").wait_for()
    page.get_by_role("button", name="Coba sekali lagi").first.click()
    page.get_by_text("Dicoba sekali lagi").wait_for()
