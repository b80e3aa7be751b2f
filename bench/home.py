"""A home of its own for one bench run; imported before settings are read. One that is to be measured again is named by
``PURNADAYA_BENCH_HOME`` and kept.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

KEPT = os.environ.get("PURNADAYA_BENCH_HOME", "")
HOME = KEPT or tempfile.mkdtemp(prefix="purnadaya-bench-")
DONE = Path(HOME) / "bench.json"
"""What was done in a home so far, and how long it took; there once it is filled."""
os.environ["PURNADAYA_HOME"] = HOME
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "purnadaya.config.settings")


def clear() -> None:
    """Take the home away, unless it is to be measured again."""
    if not KEPT:
        shutil.rmtree(HOME, ignore_errors=True)
