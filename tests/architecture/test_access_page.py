"""docs/access.md says what is so, and words for it stand above."""

from __future__ import annotations

import importlib.util
from importlib.machinery import SourceFileLoader
from types import ModuleType

import pytest

from purnadaya.access import policies
from purnadaya.access.policies import ScopedPolicy
from tests.architecture import checks


def _load() -> ModuleType:
    loader = SourceFileLoader("access_page", str(checks.ROOT / "script/access"))
    spec = importlib.util.spec_from_loader("access_page", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


script = _load()


def test_the_page_says_exactly_what_the_policies_and_classes_do() -> None:
    standing = script.PAGE.read_text(encoding="utf-8")
    assert standing == script.page(standing), "script/access writes docs/access.md anew"
    assert len(standing.partition(script.MARK)[0].split()) > 100


def test_a_right_that_was_given_changes_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**policies._by_kind, "scarf": ScopedPolicy("scarf", {"auditor": frozenset({"knit"})}, area="village")}
    monkeypatch.setattr(policies, "_by_kind", more)
    assert "| `scarf` | `auditor` | `knit` | its area |\n" in script.page("")
