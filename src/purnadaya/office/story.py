"""Operations in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from purnadaya.access.models import RoleGrant
from purnadaya.access.policies import can, can_as, kind_of
from purnadaya.access.queries import grants_named, names_of
from purnadaya.access.roles import ScopeKind
from purnadaya.groups.office import acts as group_acts
from purnadaya.imports import act_words as import_acts
from purnadaya.journal.contents import Contents, contents_of
from purnadaya.journal.models import Operation
from purnadaya.journal.queries import clashing_fields
from purnadaya.kernel.commands import Actor, command_named
from purnadaya.places.queries import place_lines
from purnadaya.ui.fields import AreaField
from purnadaya.ui.forms import CommandForm, form_of

ACTS = {
    "people.register_person": gettext_lazy("registered a person"),
    "people.correct_person": gettext_lazy("put something right about a person"),
    "people.unregister_person": gettext_lazy("took back that a person was entered"),
    "people.receive_request": gettext_lazy("wrote down what a person asked about her data"),
    "people.answer_request": gettext_lazy("answered what a person asked about her data"),
    "people.refuse_request": gettext_lazy("refused what a person asked about her data"),
    "people.erase_person": gettext_lazy("erased a person's data"),
    "people.record_visit": gettext_lazy("wrote down that she met a person"),
    "people.record_episode": gettext_lazy("wrote down a person's work abroad"),
    "people.correct_episode": gettext_lazy("put something right about a person's work abroad"),
    "people.record_consent": gettext_lazy("wrote down what a person agrees to"),
    "people.withdraw_consent": gettext_lazy("wrote down that a person takes a consent back"),
    "people.record_functioning": gettext_lazy("asked a person the six questions"),
    "people.record_qualification": gettext_lazy("wrote down a person's training"),
    "people.record_position": gettext_lazy("wrote down a person's position"),
    "people.correct_position": gettext_lazy("put something right about a person's position"),
    "people.end_position": gettext_lazy("wrote down that a person holds a position no more"),
    "people.record_move": gettext_lazy("wrote down that a person moved"),
    "people.record_leaving": gettext_lazy("wrote down that a person is no longer accompanied"),
    "people.take_back": gettext_lazy("took a person back"),
    "people.strike_entry": gettext_lazy("struck out an entry about a person"),
    "people.join_household": gettext_lazy("wrote down with whom a person lives"),
    "people.leave_household": gettext_lazy("wrote down that a person left her household"),
    "people.accompany": gettext_lazy("wrote down who accompanies a person"),
    "people.end_accompaniment": gettext_lazy("ended an accompaniment"),
    "people.merge_persons": gettext_lazy("made two entries one"),
    "people.keep_apart": gettext_lazy("said that two who look alike are two"),
    "people.unmerge_persons": gettext_lazy("parted two entries again"),
    "documents.attach_document": gettext_lazy("added a photo or file"),
    "documents.renew_consent": gettext_lazy("kept a photo or file under a new consent"),
    "documents.remove_document": gettext_lazy("removed a photo or file"),
    "access.found_organisation": gettext_lazy("founded the organisation"),
    "access.invite_user": gettext_lazy("invited a user"),
    "access.correct_user": gettext_lazy("put something right about a user"),
    "access.issue_code": gettext_lazy("made a one-time code"),
    "access.reset_second_factor": gettext_lazy("took away a lost second step"),
    "access.give_role": gettext_lazy("gave a role"),
    "access.end_role": gettext_lazy("ended a role"),
    "access.close_sign_in": gettext_lazy("closed a sign-in"),
    "access.open_sign_in": gettext_lazy("opened a sign-in"),
    "places.name_hamlet": gettext_lazy("added a hamlet to a village's list"),
    "rulebook.set_value": gettext_lazy("set an own value in the rulebook"),
    "rulebook.end_value": gettext_lazy("ended an own value in the rulebook"),
    **group_acts.ACTS,
    **import_acts.ACTS,
}
"""What each command is called when it has been done."""

END_ROLE = "access.end_role"

PRIVATE = {"user": frozenset({"reason"})}
"""The fields of commands on a thing that are told only to those who may manage it."""

MASK = "•••"
"""Stands where a sealed value was set: the history tells that it was, not to what."""

WISHES = {
    "people.register_person": gettext_lazy("register a person"),
    "people.correct_person": gettext_lazy("put something right about a person"),
    "people.receive_request": gettext_lazy("write down what a person asked about her data"),
    "people.answer_request": gettext_lazy("answer what a person asked about her data"),
    "people.refuse_request": gettext_lazy("refuse what a person asked about her data"),
    "people.erase_person": gettext_lazy("erase a person's data"),
    "people.record_visit": gettext_lazy("write down that she met a person"),
    "people.record_episode": gettext_lazy("write down a person's work abroad"),
    "people.correct_episode": gettext_lazy("put something right about a person's work abroad"),
    "people.record_consent": gettext_lazy("write down what a person agrees to"),
    "people.withdraw_consent": gettext_lazy("write down that a person takes a consent back"),
    "people.record_functioning": gettext_lazy("write down a person's answers to the six questions"),
    "people.record_qualification": gettext_lazy("write down a person's training"),
    "people.record_position": gettext_lazy("write down a person's position"),
    "people.correct_position": gettext_lazy("put something right about a person's position"),
    "people.end_position": gettext_lazy("write down that a person holds a position no more"),
    "people.record_move": gettext_lazy("write down that a person moved"),
    "people.record_leaving": gettext_lazy("write down that a person is no longer accompanied"),
    "people.take_back": gettext_lazy("take a person back"),
    "people.strike_entry": gettext_lazy("strike out an entry about a person"),
    "people.join_household": gettext_lazy("write down with whom a person lives"),
    "people.leave_household": gettext_lazy("write down that a person left her household"),
    "people.accompany": gettext_lazy("write down who accompanies a person"),
    "people.end_accompaniment": gettext_lazy("end an accompaniment"),
    "people.merge_persons": gettext_lazy("make two entries one"),
    "people.keep_apart": gettext_lazy("say that two who look alike are two"),
    "people.unmerge_persons": gettext_lazy("part two entries again"),
    "documents.attach_document": gettext_lazy("add a photo or file"),
    "documents.renew_consent": gettext_lazy("keep a photo or file under a new consent"),
    "documents.remove_document": gettext_lazy("remove a photo or file"),
    "access.invite_user": gettext_lazy("invite a user"),
    "access.correct_user": gettext_lazy("put something right about a user"),
    "access.reset_second_factor": gettext_lazy("take away a lost second step"),
    "access.give_role": gettext_lazy("give a role"),
    "access.end_role": gettext_lazy("end a role"),
    "access.close_sign_in": gettext_lazy("close a sign-in"),
    "access.open_sign_in": gettext_lazy("open a sign-in"),
    "places.name_hamlet": gettext_lazy("add a hamlet to a village's list"),
    "rulebook.set_value": gettext_lazy("set our own value in the rulebook"),
    "rulebook.end_value": gettext_lazy("end our own value in the rulebook"),
    **group_acts.WISHES,
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


@dataclass(frozen=True)
class _Said:
    """What an operation said, with the form that has words for it."""

    form: CommandForm
    values: Mapping[str, Any]
    before: Mapping[str, Any]

    @property
    def told(self) -> list[str]:
        """The fields to tell of: of a new thing only those that were filled in."""
        given = (name for name in self.form.ask if name in self.values)
        return [name for name in given if self.before or self.values[name] not in ("", None)]

    @property
    def areas(self) -> Iterator[str]:
        """The codes of all areas that were set, and those that stood there before."""
        for name in self.told:
            if isinstance(self.form.fields[name], AreaField):
                yield from (str(side[name]) for side in (self.before, self.values) if side.get(name))


def told(actor: Actor, thing: Any, rows: Iterable[Operation], *, unmasked: bool = False) -> list[Entry]:
    """Operations on one thing with their contents, for someone who may see it; a few queries for all.

    Why a user's sign-in was closed or her role ended is told to those who may manage her only. ``unmasked`` tells
    sealed values too: for the person herself, by a caller that leaves a reading.
    """
    opened = [(row, contents if _may_read(actor, row, thing) else None) for row, contents in contents_of(rows)]
    names = _names(actor, [row for row, _contents in opened])
    roles = grants_named(actor, {UUID(c.values["grant"]) for row, c in opened if c and row.kind == END_ROLE})
    said = [_said(actor, row, contents, roles) for row, contents in opened]
    places = place_lines({code for parts in said for part in parts for code in part.areas})
    hidden = frozenset() if can(actor, "manage", thing) else PRIVATE.get(kind_of(thing), frozenset())
    return [
        _entry(row, names, [_change(part, name, places, hidden, unmasked) for part in parts for name in part.told])
        for (row, _contents), parts in zip(opened, said, strict=True)
    ]


def _may_read(actor: Actor, row: Operation, thing: Any) -> bool:
    """Whether the actor may read what was said, or only that it was: who sees a person need not read her life."""
    command = command_named(row.kind)
    return command is None or not command.readers or can_as(command.readers, actor, "see", thing)


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


def _said(actor: Actor, row: Operation, contents: Contents | None, roles: Mapping[str, RoleGrant]) -> list[_Said]:
    form, giving = form_of(row.kind), form_of("access.give_role")
    if form is None or contents is None:
        return []
    said = [_Said(form(actor=actor), contents.values, contents.before)]
    if row.kind == END_ROLE and giving and (grant := roles.get(contents.values["grant"])):
        # The command knows the role by its id only: which one it was is said in the words it is given with.
        area = grant.scope_id if grant.scope_kind == ScopeKind.AREA else ""
        group = grant.scope_id if grant.scope_kind == ScopeKind.GROUP else ""
        said.insert(0, _Said(giving(actor=actor), {"role": grant.role, "area": area, "group": group}, {}))
    return said


def _change(said: _Said, name: str, places: Mapping[str, str], hidden: frozenset[str], unmasked: bool) -> Change:
    label, value = str(said.form.ask[name].label), said.values[name]
    if name in hidden:
        return Change(label, "", _("A reason is on record."))
    if name in said.form.masked and not unmasked:
        return Change(label, "", MASK if value else said.form.display(name, None))
    before = _display(said.form, name, said.before[name], places) if name in said.before else ""
    return Change(label, before, _display(said.form, name, value, places))


def _display(form: CommandForm, name: str, value: Any, places: Mapping[str, str]) -> str:
    if value and isinstance(form.fields[name], AreaField):
        return places.get(str(value), str(value))
    words = form.ask[name].choices or {}
    return str(words[value]) if isinstance(value, str) and value in words else form.display(name, value)
