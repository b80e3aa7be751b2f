"""Reading what is masked leaves a row, in the same transaction; where no row can be left, nothing is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from purnadaya.access.actors import user_id_of
from purnadaya.access.policies import visible_to
from purnadaya.journal.models import Reading
from purnadaya.journal.writing import write
from purnadaya.kernel.clock import SYSTEM_CLOCK, Clock
from purnadaya.kernel.commands import Actor, Ref

T = TypeVar("T")


def read_logged(actor: Actor, of: Ref, field: str, reveal: Callable[[], T], clock: Clock = SYSTEM_CLOCK) -> T:
    """What ``reveal`` gives, after a row says that ``actor`` read ``field`` of this thing.

    Raises ``CannotSave`` when the row cannot be written: then nothing is shown.
    """

    def read() -> T:
        Reading.objects.create(
            organisation_id=actor.organisation_id,
            actor_id=user_id_of(actor),
            object_kind=of.kind,
            object_id=of.id,
            field=field,
            read_at=clock.now(),
        )
        return reveal()

    return write(read)


@dataclass(frozen=True)
class Masked:
    """How a reading of things of one kind is told: their names, as far as the actor may see them, by id (empty of
    what was erased); and the words for the fields that are masked."""

    names: Callable[[Actor, set[str]], Mapping[str, str]]
    words: Mapping[str, Any]


_masked: dict[str, Masked] = {}


def register_masked(kind: str, masked: Masked) -> None:
    """Say how readings of things of this kind are told."""
    _masked[kind] = masked


def masked_kinds() -> Mapping[str, Masked]:
    """Every kind of thing that has masked fields."""
    return dict(_masked)


def readings_for(actor: Actor, by: UUID | None = None, of: Collection[Ref] | None = None) -> QuerySet[Reading]:
    """Who read what in the actor's organisation, latest first, for those who may; by one user, of these things."""
    rows = visible_to(actor, Reading).order_by("-id")
    if by is not None:
        rows = rows.filter(actor_id=by)
    if of is None:
        return rows
    return rows.filter(object_kind__in={one.kind for one in of}, object_id__in={one.id for one in of})


def names_of_read(actor: Actor, rows: Iterable[Reading]) -> dict[tuple[str, str], str]:
    """What the things read are called, by kind and id; those the actor may not see are left out."""
    ids: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        ids[row.object_kind].add(row.object_id)
    named = ((kind, _masked[kind].names(actor, of_kind)) for kind, of_kind in ids.items() if kind in _masked)
    return {(kind, thing): name for kind, names in named for thing, name in names.items()}
