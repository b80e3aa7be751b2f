"""The rules that ship with the source: ``data/rules.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from purnadaya.rulebook.rules import Dated, Rule, Unit

DATA = Path(__file__).resolve().parent / "data" / "rules.toml"


@cache
def shipped_rules() -> Mapping[str, Rule]:
    """Every rule by its name, in the order of the file."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return MappingProxyType({name: _rule(name, row) for name, row in rows.items()})


def _rule(name: str, row: Mapping[str, Any]) -> Rule:
    values = tuple(_dated(value) for value in row["values"])
    means = {"en": row["en"], "id": row["id"]}
    at_most_shipped = row.get("at_most") == "shipped"
    return Rule(name, Unit(row["unit"]), means, values, row.get("fixed", False), at_most_shipped)


def _dated(row: Mapping[str, Any]) -> Dated:
    return Dated(row["value"], row["since"], row.get("until"), row["source"], row.get("verified"))
