"""What follows here from what happened elsewhere; wired in ``config/wiring.py``."""

from __future__ import annotations

from uuid import UUID

from purnadaya.imports.models import ImportRow
from purnadaya.imports.rules import READY, RowState
from purnadaya.journal.putting_off import do_later


def taken_back(person_id: UUID) -> None:
    """She was never here: every row that became her, also of the same file given twice, is taken back with her.

    Without it the file given a third time would call her known, and nobody could take her in any more. Rows of other
    files that are ready because they were known to be her are asked about again.
    """
    do_later(ImportRow, _take_back, person_id)


def _take_back(persons: list[UUID]) -> None:
    hers = ImportRow.objects.filter(person__in=persons)
    hers.filter(state=RowState.DONE).update(state=RowState.UNDONE)
    hers.filter(state__in=READY).update(
        state=RowState.UNSURE, reason="imports.was_taken_back", person=None, decision=""
    )
