"""Phone numbers: typed as people do (0812…), kept as the world does (+62812…)."""

from __future__ import annotations

from typing import Any

import phonenumbers
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

INDONESIA = 62
LONGEST_HERE = 12
"""Digits after +62: an 08… number has at most 13, of which the 0 is left out."""


class Phone(str):
    """A phone number in E.164 (``+6281234567890``). Raises ValueError for what cannot be one."""

    __slots__ = ()

    def __new__(cls, typed: str) -> Phone:
        try:
            number = phonenumbers.parse(typed, "ID")
        except phonenumbers.NumberParseException:
            raise ValueError("value.bad_phone") from None
        too_long = number.country_code == INDONESIA and len(str(number.national_number)) > LONGEST_HERE
        if too_long or not phonenumbers.is_possible_number(number):
            raise ValueError("value.bad_phone")
        return super().__new__(cls, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())
