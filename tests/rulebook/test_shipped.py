"""The rules that ship are whole: no overlap, no gap, a source each, words in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils.translation import override

from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.rulebook.models import LONGEST_RULE
from purnadaya.rulebook.rules import RANGE, Rule
from purnadaya.rulebook.shipped import shipped_rules
from purnadaya.rulebook.words import TOPICS, UNITS, value_words
from tests.architecture import checks

RULES = shipped_rules()


def faults(rule: Rule, today: date) -> Iterator[str]:
    """What is wrong with the shipped values of a rule."""
    if not rule.values:
        yield f"{rule.name} has no value"
    for before, after in pairwise(rule.values):
        if before.until != after.since:
            yield f"{rule.name}: {'overlap' if before.until is None or before.until > after.since else 'gap'}"
    least, most = RANGE[rule.unit]
    for one in rule.values:
        if one.until is not None and one.until <= one.since:
            yield f"{rule.name} ends before it begins"
        if not least <= one.value <= most:
            yield f"{rule.name}: {one.value} makes no sense"
        if not one.source.strip():
            yield f"{rule.name} has no source"
        if one.verified_on and one.verified_on > today:
            yield f"{rule.name} was verified in the future"


def test_every_shipped_rule_is_without_overlap_gap_or_nonsense() -> None:
    checks.must_be_none(fault for rule in RULES.values() for fault in faults(rule, SYSTEM_CLOCK.today()))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"until": date(2026, 2, 1)}, "overlap"),
        ({"until": None}, "overlap"),
        ({"until": date(2025, 12, 31)}, "gap"),
        ({"until": date(2020, 1, 1)}, "ends before it begins"),
        ({"value": 5_000}, "makes no sense"),
        ({"source": " "}, "no source"),
        ({"verified_on": SYSTEM_CLOCK.today() + timedelta(days=2)}, "in the future"),
    ],
)
def test_a_shipped_value_that_is_wrong_is_found(change: dict[str, object], fault: str) -> None:
    rule = RULES["return.rehabilitation"]
    first, *rest = rule.values
    planted = replace(rule, values=(replace(first, **change), *rest))
    assert any(fault in found for found in faults(planted, SYSTEM_CLOCK.today()))


def test_every_rule_says_in_both_languages_what_its_number_is() -> None:
    assert {frozenset(rule.means) for rule in RULES.values()} == {frozenset({"en", "id"})}
    assert all(len(words) > 10 for rule in RULES.values() for words in rule.means.values())


def test_every_rule_stands_under_a_topic_and_topics_stand_together() -> None:
    topics = [rule.topic for rule in RULES.values()]
    assert list(dict.fromkeys(topics)) == list(TOPICS)
    assert topics == sorted(topics, key=list(TOPICS).index)
    assert all(len(name) <= LONGEST_RULE for name in RULES)


def test_the_clocks_of_the_data_protection_law_are_three_days_of_hours() -> None:
    clocks = [RULES[f"data.{name}"] for name in ("access", "correction", "withdrawal", "restriction", "breach")]
    assert {(one.value, rule.unit.value) for rule in clocks for one in rule.values} == {(72, "hours")}


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (72, "hours", "3 × 24 hours"), (24, "hours", "24 hours"), (36, "hours", "36 hours"), (1, "hours", "1 hour"),
        (1, "days", "1 day"), (35, "days", "35 days"), (1, "months", "1 month"), (2, "years", "2 years"),
        (19, "age", "19 years old"), (300_000, "rupiah", "Rp300.000"), (6, "percent", "6%"),
    ],
)  # fmt: skip
def test_a_value_is_said_as_people_say_it(value: int, unit: str, said: str) -> None:
    (known,) = [one for one in UNITS if one.value == unit]
    with override("en"):
        assert value_words(value, known) == said
