"""What follows here from what happened elsewhere; wired in ``config/wiring.py``."""

from __future__ import annotations

from uuid import UUID

from purnadaya.kernel.ids import new_id
from purnadaya.places.models import Hamlet
from purnadaya.places.rules import hamlet_key


def remember_hamlet(
    organisation_id: UUID, village_code: str, name: str, hamlet_id: UUID | None = None
) -> Hamlet | None:
    """The organisation's hamlet of this name, put on the list if it is new; None for an empty name."""
    if not name.strip():
        return None
    hamlet, _ = Hamlet.objects.get_or_create(
        organisation_id=organisation_id,
        village_id=village_code,
        key=hamlet_key(name),
        defaults={"id": hamlet_id or new_id(), "name": name},
    )
    return hamlet
