"""What the log and the waiting room hold about a person, and how that is erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.db.models import Model, QuerySet

from purnadaya.access import keyring
from purnadaya.access.models import DataKey
from purnadaya.journal.contents import contents_of
from purnadaya.journal.models import Operation, WaitingItem
from purnadaya.journal.recognising import speaks_of
from purnadaya.journal.subjects import Held, Subject
from purnadaya.journal.waiting import erase_line, raws_of

TABLES: tuple[type[Model], ...] = (WaitingItem, DataKey)


def held(subject: Subject) -> Iterator[Held]:
    """What every operation on her said, and the lines that speak of her and were not applied."""
    for row, contents in contents_of(_operations(subject).order_by("seq")):
        if contents:
            yield Held("operation", str(row.id), {"kind": row.kind, **contents.body, "before": dict(contents.before)})
    for item, raw in _lines(subject):
        yield Held("waiting", str(item.id), {"raw": raw.decode("utf-8", "replace")})


def erase(subject: Subject) -> Mapping[str, int]:
    """Drop the key of what the log says of her, and empty the lines that speak of her."""
    operations = _operations(subject).count()
    keyring.drop(keyring.LOG, "person", *subject.ids)
    lines = [item for item, _raw in _lines(subject)]
    for item in lines:
        erase_line(item)
    return {"operation": operations, "waiting": len(lines)}


def _operations(subject: Subject) -> QuerySet[Operation]:
    return Operation.objects.filter(object_kind="person", object_id__in=[str(one) for one in subject.ids])


def lines_of_others(subject: Subject) -> frozenset[UUID]:
    """The lines of her organisation that speak of someone else. They are sealed, so each must be opened: who has to
    be quick later looks through them first, and hands this in as ``passed``."""
    lines = WaitingItem.objects.filter(organisation_id=subject.organisation_id).exclude(raw="")
    return frozenset(item.id for item, raw in raws_of(lines) if not speaks_of(raw, subject))


def _lines(subject: Subject) -> Iterator[tuple[WaitingItem, bytes]]:
    """The lines that speak of her, with their bytes."""
    lines = WaitingItem.objects.filter(organisation_id=subject.organisation_id).exclude(raw="")
    unknown = (item for item in lines.iterator() if item.id not in subject.passed)
    return ((item, raw) for item, raw in raws_of(unknown) if speaks_of(raw, subject))
