"""The epoch: which life of this store one is talking to. A restored store begins a new one."""

from __future__ import annotations

from datetime import datetime

from purnadaya.journal.models import Epoch
from purnadaya.kernel.ids import new_id


def current_epoch() -> Epoch:
    """The epoch of this store."""
    return Epoch.objects.get()


def renew_epoch(now: datetime) -> Epoch:
    """Begin a new epoch: what others believe this store already has, they must ask again."""
    Epoch.objects.update_or_create(only=1, defaults={"id": new_id(), "since": now})
    return current_epoch()
