"""Two people editing one thing: what merges, what is stale, and what clashes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from purnadaya.journal.models import Operation
from purnadaya.kernel.commands import Command
from purnadaya.kernel.problems import Problem, Refused


def check(command: Command, target: Any, kind: str, base: int | None) -> None:
    """Refuse an edit made on an old version where it would overwrite something unseen.

    A command that ``merges`` is refused only for fields someone else has set to another value since
    ``base`` (``journal.clash``, one problem per field, saying who and when); any other is refused as
    ``journal.stale``. A merging edit must say its base (``journal.base_missing``).
    """
    current = getattr(target, "version", None)
    if current is None or not (command.touched() or base is not None):
        return
    if base is None and command.merges:
        raise Refused(Problem("journal.base_missing"))
    if base is None or base == current:
        return
    if base > current or not command.merges:
        raise Refused(Problem("journal.stale"))
    clashes = _clashes(command, target, kind, base)
    if clashes:
        raise Refused(*clashes)


def _clashes(command: Command, target: Any, kind: str, base: int) -> list[Problem]:
    since = Operation.objects.applied().of(kind, target.id).filter(object_version__gt=base).order_by("seq")
    last_set = {name: row for row in since for name in row.fields}
    return [
        Problem("journal.clash", {"by": str(met.actor_id or ""), "at": met.recorded_at.isoformat()}, (name,))
        for name in sorted(command.touched())
        if (met := _met(command, name, last_set)) and command.differs(target, name)
    ]


def _met(command: Command, name: str, last_set: Mapping[str, Operation]) -> Operation | None:
    """The latest edit since of this field, or of one it belongs together with."""
    group = next((fields for fields in command.together if name in fields), frozenset({name}))
    return max((last_set[one] for one in group if one in last_set), key=lambda row: row.seq, default=None)
