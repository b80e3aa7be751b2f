"""Countries by their two letters (ISO 3166-1), as CLDR knows them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel import Locale
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

HOME = "ID"
NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "XK", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
"""What CLDR lists with two letters beside the countries of the standard."""


@lru_cache(maxsize=4)
def names(language: str) -> dict[str, str]:
    """Every country by its code, with its name in ``language`` (a code like ``id``)."""
    territories = Locale.parse(language, sep="-").territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


class Country(str):
    """The code of a country abroad. Raises ValueError ``value.not_a_choice`` for another, and for Indonesia."""

    __slots__ = ()

    def __new__(cls, code: str) -> Country:
        if code == HOME or code not in names("en"):
            raise ValueError("value.not_a_choice")
        return super().__new__(cls, code)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())
