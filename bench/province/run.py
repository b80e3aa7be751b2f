"""Make a province and measure it: ``script/bench province [--persons N] [--attendances M]``."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from django.db import connection

from bench.province import filling
from purnadaya.access.models import Organisation


def main(words: Sequence[str]) -> None:
    """Fill, measure, tell."""
    asked = options(words)
    began = time.perf_counter()

    def tell(said: str) -> None:
        print(f"{time.perf_counter() - began:7.1f} s  {said}", flush=True)

    owner = Organisation.objects.order_by("founded_at", "name").first()
    if owner is None:
        raise RuntimeError("this home has no organisation")
    tell(f"filling on {connection.vendor}")
    filling.fill(owner, asked.persons, asked.attendances, tell)
    tell("filled")


def options(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="script/bench province")
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--attendances", type=int, default=10_000_000)
    return parser.parse_args(words)
