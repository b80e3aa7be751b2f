"""What the commands of groups share."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F, Model

from purnadaya.groups.models import (
    Decision,
    Group,
    Lesson,
    Meeting,
    Membership,
    NamedGuest,
    OfficerTerm,
    Outreach,
    OwnTopic,
)
from purnadaya.groups.queries import followed, group_for, meeting_for, topic_for
from purnadaya.groups.rules.meetings import Topic
from purnadaya.journal.growing_sql import grown_version
from purnadaya.journal.putting_off import at_hand, change_later
from purnadaya.kernel.commands import Actor, Command, Done, Fact, Ref
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.people.queries import Person, person_for

Versioned = Group | Meeting | Lesson | Decision | Outreach | OwnTopic


class AboutGroup(Command):
    """Something about a group."""

    verb: ClassVar[str] = "correct"
    about: ClassVar[str] = "group"

    group: UUID

    def target(self, actor: Actor) -> Group:
        return group_for(actor, self.group)


class AboutMeeting(Command):
    """Something about a meeting that is there."""

    verb: ClassVar[str] = "hold"
    about: ClassVar[str] = "meeting"

    meeting: UUID

    def target(self, actor: Actor) -> Meeting:
        return meeting_for(actor, self.meeting)


def refuse_closed(group: Group) -> None:
    """Nothing new begins in a group that is no more. Raises ``Refused('groups.closed')``."""
    if group.closed_on is not None:
        raise Refused(Problem("groups.closed"))


def refuse_cancelled(meeting: Meeting) -> None:
    """Nothing is written about a meeting that never took place. Raises ``Refused('groups.cancelled')``."""
    if meeting.cancelled_at is not None:
        raise Refused(Problem("groups.cancelled"))


def refuse_struck(row: Membership | OfficerTerm | Lesson | NamedGuest) -> None:
    """What was struck out stays so. Raises ``Refused('groups.struck_already')``."""
    if row.struck_at is not None:
        raise Refused(Problem("groups.struck_already"))


def standing(actor: Actor, person_id: UUID | None) -> Person | None:
    """The person of this id as she stands, if the actor may see her. Raises ``access.not_found`` if not."""
    return None if person_id is None else person_for(actor, person_id).root


def known_topic(actor: Actor, topic: str, field: str = "topic") -> list[Problem]:
    """Whether this is a topic of ours or one of the organisation's own that is still taught."""
    if topic in set(Topic):
        return []
    try:
        own = topic_for(actor, UUID(topic))
    except (ValueError, Refused):
        return [Problem("groups.unknown_topic", fields=(field,))]
    return [Problem("groups.topic_retired", fields=(field,))] if own.retired_at else []


def change(row: Model, **values: Any) -> int:
    """Write these values if nobody wrote the row since it was read; its version then. Raises ``journal.stale``."""
    version: int = row.version  # type: ignore[attr-defined]
    kept: Any = at_hand(type(row), row.pk)
    if kept is not None and kept.version == version:
        change_later(kept, **values, version=version + 1)
        return version + 1
    same = type(row)._default_manager.filter(pk=row.pk, version=version)
    if not same.update(**values, version=F("version") + 1):
        raise Refused(Problem("journal.stale"))
    return version + 1


def noted(kind: str, row: Versioned, *facts: Fact, note: str = "", **values: Any) -> Done:
    """The row of this kind with these values written, and what was told of it; with the former values."""
    before = {name: _plain(getattr(row, name)) for name in values}
    return Done(Ref.to(kind, row.pk), change(row, **values), facts, before, note)


def grown(group_id: UUID, *facts: Fact, note: str = "") -> Done:
    """It is part of what is known of this group: its version grows with it."""
    return Done(Ref.to("group", group_id), grown_version(Group, group_id), facts, note=note)


def follow(group: Group) -> None:
    """When the group last met and meets next, as its meetings say."""
    Group.objects.filter(id=group.id).update(**asdict(followed(group.id)))


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
