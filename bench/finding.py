"""How long it takes to find a village while typing."""

from __future__ import annotations

import statistics
import time

from purnadaya.places.queries import search_villages

RIGHT = ("hargotirto", "sento", "suk", "banguncipto", "kalirejo kokap", "sentolo kulon progo", "galur")
MISSPELT = ("hargotrito", "sentollo", "soekoreno", "bangun cipta", "tirtorahaju", "nomporjo")


def rows() -> list[tuple[str, str, str]]:
    """p50 and p95 over all 83,762 villages."""
    return [_row("find a village, spelt right or in part", RIGHT), _row("find a village, misspelt", MISSPELT)]


def _row(words: str, typed: tuple[str, ...]) -> tuple[str, str, str]:
    times = []
    for _ in range(20):
        for text in typed:
            began = time.perf_counter()
            search_villages(text, near="34.01")
            times.append((time.perf_counter() - began) * 1000)
    return words, f"p50 {statistics.median(times):.1f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.1f} ms", ""
