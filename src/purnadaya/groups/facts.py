"""What has happened to groups, their members and their meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from purnadaya.kernel.commands import Fact


@dataclass(frozen=True)
class GroupFounded(Fact):
    """A group was written down, at home in this village and (perhaps) hamlet."""

    group_id: UUID
    village: str
    hamlet: str


@dataclass(frozen=True)
class GroupCorrected(Fact):
    """Something about a group was put right; village and hamlet are as they are now."""

    group_id: UUID
    village: str
    hamlet: str
    fields: frozenset[str]


@dataclass(frozen=True)
class MemberJoined(Fact):
    """Someone belongs to a group since a day; the village is the group's."""

    group_id: UUID
    person_id: UUID
    village: str
    since: date
    membership_id: UUID


@dataclass(frozen=True)
class MemberLeft(Fact):
    """Someone no longer belongs to a group after a day."""

    group_id: UUID
    person_id: UUID
    until: date
    membership_id: UUID


@dataclass(frozen=True)
class MembershipCorrected(Fact):
    """Someone belongs, or belonged, to a group since another day than was written."""

    group_id: UUID
    person_id: UUID
    since: date
    membership_id: UUID


@dataclass(frozen=True)
class MembershipStruck(Fact):
    """That someone belonged to a group had been written by mistake."""

    group_id: UUID
    person_id: UUID
    membership_id: UUID


@dataclass(frozen=True)
class MeetingWritten(Fact):
    """A meeting was written down, put right, cancelled or taken up again: what it counts may have changed."""

    meeting_id: UUID
    group_id: UUID


@dataclass(frozen=True)
class OutreachWritten(Fact):
    """A public education was written down, put right or cancelled: what it counts may have changed."""

    outreach_id: UUID


@dataclass(frozen=True)
class GroupWritten(Fact):
    """A group was closed or opened again, or who leads it was written or put right: what it counts may have changed."""

    group_id: UUID


@dataclass(frozen=True)
class DecisionsWritten(Fact):
    """Decisions were taken, put right, settled or opened again, or fell with their meeting: what they count may have
    changed."""

    decision_ids: tuple[UUID, ...]
