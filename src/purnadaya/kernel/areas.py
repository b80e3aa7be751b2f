"""Area codes of the interior ministry (Kemendagri): ``34``, ``34.01``, ``34.01.08``, ``34.01.08.2005``."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_SHAPE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", re.ASCII)


class Level(IntEnum):
    """How deep an area lies; the number is the count of blocks in its code."""

    PROVINCE = 1
    REGENCY = 2
    DISTRICT = 3
    VILLAGE = 4


class AreaCode(str):
    """A well-shaped area code; whether such an area exists is for ``places`` to say."""

    __slots__ = ()

    def __new__(cls, code: str) -> AreaCode:
        if not isinstance(code, str) or not _SHAPE.fullmatch(code):
            raise ValueError("an area code looks like 34.01.08.2005")
        return super().__new__(cls, code)

    @property
    def level(self) -> Level:
        """Province, regency, district or village."""
        return Level(self.count(".") + 1)

    @property
    def parent(self) -> AreaCode | None:
        """The area it lies in, or None for a province."""
        return AreaCode(self.rpartition(".")[0]) if "." in self else None

    @property
    def path(self) -> tuple[AreaCode, ...]:
        """The code itself after every area around it, widest first."""
        blocks = self.split(".")
        return tuple(AreaCode(".".join(blocks[: i + 1])) for i in range(len(blocks)))

    def within(self, area: str) -> bool:
        """Whether it is ``area`` or lies in it; ``34.01.10`` does not lie in ``34.01.1``."""
        return self == area or self.startswith(f"{area}.")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())


def district_of(village: str) -> str:
    """The district a village lies in; of no village, nothing."""
    return village.rpartition(".")[0]


def _village(code: AreaCode) -> AreaCode:
    if code.level is not Level.VILLAGE:
        raise ValueError("a village code has four blocks, like 34.01.08.2005")
    return code


class VillageCode(AreaCode):
    """The code of a village (desa, kalurahan or kelurahan)."""

    __slots__ = ()

    def __new__(cls, code: str) -> VillageCode:
        _village(AreaCode(code))
        return str.__new__(cls, code)
