"""What a reading says, in codes."""

from __future__ import annotations

from typing import Any

from purnadaya.imports.reading import Reading


def said(reading: Reading[Any]) -> tuple[str, list[str]]:
    """The code of the problem of a reading and of its notes."""
    return (reading.problem.code if reading.problem else "", [note.code for note in reading.notes])
