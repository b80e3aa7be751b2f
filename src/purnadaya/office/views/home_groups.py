"""What groups need today: decisions that are due, meetings to come, groups that went silent, accounts that differ."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from purnadaya.access.queries import names_of
from purnadaya.groups.queries import decisions_due, my_differences, next_meetings, silent_groups
from purnadaya.kernel.commands import Actor

SHOWN = 5
DUE_WITHIN = timedelta(days=7)
MEETS_WITHIN = 7


def groups_today(actor: Actor) -> dict[str, Any]:
    """For the page of today, of the groups whose meetings the actor holds; the same few queries however many."""
    today = timezone.localdate()
    decisions = list(decisions_due(actor, today + DUE_WITHIN)[: SHOWN + 1])
    meetings = list(next_meetings(actor, today, MEETS_WITHIN)[: SHOWN + 1])
    silent = list(silent_groups(actor, today)[: SHOWN + 1])
    differs = {one.meeting_id: one.meeting for one in my_differences(actor)[: SHOWN * 4]}
    return {
        "today": today,
        "decisions": decisions[:SHOWN],
        "more_decisions": len(decisions) > SHOWN,
        "colleagues": names_of(actor, {one.owner_user for one in decisions if one.owner_user}),
        "meetings": meetings[:SHOWN],
        "silent": silent[:SHOWN],
        "more_silent": len(silent) > SHOWN,
        "differing": list(differs.values())[:SHOWN],
    }
