"""Reads of documents; each takes the actor. Without a consent that holds, only who decides about it sees one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from purnadaya.access import shelf
from purnadaya.access.actors import user_id_of
from purnadaya.access.policies import can, visible_to
from purnadaya.documents.models import Document, Shelved, Upload
from purnadaya.documents.rules import DocumentKind, holds_on, purpose_of
from purnadaya.journal.reading import read_logged
from purnadaya.kernel.clock import DEFAULT_ZONE, SYSTEM_CLOCK
from purnadaya.kernel.commands import Actor, Ref
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.people.queries import Consent, Person, consents_for, ids_of

KEPT_UNCLAIMED = timedelta(days=1)
"""How long a file waits on the shelf for a document to claim it."""

READ = "document"
"""Under which field the opening of a paper stands among the readings."""


def documents_for(actor: Actor, person: Person) -> list[Document]:
    """Her documents that the actor may see, the latest first."""
    found = _seen(actor).filter(person_id__in=ids_of(person), removed_at=None)
    return list(found.order_by("-received_on", "-id"))


def removed_for(actor: Actor, person: Person) -> list[Document]:
    """Those that were there once, the latest removed first."""
    found = _seen(actor).filter(person_id__in=ids_of(person)).exclude(removed_at=None)
    return list(found.order_by("-removed_at", "-id"))


def out_of_sight(actor: Actor, person: Person) -> int:
    """How many of her documents the actor no longer sees, because the consent is over."""
    kept = visible_to(actor, Document).filter(person_id__in=ids_of(person), removed_at=None)
    return kept.count() - _seen(actor).filter(person_id__in=ids_of(person), removed_at=None).count()


def document_for(actor: Actor, document_id: UUID) -> Document:
    """One document. Raises ``access.not_found`` unless the actor may see it and it was not removed."""
    found = _seen(actor).filter(id=document_id, removed_at=None).first()
    if found is None:
        raise not_found()
    return found


def told_document_for(actor: Actor, document_id: UUID) -> Document:
    """The same, removed ones too: for their history."""
    found = _seen(actor).filter(id=document_id).first()
    if found is None:
        raise not_found()
    return found


def without_consent(actor: Actor) -> QuerySet[Document]:
    """Documents that are kept and whose consent is over, for who decides about them; the oldest first."""
    kept = visible_to(actor, Document, "decide").filter(removed_at=None, person__erased_at=None)
    return (
        kept.exclude(_consented(_today(actor)))
        .select_related("person__stands_as", "consent")
        .order_by("received_on", "id")
    )


def is_consented(actor: Actor, document: Document) -> bool:
    """Whether its consent holds today."""
    consent = document.consent
    return consent is not None and consent.struck_at is None and holds_on(consent, _today(actor))


def consent_under(actor: Actor, person: Person, kind: DocumentKind) -> Consent | None:
    """The consent under which a document of this kind can be kept today, the latest given; None when she gave none."""
    purpose, today = purpose_of(kind), _today(actor)
    return next((one for one in consents_for(actor, person) if one.purpose == purpose and holds_on(one, today)), None)


def content_shown_to(actor: Actor, document_id: UUID) -> tuple[Document, bytes]:
    """A document and its bytes. Of anything but a photo a reading is left, in the same transaction.

    Raises ``access.not_found``, ``access.not_allowed`` for a paper the actor may not open, and
    ``kernel.sealing.CannotOpen`` for a file that is damaged or gone.
    """
    document = document_for(actor, document_id)
    if not document.sensitive:
        return document, content_of(document)
    if not can(actor, "show", document):
        raise Refused(Problem("access.not_allowed"))
    person = Ref.to("person", document.person_id)
    return document, read_logged(actor, person, READ, lambda: content_of(document))


def small_shown_to(actor: Actor, document_id: UUID) -> bytes:
    """The small picture of a photo. Raises ``access.not_found`` for papers: these are never shown in passing."""
    document = document_for(actor, document_id)
    if document.sensitive or not document.small_digest:
        raise not_found()
    return shelf.read(document.name, document.small_digest, shelf.SMALL)


def content_of(document: Document) -> bytes:
    """Its bytes in the clear; for callers that have asked who looks."""
    return shelf.read(document.name, document.digest)


def received(actor: Actor, file_id: UUID) -> Shelved | None:
    """A file that this actor brought in under this id, claimed by now or not; None when there is none."""
    by, organisation = user_id_of(actor), actor.organisation_id
    if organisation is None:
        return None
    waiting = Upload.objects.filter(id=file_id, sender_id=by, organisation_id=organisation).first()
    return waiting or Document.objects.filter(file_id=file_id, attached_by=by, organisation_id=organisation).first()


def unclaimed_since(moment: datetime) -> QuerySet[Upload]:
    """Files that wait for a document since before this moment."""
    return Upload.objects.filter(received_at__lt=moment)


def shelf_differences() -> Iterator[str]:
    """Where the shelf is not what the rows say: a file is missing, changed, or nobody's for longer than a day."""
    told = shelf.spoken_of()
    for row in (*Document.objects.filter(removed_at=None).iterator(), *Upload.objects.iterator()):
        for part, digest in _parts(row).items():
            told.add(shelf.path_of(row.name, part).name)
            wrong = shelf.damage(row.name, digest, part)
            if wrong and type(row)._default_manager.filter(pk=row.pk, name=row.name).exists():
                yield f"file {row.name}: its {part} {wrong}"
    old = (SYSTEM_CLOCK.now() - KEPT_UNCLAIMED).timestamp()
    for path in shelf.lying():
        if path.name not in told and path.stat().st_mtime < old:
            yield f"file {path.name}: no document speaks of it"


TIED_BY = (Document,)
"""The tables that ``ties_of`` follows from."""


def ties_of(ids: Collection[UUID]) -> set[UUID]:
    """Of these persons those who have a document, or whose consent one rests on."""
    own = Document.objects.filter(person_id__in=ids).values_list("person_id", flat=True)
    return {*own, *Document.objects.filter(consent__person_id__in=ids).values_list("consent__person_id", flat=True)}


def values_of(document: Document) -> Mapping[str, Any]:
    """What a document says of her, under the names of its columns."""
    names = ("kind", "title", "received_on", "attached_at", "removed_at")
    return {name: getattr(document, name) for name in names}


def _parts(row: Shelved) -> dict[str, str]:
    small = {shelf.SMALL: row.small_digest} if row.small_digest else {}
    return {shelf.CONTENT: row.digest, **small}


def _seen(actor: Actor) -> QuerySet[Document]:
    """Those whose consent holds; without it, those the actor decides about."""
    decided = visible_to(actor, Document, "decide").values("id")
    hers = visible_to(actor, Document).filter(person__erased_at=None).select_related("person__stands_as", "consent")
    return hers.filter(_consented(_today(actor)) | Q(id__in=decided))


def _consented(today: date) -> Q:
    """``holds_on``, as a filter."""
    not_ended = Q(consent__until=None) | Q(consent__until__gte=today)
    not_withdrawn = Q(consent__withdrawn_on=None) | Q(consent__withdrawn_on__gt=today)
    return Q(consent__isnull=False, consent__struck_at=None, consent__given_on__lte=today) & not_ended & not_withdrawn


def _today(actor: Actor) -> date:
    return SYSTEM_CLOCK.today(getattr(actor, "zone", DEFAULT_ZONE))
