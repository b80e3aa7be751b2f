"""What somebody says of rows that wait."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from purnadaya.imports.commands.sheets import AboutSheet, done_with, keep_rows
from purnadaya.imports.models import ImportRow, ImportSheet
from purnadaya.imports.reading import Kind
from purnadaya.imports.rules import OPEN, READY, Decision, RowState, SheetState
from purnadaya.kernel.commands import Done, Work, handles
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.people.queries import person_for

MOST_ROWS = 2_000


class DecideRows(AboutSheet):
    """What becomes of rows that wait, or of ready ones after all: the same for all of them.

    ``same`` and ``guest`` name a ``person``, or ``as_row`` another row of the sheet, whom this one row then is. ``new``
    takes it as it could be read, without what could not.
    """

    kind: ClassVar[str] = "imports.decide_rows"
    verb: ClassVar[str] = "decide"

    rows: tuple[UUID, ...]
    decision: Decision
    person: UUID | None = None
    as_row: UUID | None = None


@handles(DecideRows)
def decide_rows(command: DecideRows, sheet: ImportSheet, work: Work) -> Done:
    """Write it down; the rows are taken in when the sheet is."""
    if not 0 < len(command.rows) <= MOST_ROWS:
        raise Refused(Problem("imports.too_many_rows", {"most": MOST_ROWS}, ("rows",)))
    rows = list(ImportRow.objects.filter(sheet=sheet, id__in=command.rows))
    if len(rows) != len(set(command.rows)) or any(row.state not in (*OPEN, *READY, RowState.LEFT_OUT) for row in rows):
        raise Refused(Problem("imports.not_waiting", fields=("rows",)))
    if sheet.state == SheetState.READING or (
        sheet.state == SheetState.TAKING and any(row.state in READY for row in rows)
    ):
        # They are being read anew, or written: what is said of them now would be lost.
        raise Refused(Problem("imports.at_work"))
    for row in rows:
        _decide(row, command, sheet, work)
    keep_rows(rows, ["state", "decision", "person", "candidates"])
    return done_with(sheet)


def _decide(row: ImportRow, command: DecideRows, sheet: ImportSheet, work: Work) -> None:
    row.decision = command.decision
    if command.decision is Decision.LEAVE:
        row.state = RowState.LEFT_OUT
    elif command.decision is Decision.NEW:
        _take_as_new(row, sheet)
    else:
        _take_as(row, command, sheet, work)


def _take_as_new(row: ImportRow, sheet: ImportSheet) -> None:
    if sheet.kind == Kind.ATTENDANCE:
        if row.person is None:
            raise Refused(Problem("imports.say_who", fields=("person",)))
        row.state = RowState.SAME
        return
    if row.state == RowState.UNREADABLE and row.otherwise != RowState.NEW:
        # Without what cannot be read it would still have to be asked: first that, then this.
        if row.otherwise != RowState.UNSURE:
            raise Refused(Problem("imports.must_be_mended", {"line": row.line}, ("rows",)))
        row.state, row.decision = RowState.UNSURE, ""
        return
    row.state, row.person, row.candidates = RowState.NEW, None, []


def _take_as(row: ImportRow, command: DecideRows, sheet: ImportSheet, work: Work) -> None:
    if len(command.rows) != 1:
        raise Refused(Problem("imports.one_by_one", fields=("rows",)))
    if command.person is not None:
        row.person, row.candidates = person_for(work.actor, command.person).root_id, []
    elif command.as_row is not None and sheet.kind != Kind.ATTENDANCE:
        other = ImportRow.objects.filter(sheet=sheet, id=command.as_row, line__lt=row.line).first()
        if other is None:
            raise Refused(Problem("imports.no_such_row", fields=("as_row",)))
        row.person, row.candidates = None, [{"person": None, "row": str(other.identity), "line": other.line}]
    else:
        raise Refused(Problem("imports.say_who", fields=("person",)))
    row.state = RowState.SAME
