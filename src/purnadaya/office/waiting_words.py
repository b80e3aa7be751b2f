"""What a waiting line says, as far as it can be read."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from purnadaya.journal.models import WaitingItem
from purnadaya.journal.waiting import raw_of, read_entry
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import Refused
from purnadaya.office.story import MASK
from purnadaya.ui.forms import CommandForm, form_of

PROBLEM_WORDS = {
    "journal.do_it_yourself": gettext_lazy(
        "Such a change is made on the user's page, never from here. If it is right, make it there and lay this aside."
    ),
}


def typed_lines(actor: Actor, item: WaitingItem) -> list[tuple[str, str]]:
    """The fields of the line with their labels; as they came where they are of no shape we know; the bare
    text when it cannot be read."""
    try:
        entry = read_entry(raw_of(item))
    except Refused:
        return [("", raw_of(item)[:2000].decode("utf-8", "replace"))]
    form_class = form_of(entry.kind)
    values = entry.body.get("changes", entry.body)
    if form_class is None or not isinstance(values, dict):
        masked = form_class.masked if form_class else frozenset()
        return [(name, MASK if name in masked else str(value)) for name, value in entry.body.items()]
    form = form_class(actor=actor)
    return [(str(form.ask[name].label), _shown(form, name, values[name])) for name in form.ask if name in values]


def whom(actor: Actor, item: WaitingItem) -> str:
    """Whom the line would change, by name where the actor may see her; empty for a line that changes nobody."""
    try:
        command = read_entry(raw_of(item)).command()
    except Refused:
        return ""
    try:
        return str(getattr(command.target(actor), "called", ""))
    except Refused:
        return _("someone you may not see")


def _shown(form: CommandForm, name: str, value: object) -> str:
    if name in form.masked:
        return MASK if value else ""
    if not isinstance(value, str | None):
        return str(value)
    try:
        return form.display(name, value)
    except (ValueError, KeyError):
        return value or ""
