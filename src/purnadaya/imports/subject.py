"""What imports hold about a person, and how that is erased."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet

from purnadaya.access import shelf
from purnadaya.imports.models import ImportFile, ImportRow
from purnadaya.imports.queries import drafts_of
from purnadaya.imports.rules import OPEN
from purnadaya.journal.subjects import Held, Subject

TABLES: tuple[type[Model], ...] = (ImportRow, ImportFile)


def held(subject: Subject) -> Iterator[Held]:
    """The rows of spreadsheets she came from, or that may speak of her, as far as they are kept."""
    for row, draft in drafts_of(_rows(subject).select_related("sheet__file").order_by("id")):
        said = {"written": list(draft.written)} if draft else {}
        where = {"file": row.sheet.file.name, "sheet": row.sheet.name, "line": row.line, "state": row.state}
        yield Held("import_row", str(row.id), {**where, **said})


def erase(subject: Subject) -> Mapping[str, int]:
    """What these rows say goes, and the originals of their files, which say it too. The other rows of these files can
    still be decided. Of who was entered by mistake nothing goes: taking an import back lets go of its own original."""
    if subject.by_mistake:
        return {}
    rows = _rows(subject)
    files = list(ImportFile.objects.filter(sheets__rows__in=rows).exclude(shelf_name="").distinct())
    _forget_originals(files)
    emptied = list(rows.values_list("id", flat=True))
    ImportRow.objects.filter(id__in=emptied).update(values="", candidates=[])
    return {"import_row": len(emptied), "import_file": len(files)}


def _forget_originals(files: Iterable[ImportFile]) -> None:
    for file in files:
        shelf.forget(file.shelf_name)
        ImportFile.objects.filter(id=file.id).update(shelf_name="", shelf_digest="", version=F("version") + 1)


def _rows(subject: Subject) -> QuerySet[ImportRow]:
    """Those that became her, and those that wait and may be hers."""
    became = Q(person__in=subject.ids)
    return ImportRow.objects.filter(became | _may_be(subject.ids), organisation_id=subject.organisation_id)


def _may_be(ids: Iterable[UUID]) -> Q:
    named = [Q(candidates__icontains=str(one)) for one in ids]
    return Q(state__in=OPEN) & reduce(or_, named, Q(pk__in=[]))
