"""Every field says how much harm it does if seen; what does harm never lies or is told in the clear."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

import pytest
from django.apps import apps
from django.db import models

from purnadaya.journal import wires
from purnadaya.kernel.commands import Fact
from purnadaya.kernel.data_classes import SECRET, Index, Kept, classes
from purnadaya.kernel.nik import Nik
from purnadaya.kernel.phones import Phone
from tests.architecture import checks

OURS = [table for table in apps.get_models() if table.__module__.startswith("purnadaya.")]


def columns(table: type[Any]) -> set[str]:
    return {field.name for field in table._meta.local_fields}


def unclassed(table: type[Any]) -> list[str]:
    """Fields without a class, and classes without a field."""
    said, name = getattr(table, "CLASSES", {}), table.__name__
    missing = [f"{name}.{field}: has no class" for field in sorted(columns(table) - said.keys())]
    return missing + [f"{name}.{field}: is classed and not there" for field in sorted(said.keys() - columns(table))]


def in_the_clear(table: type[Any]) -> list[str]:
    """Sensitive fields that lie open, and indexes of what is not sealed beside them."""
    said = table.CLASSES
    faults = [
        f"{table.__name__}.{name}: {one.data_class} in the clear"
        for name, one in said.items()
        if one.data_class in SECRET and one.kept is Kept.CLEAR
    ]
    return faults + [
        f"{table.__name__}.{name}: an index of {one.index.of}, which is not sealed beside it"
        for name, one in said.items()
        if one.index and one.index.of and (one.index.of not in said or said[one.index.of].kept is not Kept.SEALED)
    ]


def secret_names(tables: Iterable[type[Any]]) -> set[str]:
    """What sensitive fields are called anywhere."""
    return {name for table in tables for name, one in table.CLASSES.items() if one.data_class in SECRET}


def telling_facts(facts: Iterable[type[Fact]], secret: Collection[str]) -> list[str]:
    """Facts that carry what must not leave its row."""
    return [
        f"{fact.__name__}.{field.name}"
        for fact in facts
        for field in fields(fact)
        if field.name in secret or _mentions(get_type_hints(fact)[field.name], (Phone, Nik))
    ]


def _mentions(hint: Any, types: tuple[type, ...]) -> bool:
    return hint in types or any(_mentions(part, types) for part in getattr(hint, "__args__", ()))


def telling_calls(tree: ast.AST, secret: Collection[str]) -> Iterator[str]:
    """Log lines, and details of problems, made of a value called like a sensitive field."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        for told in _told_by(node):
            names = {getattr(part, "id", None) or getattr(part, "attr", None) for part in ast.walk(told)}
            names |= {part.value for part in ast.walk(told) if isinstance(part, ast.Constant)}
            yield from sorted(names & set(secret))


def _told_by(call: ast.Call) -> list[ast.expr]:
    func = call.func
    if isinstance(func, ast.Attribute) and getattr(func.value, "id", "") in ("logger", "logging"):
        return [*call.args, *(word.value for word in call.keywords)]
    if isinstance(func, ast.Name) and func.id == "Problem":
        return [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "details")]
    return []


@pytest.mark.parametrize("table", OURS, ids=lambda table: table.__name__)
def test_every_field_of_every_table_says_its_class(table: type[models.Model]) -> None:
    checks.must_be_none(unclassed(table))


@pytest.mark.parametrize("table", OURS, ids=lambda table: table.__name__)
def test_nothing_sensitive_lies_in_the_clear(table: type[models.Model]) -> None:
    checks.must_be_none(in_the_clear(table))


def test_no_fact_carries_anything_sensitive() -> None:
    published = {*wires._reactions, *wires._listeners, *_all_facts(Fact)}
    checks.must_be_none(telling_facts(published, secret_names(OURS)))


def _all_facts(fact: type[Fact]) -> Iterator[type[Fact]]:
    for one in fact.__subclasses__():
        if one.__module__.startswith("purnadaya."):
            yield one
        yield from _all_facts(one)


def test_no_log_line_and_no_refusal_tells_anything_sensitive() -> None:
    secret = secret_names(OURS)
    checks.must_be_none(
        f"{path.relative_to(checks.SOURCE)}: {name}"
        for path, tree in checks.python_in(checks.SOURCE)
        for name in telling_calls(tree, secret)
    )


class Scarf:
    """A planted table."""

    class _meta:  # noqa: N801 - as Django calls it
        local_fields = (models.TextField(name="wool"), models.TextField(name="stitch"), models.TextField(name="knot"))


def scarf(**said: Any) -> type[Any]:
    return type("Scarf", (Scarf,), {"CLASSES": classes(**said)})


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"internal": "wool stitch"}, "Scarf.knot: has no class"),
        ({"internal": "wool stitch knot", "personal": "fringe"}, "Scarf.fringe: is classed and not there"),
    ],
)
def test_a_field_without_a_class_or_a_class_without_a_field_is_found(said: dict[str, str], fault: str) -> None:
    assert unclassed(scarf(**said)) == [fault]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"sensitive": "wool"}, "Scarf.wool: P3 in the clear"),
        ({"dangerous": "knot"}, "Scarf.knot: P4 in the clear"),
        (
            {"sensitive": "knot", "index": {"knot": Index("wool")}},
            "Scarf.knot: an index of wool, which is not sealed beside it",
        ),
    ],
)
def test_what_lies_in_the_clear_and_should_not_is_found(said: dict[str, Any], fault: str) -> None:
    assert in_the_clear(scarf(**said)) == [fault]
    assert in_the_clear(scarf(sensitive="wool knot", sealed="wool", index={"knot": Index("wool")})) == []


@pytest.mark.parametrize(
    "said", [{"internal": "wool wool"}, {"internal": "wool", "personal": "wool"}, {"sealed": "wool"}]
)
def test_a_field_has_exactly_one_class(said: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="one class"):
        classes(**said)


@dataclass(frozen=True)
class ScarfKnitted(Fact):
    wool: str
    number: Phone | None = None


def test_a_fact_that_tells_too_much_is_found() -> None:
    assert telling_facts([ScarfKnitted], {"wool"}) == ["ScarfKnitted.wool", "ScarfKnitted.number"]


@pytest.mark.parametrize(
    "line",
    [
        "logger.info('knitted', extra={'x': scarf.wool})",
        "logger.warning(wool)",
        "Problem('x', {'wool': text})",
        "Problem('x', details={'y': wool})",
    ],
)
def test_a_line_or_refusal_that_tells_too_much_is_found(line: str) -> None:
    assert list(telling_calls(ast.parse(line), {"wool"})) == ["wool"]
    assert list(telling_calls(ast.parse("wool = Problem('wool')"), {"wool"})) == []
