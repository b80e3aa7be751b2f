"""Rows that wait are decided, one by one with both side by side, or all of a kind at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from purnadaya.access.gate import Request, needs
from purnadaya.imports.models import ImportRow
from purnadaya.imports.office.forms import DecideAllForm, DecideRowsForm
from purnadaya.imports.office.looking import told_rows
from purnadaya.imports.office.telling import likeness_words
from purnadaya.imports.queries import row_for, rows_for, sheet_for
from purnadaya.imports.reading import Kind
from purnadaya.imports.rules import OPEN, READY, RowState, SheetState
from purnadaya.imports.showing import next_open, persons_like, rows_like
from purnadaya.journal.door import save
from purnadaya.kernel.problems import not_found
from purnadaya.kernel.texts import LONGEST_NAME
from purnadaya.people.queries import Person, persons_for
from purnadaya.places.queries import place_lines

MOST_FOUND = 5
"""Persons that are shown of those who were looked for."""
DECIDABLE = (*OPEN, *READY, RowState.LEFT_OUT)


@needs("import_row", "decide")
def decide(request: Request, row_id: UUID) -> HttpResponse:
    """What becomes of one row: beside her whom she may be, with the reasons."""
    row = row_for(request.actor, row_id)
    if row.state not in DECIDABLE or row.sheet.file.forgotten_at is not None:
        raise not_found()
    (told,) = told_rows(request.actor, [row])
    sought = _sought(request, row, told["words"].name)
    likes = _likes(request, row, sought)
    form = DecideRowsForm(
        request.POST or None, actor=request.actor, answers=_answers(row, likes), fixed=_fixed(row),
        version=row.sheet.version, initial={"decision": _first_answer(row)},
    )  # fmt: skip
    if request.method == "POST" and save(form, request.actor):
        return _onwards(request, row)
    context = {
        "form": form,
        "row": row,
        "told": told,
        "likes": likes,
        "sought": sought,
        "waits": rows_for(request.actor, row.sheet, OPEN).count(),
    }
    return render(request, "imports/decide.html", context, status=422 if form.errors else 200)


def _fixed(row: ImportRow) -> dict[str, Any]:
    return {"import_file": str(row.sheet.file_id), "sheet": str(row.sheet_id), "rows": [str(row.id)]}


def _sought(request: Request, row: ImportRow, name: str) -> str:
    """The name somebody is looked for by: as typed; in a grid where nobody fits, the one that stands there."""
    nobody = row.sheet.kind == Kind.ATTENDANCE and not any(one.get("person") for one in row.candidates)
    return request.GET.get("q", name if nobody else "").strip()[:LONGEST_NAME]


def _likes(request: Request, row: ImportRow, sought: str) -> list[dict[str, Any]]:
    """Whom the row may be: persons of the registry, each with why; who was looked for; and rows before it."""
    persons = persons_like(request.actor, row)
    looked_for = {one.id: one for one in persons_for(request.actor, sought)[:MOST_FOUND]} if sought else {}
    places = place_lines({one.village_id for one in (*persons.values(), *looked_for.values())})
    reasons = {one["person"]: one["reasons"] for one in row.candidates if one.get("person")}
    found: dict[UUID, dict[str, Any]] = {}
    for person_id, codes in reasons.items():
        if person := persons.get(UUID(person_id)):
            found[person.root_id] = _like(person, places, [likeness_words(code) for code in codes])
    for person in looked_for.values():
        found.setdefault(person.root_id, _like(person, places, []))
    rows = [
        {"other": told["words"], "reasons": _reasons(row, told["words"].row), "answer": f"row:{told['words'].row.id}"}
        for told in told_rows(request.actor, rows_like(request.actor, row))
    ]
    return [*found.values(), *rows]


def _like(person: Person, places: Mapping[str, str], reasons: list[str]) -> dict[str, Any]:
    return {
        "person": person,
        "place": places.get(person.village_id, ""),
        "reasons": reasons,
        "answer": f"same:{person.root_id}",
    }


def _reasons(row: ImportRow, other: ImportRow) -> list[str]:
    codes = next((one["reasons"] for one in row.candidates if one.get("row") == str(other.identity)), ())
    return [likeness_words(code) for code in codes]


def _answers(row: ImportRow, likes: list[dict[str, Any]]) -> dict[str, Any]:
    """What can be said of a row. A grid knows only members and guests; a list also new people."""
    grid = row.sheet.kind == Kind.ATTENDANCE
    found: dict[str, Any] = {}
    for one in likes:
        person = one.get("person")
        who = _called(person, one["place"]) if person else _("line %(n)s of this list") % {"n": one["other"].row.line}
        found[one["answer"]] = _("The same as %(who)s") % {"who": who}
        if grid and person:
            found[one["answer"].replace("same", "guest")] = _("%(who)s, as a guest") % {"who": who}
    if not grid:
        found["new"] = _new_words(row)
    elif row.person is not None and row.state == RowState.UNREADABLE:
        found["new"] = _("Take the marks that can be read")
    return {**found, "leave": _("Leave her out")}


def _called(person: Person, place: str) -> str:
    """Her name with her village, for others bear it too."""
    village = place.partition(",")[0]
    return f"{person.called} ({village})" if village else str(person.called)


def _new_words(row: ImportRow) -> str:
    if row.state == RowState.UNREADABLE:
        return _("Take her in without what cannot be read")
    return _("Someone new")


def _first_answer(row: ImportRow) -> str:
    """What was decided before."""
    if row.decision in ("new", "leave"):
        return row.decision
    return f"{row.decision}:{row.person}" if row.decision and row.person else ""


def _onwards(request: Request, row: ImportRow) -> HttpResponse:
    """To the next row that waits; when there is none, back to the sheet."""
    following = next_open(request.actor, row)
    if following is not None:
        messages.success(request, _("Saved. Here is the next one."))
        return redirect("imports:decide", following.id)
    messages.success(request, _("Saved. Nobody waits any more."))
    return redirect("imports:sheet", row.sheet_id)


@needs("import_sheet", "decide")
def decide_all(request: Request, sheet_id: UUID) -> HttpResponse:
    """The same for all rows of a sheet that wait in one way."""
    sheet = sheet_for(request.actor, sheet_id)
    if sheet.state not in (SheetState.READ, SheetState.TAKEN) or sheet.file.forgotten_at is not None:
        raise not_found()
    asked = request.GET.get("state", "")
    state = RowState(asked) if asked in DECIDABLE else RowState.UNREADABLE
    rows = list(rows_for(request.actor, sheet, (state,))[: DecideAllForm.MOST])
    if not rows:
        return redirect("imports:sheet", sheet.id)
    fixed = {"import_file": str(sheet.file_id), "sheet": str(sheet.id), "rows": [str(row.id) for row in rows]}
    form = DecideAllForm(
        request.POST or None, actor=request.actor, grid=sheet.kind == Kind.ATTENDANCE, fixed=fixed,
        version=sheet.version,
    )  # fmt: skip
    if request.method == "POST" and save(form, request.actor):
        said = ngettext("Decided: %(n)s row.", "Decided: %(n)s rows.", len(rows)) % {"n": len(rows)}
        messages.success(request, said)
        return redirect(reverse("imports:sheet", args=[sheet.id]))
    context = {
        "form": form,
        "sheet": sheet,
        "state": state,
        "count": len(rows),
        "first": told_rows(request.actor, rows[:5]),
    }
    return render(request, "imports/decide_all.html", context, status=422 if form.errors else 200)
