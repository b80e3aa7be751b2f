"""Pure decisions about persons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.texts import Line, Name

OLDEST_AGE = 120
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


VERBS: Mapping[str, frozenset[str]] = {
    "group_officer": frozenset({"see", "register", "correct"}),
    "facilitator": frozenset({"see", "register", "correct"}),
    "paralegal": frozenset({"see", "register", "correct"}),
    "coordinator": frozenset({"see", "register", "correct"}),
    "programme_manager": frozenset({"see"}),
    "organisation_admin": frozenset({"see"}),
}
"""What each role may do to persons within its scope. Roles not named here see nobody."""


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


PersonName = Annotated[Name, AfterValidator(name_signs)]
PersonLine = Annotated[Line, AfterValidator(name_signs)]


def cleared_problems(cleared: frozenset[str]) -> list[Problem]:
    """Name, sex, village and background can be changed but not taken away."""
    needed = cleared & {"name", "sex", "village", "background"}
    return [Problem("value.missing", fields=(name,)) for name in sorted(needed)]
