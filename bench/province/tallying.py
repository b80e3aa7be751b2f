"""What the engine would have counted of a poured province, by a few statements: counting 1.5 million sources one by
one, as ``purnadaya recount`` does, takes most of an hour. ``checked`` compares a sample with what their sources give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from bench.province.pouring import in_bulk
from purnadaya.access.models import Organisation
from purnadaya.groups.models import Decision, Group, Meeting, Outreach
from purnadaya.journal.writing import write
from purnadaya.people.models import Person
from purnadaya.tallies import engine, rolling, writing_sql
from purnadaya.tallies.measures import all_measures, persons_of
from purnadaya.tallies.models import Counted, Leaf, Presence
from purnadaya.tallies.rules.counting import Contribution, folded, names_in
from purnadaya.tallies.rules.traits import TERRAINS, place_range
from purnadaya.tallies.sources import source_kind

Tell = Callable[[str], None]
AT_ONCE = 500
ONE_BY_ONE = {"group": Group, "outreach": Outreach}
"""Few enough to be counted by the engine itself, and too intricate to be said twice."""
SEX = "CASE p.sex WHEN 'female' THEN 100 WHEN 'male' THEN 200 ELSE 0 END"
_LANDS = " ".join(f"WHEN '{one}' THEN {n}" for n, one in enumerate(TERRAINS) if one)
TERRAIN = f"CASE g.terrain {_LANDS} ELSE 0 END"


def _hex(column: str) -> str:
    return f"replace(cast({column} AS text), '-', '')"


def _place(column: str) -> str:
    return f"cast(replace({column}, '.', '') AS bigint)"


def _month(day: str) -> str:
    text = f"cast({day} AS text)"
    return f"(cast(substr({text}, 1, 4) AS integer) * 12 + cast(substr({text}, 6, 2) AS integer) - 1)"


def _traits(day: str) -> str:
    """Of a person ``p`` on a day; a birth is a day, a year or about a year."""
    text = f"cast({day} AS text)"
    birthday = "(CASE WHEN length(p.birth) = 10 THEN substr(p.birth, 6, 5) ELSE '01-01' END)"
    age = (
        f"(cast(substr({text}, 1, 4) AS integer) - cast(substr(p.birth, 1, 4) AS integer) "
        f"- CASE WHEN substr({text}, 6, 5) < {birthday} THEN 1 ELSE 0 END)"
    )
    band = f"CASE WHEN {age} >= 60 THEN 40 WHEN {age} >= 25 THEN 30 WHEN {age} >= 18 THEN 20 ELSE 10 END"
    return f"({SEX} + CASE WHEN p.birth = '' THEN 0 ELSE {band} END)"


MET = "FROM groups_meeting m JOIN groups_group g ON g.id = m.group_id JOIN bench_key gk ON gk.own = g.id"
WHERE_MET = f"{_place('m.village_id')} AS place, {_month('m.held_on')} AS month, gk.id AS grp"
HELD = (
    "m.organisation_id = (SELECT own FROM bench_owner) AND m.cancelled_at IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM bench_counted c WHERE c.own = m.id)"
)
LINES: dict[str, str] = {
    "people.registered": f"""
        SELECT {_place('p.village_id')} AS place, {_month('p.registered_at')} AS month, 0 AS grp, 0 AS label,
        0 AS terrain, {_traits('p.registered_at')} AS traits, 1 AS n FROM people_person p
        WHERE p.organisation_id = (SELECT own FROM bench_owner)
        AND NOT EXISTS (SELECT 1 FROM bench_counted c WHERE c.own = p.id)""",
    "people.returns": f"""
        SELECT {_place('p.village_id')} AS place, {_month('e.back_by')} AS month, 0 AS grp, k.id AS label,
        0 AS terrain, {_traits('e.back_by')} AS traits, 1 AS n, pk.id AS person
        FROM people_episode e JOIN people_person p ON p.id = e.person_id JOIN bench_key pk ON pk.own = p.id
        JOIN tallies_key k ON k.name = e.country || ' ' || e.channel
        WHERE p.organisation_id = (SELECT own FROM bench_owner) AND e.back_by IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM bench_counted c WHERE c.own = p.id)""",
    "groups.meetings": f"SELECT {WHERE_MET}, 0 AS label, {TERRAIN} AS terrain, 0 AS traits, 1 AS n {MET} WHERE {HELD}",
    "groups.attendances": f"""
        SELECT {WHERE_MET}, k.id AS label, {TERRAIN} AS terrain, {_traits('m.held_on')} AS traits, 1 AS n,
        pk.id AS person {MET} JOIN groups_attendance a ON a.meeting_id = m.id
        JOIN people_person p ON p.id = a.person_id JOIN bench_key pk ON pk.own = p.id
        JOIN tallies_key k ON k.name = 'member' WHERE {HELD} AND a.attended = 'present'""",
    "groups.attendances#guests": f"""
        SELECT {WHERE_MET}, k.id AS label, {TERRAIN} AS terrain, 100 AS traits, m.guests_women AS n
        {MET} JOIN tallies_key k ON k.name = 'guest' WHERE {HELD} AND m.guests_women > 0""",
    "groups.minutes": f"""
        SELECT {WHERE_MET}, k.id AS label, {TERRAIN} AS terrain, 0 AS traits, l.minutes AS n
        {MET} JOIN groups_lesson l ON l.meeting_id = m.id JOIN tallies_key k ON k.name = l.topic WHERE {HELD}""",
    "groups.decisions_due": f"""
        SELECT {_place('m.village_id')} AS place, {_month('d.due')} AS month, gk.id AS grp, 0 AS label,
        {TERRAIN} AS terrain, 0 AS traits, 1 AS n {MET} JOIN groups_decision d ON d.meeting_id = m.id
        WHERE {HELD} AND (d.settled_on IS NULL OR d.done)""",
    "groups.decisions_done": f"""
        SELECT {_place('m.village_id')} AS place, {_month('d.due')} AS month, gk.id AS grp, 0 AS label,
        {TERRAIN} AS terrain, 0 AS traits, 1 AS n {MET} JOIN groups_decision d ON d.meeting_id = m.id
        WHERE {HELD} AND d.done AND d.settled_on <= d.due""",
}  # fmt: skip


def tally(owner: Organisation, tell: Tell) -> None:
    """Count what was poured for this organisation. What commands wrote before was counted already."""
    with in_bulk(), transaction.atomic(), connection.cursor() as cursor:
        for statement in _prepared(owner):
            cursor.execute(statement)
        keys = writing_sql.make_keys({"member", "guest", owner.id.hex, *(one.key for one in all_measures())})
        of = keys[owner.id.hex]
        tell("keys")
        for name, lines in LINES.items():
            _leaves(cursor, of, keys[name.partition("#")[0]], lines)
            if "AS person" in lines:
                for persons in persons_of(name):
                    _presences(cursor, of, keys[persons], lines)
            tell(name)
        for table in ("owner", "counted", "key"):
            cursor.execute(f"DROP TABLE bench_{table}")
    for kind, table in ONE_BY_ONE.items():
        _one_by_one(kind, table, owner)
        tell(f"{kind} counted one by one")
    rolling.roll_tallies()
    write(_roll_up)
    write(engine._end)  # noqa: SLF001 - what was counted is what it would have counted
    tell("rolled up")


def _prepared(owner: Organisation) -> list[str]:
    own = owner.id.hex if connection.vendor == "sqlite" else str(owner.id)
    kind = "char(32)" if connection.vendor == "sqlite" else "uuid"
    names = (
        "DISTINCT country || ' ' || channel FROM people_episode WHERE true",
        "DISTINCT topic FROM groups_lesson WHERE true",
        f"{_hex('id')} FROM groups_group WHERE true",
        f"DISTINCT {_hex('person_id')} FROM people_episode WHERE true",
        f"DISTINCT {_hex('person_id')} FROM groups_attendance WHERE attended = 'present'",
    )
    return [
        f"CREATE TEMP TABLE bench_owner AS SELECT id AS own FROM access_organisation WHERE id = '{own}'",
        f"CREATE TEMP TABLE bench_counted (own {kind} PRIMARY KEY)",
        "INSERT INTO bench_counted SELECT source FROM tallies_counted",
        *(f"INSERT INTO tallies_key (name) SELECT {one} ON CONFLICT (name) DO NOTHING" for one in names),
        f"CREATE TEMP TABLE bench_key (own {kind} PRIMARY KEY, id integer)",
        *(
            f"INSERT INTO bench_key SELECT t.id, k.id FROM {table} t JOIN tallies_key k ON k.name = {_hex('t.id')}"
            for table in ("groups_group", "people_person")
        ),
    ]


def _leaves(cursor: Any, organisation: int, measure: int, lines: str) -> None:
    by = "place, month, grp, label, terrain, traits"
    _add(cursor, "leaf", writing_sql.LEAF, f"SELECT {organisation}, {measure}, {by}, SUM(n) FROM ({lines}) AS l", by)


def _presences(cursor: Any, organisation: int, measure: int, lines: str) -> None:
    by = "place, month, grp, person, terrain, traits"
    counted = f"SELECT {organisation}, {measure}, {by}, COUNT(*) FROM ({lines}) AS l"
    _add(cursor, "presence", writing_sql.PRESENCE, counted, by)
    cursor.execute(
        'INSERT INTO tallies_touched ("organisation", "place", "month") SELECT DISTINCT "organisation", "place", '
        f'"month" FROM tallies_presence WHERE "organisation" = {organisation} AND "measure" = {measure}'
    )


def _add(cursor: Any, table: str, names: tuple[str, ...], counted: str, by: str) -> None:
    columns = ", ".join(f'"{one}"' for one in names)
    cursor.execute(
        f'INSERT INTO tallies_{table} ({columns}, "n") {counted} GROUP BY {by} '
        f'ON CONFLICT ({columns}) DO UPDATE SET "n" = tallies_{table}."n" + excluded."n"'
    )


def _one_by_one(kind: str, table: Any, owner: Organisation) -> None:
    done = set(Counted.objects.filter(kind=kind).values_list("source", flat=True))
    every = table.objects.filter(organisation=owner).order_by("id").values_list("id", flat=True)
    left = [one for one in every if one not in done]
    for begin in range(0, len(left), AT_ONCE):
        write(lambda some=left[begin : begin + AT_ONCE]: engine.count(kind, some))  # type: ignore[misc]


def _roll_up() -> None:
    """The roll-ups anew from the leaves."""
    names = ", ".join(f'"{one}"' for one in writing_sql.ROLLUP)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tallies_rollup")
        for width in (writing_sql.DISTRICT, writing_sql.REGENCY, writing_sql.PROVINCE):
            within = names.replace('"place"', f'"place" - "place" % {width}')
            cursor.execute(
                f'INSERT INTO tallies_rollup ({names}, "n") SELECT {within}, SUM("n") FROM tallies_leaf '
                f'GROUP BY {within} HAVING SUM("n") <> 0'
            )


TABLES = {
    "person": (Person, "village_id__in"), "group": (Group, "village_id__in"), "meeting": (Meeting, "village_id__in"),
    "decision": (Decision, "meeting__village_id__in"), "outreach": (Outreach, "village_id__in"),
}  # fmt: skip


def checked(owner: Organisation, villages: Sequence[str]) -> int:
    """How many leaves and presences of these villages were compared with what their sources contribute. Raises
    RuntimeError where they differ."""
    leaves, presences = Counter[tuple[int, ...]](), Counter[tuple[int, ...]]()
    for one, keys in _contributed(owner, villages):
        told = folded(one.lines, keys, persons_of)
        leaves.update(told.leaves)
        presences.update(told.presences)
    places, compared = {place_range(one)[0] for one in villages}, 0
    of = writing_sql.keys_of([owner.id.hex])[owner.id.hex]
    for meant, model, names in ((leaves, Leaf, writing_sql.LEAF), (presences, Presence, writing_sql.PRESENCE)):
        rows = model._default_manager.filter(organisation=of, place__in=places).values_list(*names[1:], "n")
        stand = {tuple(key): n for *key, n in rows}
        wanted = {key: n for key, n in meant.items() if n and key[1] in places}
        if stand != wanted:
            raise RuntimeError(f"{model.__name__}: {list({*stand.items()} ^ {*wanted.items()})[:4]} differ")
        compared += len(stand)
    return compared


def _contributed(owner: Organisation, villages: Sequence[str]) -> Iterator[tuple[Contribution, Mapping[str, int]]]:
    for kind, (table, lies) in TABLES.items():
        ids = list(table._default_manager.filter(organisation=owner, **{lies: villages}).values_list("id", flat=True))
        for begin in range(0, len(ids), AT_ONCE):
            found = list(source_kind(kind).contribute(ids[begin : begin + AT_ONCE]))
            keys = writing_sql.keys_of(names_in(found, persons_of))
            yield from ((one, keys) for one in found)
