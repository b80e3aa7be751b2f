"""``purnadaya work``: the worker, which does what takes longer than a page may."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from purnadaya.jobs.worker import Worker
from purnadaya.office.command_line import refuse_unless_set_up
from purnadaya.office.scheduled import schedule


class Command(BaseCommand):
    """Works off jobs and the schedule until told to stop; ``serve`` starts one by itself."""

    help = "Do the jobs that were asked for, and those of the schedule. One worker per home works, a second one waits."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether it may end."""
        parser.add_argument("--until-idle", action="store_true", help="end when there is nothing to do, as under serve")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse to start on tables of another version; ``serve``, which starts it with the option, has looked."""
        if not options["until_idle"]:
            refuse_unless_set_up()
        Worker(schedule, until_idle=options["until_idle"]).work()
