"""What two people wrote of the same meeting and said otherwise, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from purnadaya.access.queries import names_of
from purnadaya.groups.office.meeting_forms import MEETING, PEOPLE
from purnadaya.groups.office.offers import names_shown
from purnadaya.groups.office.words import ATTENDED_WORDS
from purnadaya.groups.queries import Difference
from purnadaya.groups.rules.meetings import Attended
from purnadaya.kernel.commands import Actor
from purnadaya.ui.dates import day_words


def told(actor: Actor, differs: Sequence[Difference]) -> list[dict[str, Any]]:
    """Each with what it is about, and who wrote what; two queries for all."""
    users = names_of(actor, {by for one in differs for by in (one.first_by, one.second_by) if by})
    people = {value for one in differs if one.field in PEOPLE for value in (one.first, one.second)}
    named = names_shown(actor, people) if people else {}
    return [
        {
            "id": one.id,
            "about": one.person.root.called if one.person else str(MEETING[one.field].label),
            "first": _in_words(one.field, one.first, named),
            "second": _in_words(one.field, one.second, named),
            "first_by": (users.get(one.first_by) if one.first_by else "") or _("Someone"),
            "second_by": (users.get(one.second_by) if one.second_by else "") or _("Someone"),
            "at": one.found_at,
        }
        for one in differs
    ]


def _in_words(field: str, value: str, named: Any) -> str:
    if field == "attended":
        return str(ATTENDED_WORDS[Attended(value)])
    if field in PEOPLE:
        return named.get(value) or _("someone")
    if field == "next_on":
        return day_words(date.fromisoformat(value))
    return value
