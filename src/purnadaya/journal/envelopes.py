"""What comes around a command, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from purnadaya.kernel.commands import Actor, Ref
from purnadaya.kernel.ids import new_id


@dataclass(frozen=True)
class Envelope:
    """Who sends a command, through which door, under which operation id.

    ``base`` is the version of the thing the sender had before her; ``happened_at`` what she says of the
    time (kept, never used for order).
    """

    actor: Actor
    door: str
    operation: UUID = field(default_factory=new_id)
    base: int | None = None
    happened_at: datetime | None = None


class Result(StrEnum):
    """What became of a command."""

    APPLIED = "applied"
    REPEATED = "repeated"


@dataclass(frozen=True)
class Outcome:
    """The answer to a command that took effect, now or when it was first sent."""

    result: Result
    operation: UUID
    of: Ref
    version: int
    note: str = ""
    secret: str = field(default="", repr=False)
