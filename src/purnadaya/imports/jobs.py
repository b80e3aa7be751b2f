"""The jobs of imports: reading a sheet, taking it in, undoing."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from purnadaya.imports.commands import READ_SHEET, TAKE_IN, UNDO, read_rows, take_sheet, undo_rows
from purnadaya.imports.queries import file_for, sheet_for
from purnadaya.imports.rules import SheetState
from purnadaya.jobs.declaring import job
from purnadaya.jobs.running import JobFailed, Run
from purnadaya.kernel.problems import Problem, Refused


@job(READ_SHEET, _("Read a sheet"), {"read": _("reading")})
def read_sheet(run: Run, sheet: UUID) -> None:
    """Read and judge its rows; begun anew when it was killed."""
    one = sheet_for(run.actor, sheet)
    if one.state != SheetState.READING:
        return
    try:
        read_rows(run.actor, one, lambda done, total: run.progress(done, total, step="read"))
    except Refused as refused:
        raise JobFailed(Problem(refused.problems[0].code)) from None


@job(TAKE_IN, _("Take in a sheet"), {"take": _("taking in")})
def take_in_sheet(run: Run, sheet: UUID) -> None:
    """Take in what is ready; what was taken in already is not asked again."""
    one = sheet_for(run.actor, sheet)
    if one.state == SheetState.TAKING:
        take_sheet(run.actor, one, lambda done, total: run.progress(done, total, step="take"))


@job(UNDO, _("Take an import back"), {"undo": _("taking back")})
def undo(run: Run, import_file: UUID) -> None:
    """Take back what nobody touched since."""
    undo_rows(run.actor, file_for(run.actor, import_file), lambda n, total: run.progress(n, total, step="undo"))
