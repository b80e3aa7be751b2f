"""What groups need today: decisions that are due, meetings to come, groups that went silent, accounts that differ."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from purnadaya.access.policies import holds
from purnadaya.access.queries import names_of
from purnadaya.groups.queries import decisions_due, my_differences, next_meetings, silent_groups
from purnadaya.kernel.commands import Actor

SHOWN = 5
DUE_WITHIN = timedelta(days=7)
MEETS_WITHIN = 7


def section(actor: Actor, _thing: Any) -> SafeString:
    """On the page of today, of the groups whose meetings the actor holds; the same few queries however many."""
    if not holds(actor, "group", "hold"):
        return SafeString("")
    told = _told(actor)
    needs_her = any(told[name] for name in ("decisions", "meetings", "silent", "differing"))
    return render_to_string("groups/home.html", told) if needs_her else SafeString("")


def _told(actor: Actor) -> dict[str, Any]:
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
