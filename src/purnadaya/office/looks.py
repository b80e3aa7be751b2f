"""Readings of what is masked, in words: the person is named only to those who may see her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from purnadaya.access.policies import holds
from purnadaya.access.queries import names_of
from purnadaya.journal.models import Reading
from purnadaya.journal.reading import masked_kinds, names_of_read, readings_for
from purnadaya.kernel.commands import Actor, Ref
from purnadaya.people.queries import ids_of


@dataclass(frozen=True)
class Look:
    """One reading as it is told; ``person`` is the id of a person whose page may be opened, or empty."""

    when: datetime
    who: str
    whom: str
    what: str
    person: str = ""


LOOKS = 5
"""How many are told on a person's page."""


def section(actor: Actor, person: Any) -> SafeString:
    """Who looked lately at what is hidden of her, under any of her entries; empty for who may not read of it."""
    if not holds(actor, "reading", "see"):
        return SafeString("")
    looks = told(actor, readings_for(actor, of=every_entry_of(person))[:LOOKS])
    return render_to_string("office/looks.html", {"looks": looks, "person": person})


def every_entry_of(person: Any) -> list[Ref]:
    """She, under every id she is known by."""
    return [Ref.to("person", one) for one in ids_of(person)]


def told(actor: Actor, rows: Iterable[Reading], own_words: Mapping[str, Any] | None = None) -> list[Look]:
    """Readings for someone who may read of them; a few queries for all. ``own_words`` are for the person herself."""
    rows, masked = list(rows), masked_kinds()
    users = names_of(actor, {row.actor_id for row in rows if row.actor_id})
    things = names_of_read(actor, rows)
    looks = []
    for row in rows:
        whom = things.get((row.object_kind, row.object_id))
        words = own_words or (masked[row.object_kind].words if row.object_kind in masked else {})
        looks.append(
            Look(
                when=row.read_at,
                who=users.get(row.actor_id) or _("Someone") if row.actor_id else _("The operator"),
                whom=_("someone you may not see") if whom is None else whom or _("someone whose data was erased"),
                what=str(words.get(row.field, row.field)),
                person=row.object_id if whom and row.object_kind == "person" else "",
            )
        )
    return looks
