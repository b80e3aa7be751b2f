"""Reading what is masked leaves a row, in the same transaction; where no row can be left, nothing is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

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


def readings_for(actor: Actor) -> QuerySet[Reading]:
    """Who read what in the actor's organisation, latest first, for those who may read the log."""
    return visible_to(actor, Reading).order_by("-id")
