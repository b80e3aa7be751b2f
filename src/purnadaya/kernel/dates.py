"""Dates as people know them: a day, only a year, or a guessed age.

Written in EDTF (ISO 8601-2): ``1984-03-12``, ``1984``, ``1984~``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

LocalDate = date
"""A calendar day in the organisation's zone, without time."""

_YEAR = re.compile(r"(\d{4})(~?)", re.ASCII)
OLDEST_YEAR = 1900


class Precision(StrEnum):
    """How well a date is known."""

    DAY = "day"
    YEAR = "year"
    ESTIMATE = "estimate"


@dataclass(frozen=True, order=True)
class PartialDate:
    """A birth date as far as it is known.

    ``first`` is the earliest day it can be (1 January when only the year is known).
    """

    first: date
    precision: Precision

    @classmethod
    def day(cls, day: date) -> PartialDate:
        """A date known to the day."""
        return cls(day, Precision.DAY)

    @classmethod
    def year(cls, year: int) -> PartialDate:
        """A date of which only the year is known."""
        return cls(date(year, 1, 1), Precision.YEAR)

    @classmethod
    def of_age(cls, age: int, on: date) -> PartialDate:
        """The guessed birth year of someone said to be ``age`` years old on the day ``on``."""
        return cls(date(on.year - age, 1, 1), Precision.ESTIMATE)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read EDTF: ``1984-03-12``, ``1984`` or ``1984~``. Raises ValueError for anything else."""
        if match := _YEAR.fullmatch(text):
            precision = Precision.ESTIMATE if match[2] else Precision.YEAR
            found = cls(date(int(match[1]), 1, 1), precision)
        else:
            found = cls(date.fromisoformat(text), Precision.DAY)
        if found.first.year < OLDEST_YEAR:
            raise ValueError(f"nobody here was born before {OLDEST_YEAR}")
        return found

    def age_on(self, today: date) -> int:
        """Full years on ``today``; with only a year known, the larger of the two it can be."""
        before_birthday = (today.month, today.day) < (self.first.month, self.first.day)
        return today.year - self.first.year - before_birthday

    def __str__(self) -> str:
        if self.precision is Precision.DAY:
            return self.first.isoformat()
        return f"{self.first.year:04}{'~' if self.precision is Precision.ESTIMATE else ''}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema())
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
            serialization=core_schema.to_string_ser_schema(),
        )
