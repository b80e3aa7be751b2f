"""What a waiting line says, as far as it can be read."""

from __future__ import annotations

from purnadaya.journal.models import WaitingItem
from purnadaya.journal.waiting import raw_of, read_entry
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import Refused
from purnadaya.office.story import MASK
from purnadaya.ui.forms import CommandForm, form_of


def typed_lines(actor: Actor, item: WaitingItem) -> list[tuple[str, str]]:
    """The fields of the line with their labels; the bare text when it cannot be read."""
    try:
        entry = read_entry(raw_of(item))
    except Refused:
        return [("", raw_of(item)[:2000].decode("utf-8", "replace"))]
    form_class = form_of(entry.kind)
    values = dict(entry.body.get("changes", entry.body))
    if form_class is None:
        return [(str(name), str(value)) for name, value in values.items()]
    form = form_class(actor=actor)
    return [(str(form.ask[name].label), _shown(form, name, values[name])) for name in form.ask if name in values]


def _shown(form: CommandForm, name: str, value: object) -> str:
    if name in form.masked:
        return MASK if value else ""
    try:
        return str(form.display(name, value))
    except (ValueError, KeyError):
        return str(value)
