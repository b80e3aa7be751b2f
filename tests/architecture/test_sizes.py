"""Nothing grows monstrous, and tests say what they test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import checks

TOO_LONG_STILL: tuple[str, ...] = ()
"""Files, or ``file:function``, that are too long still. This list only gets shorter."""

TESTS = checks.ROOT / "tests"
FILES = [
    path
    for folder in ("src/purnadaya", "tests", "bench")
    for path in (checks.ROOT / folder).rglob("*")
    if path.suffix in {".py", ".html", ".css", ".js"} and "vendor" not in path.parts
]


def test_no_file_and_no_function_is_too_long() -> None:
    checks.must_be_none(checks.too_long(checks.ROOT, FILES, TOO_LONG_STILL))


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("long.py", "def knit():\n" + "    row = 1\n" * 60, "long.py: knit() has 61 lines"),
        ("long.py", "row = 1\n" * 400, "long.py has 401 lines"),
        ("long.css", "p {}\n" * 400, "long.css has 401 lines"),
    ],
)
def test_a_file_or_function_that_is_too_long_is_found(tmp_path: Path, name: str, text: str, fault: str) -> None:
    (tmp_path / name).write_text(text)
    assert checks.too_long(tmp_path, [tmp_path / name]) == [fault]


def test_an_exemption_counts_only_as_long_as_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("def knit():\n" + "    row = 1\n" * 60)
    (tmp_path / "short.py").write_text("")
    found = checks.too_long(tmp_path, tmp_path.iterdir(), ["long.py:knit", "short.py", "gone.py"])
    assert found == ["short.py need not be exempt any more", "gone.py need not be exempt any more"]


def test_tests_are_named_as_sentences() -> None:
    checks.must_be_none(checks.names_that_tell_nothing(TESTS.rglob("test_*.py")))


@pytest.mark.parametrize("name", ["test_it_works", "test_register", "test_the_whole_thing_works", "test_page_is_ok"])
def test_a_name_that_tells_nothing_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "test_a.py").write_text(f"class TestA:\n    def {name}(self): ...")
    assert checks.names_that_tell_nothing([tmp_path / "test_a.py"]) == [f"test_a.py: {name}"]
