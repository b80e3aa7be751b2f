"""Pure decisions about groups, meetings and public education."""

from purnadaya.groups.rules.groups import TOPIC_VERBS, VERBS, Ending, GroupKind, Post, Terrain
from purnadaya.groups.rules.meetings import Attended, Excuse, Line, Topic, meeting_id
from purnadaya.groups.rules.outreach import REACHED, OccasionKind

__all__ = [
    "REACHED",
    "TOPIC_VERBS",
    "VERBS",
    "Attended",
    "Ending",
    "Excuse",
    "GroupKind",
    "Line",
    "OccasionKind",
    "Post",
    "Terrain",
    "Topic",
    "meeting_id",
]
