"""When something in a life happened, as well as it is remembered: a day, a month, or only a year.

Written as in ISO 8601: ``2019-03-12``, ``2019-03``, ``2019``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from purnadaya.kernel.dates import OLDEST_YEAR

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True)
class RoughDate:
    """A time from ``first`` to ``last``, both included: one day, one month or one year."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> RoughDate:
        """Read ``2019-03-12``, ``2019-03`` or ``2019``. Raises ValueError ``value.bad_date`` for anything else."""
        match = _SHAPE.fullmatch(text)
        if match is None or int(match[1]) < OLDEST_YEAR:
            raise ValueError("value.bad_date")
        year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        try:
            return cls.of(year, month, day)
        except ValueError:
            raise ValueError("value.bad_date") from None

    @classmethod
    def of(cls, year: int, month: int = 0, day: int = 0) -> RoughDate:
        """The day, or the month when ``day`` is 0, or the year when ``month`` is too. Raises ValueError."""
        if month == 0:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if day == 0:
            return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return cls(date(year, month, day), date(year, month, day))

    def surely_before(self, other: RoughDate) -> bool:
        """Whether it was over before the other began, however both are meant."""
        return self.last < other.first

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        if self.first.month == self.last.month:
            return f"{self.first:%Y-%m}"
        return f"{self.first.year:04}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._read, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def _read(cls, value: Any) -> RoughDate:
        return value if isinstance(value, RoughDate) else cls.parse(value if isinstance(value, str) else "")


def days_in_order(happened: Iterable[RoughDate]) -> list[date]:
    """A day for each of what happened one after the other, so that none stands before what it followed."""
    days: list[date] = []
    for when in happened:
        days.append(max(when.first, days[-1]) if days else when.first)
    return days
