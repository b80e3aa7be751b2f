"""Rolling up: what is fresh goes into the tallies of every level, and persons are counted over larger places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from django.db import connection

from purnadaya.journal.writing import write
from purnadaya.kernel.areas import Level
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.tallies import writing_sql
from purnadaya.tallies.measures import Kind, all_measures
from purnadaya.tallies.models import Basis, Fresh, Touched, Unique
from purnadaya.tallies.rules.traits import MONTHS_IN, TERRAINS, width_of

AT_ONCE = 20_000
"""Rows that are rolled up in one write, so that whoever writes meanwhile need not wait long."""
LEVELS = (Level.DISTRICT, Level.REGENCY, Level.PROVINCE)
ALL_TERRAINS = -1


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
    places = {(organisation, place, month) for _, organisation, place, month in touched}
    wanted = sorted(_periods_of(places))
    measures = sorted(writing_sql.keys_of([one.key for one in all_measures() if one.kind is Kind.PERSONS]).values())
    for organisation, place, width, months, number in wanted:
        of = Stretch(organisation, place, width, months, number)
        # Counted outside the turn to write, which others wait for; what changes meanwhile is touched anew.
        rows = list(_counted(of, measures))
        write(lambda of=of, rows=rows: _keep(of, rows))  # type: ignore[misc]
    write(lambda: _rolled([one for one, *_ in touched], began))
    return len(wanted)


def _rolled(ids: Sequence[int], began: datetime) -> None:
    for begin in range(0, len(ids), writing_sql.AT_ONCE):
        Touched.objects.filter(id__in=ids[begin : begin + writing_sql.AT_ONCE]).delete()
    Basis.objects.filter(only=1).update(rolled_at=began)


def _periods_of(touched: Iterable[tuple[int, int, int]]) -> set[tuple[int, int, int, int, int]]:
    found = set()
    for (organisation, place, month), level, months in product(touched, LEVELS, MONTHS_IN.values()):
        width = width_of(level)
        found.add((organisation, place - place % width, width, months, month // months))
    return found


@dataclass(frozen=True)
class Stretch:
    """A place (packed, so many numbers wide) in the so-many-eth stretch of so many months."""

    organisation: int
    place: int
    width: int
    months: int
    number: int

    @property
    def columns(self) -> dict[str, int]:
        """What its rows have in common."""
        return {"organisation": self.organisation, "place": self.place, "months": self.months, "number": self.number}


COUNT_PERSONS = """
SELECT mix / 1000, mix %% 1000, COUNT(*) FROM (
  SELECT MAX(CAST(month AS bigint) * 10000 + terrain * 1000 + traits) %% 10000 AS mix
  FROM tallies_presence
  WHERE organisation = %s AND measure = %s AND place BETWEEN %s AND %s AND month BETWEEN %s AND %s
    AND (terrain = %s OR %s)
  GROUP BY person
) AS once GROUP BY mix
"""


def _counted(of: Stretch, measures: Iterable[int]) -> Iterator[Unique]:
    first = of.number * of.months
    with connection.cursor() as cursor:
        for measure, within in product(measures, (ALL_TERRAINS, *range(1, len(TERRAINS)))):
            where = [of.organisation, measure, of.place, of.place + of.width - 1, first, first + of.months - 1]
            cursor.execute(COUNT_PERSONS, [*where, within, within == ALL_TERRAINS])
            for terrain, traits, n in cursor.fetchall():
                yield Unique(**of.columns, measure=measure, within=within, terrain=terrain, traits=traits, n=n)


def _keep(of: Stretch, rows: Iterable[Unique]) -> None:
    Unique.objects.filter(**of.columns).delete()
    Unique.objects.bulk_create(rows)


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
