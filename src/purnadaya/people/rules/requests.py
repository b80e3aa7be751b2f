"""Pure decisions about what persons ask about their own data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from purnadaya.kernel.problems import Problem


class Wish(StrEnum):
    """What a person may ask about her own data (UU 27/2022 arts. 5-8)."""

    ACCESS = "access"
    CORRECT = "correct"
    ERASE = "erase"


class Asker(StrEnum):
    """Who brought the request."""

    HERSELF = "herself"
    GUARDIAN = "guardian"
    AUTHORISED = "authorised"
    SOMEONE_ELSE = "someone_else"


class Ground(StrEnum):
    """Why a request is refused: UU 27/2022 art. 33, and who has no right to ask."""

    ENDANGERS_HER = "endangers_her"
    ENDANGERS_OTHERS = "endangers_others"
    REVEALS_OTHERS = "reveals_others"
    NATIONAL_SECURITY = "national_security"
    NOT_ENTITLED = "not_entitled"


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    ANSWERED = "answered"
    REFUSED = "refused"


REQUEST_VERBS: Mapping[str, frozenset[str]] = {
    "group_officer": frozenset({"see"}),
    "facilitator": frozenset({"see"}),
    "paralegal": frozenset({"see"}),
    "coordinator": frozenset({"see", "settle"}),
}
"""What each role may do to requests about a person's own data."""

LATEST_NOTED = timedelta(days=366)
"""How long after it was asked a request is still written down: later is a slip of the year."""
AHEAD = timedelta(minutes=10)
"""How far the clock on the wall may be ahead of ours."""


def asked_problems(asked_at: datetime | None, now: datetime) -> list[Problem]:
    """A request was made already, and not more than a year ago."""
    if asked_at is None:
        return []
    if asked_at > now + AHEAD:
        return [Problem("people.asked_in_future", fields=("asked_at",))]
    return [Problem("people.asked_long_ago", fields=("asked_at",))] if asked_at < now - LATEST_NOTED else []


def settling_problems(state: RequestState) -> list[Problem]:
    """A request is answered or refused once."""
    return [] if state is RequestState.OPEN else [Problem("people.request_settled")]


def granting_problems(state: RequestState, wish: Wish, asker: Asker, granted: frozenset[Wish]) -> list[Problem]:
    """An open request of these kinds can be granted, but only to who has the right to ask.

    A husband or an official who asks for her data without her letter is refused (UU 27/2022 art. 33).
    """
    problems = settling_problems(state)
    if wish not in granted:
        problems.append(Problem("people.another_wish"))
    if asker is Asker.SOMEONE_ELSE:
        problems.append(Problem("people.asker_not_entitled"))
    return problems
