"""Pure decisions about the positions a woman holds outside her group, where her village is decided about."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from purnadaya.kernel.problems import Problem
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.people.rules.life import Lifetime, happened_problems


class Body(StrEnum):
    """Where she holds it. ``council`` is the village council (BPD, in Yogyakarta BPKal), ``institution`` a community
    institution of the village (LKD), ``delegate`` someone sent to a village assembly (musdes, musrenbang)."""

    COUNCIL = "council"
    INSTITUTION = "institution"
    PKK = "pkk"
    CADRE = "cadre"
    NEIGHBOURHOOD = "neighbourhood"
    DELEGATE = "delegate"
    COOPERATIVE = "cooperative"
    VILLAGE_STAFF = "village_staff"
    OTHER = "other"


def position_problems(since: RoughDate, until: RoughDate | None, lifetime: Lifetime, today: date) -> list[Problem]:
    """She took it up in her lifetime, and did not lay it down before that, nor in days to come.

    Rough dates are given the benefit of the doubt.
    """
    return happened_problems("since", since, lifetime, today) + laying_down_problems(since, until, today)


def laying_down_problems(since: RoughDate, until: RoughDate | None, today: date) -> list[Problem]:
    """Why it cannot have ended then; nothing while she holds it."""
    if until is None:
        return []
    if until.first > today:
        return [Problem("people.not_yet", fields=("until",))]
    return [Problem("people.ends_before_it_begins", fields=("until",))] if until.surely_before(since) else []
