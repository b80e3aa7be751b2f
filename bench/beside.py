"""The same questions to Splink (DuckDB), which links whole tables: as a careful user of it would ask."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import duckdb
import splink.comparison_level_library as levels
import splink.comparison_library as compare
from splink import Linker, SettingsCreator, block_on

from bench.crowd import Someone
from purnadaya.kernel.dates import Precision
from purnadaya.kernel.spelling import folded, person_key

BLOCKS = (
    block_on("name"), block_on("first", "year"), block_on("last", "year"), block_on("first", "village"),
    block_on("last", "village"), block_on("day"), block_on("first", "last"),
)  # fmt: skip


LEAST = -12.0
"""Bits from which pairs are asked for: its doubt differs from ours, so it is judged where it is best."""


@dataclass(frozen=True)
class Linked:
    """One pair Splink offers: which question, which person, its match weight in bits."""

    asked: int
    person: UUID
    bits: float


def linked(registry: list[Someone], ids: list[UUID], asked: list[Someone], *, keys: bool) -> list[Linked]:
    """Every pair that is not hopeless, with names as typed (folded) or by our spelling key; says how long it took."""
    began = time.perf_counter()
    api = _api()
    tables = [
        _table(api, "registry", registry, [str(one) for one in ids], keys),
        _table(api, "asked", asked, [f"q{place}" for place in range(len(asked))], keys),
    ]
    linker = Linker(tables, _settings(), log_level=40)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "day")], recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (block_on("day"), block_on("name", "year")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
    rows = linker.inference.predict(threshold_match_weight=LEAST).as_record_list()
    print(f"trained and linked in {time.perf_counter() - began:.0f} s")
    return list(_pairs(rows))


def _api():  # type: ignore[no-untyped-def]
    from splink.internals.duckdb.database_api import DuckDBAPI

    return DuckDBAPI(duckdb.connect())


def _table(api, name: str, people: list[Someone], ids: list[str], keys: bool):  # type: ignore[no-untyped-def]
    import pyarrow

    rows = [_row(one, own_id, keys) for one, own_id in zip(people, ids, strict=True)]
    return api.register(pyarrow.Table.from_pylist(rows), dataset_display_name=name)


def _row(one: Someone, own_id: str, keys: bool) -> dict[str, object]:
    name = person_key(one.name) if keys else folded(one.name)
    words = name.split() or [""]
    day = str(one.birth) if one.birth.precision is Precision.DAY else None
    return {
        "unique_id": own_id, "name": name, "first": words[0], "last": words[-1], "day": day,
        "year": one.birth.first.year, "village": one.village, "district": one.village[:8],
    }  # fmt: skip


def _settings() -> SettingsCreator:
    birth = compare.CustomComparison(
        output_column_name="birth",
        comparison_levels=[
            levels.NullLevel("year"),
            levels.ExactMatchLevel("day"),
            levels.CustomLevel("year_l = year_r AND (day_l IS NULL OR day_r IS NULL)", "same year"),
            levels.CustomLevel("year_l = year_r", "same year, other day"),
            levels.CustomLevel("abs(year_l - year_r) <= 2", "near"),
            levels.ElseLevel(),
        ],
    )
    place = compare.CustomComparison(
        output_column_name="place",
        comparison_levels=[
            levels.NullLevel("village"),
            levels.ExactMatchLevel("village"),
            levels.ExactMatchLevel("district"),
            levels.ElseLevel(),
        ],
    )
    name = compare.JaroWinklerAtThresholds("name", [0.95, 0.9, 0.84]).configure(term_frequency_adjustments=True)
    return SettingsCreator(
        link_type="link_only", comparisons=[name, birth, place], blocking_rules_to_generate_predictions=list(BLOCKS)
    )


def _pairs(rows: Iterable[dict[str, object]]) -> Iterable[Linked]:
    for row in rows:
        sides = [str(row["unique_id_l"]), str(row["unique_id_r"])]
        (question,) = [one for one in sides if one.startswith("q")]
        (person,) = [one for one in sides if one != question]
        yield Linked(int(question[1:]), UUID(person), float(str(row["match_weight"])))
