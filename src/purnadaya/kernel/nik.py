"""NIK, the number on the identity card: ``PPKKCC DDMMYY SSSS``, with 40 added to a woman's day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from purnadaya.kernel.areas import AreaCode

_SHAPE = re.compile(r"\d{16}", re.ASCII)
WOMAN = 40
NO_SERIAL = "0000"


class Nik(str):
    """Sixteen digits whose middle six are a possible birth date. There is no check digit.

    Spaces, dots and dashes are left out. Raises ValueError ``value.bad_nik`` or ``value.nik_impossible_date``.
    Whether the area exists and sex and birth agree is only ever a warning: cards hold such errors.
    """

    __slots__ = ()

    def __new__(cls, typed: str) -> Nik:
        digits = re.sub(r"[\s.\-]", "", typed)
        if not _SHAPE.fullmatch(digits) or digits.endswith(NO_SERIAL):
            raise ValueError("value.bad_nik")
        nik = super().__new__(cls, digits)
        if not nik.birth_days():
            raise ValueError("value.nik_impossible_date")
        return nik

    @property
    def female(self) -> bool:
        """Whether it was given to a woman."""
        return int(self[6:8]) > WOMAN

    @property
    def area(self) -> AreaCode:
        """The district of first registration, which need not exist any more nor be where she lives."""
        return AreaCode(f"{self[:2]}.{self[2:4]}.{self[4:6]}")

    def birth_days(self) -> tuple[date, ...]:
        """The days it can mean, in 19.. and 20..; none for an impossible one like 31 February."""
        day, month, year = int(self[6:8]) - (WOMAN if self.female else 0), int(self[8:10]), int(self[10:12])
        found = []
        for century in (1900, 2000):
            try:
                found.append(date(century + year, month, day))
            except ValueError:
                continue
        return tuple(found)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema(max_length=40))
