"""Several choices of one list as one value: their codes with spaces between, each once, in the list's order."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Several(str):
    """Subclasses say ``of`` which list. Raises ValueError ``value.not_a_choice`` for a code that is not in it."""

    __slots__ = ()
    of: ClassVar[type[StrEnum]]

    def __new__(cls, codes: str) -> Several:
        given = set(codes.split())
        if not given <= set(cls.of):
            raise ValueError("value.not_a_choice")
        return super().__new__(cls, " ".join(one.value for one in cls.of if one.value in given))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema(max_length=500))
