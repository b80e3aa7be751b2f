"""Files that ship with the source: areas, local words, typologies; dated, each with where it is from."""

from __future__ import annotations

import csv
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


def rows_of(file: str) -> list[dict[str, str]]:
    """The rows of one of the small files, by column."""
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
