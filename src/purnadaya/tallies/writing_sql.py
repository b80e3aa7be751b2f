"""The statements that write what was counted, for both databases: many rows at once, in one order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection, models

from purnadaya.tallies.rules.traits import Stretches

LEAF = ("organisation", "measure", "place", "month", "group", "label", "terrain", "traits")
ROLLUP = tuple(name for name in LEAF if name != "group")
PRESENCE = ("organisation", "measure", "place", "month", "group", "person", "terrain", "traits")
AT_ONCE = 400
"""Names in one question: SQLite takes some tens of thousands, PostgreSQL plans long lists badly."""
_UUID = models.UUIDField()
DISTRICT, REGENCY, PROVINCE = 10**4, 10**6, 10**8


def _columns(names: Iterable[str], of: str = "") -> str:
    return ", ".join(f'{of}"{name}"' for name in names)


def _signs(count: int) -> str:
    return ", ".join(["%s"] * count)


def _added(table: str, names: tuple[str, ...], values: str) -> str:
    """Add ``n`` to the row of these names, or make it. All names are our own."""
    return (
        f'INSERT INTO {table} ({_columns(names)}, "n") {values} '
        f'ON CONFLICT ({_columns(names)}) DO UPDATE SET "n" = {table}."n" + excluded."n"'
    )


def keys_of(names: Collection[str]) -> dict[str, int]:
    """The numbers of those of these names that have one."""
    found: dict[str, int] = {}
    wanted = sorted(names)
    with connection.cursor() as cursor:
        for begin in range(0, len(wanted), AT_ONCE):
            part = wanted[begin : begin + AT_ONCE]
            cursor.execute(f'SELECT "name", "id" FROM tallies_key WHERE "name" IN ({_signs(len(part))})', part)  # noqa: S608
            found.update(cursor.fetchall())
    return found


def names_of(numbers: Collection[int]) -> dict[int, str]:
    """The names that have these numbers; of few."""
    if not numbers:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "id", "name" FROM tallies_key WHERE "id" IN ({_signs(len(numbers))})', list(numbers))  # noqa: S608
        return dict(cursor.fetchall())


def make_keys(names: Collection[str]) -> dict[str, int]:
    """The numbers of all these names, given where they had none."""
    found = keys_of(names)
    if new := sorted(set(names) - found.keys()):
        with connection.cursor() as cursor:
            cursor.executemany(
                'INSERT INTO tallies_key ("name") VALUES (%s) ON CONFLICT ("name") DO NOTHING', [(one,) for one in new]
            )
        found |= keys_of(new)
    return found


def append_fresh(organisation: int, leaves: Mapping[tuple[int, ...], int]) -> None:
    """Note by how much these leaves changed."""
    if leaves:
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO tallies_fresh ({_columns(LEAF)}, "n") VALUES ({_signs(len(LEAF) + 1)})',  # noqa: S608
                [(organisation, *leaf, n) for leaf, n in leaves.items()],
            )


def add_presences(organisation: int, presences: Mapping[tuple[int, ...], int]) -> None:
    """Change how often each was present; whoever no longer was is taken out. Says where persons are to be counted
    anew."""
    if not presences:
        return
    rows = [(organisation, *presence, n) for presence, n in presences.items()]
    gone = [row[:-1] for row in rows if row[-1] < 0]
    touched = sorted({(presence[1], presence[2]) for presence in presences})
    with connection.cursor() as cursor:
        cursor.executemany(_added("tallies_presence", PRESENCE, f"VALUES ({_signs(len(PRESENCE) + 1)})"), rows)
        if gone:
            same = " AND ".join(f'"{name}" = %s' for name in PRESENCE)
            cursor.executemany(f'DELETE FROM tallies_presence WHERE {same} AND "n" = 0', gone)  # noqa: S608
        cursor.executemany(
            'INSERT INTO tallies_touched ("organisation", "place", "month") VALUES (%s, %s, %s)',
            [(organisation, place, month) for place, month in touched],
        )


def counted(sources: Collection[UUID]) -> list[tuple[UUID, int, bytes]]:
    """What these sources contributed when they were counted last: id, organisation's key, packed."""
    ids = [_UUID.get_db_prep_value(one, connection) for one in sources]
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "source", "organisation", "body" FROM tallies_counted WHERE "source" IN ({_signs(len(ids))})',  # noqa: S608
            ids,
        )
        rows = cursor.fetchall()
    return [(one if isinstance(one, UUID) else UUID(one), organisation, body) for one, organisation, body in rows]


def keep_counted(rows: Sequence[tuple[str, str, int, bytes]]) -> None:
    """Remember what these sources contribute: id, kind, organisation's key, packed."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                'INSERT INTO tallies_counted ("source", "kind", "organisation", "body") VALUES (%s, %s, %s, %s) '
                'ON CONFLICT ("source") DO UPDATE SET "kind" = excluded."kind", "body" = excluded."body"',
                rows,
            )


def roll_fresh(last: int) -> None:
    """Add what is fresh up to this id to the leaves and to every level above, and take away what came to nothing."""
    with connection.cursor() as cursor:
        part = f'FROM tallies_fresh WHERE "id" <= %s GROUP BY {_columns(LEAF)} HAVING SUM("n") <> 0'
        cursor.execute(_added("tallies_leaf", LEAF, f'SELECT {_columns(LEAF)}, SUM("n") {part}'), [last])
        for width in (DISTRICT, REGENCY, PROVINCE):
            within = ", ".join(f'"place" - "place" %% {width}' if name == "place" else f'"{name}"' for name in ROLLUP)
            part = f'FROM tallies_fresh WHERE "id" <= %s GROUP BY {within} HAVING SUM("n") <> 0'
            cursor.execute(_added("tallies_rollup", ROLLUP, f'SELECT {within}, SUM("n") {part}'), [last])
            _take_away(cursor, "tallies_rollup", f'"place" - "place" %% {width}', last)
        _take_away(cursor, "tallies_leaf", '"place"', last)
        cursor.execute('DELETE FROM tallies_fresh WHERE "id" <= %s', [last])


def _take_away(cursor: object, table: str, place: str, last: int) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        f'DELETE FROM {table} WHERE "n" = 0 AND ("organisation", "measure", "place", "month") IN '  # noqa: S608
        f'(SELECT "organisation", "measure", {place}, "month" FROM tallies_fresh WHERE "id" <= %s)',
        [last],
    )


UNIQUE = ("organisation", "measure", "place", "months", "number", "within", "terrain", "traits")


def keep_persons(of: Stretches, numbers: Collection[int], rows: Iterable[tuple[int, ...]]) -> None:
    """Keep these persons, counted anew (measure, number, within, terrain, traits, n), for the stretches of these
    numbers, in place of what was kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            'DELETE FROM tallies_unique WHERE "organisation" = %s AND "place" = %s AND "months" = %s '  # noqa: S608
            f'AND "number" IN ({_signs(len(numbers))})',
            [of.organisation, of.place, of.months, *numbers],
        )
        cursor.executemany(
            f'INSERT INTO tallies_unique ({_columns(UNIQUE)}, "n") VALUES ({_signs(len(UNIQUE) + 1)})',  # noqa: S608
            [(of.organisation, measure, of.place, of.months, *rest) for measure, *rest in rows],
        )


def empty() -> None:
    """Take away all that was counted, but no key."""
    with connection.cursor() as cursor:
        for table in ("counted", "fresh", "leaf", "rollup", "presence", "touched", "unique"):
            cursor.execute(f"DELETE FROM tallies_{table}")  # noqa: S608
