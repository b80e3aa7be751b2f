"""Reads that pages of imports need: for many sheets or rows at once; a long page asks no more than a short one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from purnadaya.access.policies import visible_to
from purnadaya.imports.choices import FOUND, SheetChoices
from purnadaya.imports.filling import gaps_of, may_add
from purnadaya.imports.models import ImportFile, ImportRow, ImportSheet
from purnadaya.imports.queries import Counts, as_told, drafts_of, rows_for
from purnadaya.imports.reading import Kind
from purnadaya.imports.rules import FIRST_FOUR, OPEN, READY, RowState
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.spelling import folded
from purnadaya.people.queries import Gaps, Person, gaps_for, named_for

PLACE_PROBLEMS = frozenset({"imports.which_village", "imports.unknown_village"})
GROUP_PROBLEMS = frozenset({"imports.which_group", "imports.group_where"})
MOST_LOOKED_AT = 1_000
"""Rows that wait and are looked through for what many of them ask."""


def sheets_of_all(files: Iterable[ImportFile]) -> dict[UUID, list[ImportSheet]]:
    """The sheets of each of these files, one query; for who may see the files."""
    found: dict[UUID, list[ImportSheet]] = {file.id: [] for file in files}
    for sheet in ImportSheet.objects.filter(file__in=found).order_by("place"):
        found[sheet.file_id].append(sheet)
    return found


def counts_of_all(sheets: Iterable[ImportSheet]) -> dict[UUID, Counts]:
    """How the rows of each of these sheets stand, one query; for who may see them."""
    now = {sheet.id: dict.fromkeys(RowState, 0) for sheet in sheets}
    first = {of: dict.fromkeys(FIRST_FOUR, 0) for of in now}
    rows = ImportRow.objects.filter(sheet__in=now).values("sheet", "state", "first").annotate(n=Count("id")).order_by()
    for row in rows:
        now[row["sheet"]][RowState(row["state"])] += row["n"]
        first[row["sheet"]][RowState(row["first"])] += row["n"]
    return {of: Counts(now[of], first[of]) for of in now}


@dataclass(frozen=True)
class Question:
    """A word that many rows bear and nobody knows yet: a place, or a group."""

    text: str
    rows: int


@dataclass(frozen=True)
class Questions:
    """What is asked once for a whole sheet: places that were not found, groups that are not there, and which group is
    meant where a name says it not."""

    places: tuple[Question, ...] = ()
    groups: tuple[Question, ...] = ()
    which: tuple[Question, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is asked."""
        return bool(self.groups or self.holding)

    @property
    def holding(self) -> bool:
        """Whether rows wait for an answer."""
        return bool(self.places or self.which)


def open_questions(actor: Actor, sheet: ImportSheet) -> Questions:
    """The places that rows which wait name and nobody found, the groups that would be founded, and the names that
    several groups bear, or one of which nobody knows where it is at home."""
    places: Counter[str] = Counter()
    which: Counter[str] = Counter()
    answered = SheetChoices.model_validate(sheet.choices).group_answers
    for _row, draft in drafts_of(rows_for(actor, sheet, OPEN)[:MOST_LOOKED_AT]):
        doubts = draft.doubts if draft else ()
        places.update(str(one.details["text"]) for _at, one in doubts if one.code in PLACE_PROBLEMS)
        which.update(str(one.details["text"]) for _at, one in doubts if one.code in GROUP_PROBLEMS)
    founded = [note for one in sheet.notes if (note := as_told(one)) and note.code == "imports.founds_group"]
    names = dict.fromkeys(str(one.details["name"]) for one in founded)
    return Questions(
        tuple(Question(text, count) for text, count in places.most_common()),
        tuple(Question(name, 0) for name in names if answered.get(folded(name)) != FOUND),
        tuple(Question(text, count) for text, count in which.most_common()),
    )


def held_by_another(sheet: ImportSheet) -> int:
    """How many rows that are ready are the same as one that waits or was left out: they cannot be taken in before that
    one is decided; for who sees the sheet."""
    same = ImportRow.objects.filter(sheet=sheet, state=RowState.SAME, person=None).only("candidates")
    earlier = [one for one in map(_earlier_of, same) if one]
    others = ImportRow.objects.filter(sheet=sheet, identity__in=earlier).exclude(state__in=(*READY, RowState.DONE))
    held = set(map(str, others.values_list("identity", flat=True)))
    return sum(one in held for one in earlier)


def lists_that_wait(sheet: ImportSheet) -> list[ImportSheet]:
    """For a grid: the lists of people of the same file some rows of which are not taken in yet; for who sees it."""
    if sheet.kind != Kind.ATTENDANCE:
        return []
    rows = ImportRow.objects.filter(sheet__file=sheet.file_id, sheet__kind=Kind.MEMBERS, state__in=(*OPEN, *READY))
    return list(ImportSheet.objects.filter(id__in=rows.values("sheet")).order_by("place"))


def persons_of(actor: Actor, rows: Iterable[ImportRow]) -> dict[UUID, Person]:
    """Whom these rows are or became, by the id in the row; one query. Nobody whom the actor may not see."""
    return named_for(actor, {row.person for row in rows if row.person})


def gaps_filled_by(actor: Actor, rows: Iterable[ImportRow]) -> dict[UUID, Gaps]:
    """What is empty with those whom these rows are, by the id of the row: persons, or who stands in an earlier row."""
    known = [row for row in rows if may_add(row)]
    others = {str(one.identity): one for one in _earlier(actor, [row for row in known if not row.person])}
    persons = gaps_for(actor, {one.person for one in (*known, *others.values()) if one.person})
    drafts = {str(row.identity): draft for row, draft in drafts_of(others.values()) if draft}
    found: dict[UUID, Gaps | None] = {}
    for row in known:
        other = others.get(_earlier_of(row))
        if person := row.person or (other and other.person):
            found[row.id] = persons.get(person)
        elif draft := drafts.get(_earlier_of(row)):
            found[row.id] = gaps_of(draft)
    return {of: gaps for of, gaps in found.items() if gaps}


def _earlier(actor: Actor, rows: Sequence[ImportRow]) -> Iterable[ImportRow]:
    """The rows that these are the same as."""
    wanted = set(filter(None, map(_earlier_of, rows)))
    return visible_to(actor, ImportRow).filter(sheet=rows[0].sheet_id, identity__in=wanted) if wanted else ()


def _earlier_of(row: ImportRow) -> str:
    return str(row.candidates[0].get("row") or "") if row.candidates else ""


def persons_like(actor: Actor, row: ImportRow) -> dict[UUID, Person]:
    """Whom this row may be, by the id in the row."""
    wanted = {UUID(one["person"]) for one in row.candidates if one.get("person")}
    return named_for(actor, wanted | ({row.person} if row.person else set()))


def rows_like(actor: Actor, row: ImportRow) -> Sequence[ImportRow]:
    """The rows before this one that may speak of the same person."""
    wanted = [one["row"] for one in row.candidates if one.get("row")]
    return list(rows_for(actor, row.sheet).filter(identity__in=wanted, line__lt=row.line)) if wanted else []


def rows_still_there(actor: Actor, file: ImportFile) -> list[ImportRow]:
    """The rows of a file taken back that could not be, for somebody touched since what came of them."""
    found = visible_to(actor, ImportRow).filter(sheet__file=file, state=RowState.DONE)
    return list(found.exclude(told=[]).order_by("sheet__place", "line")[:MOST_LOOKED_AT])


def next_open(actor: Actor, row: ImportRow) -> ImportRow | None:
    """The next row of the same sheet that waits, from this one on and then from the top."""
    waiting = rows_for(actor, row.sheet, OPEN).exclude(id=row.id)
    return waiting.filter(line__gt=row.line).first() or waiting.first()
