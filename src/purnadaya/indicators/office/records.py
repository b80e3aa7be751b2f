"""The list behind a figure: its records, each with its name and the way to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from purnadaya.groups.queries import groups_for, outreaches_for
from purnadaya.kernel.commands import Actor
from purnadaya.people.queries import persons_for
from purnadaya.places.queries import place_lines
from purnadaya.tallies.queries import Behind
from purnadaya.ui.dates import day_words

PAGES = {
    "meeting": "groups:meeting", "group": "groups:group", "outreach": "groups:outreach", "decision": "groups:decision",
}  # fmt: skip
"""The page of each kind of record that has one."""
KIND_WORDS = {
    "meeting": gettext_lazy("Meeting"),
    "outreach": gettext_lazy("Public education"),
    "decision": gettext_lazy("Decision"),
}


@dataclass(frozen=True)
class Record:
    """One record as a list shows it; without ``url`` where she may not open it. ``n`` says how many it stands for,
    where that is not one."""

    words: str
    under: str
    url: str
    n: int


def records(actor: Actor, found: Sequence[Behind], labels: Mapping[str, Any]) -> list[Record]:
    """These records in words, in a few queries however many there are."""
    persons = persons_for(actor).in_bulk({one.person for one in found if one.person})
    groups = groups_for(actor, closed=True).in_bulk({one.group for one in found if one.group} | _ids(found, "group"))
    outreaches = outreaches_for(actor, "").in_bulk(_ids(found, "outreach"))
    places = place_lines({one.village for one in found})
    told = []
    for one in found:
        own_id = UUID(one.of.id)
        person = persons.get(one.person) if one.person else None
        group = groups.get(own_id if one.of.kind == "group" else one.group)
        outreach = outreaches.get(own_id)
        words = _words(one, person, group, outreach)
        parts = (
            day_words(one.day),
            str(labels.get(one.label, one.label)),
            _group_words(words, group),
            places.get(one.village, ""),
        )
        known = {"group": group, "meeting": group, "decision": group, "outreach": outreach}
        told.append(Record(words, " · ".join(part for part in parts if part), _url(one, person, known), one.n))
    return told


def _ids(found: Collection[Behind], kind: str) -> set[UUID]:
    return {UUID(one.of.id) for one in found if one.of.kind == kind}


def _words(one: Behind, person: Any, group: Any, outreach: Any) -> str:
    """Her name where it is one person's; else what it is, and of which group."""
    if one.person:
        return str(person.called) if person else _("someone outside your area")
    if outreach is not None and outreach.title:
        return str(outreach.title)
    if one.of.kind in KIND_WORDS:
        return f"{KIND_WORDS[one.of.kind]}: {group.name}" if group else str(KIND_WORDS[one.of.kind])
    return str(group.name) if group else _("someone")


def _group_words(words: str, group: Any) -> str:
    return str(group.name) if group and group.name not in words else ""


def _url(one: Behind, person: Any, known: Mapping[str, Any]) -> str:
    if person is not None:
        return reverse("people:person", args=[person.id])
    if known.get(one.of.kind) is not None:
        return reverse(PAGES[one.of.kind], args=[one.of.id])
    return ""
