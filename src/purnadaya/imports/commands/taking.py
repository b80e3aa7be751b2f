"""The rows that are ready are taken in, batch by batch, each batch with its rows in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F

from purnadaya.access.actors import Import, UserActor
from purnadaya.groups.queries import group_names, open_members
from purnadaya.imports import acts
from purnadaya.imports.commands.sheets import AboutSheet, Told, done_with, keep_rows
from purnadaya.imports.drafts import Draft
from purnadaya.imports.filling import added_to, adding, gaps_after, gaps_of, may_add, not_kept
from purnadaya.imports.models import ImportRow, ImportSheet
from purnadaya.imports.queries import drafts_of
from purnadaya.imports.rules import BATCH, READY, RowState, SheetState
from purnadaya.jobs.asking import enqueue
from purnadaya.journal.envelopes import Envelope, Outcome
from purnadaya.journal.execute import Act, Answer, execute_acts
from purnadaya.journal.writing import write
from purnadaya.kernel.commands import Actor, Done, Work, handles
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.people.queries import gaps_for

TAKE_IN = "imports.take_in"
DOOR = "import"
_ROW_FIELDS = ("state", "reason", "person", "made", "told", "values")


class TakeIn(AboutSheet):
    """The rows of a sheet that are ready are taken in, by a job unless ``at_once``; those that wait may follow."""

    kind: ClassVar[str] = "imports.take_in"

    at_once: bool = False


@handles(TakeIn)
def take_in(command: TakeIn, sheet: ImportSheet, work: Work) -> Done:
    """Have them taken in."""
    if sheet.state not in (SheetState.READ, SheetState.TAKEN, SheetState.TAKING):
        raise Refused(Problem("imports.not_read_yet"))
    if sheet.state != SheetState.TAKING and not ImportRow.objects.filter(sheet=sheet, state__in=READY).exists():
        raise Refused(Problem("imports.nothing_ready"))
    ImportSheet.objects.filter(id=sheet.id).update(state=SheetState.TAKING, version=F("version") + 1)
    if not command.at_once:
        enqueue(work.actor, TAKE_IN, sheet=sheet.id)
    return done_with(sheet)


def importing(actor: Actor) -> Actor:
    """Whoever takes in, as an import on her behalf."""
    return Import(actor) if isinstance(actor, UserActor) else actor


def take_rows(actor: Actor, sheet: ImportSheet, told: Told) -> None:
    """Take in the members that are ready. Killed, it goes on where it was: a batch is written whole or not at all."""
    ready = ImportRow.objects.filter(sheet=sheet, state__in=READY).order_by("line")
    taken, total = 0, ready.count()
    several = {
        (note["details"]["group"], note["details"]["post"])
        for note in sheet.notes
        if note["code"] == "imports.several_in_post"
    }
    while batch := list(ready[:BATCH]):
        _take_whole(importing(actor), sheet, several, batch)
        taken += len(batch)
        told(taken, total)


class _Torn(Exception):  # noqa: N818 - no error: what was written is taken back, and written again without it
    """Some rows would be written in part. ``refused`` are those that cannot be written at all, and why; ``alone`` the
    groups whose members must join one by one, for one of them is refused for all."""

    def __init__(self, refused: Mapping[UUID, list[Problem]], alone: set[str]) -> None:
        self.refused, self.alone = refused, alone
        super().__init__()


def _take_whole(actor: Actor, sheet: ImportSheet, several: set[tuple[str, str]], rows: list[ImportRow]) -> None:
    """Take these rows in, each whole or not at all: what is torn is written anew without whom it is torn by."""
    without = _Torn({}, set())
    while True:
        try:
            return _Batch(actor, sheet, several, without).take(rows)
        except _Torn as torn:
            without = _Torn({**without.refused, **torn.refused}, without.alone | torn.alone)


@dataclass
class _Plan:
    """What is done for one row; the numbers are places among the acts."""

    row: ImportRow
    draft: Draft
    person: UUID | None = None
    problems: list[Problem] = field(default_factory=list)
    main: list[int] = field(default_factory=list)
    more: list[int] = field(default_factory=list)
    joined: int | None = None
    founds: int | None = None
    fills: int | None = None
    added: tuple[str, ...] = ()


class _Batch:
    """The rows that are written together."""

    def __init__(self, actor: Actor, sheet: ImportSheet, several: set[tuple[str, str]], without: _Torn) -> None:
        self.actor, self.sheet, self.several = actor, sheet, several
        self.refused, self.alone = dict(without.refused), without.alone
        self.round = sheet.file.round
        self.acts: list[Act] = []
        self.plans: list[_Plan] = []
        self.founding: dict[str, int] = {}
        self.joins: dict[str, list[tuple[_Plan, acts.Joining]]] = {}

    def take(self, rows: list[ImportRow]) -> None:
        """Write them, and what became of each, in one transaction."""
        drafts = list(drafts_of(rows))
        registering = self._registering(drafts)
        persons = self._persons(row for row in rows if row.id not in self.refused)
        self._found([draft for row, draft in drafts if draft and row.identity in persons])
        known = {persons[row.identity] for row in rows if row.identity in persons and may_add(row)}
        self.gaps = gaps_for(self.actor, known)
        members = self._members([draft for _row, draft in drafts if draft], persons.values())
        for row, draft in drafts:
            plan = _Plan(row, draft or Draft(row.line), persons.get(row.identity))
            self.plans.append(self._plan(plan, registering.get(row.id), members))
        for plan in self.plans:
            self._stay(plan)
        self._join()
        for plan in self.plans:
            self._fill(plan)
            self._post(plan)
        operation = derived_id(self.sheet.id, "batch", self.round, rows[0].line, len(rows))
        execute_acts(self.acts, Envelope(self.actor, DOOR, operation), self._keep)

    def _registering(self, drafts: Iterable[tuple[ImportRow, Draft | None]]) -> dict[UUID, Act]:
        """How each new one is registered, by her row; who cannot be a person is refused before anything is written."""
        found = {}
        for row, draft in drafts:
            if row.state == RowState.NEW and row.id not in self.refused:
                try:
                    ids = acts.RowIds(row.identity, self.round)
                    found[row.id] = acts.registering(draft or Draft(row.line), ids)
                except Refused as refused:
                    self.refused[row.id] = list(refused.problems)
        return found

    def _found(self, drafts: Iterable[Draft]) -> None:
        """The groups to be founded come first, each once; those that an earlier batch founded are there already."""
        wanted = {draft.group: draft.founds for draft in drafts if draft.founds}
        there = group_names(self.actor, wanted.keys())
        for group, founds in wanted.items():
            if group not in there and founds is not None:
                self.founding[group] = self._add(acts.founding(founds, self.round))

    def _add(self, act: Act) -> int:
        self.acts.append(act)
        return len(self.acts) - 1

    def _persons(self, rows: Iterable[ImportRow]) -> dict[UUID, UUID]:
        """Whom each row becomes; rows that are the same as another which is not decided are left out."""
        found: dict[UUID, UUID] = {}
        for row in rows:
            if row.state == RowState.NEW:
                found[row.identity] = acts.RowIds(row.identity, self.round).person
            elif row.person is not None:
                found[row.identity] = row.person
            elif row.candidates and (other := row.candidates[0].get("row")):
                person = found.get(UUID(other)) or self._became(UUID(other))
                if person is not None:
                    found[row.identity] = person
        return found

    def _became(self, identity: UUID) -> UUID | None:
        done = ImportRow.objects.filter(sheet=self.sheet, identity=identity, state=RowState.DONE).first()
        return done.person if done else None

    def _members(self, drafts: Iterable[Draft], persons: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
        return open_members({UUID(draft.group) for draft in drafts if draft.group}, set(persons))

    def _plan(self, plan: _Plan, register: Act | None, members: set[tuple[UUID, UUID]]) -> _Plan:
        row, draft, person = plan.row, plan.draft, plan.person
        row.told = []
        if person is None:
            plan.problems = self.refused.get(row.id) or [Problem("imports.waits_for_row")]
            return plan
        plan.founds = self.founding.get(draft.group)
        if register is not None:
            self.gaps[person] = gaps_of(draft)
            plan.main.append(self._add(register))
        if draft.group and (UUID(draft.group), person) not in members:
            members.add((UUID(draft.group), person))
            joining = acts.Joining(acts.RowIds(row.identity, self.round), person, draft.since)
            self.joins.setdefault(draft.group, []).append((plan, joining))
        return plan

    def _join(self) -> None:
        """Those of one group join together; but whoever cannot have joined then does so alone, to be refused alone."""
        for group, joins in self.joins.items():
            alone = [pair for pair in joins if group in self.alone or _was_not_born(*pair)]
            together = [pair for pair in joins if pair not in alone]
            for pairs in [*([together] if together else []), *([pair] for pair in alone)]:
                place = self._add(acts.joining(group, [one for _plan, one in pairs]))
                for plan, _one in pairs:
                    plan.main.append(place)
                    plan.joined = place

    def _stay(self, plan: _Plan) -> None:
        """The times abroad of who is new: said before anything that has her row read."""
        if plan.row.state == RowState.NEW and plan.person is not None and not plan.problems:
            ids = acts.RowIds(plan.row.identity, self.round)
            try:
                plan.more = [self._add(act) for act in acts.staying(plan.draft, ids, plan.person)]
            except Refused as refused:
                self._tell(plan, refused.problems)

    def _post(self, plan: _Plan) -> None:
        """The post of who joins; where several say they hold one that one holds, nobody is appointed."""
        draft, ids = plan.draft, acts.RowIds(plan.row.identity, self.round)
        if plan.joined is None or plan.person is None or not draft.post:
            return
        if (draft.group, draft.post) in self.several:
            self._tell(plan, [Problem("imports.several_say_so", {"post": draft.post})])
            return
        try:
            plan.more.append(self._add(acts.posted(draft, ids, plan.person)))
        except Refused as refused:
            self._tell(plan, refused.problems)

    def _tell(self, plan: _Plan, problems: Iterable[Problem]) -> None:
        plan.row.told = [*plan.row.told, *(one.as_json() for one in problems)]

    def _fill(self, plan: _Plan) -> None:
        """What her entry does not say and the row does is added to it, after her stays, of which she grows too."""
        person = None if plan.problems else plan.person
        gaps = self.gaps.get(person) if person else None
        added = adding(plan.draft, gaps) if gaps and may_add(plan.row) else {}
        if person is None or gaps is None or not added:
            return
        try:
            ids = acts.RowIds(plan.row.identity, self.round)
            plan.fills = self._add(acts.filling(ids, person, added, gaps.version))
        except Refused as refused:
            self._tell(plan, refused.problems)
            return
        plan.more.append(plan.fills)
        plan.added = tuple(added)
        self.gaps[person] = gaps_after(gaps, added)

    def _keep(self, answers: list[Answer]) -> None:
        """What became of each row, in the transaction in which it did."""
        self._refuse_torn(answers)
        rows = [self._kept(plan, answers) for plan in self.plans]
        keep_rows(rows, _ROW_FIELDS)

    def _refuse_torn(self, answers: list[Answer]) -> None:
        """Raises ``_Torn`` where part of a row would be written and the rest was refused."""
        joining = Counter(plan.joined for plan in self.plans)
        refused: dict[UUID, list[Problem]] = {}
        together: dict[int, str] = {}
        is_torn = False
        for plan in self.plans:
            places = [place for place in (plan.founds, *plan.main) if place is not None]
            bad = next((place for place in places if isinstance(answers[place], Refused)), None)
            if bad is None:
                continue
            is_torn = is_torn or any(isinstance(answers[place], tuple) for place in (*places, *plan.more))
            if bad == plan.joined and joining[bad] > 1:
                together[bad] = plan.draft.group
            else:
                refused[plan.row.id] = _problems(answers[bad])
        mended = {plan.joined for plan in self.plans if plan.row.id in refused}
        if is_torn:
            raise _Torn(refused, {group for place, group in together.items() if place not in mended})

    def _kept(self, plan: _Plan, answers: list[Answer]) -> ImportRow:
        row = plan.row
        main = [answers[place] for place in plan.main]
        if plan.founds is not None:
            main.insert(0, answers[plan.founds])
        problems = [*plan.problems, *(one for answer in main if isinstance(answer, Refused) for one in answer.problems)]
        if problems:
            row.state, row.reason, row.told = RowState.UNSURE, problems[0].code, [one.as_json() for one in problems]
            return row
        row.made = [_made(one) for answer in main if isinstance(answer, tuple) for one in answer]
        for place in plan.more:
            answer = answers[place]
            if isinstance(answer, Refused):
                row.told = [*row.told, *(one.as_json() for one in answer.problems)]
            else:
                row.made = [*row.made, *map(_made, answer)]
                row.told = [*row.told, *([added_to(plan.added)] if place == plan.fills else [])]
        row.told = [*row.told, *(one.as_json() for one in not_kept(row, plan.draft))]
        row.state, row.person, row.values = RowState.DONE, plan.person, ""
        return row


def _problems(answer: Answer) -> list[Problem]:
    return list(answer.problems) if isinstance(answer, Refused) else []


def _was_not_born(plan: _Plan, joining: acts.Joining) -> bool:
    """Whether she would have joined before she was born."""
    birth = plan.draft.person.get("birth", "")
    return bool(birth) and joining.since[:4] <= birth[:4]


def _made(outcome: Outcome) -> list[Any]:
    """What to remember of a command: its operation, what it was about and the version then."""
    return [str(outcome.operation), outcome.of.kind, outcome.of.id, outcome.version]


def finish(sheet: ImportSheet) -> None:
    """All that was ready is taken in."""
    write(lambda: ImportSheet.objects.filter(id=sheet.id, state=SheetState.TAKING).update(state=SheetState.TAKEN))


__all__ = ["TakeIn", "finish", "importing", "take_rows"]
