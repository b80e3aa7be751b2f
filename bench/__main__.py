"""Run everything and write docs/benchmarks.md: ``script/bench [SECONDS]``.

``script/bench restoring [MEGABYTES]`` measures backup and restore alone and prints it; ``script/bench twins
[PERSONS]`` how well and how fast someone who is registered already is noticed; ``script/bench sheets`` how fast
spreadsheets are read, ``script/bench imports [ROWS …]`` how fast they are judged and taken in; ``script/bench
province [--persons N] [--attendances M] [--write]`` how a whole province is counted and read on both stores
(``--engines sqlite`` on one; with ``--keep FOLDER`` what was filled stays there and is only measured the next time).
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bench import home, machine

OUT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    """Fill a home of its own, measure, tell."""
    if sys.argv[1:2] == ["sheets"]:
        from bench import sheets

        sheets.main()
        return
    if sys.argv[1:2] == ["province"]:
        from bench.province import run

        home.clear()  # each of its processes has a home of its own
        run.main(sys.argv[2:])
        return
    if sys.argv[1:2] == ["imports"]:
        from bench import imports

        imports.main([int(size) for size in sys.argv[2:]])
        return
    import django
    from django.core.management import call_command

    django.setup()
    try:
        call_command("setup")
        if not home.DONE.exists():
            call_command("demo")
        if _alone(sys.argv[1:]):
            return
        from bench import finding, serving, writing

        seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
        served = serving.rows()  # first, for later the worker has a hundred thousand people to compare
        rows = [*writing.rows(seconds), *finding.rows(), *served]
    finally:
        home.clear()
    lines = [
        "# Benchmarks", "", f"Last run {date.today():%Y-%m-%d} on: {machine.name()}.",
        "One run; ratios are between figures of this run. Every write is durable (WAL, `synchronous=FULL`).", "",
        "| What | Figure | |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in rows), "",
    ]  # fmt: skip
    _, heading, kept = OUT.read_text().partition("\n## ")  # what other benches told stays
    OUT.write_text("\n".join(lines) + heading + kept)
    print("\n".join(lines))


def _alone(words: list[str]) -> bool:
    """Run the one bench that was asked for, in the home that is there; whether there was one."""
    match words[:1]:
        case ["restoring"]:
            from bench import restoring

            restoring.main()
        case ["one-province"]:
            from bench.province import run

            run.one(int(words[1]), int(words[2]), only_fill=words[3:] == ["fill"])
        case ["twins"]:
            from bench import twins

            twins.main()
        case _:
            return False
    return True


main()
