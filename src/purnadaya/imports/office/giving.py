"""Files that were given, and giving one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can, holds
from purnadaya.access.queries import names_of
from purnadaya.imports.commands import receive
from purnadaya.imports.models import ImportFile, ImportSheet
from purnadaya.imports.office.forms import GiveFileForm
from purnadaya.imports.office.words import KIND_WORDS, ROLE_WORDS, ROW_WORDS, STATE_WORDS
from purnadaya.imports.queries import as_told, file_for, imports_for, sheets_of, why_stopped
from purnadaya.imports.reading import Kind, Role
from purnadaya.imports.rules import KEPT, READY, RowState, SheetState
from purnadaya.imports.showing import counts_of_all, persons_of, rows_still_there, sheets_of_all
from purnadaya.journal.door import save
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.ui.words import say

PAGE = 20


@needs("import_file", "see")
def index(request: Request) -> HttpResponse:
    """Every spreadsheet that was given, and how far each is."""
    page = Paginator(imports_for(request.actor), PAGE).get_page(request.GET.get("page"))
    names = names_of(request.actor, {one.given_by for one in page if one.given_by})
    sheets = sheets_of_all(page)
    counts = counts_of_all([one for of in sheets.values() for one in of])
    rows = [
        {
            "file": one,
            "by": names.get(one.given_by, "") if one.given_by else "",
            "state": _state_of(one, sheets[one.id], counts),
        }
        for one in page
    ]
    context = {"page": page, "rows": rows, "may_give": holds(request.actor, "import_file", "give")}
    return render(request, "imports/index.html", context)


def _state_of(file: ImportFile, sheets: Iterable[ImportSheet], counts: Any) -> str:
    """Where a file stands, in a few words."""
    if file.undone_at:
        return str(STATE_WORDS[SheetState.UNDONE])
    waits = sum(counts[one.id].open for one in sheets)
    taken = sum(counts[one.id].now[RowState.DONE] for one in sheets)
    ready = sum(counts[one.id].now[state] for one in sheets for state in READY)
    told = [
        _("%(n)s taken in") % {"n": taken} if taken else "",
        _("%(n)s ready") % {"n": ready} if ready else "",
        _("%(n)s wait") % {"n": waits} if waits else "",
    ]
    return ", ".join(filter(None, told)) or str(STATE_WORDS[SheetState.FOUND])


@needs("import_file", "give")
def give(request: Request) -> HttpResponse:
    """A spreadsheet comes in."""
    form = _giving(request)
    if request.method == "POST" and (outcome := save(form, request.actor)):
        if outcome.note:
            messages.warning(request, say(Problem(outcome.note)))
        return redirect("imports:file", outcome.of.id)
    context = {"form": form, "days": KEPT.days}
    return render(request, "imports/give.html", context, status=422 if form.errors else 200)


def _giving(request: Request) -> GiveFileForm:
    """The form; what was sent is received first, so that the command can name it."""
    megabytes = settings.LARGEST_IMPORT >> 20
    if request.method != "POST":
        return GiveFileForm(actor=request.actor, megabytes=megabytes)
    typed, fixed, trouble = request.POST.copy(), {}, []
    sent, upload = request.FILES.get("chosen"), _id_in(request.POST.get("upload", "")) or new_id()
    typed["upload"] = str(new_id())
    if sent is None:
        trouble = [Problem("imports.no_file")]
    elif (sent.size or 0) > settings.LARGEST_IMPORT:
        trouble = [Problem("imports.too_big", {"megabytes": megabytes})]
    else:
        try:
            kept = receive(request.actor, upload, sent.name or "", sent.read())
            fixed = {"import_file": str(kept.id), "digest": kept.digest}
        except Refused as refusal:
            trouble = list(refusal.problems)
        except CannotSave as failed:
            trouble = [failed.problem]
    return GiveFileForm(typed, actor=request.actor, megabytes=megabytes, fixed=fixed, trouble=trouble)


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@needs("import_file", "see")
def file(request: Request, file_id: UUID) -> HttpResponse:
    """The sheets of a file: what each is, how far it is, and what to do next."""
    found = file_for(request.actor, file_id)
    if found.given_at is None:
        raise not_found()
    sheets = sheets_of(found)
    counts = counts_of_all(sheets)
    rows = [_sheet(one, counts[one.id]) for one in sheets]
    first = next((row for row in rows if row["open"]), None)
    busy = bool(found.undone_at) and any(one.state != SheetState.UNDONE for one in sheets)
    context = {
        "file": found,
        "rows": rows,
        "first": first,
        "by": names_of(request.actor, {found.given_by}).get(found.given_by, "") if found.given_by else "",
        "taken": sum(one.now[RowState.DONE] for one in counts.values()),
        "busy": busy,
        "failed": say(why) if busy and (why := why_stopped(found)) else "",
        "stayed": _stayed(request, found) if found.undone_at and not busy else [],
        "may_undo": can(request.actor, "undo", found) and (busy or found.undone_at is None),
        "may_forget": can(request.actor, "take", found) and found.forgotten_at is None,
        "kept_days": KEPT.days,
    }
    return render(request, "imports/file.html", context)


def _stayed(request: Request, found: ImportFile) -> list[dict[str, Any]]:
    """What is still there of a file that was taken back."""
    rows = rows_still_there(request.actor, found)
    persons = persons_of(request.actor, rows)
    return [{"row": row, "person": persons.get(row.person) if row.person else None} for row in rows]


def _sheet(sheet: ImportSheet, counts: Any) -> dict[str, Any]:
    """One sheet in words."""
    problem = as_told(sheet.problem)
    ready = sum(counts.now[state] for state in READY)
    return {
        "sheet": sheet,
        "kind": KIND_WORDS[Kind(sheet.kind)],
        "state": STATE_WORDS[SheetState(sheet.state)],
        "problem": say(problem) if problem else "",
        "figures": [(ROW_WORDS[one], number) for one, number in counts.now.items() if number],
        "ready": ready,
        "taken": counts.now[RowState.DONE],
        "skipped": [(line, ROLE_WORDS[Role(why)]) for line, why in sheet.skipped],
        "open": sheet.kind != Kind.OTHER
        and not problem
        and (sheet.state != SheetState.UNDONE and (sheet.state != SheetState.TAKEN or bool(ready))),
        "at_work": sheet.state in (SheetState.READING, SheetState.TAKING),
    }
