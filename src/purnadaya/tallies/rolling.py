"""Rolling up: what is fresh goes into the tallies of every level, and persons are counted over larger places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import product

from django.db import connection

from purnadaya.journal.writing import write
from purnadaya.kernel.areas import Level
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.tallies import reading_sql, writing_sql
from purnadaya.tallies.measures import Kind, all_measures
from purnadaya.tallies.models import Basis, Fresh, Touched
from purnadaya.tallies.rules.traits import MONTHS_IN, Stretches, width_of

AT_ONCE = 20_000
"""Rows that are rolled up in one write, so that whoever writes meanwhile need not wait long."""
LEVELS = (Level.DISTRICT, Level.REGENCY, Level.PROVINCE)


def roll_all() -> None:
    """Roll up the tallies, then persons; nothing is left out of figures meanwhile."""
    roll_tallies()
    roll_persons()


def roll_tallies() -> int:
    """Take what is fresh into the tallies; how many rows that were."""
    done = 0
    while rows := write(_roll_some):
        done += rows
    return done


def _roll_some() -> int:
    ids = list(Fresh.objects.order_by("id").values_list("id", flat=True)[:AT_ONCE])
    if ids:
        writing_sql.roll_fresh(ids[-1])
    return len(ids)


def roll_persons() -> int:
    """Count persons anew over every larger place and period in which presences changed; how many of these there were.

    What was touched is forgotten by its ids, for meanwhile others write, also of the same places.
    """
    began = SYSTEM_CLOCK.now()
    touched = list(Touched.objects.order_by("id").values_list("id", "organisation", "place", "month"))
    wanted = _stretches({(organisation, place, month) for _, organisation, place, month in touched})
    measures = sorted(writing_sql.keys_of([one.key for one in all_measures() if one.kind is Kind.PERSONS]).values())
    for of, numbers in sorted(wanted.items()):
        # Counted outside the turn to write, which others wait for; what changes meanwhile is touched anew.
        rows = reading_sql.persons_by_stretch(of, measures, numbers)
        write(lambda of=of, numbers=numbers, rows=rows: writing_sql.keep_persons(of, numbers, rows))  # type: ignore[misc]
    write(lambda: _rolled([one for one, *_ in touched], began))
    return sum(map(len, wanted.values()))


def _rolled(ids: Sequence[int], began: datetime) -> None:
    for begin in range(0, len(ids), writing_sql.AT_ONCE):
        Touched.objects.filter(id__in=ids[begin : begin + writing_sql.AT_ONCE]).delete()
    Basis.objects.filter(only=1).update(rolled_at=began)


def _stretches(touched: Iterable[tuple[int, int, int]]) -> dict[Stretches, set[int]]:
    """Which months, quarters and years of every larger place these are of, by their numbers."""
    found: dict[Stretches, set[int]] = defaultdict(set)
    for (organisation, place, month), level, months in product(touched, LEVELS, MONTHS_IN.values()):
        width = width_of(level)
        found[Stretches(organisation, place - place % width, width, months)].add(month // months)
    return found


def differences() -> Iterator[str]:
    """Where a roll-up is not the sum of the leaves below it; a line for each level."""
    names = ", ".join(f'"{name}"' for name in writing_sql.ROLLUP)
    for level in LEVELS:
        width = width_of(level)
        within = names.replace('"place"', f'"place" - "place" % {width}')
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT COUNT(*) FROM (SELECT {names} FROM (SELECT {names}, "n" FROM tallies_rollup '  # noqa: S608
                f'WHERE {_at_level(level)} UNION ALL SELECT {within}, -"n" FROM tallies_leaf) AS both_of_them '
                f'GROUP BY {names} HAVING SUM("n") <> 0) AS wrong'
            )
            (wrong,) = cursor.fetchone()
        if wrong:
            yield f"{level.name.lower()}: {wrong} roll-ups are not the sum of what lies below"


def _at_level(level: Level) -> str:
    """Rows of this level, by the noughts in which their places end."""
    width, above = width_of(level), width_of(Level(level - 1)) if level > Level.PROVINCE else 0
    return f'"place" % {width} = 0' + (f' AND "place" % {above} <> 0' if above else "")
