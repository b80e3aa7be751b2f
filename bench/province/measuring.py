"""What it costs to count a province, to ask it, and to work in it."""

from __future__ import annotations

import csv
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.utils import timezone

from bench.province import tallying
from bench.province.filling import YEARS
from purnadaya.access.models import Organisation, User
from purnadaya.access.queries import actor_for
from purnadaya.groups.models import Group, Meeting, Membership
from purnadaya.journal import statistics_sql
from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import execute_all
from purnadaya.kernel.parsing import parse
from purnadaya.people.models import Person
from purnadaya.people.queries import persons_for
from purnadaya.people.queries.finding import nearly_named
from purnadaya.people.rules.finding import Wanted
from purnadaya.places.models import Area
from purnadaya.tallies import rolling
from purnadaya.tallies.engine import recount
from purnadaya.tallies.measures import Kind, Split, all_measures
from purnadaya.tallies.queries import Question, figures
from purnadaya.tallies.rules.traits import Step, year

PROVINCE, TIMES, BATCH = "34", 20, 20
YEAR = YEARS[-2]
Figures = dict[str, Any]
"""By what was measured: a number, or what ``spent`` gives."""
Tell = Callable[[str], None]


def counted(owner: Organisation, tell: Tell, *, whole: bool) -> Figures:
    """Count what was poured. ``whole``: the engine counts every source by itself, as ``purnadaya recount`` does;
    otherwise a few statements write the same."""
    if not whole:
        tallying.tally(owner, tell)
        return {}
    began = time.perf_counter()
    with patch.object(rolling, "roll_persons"):
        sources = recount(lambda done: tell(f"{done:,} sources counted") if done % 50_000 < 100 else None)
    seconds = time.perf_counter() - began
    return {"counting everything anew, s": seconds, "… sources a second": sources / seconds}


def rolled(owner: Organisation, tell: Tell) -> Figures:
    """Roll persons up, and compare a sample of villages with what their sources give."""
    tell("rolling up persons")
    told = _rolling()
    statistics_sql.learn()
    villages = Area.objects.filter(code__startswith="34.", level=4, ended=False).order_by("code")
    told["tallies compared with their sources, rows"] = tallying.checked(
        owner, list(villages.values_list("code", flat=True))[::60]
    )
    return told


def asked(owner: Organisation, tell: Tell) -> Figures:
    """What it costs to read and to write, once everything is counted."""
    user = User.objects.get(organisation=owner, username="koordinator")
    actor, told = actor_for(user, timezone.localdate()), Figures()
    for step in (_asking, _naive, _finding, _pages, _writing):
        tell(step.__name__.strip("_"))
        told |= step(actor, user)
    return told


def _rolling() -> Figures:
    began, processor = time.perf_counter(), time.process_time()
    rolling.roll_persons()
    spent = {"rolling persons up, s": time.perf_counter() - began}
    return spent | {"… of which the processor, s": time.process_time() - processor}


def spent(act: Callable[[], Any], times: int = TIMES) -> list[float]:
    """Milliseconds of our processor, then of the clock: the middle of so many times, and the 95th of a hundred; once
    before to be warm. What PostgreSQL's own processes do is in the clock alone."""
    act()
    processor, clock = [], []
    for _ in range(times):
        began, worked = time.perf_counter(), time.process_time()
        act()
        processor.append((time.process_time() - worked) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
    return [share for one in (processor, clock) for share in (statistics.median(one), _late(one))]


def _late(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


# --- figures ---------------------------------------------------------------------------------


def _asking(actor: Any, _user: User) -> Figures:
    keys = tuple(one.key for one in all_measures())
    counts = tuple(one.key for one in all_measures() if one.kind in {Kind.COUNT, Kind.PERSONS})

    def ask(measures: tuple[str, ...] = keys, **more: Any) -> Callable[[], Any]:
        return lambda: figures(actor, Question(measures, year(YEAR), place=PROVINCE, **more))

    return {
        "province, year, all measures": spent(ask()),
        "… split by sex": spent(ask(by=frozenset({Split.SEX}))),
        "… all splits at once": spent(ask(by=frozenset(Split))),
        "… month by month": spent(ask(step=Step.MONTH)),
        "… regencies side by side": spent(ask(side_by_side=True)),
        "attendances by sex and month": spent(ask(("groups.attendances",), by=frozenset({Split.SEX}), step=Step.MONTH)),
        "different participants": spent(ask(("groups.participants",))),
        "… counts and persons only": spent(ask(counts)),
    }


NAIVE = {
    "attendances by sex and month": """
        SELECT substr(cast(m.held_on as text), 1, 7), p.sex, count(*) FROM groups_attendance a
        JOIN groups_meeting m ON m.id = a.meeting_id JOIN people_person p ON p.id = a.person_id
        WHERE m.held_on BETWEEN '{0}-01-01' AND '{0}-12-31' AND m.cancelled_at IS NULL AND a.attended = 'present'
        AND m.village_id LIKE '34.%' GROUP BY 1, 2""",
    "different participants": """
        SELECT count(DISTINCT a.person_id) FROM groups_attendance a JOIN groups_meeting m ON m.id = a.meeting_id
        WHERE m.held_on BETWEEN '{0}-01-01' AND '{0}-12-31' AND m.cancelled_at IS NULL AND a.attended = 'present'
        AND m.village_id LIKE '34.%'""",
}  # fmt: skip


def _naive(_actor: Any, _user: User) -> Figures:
    """The same asked of the tables themselves, here and of a copy of them in DuckDB, where that is there."""
    told = {f"{name}, from the tables": spent(lambda query=query: _read(query.format(YEAR)), 3)  # type: ignore[misc]
            for name, query in NAIVE.items()}  # fmt: skip
    try:
        import duckdb
    except ImportError:  # it is no part of the house
        return told
    with tempfile.TemporaryDirectory() as folder:
        duck = duckdb.connect(str(Path(folder) / "copy.duckdb"))
        for name, (table, columns) in COPIED.items():
            _copied(duck, Path(folder) / f"{name}.csv", table, columns)
        for name, query in NAIVE.items():
            asked = query.format(YEAR)
            told[f"{name}, DuckDB on a copy"] = spent(lambda asked=asked: duck.execute(asked).fetchall(), 3)  # type: ignore[misc]
        duck.close()
    return told


COPIED = {
    "attendances": ("groups_attendance", "meeting_id, person_id, attended"),
    "meetings": ("groups_meeting", "id, held_on, cancelled_at, village_id"),
    "persons": ("people_person", "id, sex"),
}


def _copied(duck: Any, file: Path, table: str, columns: str) -> None:
    with connection.cursor() as cursor, file.open("w", newline="") as out:
        cursor.execute(f"SELECT {columns} FROM {table}")
        writer = csv.writer(out)
        writer.writerow(columns.split(", "))
        while rows := cursor.fetchmany(50_000):
            writer.writerows(rows)
    duck.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{file}', header = true, all_varchar = true)")
    file.unlink()


def _read(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


# --- people and pages ------------------------------------------------------------------------


def _finding(actor: Any, _user: User) -> Figures:
    """Parts of names, and names with a slip; what the first fifty take."""
    dice = Random(5)
    some = list(Person.objects.filter(organisation_id=actor.organisation_id).values_list("name", flat=True)[:2000])
    names = [dice.choice(some) for _ in range(100)]
    slips = []
    for name in names:
        word = max(name.split(), key=len)
        slips.append(word[:2] + word[3:] if len(word) > 4 else word)
    right, wrong = iter([names[0], *names]), iter([slips[0], *slips])
    return {
        "a name found": spent(lambda: list(persons_for(actor, next(right))[:50]), len(names)),
        "a misspelt name found": spent(
            lambda: nearly_named(actor, Wanted(text=next(wrong)), timezone.localdate()), len(slips)
        ),
    }


def _pages(actor: Any, user: User) -> Figures:
    """Pages as the server makes them, without the network."""
    client, of_an_area = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    client.force_login(user)
    of_an_area.force_login(User.objects.get(organisation_id=actor.organisation_id, username="pendamping"))
    group = Group.objects.filter(organisation_id=actor.organisation_id).order_by("name", "id")[5]
    meeting = Meeting.objects.filter(group=group, cancelled_at=None).order_by("-held_on")[0]
    addresses = {
        "page: persons": "/orang/", "page: groups": "/kelompok/", "page: a group": f"/kelompok/{group.id}/",
        "page: its meetings": f"/kelompok/{group.id}/pertemuan/", "page: home": "/",
        "page: persons by a piece of name": "/orang/?q=siti",
        "page: persons lately back": "/orang/?due=contact", "page: a meeting": f"/kelompok/pertemuan/{meeting.id}/",
        "page: numbers, province and year": f"/angka/?place={PROVINCE}&period={YEAR}",
        "page: numbers, split by sex": f"/angka/?place={PROVINCE}&period={YEAR}&split=sex",
    }  # fmt: skip
    told = {words: spent(lambda at=at: _page(client, at)) for words, at in addresses.items()}  # type: ignore[misc]
    for words in ("page: home", "page: persons"):
        told[f"{words}, of a facilitator"] = spent(lambda at=addresses[words]: _page(of_an_area, at))  # type: ignore[misc]
    return told


def _page(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


# --- writing ---------------------------------------------------------------------------------


def _writing(actor: Any, _user: User) -> Figures:
    """Meetings of twenty persons through the whole path, in batches of twenty."""
    groups = list(Group.objects.filter(organisation_id=actor.organisation_id, name__regex=r"\d$")[:BATCH])
    bodies = []
    for number, group in enumerate(groups):
        members = Membership.objects.filter(group=group, until=None).values_list("person_id", flat=True)[:20]
        present = [{"person": str(one), "attended": "present"} for one in members]
        bodies.append((str(group.id), present, number))
    seconds, held = 0.0, 0
    for day in (date(2026, 1, 3), date(2026, 2, 4), date(2026, 3, 5), date(2026, 4, 6)):
        commands = [
            parse("groups.hold_meeting", {"group": group, "held_on": day.isoformat(), "attendance": present})
            for group, present, _ in bodies
        ]
        began = time.perf_counter()
        execute_all(commands, Envelope(actor, "bench"))
        seconds += time.perf_counter() - began
        held += len(commands)
    return {"meetings of 20 persons saved a second, batches of 20": held / seconds}
