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

from bench.province.filling import YEARS
from purnadaya.access.models import Organisation, User
from purnadaya.access.queries import actor_for
from purnadaya.groups.models import Group, Membership
from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import execute_all
from purnadaya.kernel.parsing import parse
from purnadaya.people.models import Person
from purnadaya.people.queries import persons_for
from purnadaya.people.queries.finding import nearly_named
from purnadaya.people.rules.finding import Wanted
from purnadaya.tallies import rolling
from purnadaya.tallies.engine import recount
from purnadaya.tallies.measures import Kind, Split, all_measures
from purnadaya.tallies.queries import Question, figures
from purnadaya.tallies.rules.traits import Step, year

PROVINCE, TIMES, BATCH = "34", 20, 20
YEAR = YEARS[-2]
Figures = dict[str, float]
Tell = Callable[[str], None]


def everything(owner: Organisation, tell: Tell) -> Figures:
    """All figures of one store, by what they are of."""
    user = User.objects.get(organisation=owner, username="koordinator")
    actor = actor_for(user, timezone.localdate())
    told: Figures = {}
    began = time.perf_counter()
    with patch.object(rolling, "roll_persons"):
        sources = recount(lambda done: tell(f"{done:,} sources counted") if done % 50_000 < 100 else None)
    told["counting everything anew, s"] = time.perf_counter() - began
    told["… sources a second"] = sources / told["counting everything anew, s"]
    tell("rolling up persons")
    began = time.perf_counter()
    rolling.roll_persons()
    told["rolling persons up, s"] = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for step in (_asking, _naive, _finding, _pages, _writing):
        tell(step.__name__.strip("_"))
        told |= step(actor, user)
    return told


def p50(act: Callable[[], Any], times: int = TIMES) -> float:
    """Milliseconds, the middle of so many times; once before to be warm."""
    return statistics.median(_spent(act, times))


def _spent(act: Callable[[], Any], times: int) -> list[float]:
    act()
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    return spent


# --- figures ---------------------------------------------------------------------------------


def _asking(actor: Any, _user: User) -> Figures:
    keys = tuple(one.key for one in all_measures())
    counts = tuple(one.key for one in all_measures() if one.kind in {Kind.COUNT, Kind.PERSONS})

    def ask(measures: tuple[str, ...] = keys, **more: Any) -> Callable[[], Any]:
        return lambda: figures(actor, Question(measures, year(YEAR), place=PROVINCE, **more))

    return {
        "province, year, all measures": p50(ask()),
        "… split by sex": p50(ask(by=frozenset({Split.SEX}))),
        "… all splits at once": p50(ask(by=frozenset(Split))),
        "… month by month": p50(ask(step=Step.MONTH)),
        "… regencies side by side": p50(ask(side_by_side=True)),
        "attendances by sex and month": p50(ask(("groups.attendances",), by=frozenset({Split.SEX}), step=Step.MONTH)),
        "different participants": p50(ask(("groups.participants",))),
        "… counts and persons only": p50(ask(counts)),
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
    told = {f"{name}, from the tables": p50(lambda query=query: _read(query.format(YEAR)), 3)  # type: ignore[misc]
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
            told[f"{name}, DuckDB on a copy"] = p50(lambda asked=asked: duck.execute(asked).fetchall(), 3)  # type: ignore[misc]
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
    right, wrong = [], []
    for name in names:
        began = time.perf_counter()
        list(persons_for(actor, name)[:50])
        right.append((time.perf_counter() - began) * 1000)
        word = max(name.split(), key=len)
        slip = word[:2] + word[3:] if len(word) > 4 else word
        began = time.perf_counter()
        nearly_named(actor, Wanted(text=slip), timezone.localdate())
        wrong.append((time.perf_counter() - began) * 1000)
    return {
        "a name found, p95": statistics.quantiles(right, n=20)[-1],
        "a misspelt name found, p95": statistics.quantiles(wrong, n=20)[-1],
    }


def _pages(actor: Any, user: User) -> Figures:
    """Pages as the server makes them, without the network."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    group = Group.objects.filter(organisation_id=actor.organisation_id).order_by("name", "id")[5]
    addresses = {
        "page: persons": "/orang/", "page: groups": "/kelompok/", "page: a group": f"/kelompok/{group.id}/",
        "page: its meetings": f"/kelompok/{group.id}/pertemuan/", "page: home": "/",
        "page: numbers, province and year": f"/angka/?place={PROVINCE}&period={YEAR}",
        "page: numbers, split by sex": f"/angka/?place={PROVINCE}&period={YEAR}&split=sex",
    }  # fmt: skip
    return {words: p50(lambda at=at: _page(client, at)) for words, at in addresses.items()}  # type: ignore[misc]


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
