"""A sheet is taken in, its rest given back as a spreadsheet; a file is undone, or its original forgotten."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from purnadaya.access.gate import Request, needs
from purnadaya.imports import mending
from purnadaya.imports.choices import SheetChoices
from purnadaya.imports.commands import staying
from purnadaya.imports.models import ImportFile, ImportSheet
from purnadaya.imports.office.forms import (
    ForgetOriginalForm,
    ReadAgainForm,
    SaveMappingForm,
    TakeInForm,
    UndoImportForm,
)
from purnadaya.imports.queries import file_for, original_of, sheet_for
from purnadaya.imports.rules import SheetState
from purnadaya.imports.showing import persons_of
from purnadaya.imports.surveying import opened, survey
from purnadaya.journal.door import save
from purnadaya.kernel.problems import not_found
from purnadaya.ui.forms import CommandForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ATTACHED = "perlu-dibetulkan.xlsx"
"""What the file is called where it is saved: nothing of anybody."""


@needs("import_sheet", "take")
@require_POST
def take_in(request: Request, sheet_id: UUID) -> HttpResponse:
    """Have the rows that are ready taken in."""
    sheet = sheet_for(request.actor, sheet_id)
    return _asked_for(request, sheet, _taking(request, sheet))


def _taking(request: Request, sheet: ImportSheet) -> CommandForm:
    fixed = {"import_file": str(sheet.file_id), "sheet": str(sheet.id)}
    return TakeInForm(request.POST, actor=request.actor, fixed=fixed, version=sheet.version)


def _asked_for(request: Request, sheet: ImportSheet, form: CommandForm) -> HttpResponse:
    """What a single button asks for; if it is refused, the page of the sheet says why."""
    if not save(form, request.actor):
        for error in form.non_field_errors():
            messages.error(request, str(error))
    return redirect("imports:sheet", sheet.id)


@needs("import_sheet", "choose")
@require_POST
def again(request: Request, sheet_id: UUID) -> HttpResponse:
    """What was cut off for good is tried once more: reading as it was chosen, or taking in the rest."""
    sheet = sheet_for(request.actor, sheet_id)
    if sheet.file.given_at is None:
        raise not_found()
    if sheet.state not in (SheetState.READING, SheetState.TAKING):
        return redirect("imports:sheet", sheet.id)
    if sheet.state == SheetState.TAKING:
        return _asked_for(request, sheet, _taking(request, sheet))
    form = ReadAgainForm(request.POST, actor=request.actor, sheet=sheet, version=sheet.version)
    return _asked_for(request, sheet, form)


@needs("import_sheet", "decide")
@require_GET
@never_cache
def problem_rows(request: Request, sheet_id: UUID) -> HttpResponse:
    """The rows that wait, as a spreadsheet with the reasons, to be put right and given again."""
    sheet = sheet_for(request.actor, sheet_id)
    if sheet.file.given_at is None:
        raise not_found()
    workbook = opened(original_of(sheet.file), sheet.file.name)
    choices = SheetChoices.model_validate(sheet.choices)
    one = survey(workbook, workbook.sheets[sheet.place], choices, timezone.localdate())
    answer = HttpResponse(mending.problem_rows(sheet, one.found), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{ATTACHED}"'
    return answer


@needs("import_sheet", "choose")
def save_mapping(request: Request, sheet_id: UUID) -> HttpResponse:
    """What was chosen for this sheet gets a name, for the next file of the same form."""
    sheet = sheet_for(request.actor, sheet_id)
    if sheet.file.given_at is None:
        raise not_found()
    form = SaveMappingForm(
        request.POST or None, actor=request.actor, fixed={"import_file": str(sheet.file_id), "sheet": str(sheet.id)},
        version=sheet.version,
    )  # fmt: skip
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Saved. The next list of this form is read the same way."))
        return redirect("imports:file", sheet.file_id)
    return render(
        request, "imports/save_mapping.html", {"form": form, "sheet": sheet}, status=422 if form.errors else 200
    )


@needs("import_file", "undo")
def undo(request: Request, file_id: UUID) -> HttpResponse:
    """All that was taken in from a file is taken back, but what somebody touched since."""
    file = file_for(request.actor, file_id)
    if file.given_at is None or (request.method != "POST" and file.undone_at is not None):
        raise not_found()
    typed = request.POST if request.method == "POST" else None
    form = UndoImportForm(typed, actor=request.actor, fixed={"import_file": str(file.id)}, version=file.version)
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("It is being taken back."))
        return redirect("imports:file", file.id)
    context = {"form": form, "file": file, "stays": _staying(request, file)}
    return render(request, "imports/undo.html", context, status=422 if form.errors else 200)


def _staying(request: Request, file: ImportFile) -> list[dict[str, Any]]:
    """Who stays although the file is taken back, with the way to her."""
    rows = staying(file)
    persons = persons_of(request.actor, rows)
    return [{"row": row, "person": persons.get(row.person) if row.person else None} for row in rows]


@needs("import_file", "take")
def forget(request: Request, file_id: UUID) -> HttpResponse:
    """The original goes before its time; rows that still wait go with it."""
    file = file_for(request.actor, file_id)
    if file.given_at is None or (request.method != "POST" and file.forgotten_at is not None):
        raise not_found()
    form = ForgetOriginalForm(
        request.POST or None, actor=request.actor, fixed={"import_file": str(file.id)}, version=file.version
    )
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("The original is gone. What was taken in stays."))
        return redirect("imports:file", file.id)
    return render(request, "imports/forget.html", {"form": form, "file": file}, status=422 if form.errors else 200)
