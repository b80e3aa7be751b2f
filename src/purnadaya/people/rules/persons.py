"""Pure decisions about persons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AfterValidator

from purnadaya.kernel.dates import PartialDate, Precision
from purnadaya.kernel.nik import Nik
from purnadaya.kernel.phones import Phone
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.several import Several
from purnadaya.kernel.spelling import person_key
from purnadaya.kernel.texts import LONGEST_NAME, Line, Name

OLDEST_AGE = 120
LONGEST_NAME_KEY = 2 * LONGEST_NAME + 2
ESTIMATE_SLACK = 5
"""Years a guessed birth may lie off without a word."""
_NAME_SIGNS = re.compile(r"[^\W_]*(?:[ .,'’`/()\-][^\W_]*)*")


class Sex(StrEnum):
    """As in the person's papers."""

    FEMALE = "female"
    MALE = "male"


class Background(StrEnum):
    """Why she is in the registry."""

    RETURNED_MIGRANT = "returned_migrant"
    MIGRANT_ABROAD = "migrant_abroad"
    PROSPECTIVE_MIGRANT = "prospective_migrant"
    MIGRANT_FAMILY = "migrant_family"
    VILLAGE_WOMAN = "village_woman"
    OTHER = "other"


class Backgrounds(Several):
    """More than one background, for those who are several things to us."""

    of: ClassVar[type[StrEnum]] = Background


class Whose(StrEnum):
    """Whose phone it is: many women share one, and who answers matters."""

    OWN = "own"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    NONE = "none"


class Calling(StrEnum):
    """Whether she may be called."""

    YES = "yes"
    SAFE_HOURS = "safe_hours"
    NO = "no"

    @property
    def strictness(self) -> int:
        """Of several things she said, the strictest holds."""
        return list(Calling).index(self)


VERBS: Mapping[str, frozenset[str]] = {
    "group_officer": frozenset({"see", "register", "correct", "show", "receive", "note"}),
    "facilitator": frozenset({"see", "register", "correct", "show", "receive", "note"}),
    "paralegal": frozenset({"see", "register", "correct", "show", "receive", "note"}),
    "coordinator": frozenset({"see", "register", "correct", "show", "receive", "erase", "note", "merge", "export"}),
    "programme_manager": frozenset({"see"}),
    "organisation_admin": frozenset({"see"}),
}
"""What each role may do to persons within its scope. Roles not named here see nobody."""

ENTRY_VERBS: Mapping[str, frozenset[str]] = {
    "group_officer": frozenset({"see", "note"}),
    "facilitator": frozenset({"see", "note", "show"}),
    "paralegal": frozenset({"see", "note", "show"}),
    "coordinator": frozenset({"see", "note", "show"}),
}
"""What each role may do to the entries of a person's life. Who only manages or administers reads none of them."""


@dataclass(frozen=True)
class Mergeable:
    """An entry that may be made one with another: whether it was already, and which NIKs are known of her."""

    id: UUID
    organisation: UUID
    is_merged: bool
    niks: frozenset[str]


def merging_problems(one: Mergeable, other: Mergeable, reason: str) -> list[Problem]:
    """Two entries of one organisation become one, neither of which is another's already. Two different NIKs mostly
    mean two women: then it takes a reason."""
    if one.id == other.id or one.organisation != other.organisation:
        return [Problem("people.same_entry")]
    if one.is_merged or other.is_merged:
        return [Problem("people.merged")]
    if one.niks and other.niks and one.niks != other.niks and not reason:
        return [Problem("people.two_niks", fields=("reason",))]
    return []


def birth_problems(birth: PartialDate | None, today: date) -> list[Problem]:
    """A birth lies in the past, and nobody is older than 120 years."""
    if birth is None:
        return []
    if birth.first > today:
        return [Problem("people.birth_in_future", fields=("birth",))]
    if birth.age_on(today) > OLDEST_AGE:
        return [Problem("people.too_old", {"oldest": OLDEST_AGE}, ("birth",))]
    return []


def name_signs(name: str) -> str:
    """The name itself, if it is letters with the signs names have (. , ' - / and brackets): no markup, no formulas.

    Raises ValueError with the code of the problem, so that it can stand in a type.
    """
    if not _NAME_SIGNS.fullmatch(name):
        raise ValueError("people.name_signs")
    return name


def name_key(name: str, nickname: str) -> str:
    """What a person is found by: the spelling keys of her name and nickname."""
    return f"{_key(name)} {_key(nickname)}".strip()[:LONGEST_NAME_KEY].strip()


def _key(text: str) -> str:
    """The spelling key; of what has no Latin letter or digit, the text itself, so that it can be found too."""
    return person_key(text) or text.strip().casefold()


PersonName = Annotated[Name, AfterValidator(name_signs)]
PersonLine = Annotated[Line, AfterValidator(name_signs)]


def phone_problems(phone: Phone | None, whose: Whose | None, calling: Calling | None, hours: str) -> list[Problem]:
    """Safe hours must be said where she may be called only then; no phone has no number."""
    problems = []
    if whose is Whose.NONE and phone:
        problems.append(Problem("people.no_phone_has_no_number", fields=("phone",)))
    if calling is Calling.SAFE_HOURS and not hours:
        problems.append(Problem("people.which_hours", fields=("hours",)))
    return problems


def nik_notes(nik: Nik | None, sex: Sex, birth: PartialDate | None, area_known: bool) -> list[str]:
    """What does not agree with her NIK: told, never refused, for identity cards hold such errors."""
    if nik is None:
        return []
    notes = []
    if nik.female != (sex is Sex.FEMALE):
        notes.append("people.nik_sex_differs")
    if birth and not any(_agrees(birth, day) for day in nik.birth_days()):
        notes.append("people.nik_birth_differs")
    if not area_known:
        notes.append("people.nik_area_unknown")
    return notes


def _agrees(birth: PartialDate, day: date) -> bool:
    if birth.precision is Precision.DAY:
        return birth.first == day
    slack = ESTIMATE_SLACK if birth.precision is Precision.ESTIMATE else 0
    return abs(birth.first.year - day.year) <= slack


def cleared_problems(cleared: frozenset[str]) -> list[Problem]:
    """Name, sex, village and background can be changed but not taken away."""
    needed = cleared & {"name", "sex", "village", "background"}
    return [Problem("value.missing", fields=(name,)) for name in sorted(needed)]
