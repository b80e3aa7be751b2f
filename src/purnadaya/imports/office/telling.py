"""Rows in words: what each says, what is to be said of its cells, why it waits. Numbers of hers are masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from purnadaya.groups.office.words import POST_WORDS
from purnadaya.groups.queries import group_names
from purnadaya.groups.rules.groups import Post
from purnadaya.groups.rules.meetings import Attended
from purnadaya.imports.drafts import Draft, Told
from purnadaya.imports.filling import ADDED, NOT_KEPT, adding, fields_added, not_kept
from purnadaya.imports.models import ImportRow, ImportSheet
from purnadaya.imports.office.words import FIELD_WORDS
from purnadaya.imports.queries import as_told
from purnadaya.imports.rules import RowState
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.countries import names
from purnadaya.kernel.problems import Problem
from purnadaya.people.office.forms import BACKGROUND_WORDS, LIKE_WORDS, SEX_WORDS
from purnadaya.people.office.life_words import EDUCATION_WORDS
from purnadaya.people.queries import Gaps
from purnadaya.people.rules import Background, Sex
from purnadaya.people.rules.life import Education
from purnadaya.people.rules.likeness import Reason
from purnadaya.ui.dates import birth_words, day_words, rough_words
from purnadaya.ui.words import say

SHOWN_DIGITS = 4
FOUNDS, SEVERAL = "imports.founds_group", "imports.several_in_post"
"""Notes of a sheet that name a group: one to be founded, and one of which several rows name one post."""


@dataclass(frozen=True)
class Said:
    """One thing a row says: what it is and its value in words."""

    label: str
    value: str


@dataclass(frozen=True)
class RowWords:
    """A row in words. ``told`` is what is to be said of its cells: why it waits first, notes last."""

    row: ImportRow | None
    name: str
    said: tuple[Said, ...] = ()
    reason: str = ""
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    adds: str = ""
    not_kept: tuple[str, ...] = ()
    written: tuple[str, ...] = field(default=())
    is_kept: bool = True


def in_words(
    row: ImportRow | None,
    draft: Draft | None,
    places: Mapping[str, str],
    groups: Mapping[str, str],
    gaps: Gaps | None = None,
) -> RowWords:
    """A row and what it says, and what of it fills these ``gaps``.

    Without its draft, whose values are gone, only that it is there, and how it was taken in.
    """
    reason = say(Problem(row.reason)) if row and row.reason else ""
    since = tuple(_since(row)) if row and row.state == RowState.DONE else ()
    if draft is None:
        line = _("Line %(n)s") % {"n": row.line if row else ""}
        return RowWords(row, line, reason=reason, notes=since, is_kept=False)
    told = [*map(_told, draft.problems), *map(_told, draft.doubts)]
    return RowWords(
        row,
        draft.name or _("Without a name"),
        said_by(draft, places, groups),
        reason="" if told else reason,
        problems=tuple(told),
        notes=(*map(_told, _quiet(draft)), *since),
        not_kept=tuple(map(say, not_kept(row, draft))) if row else (),
        adds=fields_in_words(adding(draft, gaps)) if gaps else "",
        written=draft.written,
    )


def _told(one: tuple[str, Problem]) -> str:
    at, problem = one
    return f"{at}: {say(problem)}" if at else say(problem)


def _quiet(draft: Draft) -> list[Told]:
    """The notes of a row that can be folded away: all but what is not kept."""
    return [one for one in draft.notes if one[1].code not in NOT_KEPT]


def _abroad(draft: Draft) -> str:
    """Where she worked and from when to when, as far as that is written down."""
    countries = names(get_language() or "id")
    return "; ".join(
        f"{countries.get(one['country'], one['country'])}, {rough_words(one['departed'])}"
        + (f" – {rough_words(one['returned'])}" if one.get("returned") else "")
        for one in draft.stays
    )


def _since(row: ImportRow) -> Iterator[str]:
    """What is to be said of how a row was taken in."""
    for problem in filter(None, map(as_told, row.told)):
        said = {"fields": fields_in_words(fields_added(row))} if problem.code == ADDED else problem.details
        yield say(replace(problem, details=said))


def fields_in_words(names: Collection[str]) -> str:
    """The fields that a row adds, in their order; whose a number is goes with the number."""
    return ", ".join(str(words) for name, words in FIELD_WORDS.items() if name in names)


def said_by(draft: Draft, places: Mapping[str, str], groups: Mapping[str, str]) -> tuple[Said, ...]:
    """What a row says, in the order in which people ask for it."""
    person = draft.person
    lives = ", ".join(filter(None, (person.get("hamlet"), places.get(person.get("village", ""), ""))))
    founded = draft.founds.get("name") if draft.founds else ""
    found = [
        (_("Called"), " ".join(filter(None, (person.get("honorific"), person.get("nickname"))))),
        (_("Sex"), _word(SEX_WORDS, Sex, person.get("sex"))),
        (_("Born"), birth_words(person["birth"]) if person.get("birth") else ""),
        (_("Lives in"), lives),
        (_("Background"), _word(BACKGROUND_WORDS, Background, person.get("background"))),
        (_("Group"), founded or groups.get(draft.group, "")),
        (_("Post"), _word(POST_WORDS, Post, draft.post)),
        (_("Member since"), day_words(date.fromisoformat(draft.since)) if draft.since else ""),
        (_("NIK"), masked(person.get("nik", ""))),
        (_("Phone number"), masked(person.get("phone", ""))),
        (_("Worked abroad"), _abroad(draft)),
        (_("School"), _word(EDUCATION_WORDS, Education, person.get("education"))),
        (_("Meetings"), _meetings(draft)),
    ]
    return tuple(Said(str(label), value) for label, value in found if value)


def in_days(problem: Problem | None) -> Problem | None:
    """The same, with a day in words where it tells of one."""
    if problem is None or "day" not in problem.details:
        return problem
    day = day_words(date.fromisoformat(str(problem.details["day"])))
    return replace(problem, details={**problem.details, "day": day})


def notes_of(actor: Actor, sheet: ImportSheet) -> list[str]:
    """What is to be told of a whole sheet, nothing twice; for who may see it."""
    notes = [note for one in sheet.notes if (note := in_days(as_told(one)))]
    named = group_names(actor, {str(one.details["group"]) for one in notes if one.code == SEVERAL})
    named |= {str(one.details["group"]): str(one.details["name"]) for one in notes if one.code == FOUNDS}
    return list(dict.fromkeys(say(_with_names(one, named)) for one in notes))


def _with_names(note: Problem, named: Mapping[str, str]) -> Problem:
    """The same, with the group and the post it tells of by their names."""
    if note.code != SEVERAL:
        return note
    post, group = note.details["post"], str(note.details["group"])
    words = {"post": _word(POST_WORDS, Post, str(post)), "group": named.get(group, "…")}
    return replace(note, details={**note.details, **words})


def masked(number: str) -> str:
    """A number of hers: only its last digits, so that nobody reads it over a shoulder."""
    return f"… {number[-SHOWN_DIGITS:]}" if number else ""


def _word(words: Mapping[Any, Any], kind: Any, value: str | None) -> str:
    return str(words.get(kind(value), value)) if value else ""


def _meetings(draft: Draft) -> str:
    if not draft.marks:
        return ""
    counts = Counter(attended for attended, _excuse in draft.marks.values())
    words = {
        Attended.PRESENT: _("%(n)s there"),
        Attended.EXCUSED: _("%(n)s excused"),
        Attended.ABSENT: _("%(n)s absent"),
    }
    return ", ".join(said % {"n": counts[one]} for one, said in words.items() if counts[one])


def villages_of(drafts: Iterable[Draft | None]) -> set[str]:
    """The villages that these rows name, to be said all at once."""
    return {draft.person["village"] for draft in drafts if draft and draft.person.get("village")}


def groups_named(groups: Iterable[Any], wanted: Collection[str] | None = None) -> dict[str, str]:
    """The names of groups by their ids as text."""
    return {str(one.id): one.name for one in groups if wanted is None or str(one.id) in wanted}


def likeness_words(code: str) -> str:
    """Why a row may be somebody, in words."""
    return str(LIKE_WORDS[Reason(code)]) if code in set(Reason) else code
