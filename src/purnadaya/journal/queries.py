"""Reads of the log and the waiting room; each takes the actor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from purnadaya.access.policies import can, visible_to
from purnadaya.journal.models import Operation, WaitingItem
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found

Getter = Callable[[Actor, UUID], Any]
CLASH_SHOWN = timedelta(days=14)
CLASH = Q(problems__0__code="journal.clash")
"""An edit that met another's: it is refused for that alone, field by field, so the first problem tells."""

_getters: dict[str, Getter] = {}


def register_kind(kind: str, getter: Getter) -> None:
    """Say how a thing of this kind is loaded for an actor, so that its history can be asked for."""
    _getters[kind] = getter


def kinds() -> frozenset[str]:
    """The kinds of things that have a history page."""
    return frozenset(_getters)


def thing_for(actor: Actor, kind: str, thing_id: UUID) -> Any:
    """Any thing by kind and id. Raises ``access.not_found`` unless the actor may see it."""
    if kind not in _getters:
        raise not_found()
    return _getters[kind](actor, thing_id)


def history_for(actor: Actor, kind: str, thing_id: UUID) -> QuerySet[Operation]:
    """What was done to a thing the actor may see, oldest first; refusals are left out, except clashes."""
    thing_for(actor, kind, thing_id)
    return Operation.objects.of(kind, thing_id).filter(Q(problems__isnull=True) | CLASH).order_by("seq")


def was_run(operation: UUID) -> bool:
    """Whether a command, or an act of several, ran under this operation id already: sent again it is answered so."""
    return Operation.objects.filter(Q(id=operation) | Q(link=operation)).exists()


def log_for(actor: Actor) -> QuerySet[Operation]:
    """All operations of the actor's organisation, newest first, for those who may read the log."""
    return visible_to(actor, Operation).order_by("-seq")


def open_clashes(actor: Actor, kind: str, thing_id: UUID, now: datetime) -> list[Operation]:
    """Refused edits of the last fortnight that met another's edit of the same field, and that nobody has
    settled since by setting that field once more. Newest first."""
    thing_for(actor, kind, thing_id)
    rows = list(Operation.objects.of(kind, thing_id).filter(recorded_at__gte=now - CLASH_SHOWN).order_by("-seq"))
    settled: set[str] = set()
    clashes = []
    for row in rows:
        if row.applied:
            settled |= set(row.fields)
        elif clashing_fields(row) - settled:
            clashes.append(row)
    return clashes


def clashing_fields(row: Operation) -> set[str]:
    """The fields on which a refused edit met another's."""
    return {name for p in row.problems or () if p["code"] == "journal.clash" for name in p["fields"]}


def waiting_for(actor: Actor) -> QuerySet[WaitingItem]:
    """What waits to be looked at in the actor's organisation, oldest first."""
    return visible_to(actor, WaitingItem).filter(settled_at=None).order_by("received_at", "id")


def settled_for(actor: Actor) -> QuerySet[WaitingItem]:
    """What was settled in the actor's organisation, latest first."""
    return visible_to(actor, WaitingItem).exclude(settled_at=None).order_by("-settled_at", "id")


def waiting_item_for(actor: Actor, item_id: UUID) -> WaitingItem:
    """One waiting item, settled or not. Raises ``access.not_found`` unless the actor may see it."""
    item = WaitingItem.objects.filter(id=item_id).first()
    if item is None or not can(actor, "see", item):
        raise not_found()
    return item


def clashes_of(actor: Actor, now: datetime) -> list[Operation]:
    """The open clashes in which the actor's own edit was the one not saved, or the one it met. Newest first."""
    mine = str(getattr(actor, "user_id", ""))
    recent = Operation.objects.filter(organisation_id=actor.organisation_id, recorded_at__gte=now - CLASH_SHOWN)
    refused = recent.refused().filter(CLASH).order_by("-recorded_at", "-seq")
    return _still_open([row for row in refused if _concerns(row, mine)])


def _concerns(row: Operation, user_id: str) -> bool:
    met = {problem["details"].get("by") for problem in row.problems or () if problem["code"] == "journal.clash"}
    return user_id == str(row.actor_id) or user_id in met


def _still_open(clashes: list[Operation]) -> list[Operation]:
    """Those of which a field was not set once more since; one query for all."""
    if not clashes:
        return []
    things, first = {row.object_id for row in clashes}, min(row.seq for row in clashes)
    later = Operation.objects.applied().filter(object_id__in=things, seq__gt=first)
    edits = list(later.values_list("object_kind", "object_id", "seq", "fields"))
    return [row for row in clashes if clashing_fields(row) - _set_since(row, edits)]


def _set_since(row: Operation, edits: list[tuple[str, str, int, list[str]]]) -> set[str]:
    of = (row.object_kind, row.object_id)
    return {name for *thing, seq, fields in edits if tuple(thing) == of and seq > row.seq for name in fields}
