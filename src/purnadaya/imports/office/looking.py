"""The rows of a sheet as they stand: what becomes of each, state by state; and how far a job is with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.groups.queries import group_names
from purnadaya.imports.models import ImportRow, ImportSheet
from purnadaya.imports.office.telling import in_words, notes_of, villages_of
from purnadaya.imports.office.words import KIND_WORDS, ROLE_WORDS, ROW_HELP, ROW_WORDS
from purnadaya.imports.queries import Counts, counts_of, drafts_of, rows_for, sheet_for, why_stopped
from purnadaya.imports.reading import Kind, Role
from purnadaya.imports.rules import OPEN, READY, RowState, SheetState
from purnadaya.imports.showing import gaps_filled_by, held_by_another, lists_that_wait, open_questions, persons_of
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.places.queries import place_lines
from purnadaya.ui.words import say

PAGE = 50
ORDER = (
    RowState.NEW, RowState.SAME, RowState.UNSURE, RowState.UNREADABLE, RowState.LEFT_OUT, RowState.DONE, RowState.UNDONE
)  # fmt: skip
AT_WORK = (SheetState.READING, SheetState.TAKING)


@needs("import_sheet", "see")
@never_cache
def sheet(request: Request, sheet_id: UUID) -> HttpResponse:
    """Every row of the sheet, by what becomes of it, and the one next step."""
    found = sheet_for(request.actor, sheet_id)
    if found.file.given_at is None:
        raise not_found()
    if found.state == SheetState.FOUND:
        return redirect("imports:choose", found.id)
    counts = counts_of(found)
    if found.state in AT_WORK:
        return render(request, "imports/at_work.html", _at_work(request.actor, found, counts))
    state = _chosen(request, counts)
    page = Paginator(rows_for(request.actor, found, (state,)), PAGE).get_page(request.GET.get("page"))
    is_there = found.file.forgotten_at is None and found.file.undone_at is None
    may_read = found.state == SheetState.READ and bool(found.file.shelf_name)
    questions = open_questions(request.actor, found) if may_read else None
    held = held_by_another(found)
    context = {
        "sheet": found,
        "kind": KIND_WORDS[Kind(found.kind)],
        "tabs": [
            {"state": one, "words": ROW_WORDS[one], "count": counts.now[one], "current": one is state}
            for one in ORDER
            if counts.now[one]
        ],
        "help": ROW_HELP[state],
        "state": state,
        "page": page,
        "rows": told_rows(request.actor, list(page)),
        "counts": counts,
        "ready": sum(counts.now[one] for one in READY) - held,
        "waits": counts.open + held,
        "questions": questions,
        "first": lists_that_wait(found) if may_read and counts.open else [],
        "notes": notes_of(request.actor, found),
        "skipped": [(line, ROLE_WORDS[Role(why)]) for line, why in found.skipped],
        "is_open": state in (*OPEN, *READY, RowState.LEFT_OUT),
        "may_decide": can(request.actor, "decide", found) and is_there,
        "may_read": may_read and can(request.actor, "choose", found),
        "may_take": can(request.actor, "take", found) and is_there,
        "all_as_new": state is RowState.UNREADABLE and found.kind == Kind.MEMBERS,
    }
    return render(request, "imports/sheet.html", context)


def _chosen(request: Request, counts: Counts) -> RowState:
    """The state that was asked for; otherwise what needs somebody first, then what is ready, then what there is."""
    asked = request.GET.get("state", "")
    if asked in set(RowState):
        return RowState(asked)
    first = (RowState.UNSURE, RowState.UNREADABLE, *ORDER)
    return next((one for one in first if counts.now[one]), RowState.NEW)


def _at_work(actor: Actor, found: ImportSheet, counts: Counts) -> dict[str, Any]:
    """How far a job is; as its rows tell it, since whoever looks may not be who asked."""
    why = why_stopped(found)
    reading = found.state == SheetState.READING
    total = found.count if reading else sum(counts.now.values())
    ready = sum(counts.now[one] for one in READY)
    return {
        "sheet": found,
        "reading": reading,
        "total": total,
        "done": sum(counts.now.values()) if reading else total - ready - counts.open - counts.now[RowState.LEFT_OUT],
        "failed": say(why) if why else "",
        "may_go_on": can(actor, "choose" if reading else "take", found),
    }


def told_rows(actor: Actor, rows: Sequence[ImportRow]) -> list[dict[str, Any]]:
    """Rows in words, with whom they may be or became. As many questions to the store for one row as for fifty."""
    drafts = list(drafts_of(rows))
    places = place_lines(villages_of(draft for _row, draft in drafts))
    groups = group_names(actor, _groups_of(drafts))
    persons, gaps = persons_of(actor, rows), gaps_filled_by(actor, rows)
    return [
        {"words": in_words(row, draft, places, groups, gaps.get(row.id)), **_who(row, persons)} for row, draft in drafts
    ]


def _groups_of(drafts: Sequence[tuple[ImportRow, Any]]) -> set[str]:
    return {draft.group for _row, draft in drafts if draft and draft.group}


def _who(row: ImportRow, persons: dict[UUID, Any]) -> dict[str, Any]:
    """Whom the row is, and which line before it says the same."""
    lines = [one["line"] for one in row.candidates if one.get("row")]
    return {"person": persons.get(row.person) if row.person else None, "line": lines[0] if lines else None}
