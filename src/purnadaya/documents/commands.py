"""Receiving a file, attaching it to a person as a document, and removing one."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F

from purnadaya.access import shelf
from purnadaya.access.actors import user_id_of
from purnadaya.documents import rules
from purnadaya.documents.models import SHELVED, Document, Shelved, Upload
from purnadaya.documents.queries import (
    KEPT_UNCLAIMED,
    document_for,
    received,
    unclaimed_since,
)
from purnadaya.documents.rules import DocumentKind, Media, Prepared
from purnadaya.journal.writing import CannotSave, write
from purnadaya.kernel.clock import SYSTEM_CLOCK, Clock
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, not_found, refuse_if_any
from purnadaya.kernel.texts import Name
from purnadaya.people.queries import Person, consent_for, person_for
from purnadaya.people.rules.life import Purpose


def receive(actor: Actor, file_id: UUID, data: bytes, clock: Clock = SYSTEM_CLOCK) -> Shelved:
    """Take a file in, cleaned and sealed, so that ``AttachDocument`` can claim it within a day.

    No command, for it says nothing yet: the bytes go to the disk before the row that speaks of them, and the
    command names both. The same id again gives what came first. Raises ``Refused`` for what is not kept, and
    ``CannotSave``.
    """
    if (already := received(actor, file_id)) is not None:
        return already
    organisation = actor.organisation_id
    if organisation is None:
        raise not_found()
    ready = rules.prepared(data)
    try:
        key, digests = shelf.lay(_parts(ready))
    except OSError as error:
        raise CannotSave("full") from error

    def keep() -> Shelved:
        shelf.keep(key)
        return Upload.objects.create(
            id=file_id,
            organisation_id=organisation,
            sender_id=user_id_of(actor),
            received_at=clock.now(),
            name=key.kid,
            media=ready.media,
            size=len(ready.content),
            digest=digests[shelf.CONTENT],
            small_digest=digests.get(shelf.SMALL, ""),
        )

    try:
        return write(keep)
    except Exception as error:
        shelf.clear(key.kid)
        if isinstance(error, IntegrityError) and (first := received(actor, file_id)) is not None:
            return first
        raise


def _parts(ready: Prepared) -> dict[str, bytes]:
    return {shelf.CONTENT: ready.content} | ({shelf.SMALL: ready.small} if ready.small else {})


def forget_unclaimed(clock: Clock = SYSTEM_CLOCK) -> int:
    """Forget the files that no document claimed within a day; how many. The daily job does it."""

    def forget() -> int:
        old = list(unclaimed_since(clock.now() - KEPT_UNCLAIMED))
        for upload in old:
            shelf.forget(upload.name)
            upload.delete()
        return len(old)

    return write(forget)


class AttachDocument(Command):
    """A file that was received becomes a document of a person, under a consent of hers.

    ``file`` and ``digest`` name it as ``receive`` gave them. A photo needs a consent to photos, anything else one
    to being in the registry; it held when the document was received and holds today. Of a person with several
    entries the document belongs to the one that the consent is of, and goes with it should they be parted.
    """

    kind: ClassVar[str] = "documents.attach_document"
    verb: ClassVar[str] = "note"
    about: ClassVar[str] = "document"

    document: NewId
    person: UUID
    what: DocumentKind
    title: Name
    received_on: date
    consent: UUID
    file: UUID
    digest: str

    def target(self, actor: Actor) -> Person:
        return person_for(actor, self.person)


@handles(AttachDocument)
def attach_document(command: AttachDocument, person: Person, work: Work) -> Done:
    """Claim the file and write what it is."""
    upload = _claimable(work.actor, command)
    consent = consent_for(work.actor, person, command.consent)
    refuse_if_any(
        rules.attaching_problems(command.what, Media(upload.media), command.received_on, work.today)
        + rules.consent_problems(command.what, Purpose(consent.purpose), consent, command.received_on, work.today)
    )
    Document.objects.create(
        id=command.document,
        organisation_id=person.organisation_id,
        person_id=consent.person_id,
        consent=consent,
        file_id=upload.id,
        kind=command.what,
        title=command.title,
        received_on=command.received_on,
        attached_at=work.now,
        attached_by=user_id_of(work.actor),
        **{name: getattr(upload, name) for name in SHELVED.split()},
    )
    upload.delete()
    return Done(Ref.to("document", command.document))


def _claimable(actor: Actor, command: AttachDocument) -> Upload:
    upload = received(actor, command.file)
    if not isinstance(upload, Upload):
        raise Refused(Problem("documents.no_such_file", fields=("file",)))
    if upload.digest != command.digest:
        raise Refused(Problem("documents.another_file", fields=("file",)))
    return upload


class RenewConsent(Command):
    """She agreed anew: a document whose consent is over is kept under this one, and shows again."""

    kind: ClassVar[str] = "documents.renew_consent"
    verb: ClassVar[str] = "decide"
    about: ClassVar[str] = "document"

    document: UUID
    consent: UUID

    def target(self, actor: Actor) -> Document:
        return document_for(actor, self.document)


@handles(RenewConsent)
def renew_consent(command: RenewConsent, document: Document, work: Work) -> Done:
    """Put it under the other consent, and with that under the entry it is of."""
    consent = consent_for(work.actor, document.person, command.consent)
    problems = rules.renewing_problems(DocumentKind(document.kind), Purpose(consent.purpose), consent, work.today)
    refuse_if_any(problems)
    _change(document, consent=consent, person_id=consent.person_id)
    return Done(Ref.to("document", document.id), document.version + 1)


class RemoveDocument(Command):
    """A document is taken away for good, for a ``reason`` that stays on record with the fact that it was there."""

    kind: ClassVar[str] = "documents.remove_document"
    verb: ClassVar[str] = "remove"
    about: ClassVar[str] = "document"

    document: UUID
    reason: Name

    def target(self, actor: Actor) -> Document:
        return document_for(actor, self.document)


@handles(RemoveDocument)
def remove_document(command: RemoveDocument, document: Document, work: Work) -> Done:
    """Drop its key, and its bytes once that is durable."""
    _change(document, removed_at=work.now, name="")
    shelf.forget(document.name)
    return Done(Ref.to("document", document.id), document.version + 1)


def _change(document: Document, **values: Any) -> None:
    """Write these values if nobody wrote the row since it was read. Raises ``Refused('journal.stale')``."""
    same = Document.objects.filter(id=document.id, version=document.version, removed_at=None)
    if not same.update(**values, version=F("version") + 1):
        raise Refused(Problem("journal.stale"))
