"""The meetings a grid tells of: those whose marks are ready are written, one meeting after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from purnadaya.groups.queries import group_for, lines_of, may_attend, meeting_for
from purnadaya.groups.rules.meetings import MOST_LINES, Attended, Excuse, Line, meeting_id
from purnadaya.imports.commands.sheets import Told, keep_rows
from purnadaya.imports.commands.taking import DOOR, importing
from purnadaya.imports.drafts import Draft
from purnadaya.imports.models import ImportRow, ImportSheet
from purnadaya.imports.queries import drafts_of
from purnadaya.imports.rules import READY, RowState
from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import Act, Answer, execute_acts
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Problem, Refused

_ROW_FIELDS = ("state", "reason", "made", "told", "values")


def take_marks(actor: Actor, sheet: ImportSheet, told: Told) -> None:
    """Write what the rows that are ready say of each meeting; what stands there already is not written again."""
    ready = ImportRow.objects.filter(sheet=sheet, state__in=READY).order_by("line")
    taken, total = 0, ready.count()
    while rows := list(ready[:MOST_LINES]):
        _Marks(importing(actor), sheet).take(rows)
        taken += len(rows)
        told(taken, total)


class _Marks:
    """The rows of a grid that are written together."""

    def __init__(self, actor: Actor, sheet: ImportSheet) -> None:
        self.actor, self.sheet = actor, sheet
        self.acts: list[Act] = []
        self.by_meeting: list[list[ImportRow]] = []

    def take(self, rows: list[ImportRow]) -> None:
        """Write them, and what became of each, in one transaction."""
        if self.sheet.group is None:
            raise Refused(Problem("imports.whose_meetings"))
        group = group_for(self.actor, self.sheet.group)
        marks: dict[str, list[tuple[ImportRow, tuple[str, str]]]] = defaultdict(list)
        for row, draft in drafts_of(rows):
            for meeting, mark in (draft or Draft(row.line)).marks.items():
                marks[meeting].append((row, mark))
        for meeting, told in sorted(marks.items()):
            day, _, ordinal = meeting.partition("/")
            self._meeting(group.id, date.fromisoformat(day), int(ordinal), told)
        operation = derived_id(self.sheet.id, "marks", self.sheet.file.round, rows[0].line, len(rows))

        def keep(answers: list[Answer]) -> None:
            self._keep(rows, answers)

        execute_acts(self.acts, Envelope(self.actor, DOOR, operation), keep)

    def _meeting(self, group: UUID, day: date, ordinal: int, told: Sequence[tuple[ImportRow, tuple[str, str]]]) -> None:
        """One account of one meeting, as far as it says anything new."""
        stands = self._stands(meeting_id(group, day, ordinal))
        members, _known = may_attend(
            self.actor, group_for(self.actor, group), day, [row.person for row, _ in told if row.person]
        )
        lines: dict[UUID, Line] = {}
        rows = []
        for row, (attended, excuse) in told:
            if row.person is None:
                continue
            line = Line(Attended(attended), Excuse(excuse) if excuse else None, row.person not in members)
            if stands.get(row.person) != line:
                lines[row.person] = line
                rows.append(row)
        if not lines:
            return
        body = {
            "group": str(group),
            "held_on": day.isoformat(),
            "ordinal": ordinal,
            "attendance": [_as_json(person, line) for person, line in sorted(lines.items(), key=str)],
        }
        operation = derived_id(
            self.sheet.id, "meeting", self.sheet.file.round, day, ordinal, *sorted(row.line for row in rows)
        )
        self.acts.append(Act(((parse("groups.hold_meeting", body), operation),)))
        self.by_meeting.append(rows)

    def _stands(self, meeting: UUID) -> Mapping[UUID, Line]:
        try:
            return lines_of(meeting_for(self.actor, meeting))
        except Refused:
            return {}

    def _keep(self, rows: list[ImportRow], answers: list[Answer]) -> None:
        """Each row is done when every meeting it tells of was written."""
        refused: dict[UUID, list[Problem]] = defaultdict(list)
        for told, answer in zip(self.by_meeting, answers, strict=True):
            for place, row in enumerate(told):
                if isinstance(answer, Refused):
                    refused[row.id] += answer.problems
                elif place == 0:
                    row.made = [*row.made, *([str(o.operation), o.of.kind, o.of.id, o.version] for o in answer)]
        for row in rows:
            if row.id in refused:
                row.state, row.reason = RowState.UNSURE, refused[row.id][0].code
                row.told = [one.as_json() for one in refused[row.id]]
            else:
                row.state, row.values = RowState.DONE, ""
        keep_rows(rows, _ROW_FIELDS)


def _as_json(person: UUID, line: Line) -> dict[str, object]:
    body: dict[str, object] = {"person": str(person), "attended": line.attended.value, "guest": line.guest}
    return {**body, "excuse": line.excuse.value} if line.excuse else body
