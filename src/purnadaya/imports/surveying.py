"""The sheets of a file as they are understood, with what was chosen for them; and the judge for one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from purnadaya.groups.queries import groups_for, members_by_group
from purnadaya.imports.choices import SheetChoices
from purnadaya.imports.drafting import KnownGroup, Surroundings, drafted, drafted_marks
from purnadaya.imports.grids import Member, grid_verdicts, meetings_by_column, proposed_group
from purnadaya.imports.judging import Judge, Verdict, identity_of
from purnadaya.imports.queries import taken_before
from purnadaya.imports.reading import (
    Kind,
    Limits,
    Meaning,
    NameRead,
    Option,
    Sheet,
    Understood,
    Workbook,
    read_workbook,
    understand,
)
from purnadaya.imports.rules import RowState
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.people.queries import Matcher, Person
from purnadaya.places.models import Area
from purnadaya.places.queries import villages_in


def limits() -> Limits:
    """How large a file may be here."""
    return Limits(most_bytes=settings.LARGEST_IMPORT)


def opened(content: bytes, name: str) -> Workbook:
    """The sheets of a file. Raises ``Refused`` with one clear problem for whatever cannot be read."""
    return read_workbook(content, name, limits())


def digest_of(content: bytes) -> str:
    """By what the very same file is known."""
    return hashlib.sha256(content).hexdigest()


def root_of(organisation: UUID, digest: str, sheet: str) -> UUID:
    """What the ids of a sheet's rows are derived from: the same for the same file."""
    return derived_id(organisation, "import", digest, sheet)


def fingerprint_of(found: Understood) -> str:
    """By what a sheet of the same form is known again: its headings."""
    headings = "|".join(column.heading for column in found.columns if column.meaning is not Meaning.MEETING)
    return hashlib.sha256(headings.casefold().encode()).hexdigest() if headings.strip("|") else ""


@dataclass(frozen=True)
class Survey:
    """One sheet, understood, with the one from whose days members belong who have none of their own."""

    sheet: Sheet
    found: Understood
    choices: SheetChoices
    since: date
    today: date


def survey(workbook: Workbook, sheet: Sheet, choices: SheetChoices, today: date) -> Survey:
    """A sheet with what was chosen for it. Raises ``Refused`` for choices that are none."""
    try:
        found = understand(sheet, today, choices.reading)
    except ValueError:
        raise Refused(Problem("imports.bad_choices", fields=("choices",))) from None
    since = choices.since or min([found.as_of, *_meeting_days(workbook, sheet, today)])
    return Survey(sheet, found, choices, since, today)


def _meeting_days(workbook: Workbook, sheet: Sheet, today: date) -> Iterator[date]:
    """The days of meetings that other sheets of the file tell of: by then its members belonged to it."""
    for other in workbook.sheets:
        if other.name != sheet.name:
            yield from (one.day for one in understand(other, today).meetings if one.day)


@dataclass
class Judged:
    """The verdicts on one sheet, read one by one, and what was learnt on the way."""

    found: Understood
    around: Surroundings | None
    group: UUID | None
    verdicts: Iterator[Verdict]

    @property
    def notes(self) -> list[Problem]:
        """What to tell of the whole sheet; complete once all verdicts were read."""
        notes = list(self.found.notes)
        for meeting in self.found.meetings:
            notes += [problem for problem in (meeting.problem, *meeting.notes) if problem]
        if self.around is not None:
            notes += [Problem("imports.founds_group", dict(one)) for one in self.around.founded]
            notes.append(Problem("imports.since_taken", {"day": self.around.since.isoformat()}))
        return notes


def judged(actor: Actor, one: Survey, root: UUID, area: str, group: UUID | None = None, undone: int = 0) -> Judged:
    """What becomes of each row of a sheet; nothing is written. ``group`` is whose meetings a grid tells of, ``undone``
    how often the file was taken back before.

    Raises ``Refused`` for an actor of no organisation, and for a group that is not hers to see.
    """
    owner = actor.organisation_id
    if owner is None:
        raise not_found()
    if one.found.kind is Kind.ATTENDANCE:
        return _judged_grid(actor, one, root, group)
    around = surroundings(actor, one, derived_id(root, "round", undone), area)
    judge = Judge(root, Matcher(actor, owner), lambda identities: taken_before(owner, identities))
    drafts = (drafted(row, around) for row in one.found.rows())
    return Judged(one.found, around, None, judge.verdicts(drafts))


def surroundings(actor: Actor, one: Survey, root: UUID, area: str) -> Surroundings:
    """What the rows of a list of people are read against: the villages of an area, and the groups that are there."""
    return Surroundings(
        root=root,
        choices=one.choices,
        villages=[_option(one) for one in villages_in(area)],
        groups=[KnownGroup(g.id, g.name, str(g.village_id)) for g in groups_for(actor)],
        since=one.since,
        today=one.today,
    )


def _option(village: Area) -> Option:
    around = [village.parent, village.parent.parent if village.parent else None]
    return Option(village.code, village.name, tuple(area.name for area in around if area))


def _judged_grid(actor: Actor, one: Survey, root: UUID, group: UUID | None) -> Judged:
    by_group = {of: list(map(_member, persons)) for of, persons in members_by_group(actor).items()}
    meetings = meetings_by_column(one.found.meetings)
    drafts = [drafted_marks(row, meetings) for row in one.found.rows()]
    if group is None:
        group = proposed_group([draft.name for draft in drafts], by_group)
    if group is None:
        unknown = (
            Verdict(
                draft,
                identity_of(root, draft.line),
                RowState.UNSURE if draft.name else RowState.UNREADABLE,
                "imports.whose_meetings" if draft.name else "imports.no_name",
            )
            for draft in drafts
        )
        return Judged(one.found, None, None, unknown)
    return Judged(one.found, None, group, grid_verdicts(drafts, root, by_group.get(group, [])))


def _member(person: Person) -> Member:
    return Member(person.id, person.name, person.nickname)


def names_in(found: Understood) -> Sequence[str]:
    """The names a sheet holds."""
    named = (row.values.get(Meaning.NAME) for row in found.rows())
    return [one.name for one in named if isinstance(one, NameRead)]
