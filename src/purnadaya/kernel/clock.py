"""Time as a value that is handed in, so that no rule asks the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Jakarta"


@dataclass(frozen=True)
class Clock:
    """A source of the present moment; tests and examples hand in their own."""

    read: Callable[[], datetime]

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.read().astimezone(UTC)

    def today(self, zone: str = DEFAULT_ZONE) -> date:
        """The calendar day it is now in ``zone`` (an IANA name)."""
        return self.now().astimezone(ZoneInfo(zone)).date()


SYSTEM_CLOCK = Clock(lambda: datetime.now(UTC))


def stopped_at(moment: datetime) -> Clock:
    """A clock that always reads ``moment``, which must carry its zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return Clock(lambda: moment)
