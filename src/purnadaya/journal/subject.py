"""What the log and the waiting room hold about a person, and how that is erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet

from purnadaya.access import keyring
from purnadaya.journal.contents import contents_of
from purnadaya.journal.models import Operation, WaitingItem
from purnadaya.journal.subjects import Held, Subject
from purnadaya.journal.waiting import erase_line, raw_of


def held(subject: Subject) -> Iterator[Held]:
    """What every operation on her said, and the lines that speak of her and were not applied."""
    for row, contents in contents_of(_operations(subject).order_by("seq")):
        if contents:
            yield Held("operation", str(row.id), {"kind": row.kind, **contents.body, "before": dict(contents.before)})
    for item in _lines(subject):
        yield Held("waiting", str(item.id), {"raw": raw_of(item).decode("utf-8", "replace")})


def erase(subject: Subject) -> Mapping[str, int]:
    """Drop the key of what the log says of her, and empty the lines that speak of her."""
    operations = _operations(subject).count()
    for person_id in subject.ids:
        keyring.drop(keyring.LOG, "person", person_id)
    lines = list(_lines(subject))
    for item in lines:
        erase_line(item)
    return {"operation": operations, "waiting": len(lines)}


def _operations(subject: Subject) -> QuerySet[Operation]:
    return Operation.objects.filter(object_kind="person", object_id__in=[str(one) for one in subject.ids])


def _lines(subject: Subject) -> Iterator[WaitingItem]:
    """The lines of her organisation in which one of her marks stands. They are sealed: each must be opened."""
    marks = [mark.encode() for mark in subject.marks]
    for item in WaitingItem.objects.filter(organisation_id=subject.organisation_id).exclude(raw="").iterator():
        raw = raw_of(item)
        if any(mark in raw for mark in marks):
            yield item
