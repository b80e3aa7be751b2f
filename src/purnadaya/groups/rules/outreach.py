"""Pure decisions about public education: what a group taught others, and how many it reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from purnadaya.groups.rules.groups import begun_problems
from purnadaya.groups.rules.meetings import LONGEST_LESSON
from purnadaya.kernel.problems import Problem


class OccasionKind(StrEnum):
    """Where people were taught."""

    PKK = "pkk"
    POSYANDU = "posyandu"
    FILM = "film"
    GATHERING = "gathering"
    RELIGIOUS = "religious"
    SCHOOL = "school"
    VILLAGE = "village"
    MEDIA = "media"
    OTHER = "other"


REACHED = (
    "women_under_18", "women_18_24", "women_25_59", "women_60_up", "women_age_unknown",
    "men_under_18", "men_18_24", "men_25_59", "men_60_up", "men_age_unknown",
)  # fmt: skip
"""How many were reached, by sex and age; nobody is named."""

MOST_REACHED = 100_000


def reach_problems(reached: Mapping[str, int], disabled: int) -> list[Problem]:
    """Somebody was reached, no count is negative or absurd, and those with a disability are among them."""
    wrong = [name for name, count in {**reached, "disabled": disabled}.items() if not 0 <= count <= MOST_REACHED]
    if wrong:
        return [Problem("groups.reach_out_of_range", {"most": MOST_REACHED}, (name,)) for name in wrong]
    total = sum(reached.values())
    if total == 0:
        return [Problem("groups.nobody_reached", fields=(REACHED[0],))]
    if disabled > total:
        return [Problem("groups.more_disabled_than_reached", {"reached": total}, ("disabled",))]
    return []


def outreach_problems(held_on: date, minutes: int | None, topics: str, today: date) -> list[Problem]:
    """Whether it can have been held on this day, for so long (``minutes``, None: not known), about at least a topic."""
    problems = begun_problems("held_on", held_on, today)
    if minutes is not None and not 1 <= minutes <= LONGEST_LESSON:
        problems.append(Problem("groups.minutes_out_of_range", {"most": LONGEST_LESSON}, ("minutes",)))
    if not topics.split():
        problems.append(Problem("groups.no_topic", fields=("topics",)))
    return problems
