"""What somebody chose for a sheet, beside what its columns are."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, field_validator

from purnadaya.imports.reading import Choices, Kind
from purnadaya.kernel.spelling import folded
from purnadaya.people.rules import Background, Sex

FOUND, WITHOUT = "found", "without"
"""What can be said of a group that is not there: found it, or take its people without a group."""


class SheetChoices(BaseModel):
    """Choices about a sheet, also as a file ``map.yaml`` holds them; absent means nobody chose.

    ``columns``, ``year`` and ``header_line`` are those of reading (``reading.Choices``). ``sex``, ``background`` and
    ``since`` hold for rows that say nothing of them. ``places`` maps a place as written to a code, ``groups`` a group
    as written to an id, ``found`` or ``without``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[str, str | None] = {}
    kind: Kind | None = None
    year: int | None = None
    header_line: int | None = None
    sex: Sex | None = None
    background: Background | None = None
    since: date | None = None
    places: dict[str, str] = {}
    groups: dict[str, str] = {}

    @field_validator("groups")
    @classmethod
    def _known_answers(cls, groups: dict[str, str]) -> dict[str, str]:
        for answer in groups.values():
            if answer not in (FOUND, WITHOUT):
                UUID(answer)
        return groups

    @property
    def reading(self) -> Choices:
        """Those about the columns. Raises ValueError for a word that is none of ours."""
        return Choices.from_json(
            {"columns": self.columns, "kind": self.kind, "year": self.year, "header_line": self.header_line}
        )

    @property
    def place_codes(self) -> dict[str, str]:
        """The places as they are looked up."""
        return {folded(text): code for text, code in self.places.items()}

    @property
    def group_answers(self) -> dict[str, str]:
        """The groups as they are looked up."""
        return {folded(text): answer for text, answer in self.groups.items()}

    def as_json(self) -> dict[str, Any]:
        """What was chosen, for a row of the database."""
        return self.model_dump(mode="json", exclude_unset=True)
