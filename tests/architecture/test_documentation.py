"""What can be written, set and refused is documented, has words, and goes through every door."""

from __future__ import annotations

import pytest

from purnadaya.jobs import declaring
from purnadaya.journal import verifying
from purnadaya.kernel.commands import Command, command_kinds
from purnadaya.tallies import measures
from purnadaya.ui.words import codes_with_words
from tests.architecture import checks
from tests.doors.cases import CASES


def read(name: str) -> str:
    """A document of the project; empty while it is not written."""
    path = checks.ROOT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


REFERENCE, GLOSSARY = read("docs/reference.md"), read("docs/glossary.md")
SETTINGS = read("src/purnadaya/config/settings.py")


class KnitScarf(Command):
    """Someone knits a scarf."""

    kind = "knitting.knit_scarf"
    verb = "knit"


class KnitSilently(Command):
    kind = "knitting.knit_scarf"
    verb = "knit"


def test_every_command_has_its_docstring_row_word_and_door_case() -> None:
    checks.must_be_none(checks.command_gaps(command_kinds(), REFERENCE, GLOSSARY, CASES))


@pytest.mark.parametrize(
    ("command", "reference", "glossary", "cases", "gap"),
    [
        (KnitSilently, "| `knitting.knit_scarf` |", "| `scarf` |", ["knitting.knit_scarf"], "no docstring"),
        (KnitScarf, "see `knitting.knit_scarf`", "| `scarf` |", ["knitting.knit_scarf"], "no row in docs/reference.md"),
        (
            KnitScarf,
            "| `knitting.knit_scarf` |",
            "| x | `scarf` |",
            ["knitting.knit_scarf"],
            "no word `scarf`",
        ),
        (KnitScarf, "| `knitting.knit_scarf` |", "| `scarf` |", [], "no case in tests/doors/cases.py"),
    ],
)
def test_a_command_that_lacks_something_is_found(
    command: type[Command], reference: str, glossary: str, cases: list[str], gap: str
) -> None:
    (found,) = checks.command_gaps({"knitting.knit_scarf": command}, reference, glossary, cases)
    assert found.startswith(f"knitting.knit_scarf: {gap}")


def test_a_case_for_a_command_that_is_gone_is_found() -> None:
    found = checks.command_gaps({}, "", "", ["knitting.unravel"])
    assert found == ["knitting.unravel: a case, but no such command"]


def test_every_setting_that_is_read_is_documented() -> None:
    checks.must_be_none(checks.setting_gaps(SETTINGS, REFERENCE))


def test_a_setting_missing_from_one_side_is_found() -> None:
    found = checks.setting_gaps('setting("PURNADAYA_YARN", 1)', "| `PURNADAYA_NEEDLES` | 4 |")
    assert found == [
        "PURNADAYA_YARN: not in docs/reference.md",
        "PURNADAYA_NEEDLES: in docs/reference.md, but nobody reads it",
    ]


def test_every_refusal_has_words_for_people_and_a_row() -> None:
    checks.must_be_none(checks.problem_gaps(checks.problem_codes(checks.SOURCE), codes_with_words(), REFERENCE))


def test_a_refusal_without_words_or_row_is_found() -> None:
    found = checks.problem_gaps({"knitting.no_yarn"}, {"knitting.too_long"}, "| `knitting.too_long` |")
    assert found == ["knitting.no_yarn: no words for people", "knitting.no_yarn: no row in docs/reference.md"]


def test_the_reference_names_nothing_that_is_gone() -> None:
    known = {*command_kinds(), *codes_with_words(), *verifying._checks, *declaring._declared, *measures._measures}
    owners = {kind.partition(".")[0] for kind in known}
    checks.must_be_none(checks.stale_rows(REFERENCE, known, owners))


def test_every_job_of_the_house_has_its_row() -> None:
    ours = [kind for kind in declaring._declared if not kind.startswith("tests.")]
    assert ours
    checks.must_be_none(f"{kind}: no row in docs/reference.md" for kind in ours if f"| `{kind}` |" not in REFERENCE)


def test_every_measure_has_its_row_and_a_page_of_words() -> None:
    declared = measures.all_measures(retired=True)
    assert declared
    checks.must_be_none(f"{one.key}: no row" for one in declared if f"| `{one.key}` |" not in REFERENCE)
    checks.must_be_none(f"{one.key}: says too little of itself" for one in declared if len(str(one.about)) < 30)


def test_a_row_about_something_that_is_gone_is_found() -> None:
    reference = "| `people.register_person` |\n| `people.knit` |\n| `www.example` |"
    found = checks.stale_rows(reference, {"people.register_person"}, {"people"})
    assert found == ["people.knit: in docs/reference.md, but there is no such thing"]
