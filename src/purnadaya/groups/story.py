"""What groups tell on a person's life line: where she belongs, what she led, came to, taught and took on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model

from purnadaya.groups.queries import (
    memberships_about,
    own_topics,
    taken_on_about,
    taught_about,
    terms_about,
    years_about,
)
from purnadaya.journal.stories import StoryEntry
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.rough_dates import RoughDate


def entries(actor: Actor, ids: Sequence[UUID]) -> Iterator[StoryEntry]:
    """From her joining to her leaving, in the groups this actor may see; the meetings of a year as one entry."""
    memberships, terms = memberships_about(actor, ids), terms_about(actor, ids)
    for member in memberships:
        yield _on(member.since, "group", "joined", member, group=member.group.name)
    for term in terms:
        yield _on(term.since, "group", "took_post", term, group=term.group.name, post=term.post)
    yield from _lessons(actor, ids)
    yield from _decisions(actor, ids)
    yield from _years(actor, ids)
    for term in terms:
        if term.until is not None:
            yield _on(term.until, "group", "left_post", term, group=term.group.name, post=term.post)
    for member in memberships:
        if member.until is not None:
            yield _on(member.until, "group", "left", member, group=member.group.name, why=member.why)


def _on(day: date, kind: str, act: str, of: Model, **values: Any) -> StoryEntry:
    return StoryEntry(RoughDate(day, day), kind, act, of.pk, values)


def _lessons(actor: Actor, ids: Sequence[UUID]) -> Iterator[StoryEntry]:
    own = {str(one.id): one.name for one in own_topics(actor, retired=True)}
    for one in taught_about(actor, ids):
        values = {"topic": one.topic, "own": own.get(one.topic, ""), "group": one.meeting.group.name}
        yield _on(one.meeting.held_on, "taught", "taught", one, **values)


def _decisions(actor: Actor, ids: Sequence[UUID]) -> Iterator[StoryEntry]:
    for one in taken_on_about(actor, ids):
        yield _on(one.meeting.held_on, "decision", "took_on", one, group=one.group.name, what=one.what)
        if one.settled_on is not None:
            yield _on(one.settled_on, "decision", "did", one, what=one.what, outcome=one.outcome)


def _years(actor: Actor, ids: Sequence[UUID]) -> Iterator[StoryEntry]:
    """A year stands under the last day she came, and after whatever else happened on that."""
    for one in years_about(actor, ids):
        year = one.year
        act = "came_as_guest" if year.guest else "came"
        values = {"group": one.name, "came": year.came, "of": year.of}
        yield StoryEntry(RoughDate.of(year.last.year), "meeting", act, year.group, values, stands=year.last)
