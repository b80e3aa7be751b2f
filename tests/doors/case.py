"""One command through its doors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.world import World


@dataclass(frozen=True)
class Case:
    """One command through its doors.

    ``boxes`` are typed in the form and are the command's fields; ``fixed`` come from the address in the
    office and are fields at the command line. ``codes`` are the refusals of ``wrong`` boxes.
    """

    who: str
    address: str
    boxes: dict[str, Any]
    wrong: dict[str, Any]
    codes: frozenset[str]
    fixed: dict[str, str] = field(default_factory=dict)
    new_ids: tuple[str, ...] = ()
    edits: bool = False
    base: int | None = None
    before: Callable[[World], object] = lambda world: None
