"""Operations in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from purnadaya.access.queries import names_of
from purnadaya.journal.contents import Contents, contents_of
from purnadaya.journal.models import Operation
from purnadaya.journal.queries import clashing_fields
from purnadaya.kernel.commands import Actor
from purnadaya.ui.forms import CommandForm, form_of

ACTS = {
    "people.register_person": gettext_lazy("registered a person"),
    "people.correct_person": gettext_lazy("put something right about a person"),
    "access.found_organisation": gettext_lazy("founded the organisation"),
    "access.invite_user": gettext_lazy("invited a user"),
    "access.correct_user": gettext_lazy("put something right about a user"),
    "access.issue_code": gettext_lazy("made a one-time code"),
    "access.give_role": gettext_lazy("gave a role"),
    "access.end_role": gettext_lazy("ended a role"),
    "access.close_sign_in": gettext_lazy("closed a sign-in"),
    "access.open_sign_in": gettext_lazy("opened a sign-in"),
    "places.name_hamlet": gettext_lazy("added a hamlet to a village's list"),
}
"""What each command is called when it has been done."""

MASK = "•••"
"""Stands where a sealed value was set: the history tells that it was, not to what."""

WISHES = {
    "people.register_person": gettext_lazy("register a person"),
    "people.correct_person": gettext_lazy("put something right about a person"),
    "access.invite_user": gettext_lazy("invite a user"),
    "access.correct_user": gettext_lazy("put something right about a user"),
    "access.give_role": gettext_lazy("give a role"),
    "access.end_role": gettext_lazy("end a role"),
    "access.close_sign_in": gettext_lazy("close a sign-in"),
    "access.open_sign_in": gettext_lazy("open a sign-in"),
    "places.name_hamlet": gettext_lazy("add a hamlet to a village's list"),
}
"""What each command that can wait is called while it has not been done."""

DOORS = {
    "office": "",
    "command_line": gettext_lazy("at the command line"),
    "lines": gettext_lazy("from a file"),
    "waiting": gettext_lazy("out of the waiting room"),
    "example": gettext_lazy("as part of the example"),
}


@dataclass(frozen=True)
class Change:
    """One field, from what to what, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One operation as it is told."""

    when: datetime
    who: str
    act: str
    door: str
    changes: list[Change] = field(default_factory=list)
    clash: bool = False
    refused: bool = False
    object_kind: str = ""
    object_id: str = ""


def told(actor: Actor, rows: Iterable[Operation]) -> list[Entry]:
    """Operations with their contents, for someone who may see the thing they are about."""
    rows = [row for row in rows if row.applied or clashing_fields(row)]
    names = _names(actor, rows)
    return [_entry(row, names, _changes(actor, row, contents)) for row, contents in contents_of(rows)]


def told_without_contents(actor: Actor, rows: Iterable[Operation]) -> list[Entry]:
    """Operations as the log shows them: who, when, what kind of act."""
    rows = list(rows)
    names = _names(actor, rows)
    return [_entry(row, names, []) for row in rows]


def _names(actor: Actor, rows: Iterable[Operation]) -> dict[UUID, str]:
    return names_of(actor, {row.actor_id for row in rows if row.actor_id})


def _entry(row: Operation, names: dict[UUID, str], changes: list[Change]) -> Entry:
    who = names.get(row.actor_id) if row.actor_id else _("The operator (%(reason)s)") % {"reason": row.reason}
    return Entry(
        when=row.recorded_at,
        who=who or _("Someone"),
        act=str(ACTS.get(row.kind, row.kind)),
        door=str(DOORS.get(row.door, "")),
        changes=changes,
        clash=bool(clashing_fields(row)),
        refused=not row.applied,
        object_kind=row.object_kind,
        object_id=row.object_id,
    )


def _changes(actor: Actor, row: Operation, contents: Contents | None) -> list[Change]:
    form_class = form_of(row.kind)
    if form_class is None or contents is None:
        return []
    form, values = form_class(actor=actor), contents.values
    told = [name for name in form.ask if name in values and (contents.before or values[name] not in ("", None))]
    return [_change(form, name, contents) for name in told]


def _change(form: CommandForm, name: str, contents: Contents) -> Change:
    if name in form.masked:
        return Change(str(form.ask[name].label), "", MASK if contents.values[name] else form.display(name, None))
    before = form.display(name, contents.before[name]) if name in contents.before else ""
    return Change(str(form.ask[name].label), before, form.display(name, contents.values[name]))
