"""Money: whole rupiah, never a float."""

from __future__ import annotations

from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

LARGEST = 10**15


class Rupiah(int):
    """An amount in whole rupiah; may be negative where a difference is meant."""

    def __new__(cls, amount: int) -> Rupiah:
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise ValueError("rupiah are whole numbers")
        if abs(amount) > LARGEST:
            raise ValueError("no group has that much money")
        return super().__new__(cls, amount)

    def __str__(self) -> str:
        """As people write it: ``Rp1.250.000``."""
        sign = "-" if self < 0 else ""
        return f"{sign}Rp{abs(int(self)):,}".replace(",", ".")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        as_int = core_schema.plain_serializer_function_ser_schema(int)
        return core_schema.no_info_after_validator_function(
            cls, core_schema.int_schema(strict=True), serialization=as_int
        )
