"""Pure decisions about groups, their members and their officers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from purnadaya.kernel.dates import OLDEST_YEAR
from purnadaya.kernel.problems import Problem


class GroupKind(StrEnum):
    """What a group is; ``p3a`` is a learning centre of women and children (Pusat Pembelajaran Perempuan dan Anak)."""

    P3A = "p3a"
    RETURNEES = "returnees"
    FARMERS = "farmers"
    SAVINGS = "savings"
    BUSINESS = "business"
    OTHER = "other"


class Terrain(StrEnum):
    """On what land a group lives: groups of one kind of land share their troubles."""

    MOUNTAIN = "mountain"
    COAST = "coast"
    TOWN_EDGE = "town_edge"
    PLAIN = "plain"


class Post(StrEnum):
    """What an officer (pengurus) is in her group."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    SECRETARY = "secretary"
    TREASURER = "treasurer"
    SECTION = "section"


HELD_BY_ONE = frozenset({Post.CHAIR})
"""Posts that one member at a time holds."""


class Ending(StrEnum):
    """Why a membership ended."""

    MOVED = "moved"
    WORK = "work"
    FAMILY = "family"
    ABROAD = "abroad"
    DIED = "died"
    OTHER = "other"


VERBS: Mapping[str, frozenset[str]] = {
    "group_officer": frozenset({"see", "enrol", "hold"}),
    "facilitator": frozenset({"see", "found", "correct", "close", "enrol", "hold"}),
    "paralegal": frozenset({"see", "hold"}),
    "coordinator": frozenset({"see", "found", "correct", "close", "enrol", "hold"}),
    "programme_manager": frozenset({"see"}),
    "organisation_admin": frozenset({"see"}),
}
"""What each role may do to groups: ``enrol`` members and officers, ``hold`` meetings and what belongs to them."""

TOPIC_VERBS: Mapping[str, frozenset[str]] = {
    "group_officer": frozenset({"see", "name"}),
    "facilitator": frozenset({"see", "name"}),
    "paralegal": frozenset({"see"}),
    "coordinator": frozenset({"see", "name", "retire"}),
    "programme_manager": frozenset({"see"}),
    "organisation_admin": frozenset({"see"}),
}
"""What each role may do to the organisation's own topics."""


def begun_problems(field: str, day: date, today: date) -> list[Problem]:
    """Why something cannot have begun on this day: not in the future, not before anyone alive was born."""
    if day > today:
        return [Problem("groups.day_in_future", fields=(field,))]
    if day.year < OLDEST_YEAR:
        return [Problem("groups.day_too_old", fields=(field,))]
    return []


def decree_problems(number: str, decreed_on: date | None, today: date) -> list[Problem]:
    """Whether what is said of the decree of the lurah (SK) fits together: a day needs a number."""
    if decreed_on is None:
        return []
    without = [] if number else [Problem("groups.decree_without_number", fields=("decree",))]
    return without + begun_problems("decreed_on", decreed_on, today)


def taking_problems(post: Post, *, belonged: bool, held: bool) -> list[Problem]:
    """Why someone cannot have held this post: she did not belong to the group all that time, or another held it then
    (``held``)."""
    if not belonged:
        return [Problem("groups.not_member_then", fields=("since",))]
    return [Problem("groups.post_taken", fields=("post",))] if held and post in HELD_BY_ONE else []
