"""What a sheet is, what its columns are, which places and groups its rows mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from purnadaya.access.gate import Request, needs
from purnadaya.groups.queries import groups_for
from purnadaya.imports.choices import SheetChoices
from purnadaya.imports.drafting import drafted, drafted_marks
from purnadaya.imports.grids import meetings_by_column
from purnadaya.imports.models import ImportSheet
from purnadaya.imports.office.forms import EXAMPLES, ChooseSheetForm, PlacesForm
from purnadaya.imports.office.telling import RowWords, groups_named, in_words, masked, villages_of
from purnadaya.imports.office.words import ROLE_WORDS
from purnadaya.imports.queries import original_of, sheet_for
from purnadaya.imports.reading import Meaning, Understood, understand
from purnadaya.imports.reading.cells import text_of
from purnadaya.imports.rules import SheetState
from purnadaya.imports.showing import open_questions
from purnadaya.imports.surveying import Survey, opened, surroundings, survey
from purnadaya.journal.door import save
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.places.queries import place_lines
from purnadaya.ui.words import say

FIRST = 3
"""Rows that are shown as they will be read."""
LONGEST_EXAMPLE = 40
MASKED = frozenset({Meaning.NIK, Meaning.PHONE, Meaning.FAMILY_CARD})
"""Columns whose examples show only their last digits."""


@dataclass(frozen=True)
class Opened:
    """A sheet whose file was opened anew."""

    survey: Survey
    examples: dict[int, list[str]]

    @property
    def found(self) -> Understood:
        """What it is understood to be."""
        return self.survey.found


@needs("import_sheet", "choose")
def choose(request: Request, sheet_id: UUID) -> HttpResponse:
    """What the sheet is, where its people live, what each column is; and its first rows, read so."""
    sheet = sheet_for(request.actor, sheet_id)
    if sheet.file.given_at is None:
        raise not_found()
    try:
        look = _opened(sheet, SheetChoices.model_validate(sheet.choices))
    except Refused as refusal:
        messages.error(request, say(refusal.problems[0]))
        return redirect("imports:file", sheet.file_id)
    form = _form(request, sheet, look)
    if request.method == "POST" and "look" not in request.POST and save(form, request.actor):
        return redirect("imports:sheet", sheet.id)
    shown, chosen = look, sheet.area or _regency_of(request)
    if request.method == "POST" and not form.errors and form.is_valid():
        shown, chosen = _looked_at(sheet, form, look), form.cleaned_data.get("area") or chosen
    context = {
        "form": form,
        "sheet": sheet,
        "found": shown.found,
        "problem": say(shown.found.problem) if shown.found.problem else "",
        "notes": [say(note) for note in shown.found.notes],
        "meetings": [(one, say(one.problem) if one.problem else "") for one in shown.found.meetings],
        "skipped": [(one.line, ROLE_WORDS[one.why], one.text) for one in shown.found.skipped[:60]],
        "rows": _first_rows(request, shown, chosen),
        "again": sheet.state not in (SheetState.FOUND, SheetState.READING),
    }
    return render(request, "imports/choose.html", context, status=422 if form.errors else 200)


def _form(request: Request, sheet: ImportSheet, look: Opened) -> ChooseSheetForm:
    initial = {"area": sheet.area or _regency_of(request)}
    fixed = {"import_file": str(sheet.file_id), "sheet": str(sheet.id)}
    form = ChooseSheetForm(
        request.POST or None, actor=request.actor, sheet=sheet, found=look.found, initial=initial, fixed=fixed,
        version=sheet.version,
    )  # fmt: skip
    return form.with_examples(look.examples)


def _regency_of(request: Request) -> str:
    """The regency of whoever gives the list, if she works in one."""
    area = request.actor.home_area or ""
    return ".".join(area.split(".")[:2]) if area.count(".") >= 1 else ""


def _opened(sheet: ImportSheet, choices: SheetChoices) -> Opened:
    workbook = opened(original_of(sheet.file), sheet.file.name)
    one = survey(workbook, workbook.sheets[sheet.place], choices, timezone.localdate())
    return Opened(one, _examples(one.found))


def _examples(found: Understood) -> dict[int, list[str]]:
    """What stands first in each column, no value twice."""
    told: dict[int, list[str]] = {column.index: [] for column in found.columns}
    rows = [row.written for row in islice(found.rows(), 40)]
    numbers = {column.index for column in found.columns if column.meaning in MASKED}
    if not rows and found.parts:
        return told
    for written in rows:
        for column, texts in told.items():
            text = text_of(written[column])[:LONGEST_EXAMPLE] if column < len(written) else ""
            text = masked(text) if column in numbers else text
            if text and text not in texts and len(texts) < EXAMPLES:
                texts.append(text)
    return told


def _looked_at(sheet: ImportSheet, form: ChooseSheetForm, look: Opened) -> Opened:
    """The same sheet, read as it was just chosen; nothing is kept."""
    try:
        choices = SheetChoices.model_validate(form.choices())
        found = understand(look.survey.sheet, timezone.localdate(), choices.reading)
    except (ValueError, Refused):
        form.show(Problem("imports.bad_choices"))
        return look
    return Opened(replace(look.survey, found=found, choices=choices), look.examples)


def _first_rows(request: Request, look: Opened, area: str) -> list[RowWords]:
    """The first rows as they will be read."""
    rows = list(islice(look.found.rows(), FIRST))
    if look.found.meetings:
        meetings = meetings_by_column(look.found.meetings)
        drafts = [drafted_marks(row, meetings) for row in rows]
    else:
        around = surroundings(request.actor, look.survey, new_id(), area)
        drafts = [drafted(row, around) for row in rows]
    places, groups = place_lines(villages_of(drafts)), groups_named(groups_for(request.actor))
    return [in_words(None, draft, places, groups) for draft in drafts]


@needs("import_sheet", "choose")
def places(request: Request, sheet_id: UUID) -> HttpResponse:
    """Which places and groups the rows mean, once for all of them."""
    sheet = sheet_for(request.actor, sheet_id)
    if sheet.file.given_at is None or sheet.state != SheetState.READ:
        raise not_found()
    fixed = {"import_file": str(sheet.file_id), "sheet": str(sheet.id), "area": sheet.area}
    fixed |= {"group": str(sheet.group)} if sheet.group else {}
    form = PlacesForm(
        request.POST or None, actor=request.actor, sheet=sheet, questions=open_questions(request.actor, sheet),
        fixed=fixed, version=sheet.version,
    )  # fmt: skip
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Saved. The rows are read anew with it."))
        return redirect("imports:sheet", sheet.id)
    context = {"form": form, "sheet": sheet}
    return render(request, "imports/places.html", context, status=422 if form.errors else 200)
