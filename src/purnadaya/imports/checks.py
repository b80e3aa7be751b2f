"""Whether imports add up; for ``verify``."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from purnadaya.access import shelf
from purnadaya.imports.models import ImportFile, ImportRow, ImportSheet
from purnadaya.imports.rules import RowState, SheetState
from purnadaya.people.queries import entered_among

AT_ONCE = 500
JUDGED = (SheetState.READ, SheetState.TAKING, SheetState.TAKEN, SheetState.UNDONE)


def row_differences() -> Iterator[str]:
    """Sheets whose rows are not as many as were counted, and rows that were taken in whose person is not there."""
    counted = dict(ImportRow.objects.values_list("sheet").annotate(n=Count("id")))
    for sheet in ImportSheet.objects.filter(state__in=JUDGED):
        if counted.get(sheet.id, 0) != sheet.count:
            yield f"sheet {sheet.id}: {counted.get(sheet.id, 0)} rows, and {sheet.count} were counted"
    done = ImportRow.objects.filter(state=RowState.DONE, person__isnull=False).order_by("id")
    last = None
    while batch := list((done.filter(id__gt=last) if last else done)[:AT_ONCE]):
        last = batch[-1].id
        there = entered_among([row.person for row in batch if row.person])
        yield from (f"row {row.id}: taken in, but nobody is there" for row in batch if row.person not in there)


def shelf_differences() -> Iterator[str]:
    """Originals that are kept and do not lie on the shelf as they were put there."""
    for file in ImportFile.objects.exclude(shelf_name="").iterator():
        wrong = shelf.damage(file.shelf_name, file.shelf_digest)
        if wrong and ImportFile.objects.filter(id=file.id, shelf_name=file.shelf_name).exists():
            yield f"import {file.id}: its original {wrong}"


def shelved() -> set[str]:
    """The files on the shelf that are originals of imports."""
    return set(ImportFile.objects.exclude(shelf_name="").values_list("shelf_name", flat=True))
