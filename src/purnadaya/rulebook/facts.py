"""What has happened to an organisation's own values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from purnadaya.kernel.commands import Fact


@dataclass(frozen=True)
class ValueSet(Fact):
    """From ``since`` on an organisation has its own value of a rule."""

    organisation_id: UUID
    rule: str
    since: date


@dataclass(frozen=True)
class ValueEnded(Fact):
    """From ``until`` on an own value of a rule does not hold any more."""

    organisation_id: UUID
    rule: str
    until: date
