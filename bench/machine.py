"""The machine a figure was measured on."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import psutil
import pysqlite3


def name() -> str:
    """Processor, cores, memory, system, Python and SQLite in one line."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, SQLite {pysqlite3.sqlite_version}"
    )
