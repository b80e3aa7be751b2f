"""What documents hold about a person, and how that is erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from django.db.models import F, Model

from purnadaya.access import keyring, shelf
from purnadaya.documents.models import Document
from purnadaya.documents.queries import content_of, values_of
from purnadaya.journal.subjects import Held, Subject

TABLES: tuple[type[Model], ...] = (Document,)


def held(subject: Subject) -> Iterator[Held]:
    """Every document of hers, with its bytes; of those that were removed, that they were there."""
    for document in Document.objects.filter(person_id__in=subject.ids).order_by("attached_at", "id"):
        name = f"{document.received_on:%Y-%m-%d}-{document.id}.{document.ending}"
        files = {} if document.removed_at else {name: partial(content_of, document)}
        values = {**values_of(document), "file": "" if document.removed_at else name}
        yield Held("document", str(document.id), values, files)


def erase(subject: Subject) -> Mapping[str, int]:
    """Take the rows, the keys and, once that is durable, the bytes. Another's document that rests on a consent of
    hers loses it: a coordinator decides about it."""
    documents = list(Document.objects.filter(person_id__in=subject.ids))
    for document in documents:
        if document.name:
            shelf.forget(document.name)
        keyring.drop(keyring.LOG, "document", document.id)
        document.delete()
    Document.objects.filter(consent__person_id__in=subject.ids).update(consent=None, version=F("version") + 1)
    return {"document": len(documents)}
