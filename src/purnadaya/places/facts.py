"""What has happened to lists of places."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from purnadaya.kernel.areas import VillageCode
from purnadaya.kernel.commands import Fact


@dataclass(frozen=True)
class HamletNamed(Fact):
    """A hamlet came onto an organisation's list of a village."""

    hamlet_id: UUID
    organisation_id: UUID
    village: VillageCode
