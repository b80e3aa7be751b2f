"""A process that takes in a sheet in small batches and says how far it is, so that it can be killed in the midst."""

from __future__ import annotations

import sys
from uuid import UUID

import django


def main(user: str, sheet: str) -> None:
    django.setup()
    from purnadaya.access.models import User
    from purnadaya.access.queries import actor_for
    from purnadaya.imports.commands import take_sheet, taking
    from purnadaya.imports.queries import sheet_for
    from purnadaya.kernel.clock import SYSTEM_CLOCK

    taking.BATCH = 4
    actor = actor_for(User.objects.get(id=UUID(user)), SYSTEM_CLOCK.today())
    take_sheet(actor, sheet_for(actor, UUID(sheet)), said)


def said(done: int, _total: int) -> None:
    """Tell whoever started this how many rows are done."""
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
