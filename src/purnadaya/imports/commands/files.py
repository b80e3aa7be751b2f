"""A file comes in, is given, and its original is forgotten."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db.models import F

from purnadaya.access import shelf
from purnadaya.access.actors import user_id_of
from purnadaya.access.policies import holds
from purnadaya.imports import surveying
from purnadaya.imports.choices import SheetChoices
from purnadaya.imports.models import ImportFile, ImportRow, ImportSheet
from purnadaya.imports.queries import file_for, mapping_like
from purnadaya.imports.reading import Workbook, understand
from purnadaya.imports.rules import KEPT, UNGIVEN, SheetState
from purnadaya.journal.writing import CannotSave, write
from purnadaya.kernel.clock import DEFAULT_ZONE, SYSTEM_CLOCK, Clock
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.kernel.texts import LONGEST_NAME


def receive(actor: Actor, file_id: UUID, name: str, content: bytes, clock: Clock = SYSTEM_CLOCK) -> ImportFile:
    """Take a spreadsheet in, read and sealed, so that ``GiveFile`` can give it within a day.

    No command, for it says nothing yet: the bytes go to the disk before the row that speaks of them. The same id again
    gives what came first. Raises ``Refused`` with one clear problem for what cannot be read, and ``CannotSave``.
    """
    if actor.organisation_id is None:
        raise not_found()
    if not holds(actor, "import_file", "give"):
        raise Refused(Problem("access.not_allowed"))
    if (already := ImportFile.objects.filter(id=file_id, organisation_id=actor.organisation_id).first()) is not None:
        return file_for(actor, already.id)
    workbook = surveying.opened(content, name)
    sheets = _sheets(actor, workbook, clock.today(getattr(actor, "zone", DEFAULT_ZONE)))
    try:
        key, digests = shelf.lay({shelf.CONTENT: content})
    except OSError as error:
        raise CannotSave("full") from error
    file = ImportFile(
        id=file_id,
        organisation_id=actor.organisation_id,
        name=name[-LONGEST_NAME:],
        digest=surveying.digest_of(content),
        size=len(content),
        shelf_name=key.kid,
        shelf_digest=digests[shelf.CONTENT],
        given_by=user_id_of(actor),
        received_at=clock.now(),
    )

    def keep() -> ImportFile:
        shelf.keep(key)
        same = ImportFile.objects.filter(organisation_id=file.organisation_id, digest=file.digest)
        file.round = same.exclude(undone_at=None).count()
        file.save(force_insert=True)
        ImportSheet.objects.bulk_create(sheets)
        return file

    for sheet in sheets:
        sheet.file, sheet.organisation_id = file, file.organisation_id
    try:
        return write(keep)
    except Exception:
        shelf.clear(key.kid)
        raise


def _sheets(actor: Actor, workbook: Workbook, today: date) -> list[ImportSheet]:
    """The sheets as they are understood; with what was chosen for the last one of the same form."""
    sheets = []
    for place, sheet in enumerate(workbook.sheets):
        found = understand(sheet, today)
        fingerprint = surveying.fingerprint_of(found)
        mapping = mapping_like(actor, fingerprint)
        sheets.append(
            ImportSheet(
                place=place,
                name=sheet.name[:LONGEST_NAME],
                kind=found.kind,
                state=SheetState.FOUND,
                choices=mapping.choices if mapping else {},
                fingerprint=fingerprint,
                count=found.count,
                skipped=[[one.line, one.why.value] for one in found.skipped],
                problem=found.problem.as_json() if found.problem else None,
                notes=[one.as_json() for one in found.notes],
            )
        )
    return sheets


class GiveFile(Command):
    """A file that was received is given, to be taken in. ``digest`` is of its bytes, as ``receive`` told it."""

    kind: ClassVar[str] = "imports.give_file"
    verb: ClassVar[str] = "give"
    about: ClassVar[str] = "import_file"

    import_file: UUID
    digest: str

    def target(self, actor: Actor) -> ImportFile:
        return file_for(actor, self.import_file)


@handles(GiveFile)
def give_file(command: GiveFile, file: ImportFile, work: Work) -> Done:
    """Say that it is given."""
    if command.digest != file.digest:
        raise Refused(Problem("imports.another_file", fields=("import_file",)))
    if file.given_at is not None:
        raise Refused(Problem("imports.given_already", fields=("import_file",)))
    ImportFile.objects.filter(id=file.id).update(given_at=work.now)
    again = ImportFile.objects.filter(organisation_id=file.organisation_id, digest=file.digest, undone_at=None)
    note = "imports.given_before" if again.exclude(id=file.id).exclude(given_at=None).exists() else ""
    return Done(Ref.to("import_file", file.id), file.version, note=note)


class AboutFile(Command):
    """Something about a file that was given."""

    verb: ClassVar[str] = "take"
    about: ClassVar[str] = "import_file"

    import_file: UUID

    def target(self, actor: Actor) -> ImportFile:
        return given(file_for(actor, self.import_file))


def given(file: ImportFile) -> ImportFile:
    """The file, if it was given. Raises ``access.not_found`` for one that was only received."""
    if file.given_at is None:
        raise not_found()
    return file


class ForgetOriginal(AboutFile):
    """The original of a file goes before its time, and with it what the rows that still wait say."""

    kind: ClassVar[str] = "imports.forget_original"


@handles(ForgetOriginal)
def forget_original(command: ForgetOriginal, file: ImportFile, work: Work) -> Done:
    """Drop its key, its bytes once that is durable, and the values of its rows."""
    if file.forgotten_at is not None:
        raise Refused(Problem("imports.forgotten"))
    let_go(file, work.now)
    return Done(Ref.to("import_file", file.id), file.version + 1)


def let_go(file: ImportFile, now: object) -> None:
    """Forget the original of a file and what its rows say, within the running transaction."""
    if file.shelf_name:
        shelf.forget(file.shelf_name)
    ImportRow.objects.filter(sheet__file=file).exclude(values="").update(values="")
    ImportFile.objects.filter(id=file.id).update(
        shelf_name="", shelf_digest="", forgotten_at=now, version=F("version") + 1
    )


def forget_old_files(clock: Clock = SYSTEM_CLOCK) -> int:
    """Forget files that nobody gave within a day, and the originals given longer ago than they are kept; how many."""

    def forget() -> int:
        now = clock.now()
        ungiven = list(ImportFile.objects.filter(given_at=None, received_at__lt=now - UNGIVEN))
        old = list(ImportFile.objects.filter(given_at__lt=now - KEPT, forgotten_at=None))
        for file in (*ungiven, *old):
            let_go(file, now)
        ImportFile.objects.filter(id__in=[file.id for file in ungiven]).delete()
        return len(ungiven) + len(old)

    return write(forget)


__all__ = ["AboutFile", "ForgetOriginal", "GiveFile", "SheetChoices", "forget_old_files", "given", "let_go", "receive"]
