"""Pure decisions about what happened in a person's life: migration, consents, abilities, leaving."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from purnadaya.kernel.dates import OLDEST_YEAR, PartialDate, Precision
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.people.rules.persons import ESTIMATE_SLACK


class Sector(StrEnum):
    """The work she did abroad."""

    HOUSEHOLD = "household"
    CARE = "care"
    FACTORY = "factory"
    PLANTATION = "plantation"
    FARM = "farm"
    CONSTRUCTION = "construction"
    SHIP = "ship"
    FOOD = "food"
    SHOP = "shop"
    CLEANING = "cleaning"
    HEALTH = "health"
    OTHER = "other"


class Channel(StrEnum):
    """How she was placed: the ways of UU 18/2017 art. 49 and 63, and those outside the law."""

    AGENCY = "agency"
    GOVERNMENT = "government"
    OWN_COMPANY = "own_company"
    INDEPENDENT = "independent"
    UNOFFICIAL = "unofficial"
    UNKNOWN = "unknown"


class ReturnReason(StrEnum):
    """Why she came back: the list of UU 18/2017 art. 27."""

    CONTRACT_ENDED = "contract_ended"
    LEAVE = "leave"
    DISMISSED = "dismissed"
    ACCIDENT_OR_ILLNESS = "accident_or_illness"
    VIOLENCE = "violence"
    WAR_OR_DISASTER = "war_or_disaster"
    DEPORTED = "deported"
    DIED = "died"
    OTHER = "other"


class Education(StrEnum):
    """The highest school she finished."""

    NONE = "none"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL = "vocational"
    DIPLOMA = "diploma"
    DEGREE = "degree"


class Difficulty(StrEnum):
    """The answers of the Washington Group Short Set."""

    NONE = "none"
    SOME = "some"
    A_LOT = "a_lot"
    CANNOT = "cannot"


DOMAINS = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
"""What the six questions of the Washington Group Short Set are about."""
DISABLING = frozenset({Difficulty.A_LOT, Difficulty.CANNOT})
YOUNGEST_ASKED = 5
"""Full years from which the six questions are asked; for small children there is another set."""


class Purpose(StrEnum):
    """What a consent is for; each is asked for on its own (UU 27/2022 art. 22)."""

    REGISTRY = "registry"
    CONTACT = "contact"
    PHOTO = "photo"
    REFERRAL = "referral"
    STORY = "story"


class Way(StrEnum):
    """How a consent was given, so that it can be shown (UU 27/2022 arts. 22 and 24)."""

    WRITTEN = "written"
    RECORDED = "recorded"
    THUMB = "thumb"


class GivenBy(StrEnum):
    """Who gave a consent."""

    HERSELF = "herself"
    GUARDIAN = "guardian"


class Leaving(StrEnum):
    """Why someone is no longer accompanied."""

    MOVED_AWAY = "moved_away"
    DOES_NOT_WANT = "does_not_want"
    LOST_CONTACT = "lost_contact"
    DIED = "died"


class Training(StrEnum):
    """What she was trained or certified for."""

    PARALEGAL = "paralegal"
    PARALEGAL_PRACTICE = "paralegal_practice"
    CPLA = "cpla"
    GENDER_RIGHTS = "gender_rights"
    TPKS = "tpks"
    FACILITATION = "facilitation"
    BUSINESS = "business"
    OTHER = "other"


BY_USER, BY_GROUP = "user", "group"
"""Who accompanies someone: a colleague, or a group she belongs to."""


class EntryKind(StrEnum):
    """The kinds of entries that can be struck out; moves, households and accompaniments are ended or moved on from."""

    EPISODE = "episode"
    CONSENT = "consent"
    FUNCTIONING = "functioning"
    QUALIFICATION = "qualification"
    POSITION = "position"
    VISIT = "visit"


@dataclass(frozen=True)
class Lifetime:
    """Between what days things happened to her: her birth as far as it is known, and the day of her death."""

    birth: PartialDate | None
    died_on: date | None

    @property
    def begins(self) -> date:
        """The earliest day she can have been born; a guessed birth may lie some years off."""
        if self.birth is None:
            return date(OLDEST_YEAR, 1, 1)
        guessed = self.birth.precision is Precision.ESTIMATE
        return years_after(self.birth.first, -ESTIMATE_SLACK) if guessed else self.birth.first


def happened_problems(field: str, when: date | RoughDate, lifetime: Lifetime, today: date) -> list[Problem]:
    """What happened to her lies neither in days to come nor before her birth nor after her death.

    A rough date is given the benefit of the doubt: only what cannot be is refused.
    """
    when = when if isinstance(when, RoughDate) else RoughDate(when, when)
    if when.first > today:
        return [Problem("people.not_yet", fields=(field,))]
    if when.last < lifetime.begins:
        return [Problem("people.before_birth", fields=(field,))]
    if lifetime.died_on is not None and when.first > lifetime.died_on:
        return [Problem("people.after_death", fields=(field,))]
    return []


@dataclass(frozen=True)
class Stay:
    """A time abroad; ``returned`` is None while it lasts."""

    departed: RoughDate
    returned: RoughDate | None

    @property
    def back_from(self) -> date | None:
        """The earliest day she can have come back: not before she left, however rough the return is known."""
        return max(self.returned.first, self.departed.first) if self.returned else None


def stay_problems(
    stay: Stay, others: Iterable[Stay], reason: ReturnReason | None, lifetime: Lifetime, today: date
) -> list[Problem]:
    """She left before she came back, both have happened, and she was not in two countries at once.

    Rough dates are given the benefit of the doubt. Who died abroad is brought back after her death.
    """
    problems = happened_problems("departed", stay.departed, lifetime, today)
    if stay.returned is not None:
        problems += [Problem("people.not_yet", fields=("returned",))] if stay.returned.first > today else []
        if stay.returned.surely_before(stay.departed):
            problems.append(Problem("people.returned_before_departing", fields=("returned",)))
    elif reason is not None:
        problems.append(Problem("people.reason_without_return", fields=("reason",)))
    if any(_overlap(stay, other) for other in others):
        problems.append(Problem("people.stays_overlap", fields=("departed",)))
    return problems


def _overlap(one: Stay, other: Stay) -> bool:
    """Whether the two surely share time, whatever days are meant: the later beginning, at its latest, lies before the
    earlier end, at its earliest."""
    ends = (stay.returned.first if stay.returned else date.max for stay in (one, other))
    return max(one.departed.last, other.departed.last) < min(ends)


def back_since(stays: Iterable[Stay]) -> date | None:
    """The earliest day she can have come back for the last time, so that no deadline is missed; None while she is
    abroad, and for who never was."""
    back = [stay.back_from for stay in stays]
    return max((day for day in back if day), default=None) if None not in back else None


@dataclass(frozen=True)
class Window:
    """Something that can be asked for only so long after coming back."""

    rule: str
    until: date
    days_left: int
    """Negative once it has closed."""


def window(rule: str, years: int, back: date, today: date) -> Window:
    """The window of ``years`` after a return, at the latest on the same day of the year (29 February: the 28th)."""
    last = years_after(back, years)
    return Window(rule, last, (last - today).days)


def years_after(day: date, years: int) -> date:
    """The same day of the year so many years later, or earlier for a negative number (29 February: the 28th)."""
    return date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def disabled(answers: Mapping[str, Difficulty | None]) -> bool | None:
    """Whether someone counts as disabled: a lot of difficulty in at least one of the six (DISABILITY3).

    None when not one question was answered. Source: Washington Group on Disability Statistics, Short Set.
    """
    given = [answer for answer in answers.values() if answer is not None]
    return any(answer in DISABLING for answer in given) if given else None


def functioning_problems(
    answers: Mapping[str, Difficulty | None], birth: PartialDate | None, on: date
) -> list[Problem]:
    """At least one answer, of someone old enough to be asked."""
    if all(answer is None for answer in answers.values()):
        return [Problem("people.nothing_answered")]
    if birth and birth.age_on(on) < YOUNGEST_ASKED:
        return [Problem("people.too_young_to_ask", {"age": YOUNGEST_ASKED})]
    return []


def lasting_problems(field: str, begun: date, until: date | None, lifetime: Lifetime, today: date) -> list[Problem]:
    """A consent or certificate was given in her lifetime, and does not end before that."""
    problems = happened_problems(field, begun, lifetime, today)
    if until is not None and until < begun:
        problems.append(Problem("people.ends_before_it_begins", fields=("until",)))
    return problems


def guardian_problems(by: GivenBy, birth: PartialDate | None, on: date, grown_up: int) -> list[Problem]:
    """For someone younger than ``grown_up`` years her parent or guardian gives it (UU 27/2022 art. 25)."""
    if by is GivenBy.HERSELF and birth and birth.age_on(on) < grown_up:
        return [Problem("people.guardian_needed", {"age": grown_up}, ("given_by",))]
    return []


def ending_problems(since: date, ended: date | None, until: date, today: date) -> list[Problem]:
    """What holds is ended once, after it began, and not in days to come."""
    if ended is not None:
        return [Problem("people.ended_already")]
    if until > today:
        return [Problem("people.not_yet", fields=("until",))]
    return [Problem("people.ends_before_it_begins", fields=("until",))] if until < since else []


def leaving_problems(why: Leaving, on: date, today: date, lifetime: Lifetime, left_on: date | None) -> list[Problem]:
    """Nobody leaves twice, tomorrow, or before she was born."""
    if left_on is not None:
        return [Problem("people.left_already")]
    if why is Leaving.DIED and on > today:
        return [Problem("people.died_in_future", fields=("on",))]
    return happened_problems("on", on, lifetime, today)


def withdrawing_problems(given_on: date, withdrawn_on: date, today: date) -> list[Problem]:
    """A consent is taken back after it was given, and not in days to come."""
    if withdrawn_on > today:
        return [Problem("people.not_yet", fields=("withdrawn_on",))]
    return [Problem("people.ends_before_it_begins", fields=("withdrawn_on",))] if withdrawn_on < given_on else []
