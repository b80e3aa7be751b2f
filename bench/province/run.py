"""Make provinces and measure them: ``script/bench province [--persons N] [--attendances M] [--engines …]``.

Each store and size is made in a home and a process of its own, so that nothing is warm from another.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from bench import machine

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "docs" / "benchmarks.md"
HEADING = "## A province"
SMALL = (1_000, 10_000)
"""Persons and attendances of the province that the large one is compared with."""
WHOLE = 100_000
"""Up to so many attendances every source is counted by the engine itself."""
Figures = Mapping[str, Any]


def main(words: Sequence[str]) -> None:
    """Each store, small and large; then docs/benchmarks.md tells."""
    asked = options(words)
    told: dict[tuple[str, str], Figures] = {}
    for engine in asked.engines.split(","):
        sizes = {"small": SMALL, "large": (asked.persons, asked.attendances)}
        for size, (persons, attendances) in ((one, sizes[one]) for one in asked.sizes.split(",")):
            told[engine, size] = measured(engine, persons, attendances, asked)
    lines = table(told, asked)
    print("\n".join(lines))
    if asked.write:
        keep(lines)


def options(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="script/bench province")
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--attendances", type=int, default=10_000_000)
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--sizes", default="small,large")
    parser.add_argument("--keep", help="a folder for what is filled, which is only measured the next time")
    parser.add_argument("--fill", action="store_true", help="fill and count, to measure another time (with --keep)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    return parser.parse_args(words)


def measured(engine: str, persons: int, attendances: int, asked: argparse.Namespace) -> Figures:
    """One province on one store, by a process of its own; how far it is goes to the terminal."""
    kept = Path(asked.keep).resolve() / f"{engine}-{attendances}" if asked.keep else None
    with store(engine, kept) as address:
        command = [sys.executable, "-m", "bench", "one-province", str(persons), str(attendances)]
        command += ["fill"] if asked.fill else []
        env = {**os.environ, **({"PURNADAYA_DATABASE": address} if address else {})}
        env |= {"PURNADAYA_BENCH_HOME": str(kept / "home")} if kept else {}
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
            last = ""
            for line in process.stdout or ():
                last = line
                print(f"[{engine}] {line}", end="", flush=True)
        if process.returncode:
            raise RuntimeError(f"the bench on {engine} ended with {process.returncode}")
    figures: Figures = json.loads(last)
    return figures


@contextmanager
def store(engine: str, kept: Path | None) -> Iterator[str]:
    """The address of a store, empty or as it was kept; no address for SQLite, which needs none."""
    if kept:
        (kept / "home").mkdir(parents=True, exist_ok=True)
    if engine == "sqlite":
        yield ""
        return
    folder = str(kept / "store") if kept else tempfile.mkdtemp(prefix="purnadaya-bench-pg-")
    script = str(ROOT / "script" / "postgresql")
    started = subprocess.run([script, "start", folder], check=True, capture_output=True, text=True)
    try:
        yield started.stdout.strip().splitlines()[-1]
    finally:
        subprocess.run([script, "pause" if kept else "stop", folder], check=False)


def one(persons: int, attendances: int, *, only_fill: bool = False) -> None:
    """In the process of its own: fill, count, measure; the last line printed is the figures as json."""
    from bench import home
    from bench.province import filling, measuring
    from purnadaya.access.models import Organisation

    began = time.perf_counter()

    def tell(said: str) -> None:
        print(f"{time.perf_counter() - began:7.1f} s  {said}", flush=True)

    owner = Organisation.objects.order_by("founded_at", "name").first()
    if owner is None:
        raise RuntimeError("this home has no organisation")
    done: dict[str, Any] = json.loads(home.DONE.read_text()) if home.DONE.exists() else {}
    steps: dict[str, Callable[[], Figures]] = {
        "filled": lambda: filling.fill(owner, persons, attendances, tell),
        "counted": lambda: measuring.counted(owner, tell, whole=attendances <= WHOLE),
        "rolled": lambda: measuring.rolled(owner, tell),
    }
    for step, act in steps.items():
        if step not in done:
            done[step] = act()
            home.DONE.write_text(json.dumps(done))
    told = done["counted"] | done["rolled"] | ({} if only_fill else measuring.asked(owner, tell))
    print(json.dumps(told), flush=True)


def table(told: Mapping[tuple[str, str], Figures], asked: argparse.Namespace) -> list[str]:
    """Rows of figures: each store, small and large side by side."""
    columns = list(told)
    names = list(dict.fromkeys(name for figures in told.values() for name in figures))
    head = " | ".join(f"{engine}, {size}" for engine, size in columns)
    lines = [
        HEADING, "",
        f"`script/bench province`, {date.today():%Y-%m-%d}, on: {machine.name()}. *Large*: {asked.persons:,} persons, "
        f"{asked.attendances:,} attendances in ten years; *small*: {SMALL[0]:,} and {SMALL[1]:,}. Milliseconds where "
        "nothing else is said: of our processor p50 (p95); of the clock p50 (p95), with a load of "
        f"{os.getloadavg()[1]:.0f} on two cores.", "",
        f"| What | {head} |", f"|---|{'---|' * len(columns)}",
    ]  # fmt: skip
    return [*lines, *(f"| {name} | {' | '.join(_cell(told[one], name) for one in columns)} |" for name in names), ""]


def _cell(figures: Figures, name: str) -> str:
    if name not in figures:
        return "–"
    found = figures[name]
    return f"{found:,.1f}" if isinstance(found, float | int) else _both(*found)


def _both(processor: float, late: float, clock: float, late_clock: float) -> str:
    return f"{processor:,.0f} ({late:,.0f}); {clock:,.0f} ({late_clock:,.0f})"


def keep(lines: Sequence[str]) -> None:
    """Put the section in place of the one that stands there, or at the end."""
    before, heading, after = OUT.read_text().partition(f"{HEADING}\n")
    rest = after.partition("\n## ")[2] if heading else ""
    OUT.write_text(before.rstrip("\n") + "\n\n" + "\n".join(lines) + (f"\n## {rest}" if rest else ""))
