"""Groups, their meetings and what they taught, as they stand today; how it came to be is in the journal."""

from purnadaya.groups.models.groups import Group, Membership, OfficerTerm, OwnTopic
from purnadaya.groups.models.meetings import (
    Attendance,
    Decision,
    Difference,
    Invitation,
    Lesson,
    Meeting,
    NamedGuest,
)
from purnadaya.groups.models.outreach import Outreach

__all__ = [
    "Attendance",
    "Decision",
    "Difference",
    "Group",
    "Invitation",
    "Lesson",
    "Meeting",
    "Membership",
    "NamedGuest",
    "OfficerTerm",
    "Outreach",
    "OwnTopic",
]
