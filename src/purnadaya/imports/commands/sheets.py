"""What is chosen for a sheet; its rows are read and judged; what was chosen is kept for the next file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F, Q, QuerySet

from purnadaya.access import keyring
from purnadaya.access.actors import user_id_of
from purnadaya.groups.queries import group_for
from purnadaya.groups.rules.groups import HELD_BY_ONE
from purnadaya.imports import surveying
from purnadaya.imports.choices import SheetChoices
from purnadaya.imports.commands.files import AboutFile, given
from purnadaya.imports.drafts import Draft
from purnadaya.imports.judging import Verdict, decision_holds
from purnadaya.imports.models import ImportMapping, ImportRow, ImportSheet
from purnadaya.imports.queries import ROW_KIND, drafts_of, original_of, sheet_for
from purnadaya.imports.reading import Kind
from purnadaya.imports.rules import BATCH, READY, SETTLED, SheetState
from purnadaya.jobs.asking import enqueue
from purnadaya.journal.growing_sql import grown_version
from purnadaya.journal.rows_sql import insert_all, update_all
from purnadaya.journal.writing import write
from purnadaya.kernel.areas import AreaCode
from purnadaya.kernel.clock import DEFAULT_ZONE, SYSTEM_CLOCK, Clock
from purnadaya.kernel.commands import Actor, Done, Ref, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.kernel.sealing import place, seal
from purnadaya.kernel.texts import Name
from purnadaya.places.queries import villages_in

Told = Callable[[int, int], None]
"""Is told how many rows are done, of how many."""
READ_SHEET = "imports.read_sheet"
DECIDED = Q(state__in=READY) & ~Q(decision="")
"""Rows that are ready because somebody said what becomes of them."""


class AboutSheet(AboutFile):
    """Something about a sheet of a file that was given."""

    sheet: UUID

    def target(self, actor: Actor) -> ImportSheet:  # type: ignore[override]
        sheet = sheet_for(actor, self.sheet)
        if sheet.file_id != self.import_file:
            raise not_found()
        given(sheet.file)
        return sheet


class ChooseSheet(AboutSheet):
    """What a sheet is and how it is read; its rows are then read and judged, by a job unless ``at_once``.

    ``area`` is the regency (or smaller) in which its places lie, ``group`` whose meetings a grid tells of. To be chosen
    anew as often as one likes: rows that were taken in or left out stay so, and what somebody decided about a row that
    reads as it did before holds, unless the sheet is now of another kind or group.
    """

    kind: ClassVar[str] = "imports.choose_sheet"
    verb: ClassVar[str] = "choose"

    area: AreaCode
    group: UUID | None = None
    choices: SheetChoices = SheetChoices()
    at_once: bool = False


@handles(ChooseSheet)
def choose_sheet(command: ChooseSheet, sheet: ImportSheet, work: Work) -> Done:
    """Keep the choices, and forget how the rows were read before; but not what somebody decided about them."""
    if sheet.state in (SheetState.TAKING, SheetState.UNDONE) or sheet.file.undone_at is not None:
        raise Refused(Problem("imports.at_work" if sheet.state == SheetState.TAKING else "imports.undone_already"))
    if not sheet.file.shelf_name:
        raise Refused(Problem("imports.forgotten"))
    if not villages_in(command.area):
        raise Refused(Problem("imports.no_villages", fields=("area",)))
    if command.group is not None:
        group_for(work.actor, command.group)
    try:
        kind = command.choices.reading.kind or Kind(sheet.kind)
    except ValueError:
        raise Refused(Problem("imports.bad_choices", fields=("choices",))) from None
    same = kind == sheet.kind and command.group == sheet.group
    (_undecided(sheet) if same else _waiting(sheet)).delete()
    values = {
        "choices": command.choices.as_json(),
        "kind": kind,
        "area": command.area,
        "group": command.group,
        "state": SheetState.READING,
    }
    ImportSheet.objects.filter(id=sheet.id).update(**values, version=F("version") + 1)
    if not command.at_once:
        enqueue(work.actor, READ_SHEET, sheet=sheet.id)
    return done_with(sheet)


def _waiting(sheet: ImportSheet) -> QuerySet[ImportRow]:
    """The rows that are not settled: those that are read anew when the sheet is."""
    return ImportRow.objects.filter(sheet=sheet).exclude(state__in=SETTLED)


def _undecided(sheet: ImportSheet) -> QuerySet[ImportRow]:
    """Those of which nobody decided what becomes of them."""
    return _waiting(sheet).exclude(DECIDED)


def keep_rows(rows: Sequence[ImportRow], names: Sequence[str]) -> None:
    """Write these columns of rows that are there."""
    update_all(rows, names)


def done_with(sheet: ImportSheet, note: str = "") -> Done:
    """The answer to a command about a sheet: the file it is of has grown."""
    return Done(Ref.to("import_file", sheet.file_id), grown_version(type(sheet.file), sheet.file_id), note=note)


def read_rows(actor: Actor, sheet: ImportSheet, told: Told, clock: Clock = SYSTEM_CLOCK) -> None:
    """Read and judge the rows of a sheet that was chosen, and keep them sealed. Doing it twice does no harm.

    Stops where somebody chose anew meanwhile: the reading she asked for follows. What it writes follows from the file
    and the choices, and says nothing of anybody before it is taken in: no command.
    """
    today = clock.today(getattr(actor, "zone", DEFAULT_ZONE))
    workbook = surveying.opened(original_of(sheet.file), sheet.file.name)
    one = surveying.survey(workbook, workbook.sheets[sheet.place], SheetChoices.model_validate(sheet.choices), today)
    root = surveying.root_of(sheet.organisation_id, sheet.file.digest, workbook.sheets[sheet.place].name)
    judged = surveying.judged(actor, one, root, sheet.area, sheet.group, sheet.file.round)
    if not write(lambda: _is_still_asked(sheet) and _undecided(sheet).delete()):
        return
    settled = set(ImportRow.objects.filter(sheet=sheet, state__in=SETTLED).values_list("line", flat=True))
    decided = {row.line: (row, draft) for row, draft in drafts_of(ImportRow.objects.filter(DECIDED, sheet=sheet))}
    done, chairs = 0, Counter[tuple[str, str]]()
    for batch in _batches(judged.verdicts):
        waiting = [verdict for verdict in batch if verdict.draft.line not in settled]
        before = {v.draft.line: decided.pop(v.draft.line) for v in waiting if v.draft.line in decided}
        if not write(lambda waiting=waiting, before=before: _keep(sheet, waiting, before)):  # type: ignore[misc]
            return
        chairs.update((v.draft.group, v.draft.post) for v in batch if v.draft.post in HELD_BY_ONE and v.draft.group)
        done += len(batch)
        told(done, one.found.count)
    several = [
        Problem("imports.several_in_post", {"group": group, "post": post, "count": count})
        for (group, post), count in chairs.items()
        if count > 1
    ]
    values = {
        "state": SheetState.READ,
        "kind": one.found.kind,
        "group": judged.group,
        "count": one.found.count,
        "skipped": [[line.line, line.why.value] for line in one.found.skipped],
        "problem": one.found.problem.as_json() if one.found.problem else None,
        "notes": [note.as_json() for note in (*judged.notes, *several)],
    }
    left = [row.id for row, _draft in decided.values()]
    write(lambda: _as_asked(sheet).update(**values) and ImportRow.objects.filter(id__in=left).delete())


def _as_asked(sheet: ImportSheet) -> QuerySet[ImportSheet]:
    """The sheet, unless somebody chose anew since it was loaded."""
    return ImportSheet.objects.filter(id=sheet.id, version=sheet.version)


def _is_still_asked(sheet: ImportSheet) -> bool:
    return _as_asked(sheet).select_for_update().exists()


def _batches(verdicts: Iterator[Verdict]) -> Iterator[list[Verdict]]:
    while batch := list(islice(verdicts, BATCH)):
        yield batch


Decided = Mapping[int, tuple[ImportRow, Draft | None]]
"""Rows somebody decided about, with what they said then, by their line."""


def _keep(sheet: ImportSheet, verdicts: list[Verdict], decided: Decided) -> bool:
    """Keep them, and what was decided about those that read as before; False when somebody chose anew, and nothing of
    this reading is wanted any more."""
    if not _is_still_asked(sheet):
        return False
    key = keyring.data_key(keyring.FIELDS, "organisation", sheet.organisation_id)
    rows, asked_again, as_before = [], [], []
    for verdict in verdicts:
        row, said = decided.get(verdict.draft.line, (None, None))
        if row is not None and said is not None and decision_holds(said, verdict):
            as_before.append(row)
        else:
            asked_again += [row.id] if row is not None else []
            row = _judged_row(sheet, verdict)
            rows.append(row)
        row.values = seal(key, verdict.draft.as_text().encode(), place(ROW_KIND, row.id, "values"))
    ImportRow.objects.filter(id__in=asked_again).delete()
    keep_rows(as_before, ["values"])
    insert_all(rows)
    return True


def _judged_row(sheet: ImportSheet, verdict: Verdict) -> ImportRow:
    return ImportRow(
        organisation_id=sheet.organisation_id,
        sheet=sheet,
        line=verdict.draft.line,
        identity=verdict.identity,
        state=verdict.state,
        first=verdict.state,
        reason=verdict.reason,
        candidates=[one.as_json() for one in verdict.candidates],
        person=verdict.person,
        otherwise=verdict.otherwise or "",
    )


class SaveMapping(AboutSheet):
    """What was chosen for this sheet is kept under a name, for the next file of the same form."""

    kind: ClassVar[str] = "imports.save_mapping"
    verb: ClassVar[str] = "choose"

    mapping: NewId
    name: Name


@handles(SaveMapping)
def save_mapping(command: SaveMapping, sheet: ImportSheet, work: Work) -> Done:
    """Keep it; one of the same name is kept anew."""
    values: dict[str, Any] = {
        "fingerprint": sheet.fingerprint,
        "choices": sheet.choices,
        "given_by": user_id_of(work.actor),
        "kept_at": work.now,
    }
    ImportMapping.objects.update_or_create(
        organisation_id=sheet.organisation_id,
        name=command.name,
        defaults=values,
        create_defaults={"id": command.mapping, **values},
    )
    return done_with(sheet)
