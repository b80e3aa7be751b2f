"""``purnadaya verify``: invariants that hold over the whole store, each told in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from purnadaya.journal.append_only_sql import STANDING, TABLES, guard, plain
from purnadaya.journal.models import Operation
from purnadaya.journal.soundness_sql import FAULTS

Check = Callable[[], Iterable[str]]

_checks: dict[str, Check] = {}
_opening: set[str] = set()


@dataclass(frozen=True)
class Finding:
    """The result of one invariant: how it is called, and every difference found."""

    name: str
    differences: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether it holds."""
        return not self.differences


def register_check(name: str, check: Check, *, opens_sealed: bool = False) -> None:
    """Add an invariant; ``check`` yields one line per difference, without personal data.

    ``opens_sealed`` says that it needs the key ring.
    """
    _checks[name] = check
    if opens_sealed:
        _opening.add(name)


def findings(*, without_keys: bool = False) -> Iterator[Finding]:
    """Run every invariant, in the order they were registered. One that cannot be checked does not hold.

    ``without_keys`` leaves out those that open what is sealed.
    """
    for name, check in _checks.items():
        if not (without_keys and name in _opening):
            yield Finding(name, tuple(_differences(check)))


def _differences(check: Check) -> Iterator[str]:
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001 - in a broken store anything may be raised, and its text may name people
        yield f"could not be checked to the end: {type(error).__name__}"


def store_is_sound() -> Iterator[str]:
    """The database's own check of its pages, and that no row points to nothing."""
    with connection.cursor() as cursor:
        yield from FAULTS[connection.vendor](cursor)


def log_is_guarded() -> Iterator[str]:
    """The database still refuses to change what was done and what was read, by the very triggers we made."""
    return unguarded({table: guard(connection.vendor, table) for table in TABLES})


def unguarded(guards: Mapping[str, set[str]]) -> Iterator[str]:
    """The tables on which other triggers stand than those that were made, or none."""
    with connection.cursor() as cursor:
        for table, made in guards.items():
            cursor.execute(STANDING[connection.vendor], [table])
            if {plain(text) for (text,) in cursor.fetchall()} != made:
                yield f"the guard of {table} is gone or not the one that was made"


def versions_are_gapless() -> Iterator[str]:
    """The operations of each thing carry its versions 1, 2, 3 … without gap or double."""
    last: dict[tuple[str, str], int] = {}
    rows = Operation.objects.applied().order_by("seq")
    for kind, thing, version in rows.values_list("object_kind", "object_id", "object_version").iterator():
        if version != last.get((kind, thing), 0) + 1:
            yield f"{kind} {thing}: version {version} follows {last.get((kind, thing), 0)}"
        last[(kind, thing)] = version
