"""An import is taken back as one act: what nobody touched since goes, and what somebody did is told and stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import ClassVar, NamedTuple
from uuid import UUID

from django.db.models import F

from purnadaya.groups.queries import group_names, members_written
from purnadaya.imports import acts
from purnadaya.imports.acts import RowIds
from purnadaya.imports.commands.files import AboutFile, let_go
from purnadaya.imports.commands.sheets import Told, keep_rows
from purnadaya.imports.commands.taking import DOOR, importing
from purnadaya.imports.filling import ADDED, fields_added
from purnadaya.imports.models import ImportFile, ImportRow, ImportSheet
from purnadaya.imports.queries import why_stopped
from purnadaya.imports.rules import BATCH, RowState, SheetState
from purnadaya.jobs.asking import enqueue
from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import Act, Answer, execute_acts
from purnadaya.journal.models import Operation
from purnadaya.journal.writing import write
from purnadaya.kernel.clock import SYSTEM_CLOCK, Clock
from purnadaya.kernel.commands import Actor, Done, Ref, Work, handles
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Problem, Refused

UNDO = "imports.undo"
WHY = "Salah impor"
"""The reason written with what is struck out; in the language of the registers, for it is data and no page."""


class UndoImport(AboutFile):
    """All that came of a file is taken back, by a job unless ``at_once``; what was touched since stays and is told."""

    kind: ClassVar[str] = "imports.undo_import"
    verb: ClassVar[str] = "undo"

    at_once: bool = False


@handles(UndoImport)
def undo_import(command: UndoImport, file: ImportFile, work: Work) -> Done:
    """Say that it is taken back, and have it done."""
    if file.undone_at is not None and not why_stopped(file):
        raise Refused(Problem("imports.undone_already"))
    at_work = ImportSheet.objects.filter(file=file, state__in=(SheetState.TAKING, SheetState.READING))
    if file.undone_at is None and not all(map(why_stopped, at_work)):
        raise Refused(Problem("imports.at_work"))
    undone_at = file.undone_at or work.now
    ImportFile.objects.filter(id=file.id).update(undone_at=undone_at, version=F("version") + 1)
    if not command.at_once:
        enqueue(work.actor, UNDO, import_file=file.id)
    return Done(Ref.to("import_file", file.id), file.version + 1)


class Made(NamedTuple):
    """One thing that was written for a row, as the row remembers it."""

    operation: UUID
    kind: str
    id: UUID
    version: int


def made_of(row: ImportRow) -> list[Made]:
    """What was written for a row, in order."""
    return [Made(UUID(operation), kind, UUID(of), version) for operation, kind, of, version in row.made]


def undo_rows(actor: Actor, file: ImportFile, told: Told, clock: Clock = SYSTEM_CLOCK) -> None:
    """Take back row by row, the last first, and the meetings before their members. Doing it twice does no harm."""
    done = ImportRow.objects.filter(sheet__file=file, state=RowState.DONE)
    count, total = 0, done.count()
    for sheet in ImportSheet.objects.filter(file=file).select_related("file").order_by("-place"):
        rows = ImportRow.objects.filter(sheet=sheet, state=RowState.DONE).order_by("-line")
        line = None
        while batch := list((rows.filter(line__lt=line) if line else rows)[:BATCH]):
            line = batch[-1].line
            _undo_batch(importing(actor), sheet, batch)
            count += len(batch)
            told(count, total)
    _undo_groups(importing(actor), file)
    write(lambda: _end(file, clock.now()))


def _end(file: ImportFile, now: datetime) -> None:
    """All is taken back: the original, and what rows that waited say, are wanted no more."""
    ImportSheet.objects.filter(file=file).update(state=SheetState.UNDONE)
    if (left := ImportFile.objects.filter(id=file.id, forgotten_at=None).first()) is not None:
        let_go(left, now)


def staying(file: ImportFile) -> list[ImportRow]:
    """The rows taken in whose persons or meetings somebody touched since: taking back leaves them. For who sees it."""
    found: list[ImportRow] = []
    for sheet in ImportSheet.objects.filter(file=file).select_related("file").order_by("place"):
        rows = ImportRow.objects.filter(sheet=sheet, state=RowState.DONE).order_by("line")
        line = 0
        while batch := list(rows.filter(line__gt=line)[:BATCH]):
            line, touched = batch[-1].line, _touched(sheet, batch)
            found += [row for row in batch if row.id in touched]
    return found


def _undo_batch(actor: Actor, sheet: ImportSheet, rows: list[ImportRow]) -> None:
    touched = _touched(sheet, rows)
    grown = _grown_by_filling(sheet, rows)
    backwards = [_backwards(row, sheet, touched, grown) for row in rows]

    def keep(answers: list[Answer]) -> None:
        for row, answer in zip(rows, answers, strict=True):
            problems = answer.problems if isinstance(answer, Refused) else ()
            if row.id in touched:
                problems = (Problem("imports.touched_since"),)
            row.told = [*(one.as_json() for one in problems), *(one for one in row.told if one["code"] == ADDED)]
            row.state = RowState.DONE if problems else RowState.UNDONE
        keep_rows(rows, ["state", "told"])

    operation = derived_id(sheet.id, "undone", rows[0].line, len(rows))
    execute_acts(backwards, Envelope(actor, DOOR, operation), keep)


def _touched(sheet: ImportSheet, rows: Iterable[ImportRow]) -> set[UUID]:
    """The rows of which somebody wrote about the person or the meeting since, or changed the membership."""
    rows = list(rows)
    made = {row.id: made_of(row) for row in rows}
    all_made = [one for ones in made.values() for one in ones]
    ours = {one.operation for one in all_made}
    persons = {RowIds(row.identity, sheet.file.round).person for row in rows}
    ours |= {_ids(row, sheet).of(what) for row, _made in _filled(sheet, persons) for what in ("fill", "empty")}
    meetings = {one.id for one in all_made if one.kind == "meeting"}
    others = _written_by_others("person", persons, ours)
    if meetings:
        # An account that was joined to somebody else's cannot be parted from it again.
        own = _meetings_of(sheet)
        others |= _written_by_others("meeting", meetings, {one.operation for one in own})
        others |= meetings - {one.id for one in own if one.version == 1}
    memberships = {RowIds(row.identity, sheet.file.round).of("membership"): row.id for row in rows}
    written = members_written(memberships.keys())
    changed = {memberships[one] for one, as_it_was in written.items() if not as_it_was}
    changed |= _set_since(sheet, rows)
    return changed | {of for of, ones in made.items() if any(one.id in others for one in ones)}


def _meetings_of(sheet: ImportSheet) -> list[Made]:
    """What was written of meetings for a grid; it is not much."""
    rows = ImportRow.objects.filter(sheet=sheet).exclude(made=[])
    return [one for row in rows for one in made_of(row) if one.kind == "meeting"]


def _written_by_others(kind: str, ids: Collection[UUID], ours: Collection[UUID]) -> set[UUID]:
    """Of these things those of which something else was written."""
    rows = Operation.objects.applied().filter(object_kind=kind, object_id__in=[str(one) for one in ids])
    return {UUID(of) for operation, of in rows.values_list("id", "object_id") if operation not in ours}


def _filled(sheet: ImportSheet, persons: Collection[UUID]) -> Iterator[tuple[ImportRow, Made]]:
    """The rows of the same file that filled something in the entries of these persons."""
    rows = ImportRow.objects.filter(sheet__file=sheet.file_id, person__in=persons, told__icontains=ADDED)
    for row in rows:
        yield from ((row, one) for one in made_of(row) if one.operation == _ids(row, sheet).of("fill"))


def _ids(row: ImportRow, sheet: ImportSheet) -> RowIds:
    """The ids of what is written for a row of the same file: all its sheets have one round."""
    return RowIds(row.identity, sheet.file.round)


def _set_since(sheet: ImportSheet, rows: Iterable[ImportRow]) -> set[UUID]:
    """The rows that filled a field which somebody set since."""
    filled = [(row, one) for row in rows for one in made_of(row) if one.operation == _ids(row, sheet).of("fill")]
    about = Operation.objects.applied().filter(
        object_kind="person", object_id__in={str(one.id) for _row, one in filled}
    )
    since = list(about.values_list("object_id", "object_version", "fields")) if filled else []
    return {
        row.id
        for row, one in filled
        for of, version, fields in since
        if of == str(one.id) and version > one.version and set(fields) & set(fields_added(row))
    }


def _grown_by_filling(sheet: ImportSheet, rows: Iterable[ImportRow]) -> Counter[UUID]:
    """By how many versions the persons who came of these rows grew since, for other rows of the file filled what was
    empty in their entries and, where they were taken back, emptied it."""
    persons = {RowIds(row.identity, sheet.file.round).person for row in rows}
    grown: Counter[UUID] = Counter()
    for row, one in _filled(sheet, persons):
        grown[one.id] += 2 if row.state == RowState.UNDONE else 1
    return grown


def _backwards(row: ImportRow, sheet: ImportSheet, touched: Collection[UUID], grown: Counter[UUID]) -> Act:
    """What takes back what was written for a row, the last first; nothing for one that was touched."""
    if row.id in touched:
        return Act(())
    ids = RowIds(row.identity, sheet.file.round)
    versions = {one.id: one.version for one in made_of(row)}
    wishes: list[tuple[str, dict[str, object]]] = []
    emptied = Act(())
    for one in reversed(made_of(row)):
        if one.operation == ids.of("post"):
            body: dict[str, object] = {"group": str(one.id), "term": str(ids.of("term")), "reason": WHY}
            wishes.append(("groups.strike_post", body))
        elif one.kind == "group" and one.operation != _founding(one.id, sheet.file):
            body = {"group": str(one.id), "membership": str(ids.of("membership")), "reason": WHY}
            wishes.append(("groups.strike_membership", body))
        elif one.operation == ids.of("register"):
            body = {"person": str(one.id), "seen": versions[one.id] + grown[one.id]}
            wishes.append(("people.unregister_person", body))
        elif one.operation == ids.of("fill"):
            emptied = acts.emptying(ids, one.id, fields_added(row), one.version)
            grown[one.id] += 1
        elif one.kind == "meeting" and one.version == 1:
            wishes.append(("groups.strike_meeting", {"meeting": str(one.id), "reason": WHY}))
    undone = ids.of("undone")
    sent = [(parse(kind, body), derived_id(undone, kind, body)) for kind, body in wishes]
    return Act((*emptied.sent, *sent), emptied.bases)


def _undo_groups(actor: Actor, file: ImportFile) -> None:
    """The groups that were founded, once nothing stands in them."""
    rows = ImportRow.objects.filter(sheet__file=file, state=RowState.UNDONE).exclude(made=[])
    made = [one for row in rows.iterator() for one in made_of(row)]
    founded = {str(one.id) for one in made if one.kind == "group" and one.operation == _founding(one.id, file)}
    empty = iter(sorted(group_names(actor, founded)))
    while batch := list(islice(empty, BATCH)):
        execute_acts([_striking(group) for group in batch], Envelope(actor, DOOR))


def _striking(group: str) -> Act:
    command = parse("groups.strike_group", {"group": group, "reason": WHY})
    return Act(((command, derived_id(UUID(group), "undone")),))


def _founding(group: UUID, file: ImportFile) -> UUID:
    return derived_id(group, "found", file.round)
