"""Forms made from commands: the shape is written once, in the command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from pydantic.fields import FieldInfo

from purnadaya.access.queries import names_of
from purnadaya.kernel.commands import Actor, Command
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse_as
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.ui.dates import birth_words, day_words, rough_words
from purnadaya.ui.fields import AreaField, PartialDateField, RoughDateField, SeveralField, area_words, field_for
from purnadaya.ui.words import say

LONG_NUMBER = 10
"""Digits no version has."""

_OPENED = "purnadaya.form.opened"


@dataclass(frozen=True)
class Ask:
    """How a form asks for one field: its label, a line of help, words for choices, attributes of the box."""

    label: Any
    help: Any = ""
    choices: Mapping[Any, Any] | None = None
    attrs: Mapping[str, str] | None = None


class CommandForm(forms.Form):
    """A form that makes one command.

    Subclasses name the ``command`` and what to ``ask``, in order. Fields of the command not asked for are
    ``fixed`` by the view. An edit form (its command has ``changes``) is opened with the values as they are
    and their version, and sends only what was changed since it was opened.
    """

    command: ClassVar[type[Command]]
    ask: ClassVar[Mapping[str, Ask]]
    needed: ClassVar[frozenset[str]] = frozenset()
    masked: ClassVar[frozenset[str]] = frozenset()
    """Fields of class P3: their values are shown nowhere but where someone asks to see them."""
    danger: ClassVar[bool] = False
    """Whether it takes something away from someone: its button then says so in red."""
    template_name = "ui/form.html"

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        actor: Actor,
        fixed: Mapping[str, Any] | None = None,
        current: Mapping[str, Any] | None = None,
        version: int | None = None,
        initial: Mapping[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        self.actor = actor
        self.fixed = dict(fixed or {})
        self.current = None if current is None else {name: _text(value) for name, value in current.items()}
        self.version = version
        super().__init__(data, files, prefix=prefix, initial={**(self.current or {}), **(initial or {})})
        self.operation = _uuid(self.data.get("operation")) or new_id()
        self.base = _number(self.data.get("base"), version)
        self.opened = self._opened_before()
        self.new_ids = {name: self._own_id(name) for name in self._names_of_new_ids()}
        for name, ask in self.ask.items():
            self.fields[name] = self._made(name, ask)

    # -- the shape ---------------------------------------------------------------------------

    @classmethod
    def shape(cls) -> Mapping[str, FieldInfo]:
        """The fields that can be asked for: those of the command, or of its changes."""
        changes = cls.command.model_fields.get("changes")
        model: Any = changes.annotation if changes else cls.command
        fields: Mapping[str, FieldInfo] = model.model_fields
        return fields

    @property
    def edits(self) -> bool:
        """Whether it edits a thing that is there, rather than making one."""
        return "changes" in self.command.model_fields

    def _made(self, name: str, ask: Ask) -> forms.Field:
        info = self.shape()[name]
        field = field_for(info, ask.choices)
        field.label, field.help_text = ask.label, ask.help
        field.needed = info.is_required() or name in self.needed  # type: ignore[attr-defined]
        field.widget.attrs.update(ask.attrs or {})
        if isinstance(field, AreaField):
            field.near = getattr(self.actor, "home_area", None)
        return field

    @classmethod
    def _names_of_new_ids(cls) -> list[str]:
        return [name for name, info in cls.command.model_fields.items() if "new id" in info.metadata]

    def _own_id(self, name: str) -> str:
        return str(self.fixed.pop(name, None) or self.data.get(self.add_prefix(name)) or new_id())

    # -- what was typed ----------------------------------------------------------------------

    def to_command(self) -> Command | None:
        """The command typed, or None when its shape is wrong; the form then shows why."""
        if not self.is_valid():
            self._renew()
            return None
        if self.edits and self.opened is None:
            self.show(Problem("journal.stale"))
            return None
        try:
            return parse_as(self.command, self._body())
        except Refused as refusal:
            self.show(*refusal.problems)
            return None

    def _body(self) -> dict[str, Any]:
        if not self.edits:
            typed = {name: self._plain(name) for name in self.ask}
            given = {name: value for name, value in typed.items() if value is not None}
            return {**self.fixed, **self.new_ids, **given}
        return {**self.fixed, "changes": self.changes()}

    def changes(self) -> dict[str, Any]:
        """What an edit form sends: the fields that are not as they were when it was opened."""
        opened = self.opened or {}
        typed = {name: self._plain(name) for name in self.ask}
        return {name: value for name, value in typed.items() if (value or "") != opened.get(name, "")}

    def _plain(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        return value if isinstance(value, bool | int) else (_text(value) or None)

    def _opened_before(self) -> dict[str, str] | None:
        if not self.is_bound:
            return self.current
        try:
            opened: dict[str, str] = signing.loads(self.data.get("opened", ""), salt=_OPENED)
        except signing.BadSignature:
            return None
        return opened

    def first(self, command: Any) -> Sequence[Command]:
        """What must be done before the command, in the same act: mostly nothing. The same form gives the same."""
        return ()

    def then(self, command: Any) -> Sequence[Command]:
        """What is done after the command, in the same act: mostly nothing. The same form gives the same."""
        return ()

    # -- what came back ----------------------------------------------------------------------

    def show(self, *problems: Problem) -> None:
        """Show problems beside their fields, keep everything typed, take a new operation id."""
        self._renew()
        codes = {problem.code for problem in problems}
        if "journal.id_clash" in codes:
            self.new_ids = {name: str(new_id()) for name in self.new_ids}
        for problem in problems:
            fields = [name for name in problem.fields if name in self.fields]
            for name in fields or (None,):
                self.add_error(name, self._say(problem, name))
        if "journal.clash" in codes:
            self._open_anew()

    def _say(self, problem: Problem, name: str | None) -> str:
        if problem.code != "journal.clash" or name is None:
            return say(problem)
        by = _uuid(problem.details.get("by"))
        who = names_of(self.actor, {by}).get(by) if by else None
        return say(problem, who=who or _("Someone"), theirs=self.display(name, (self.current or {}).get(name)))

    def _renew(self) -> None:
        self.operation = new_id()

    def _open_anew(self) -> None:
        """Stand on today's version: what she did not touch shows what is there now, what she typed stays hers."""
        mine = {name: self.data_value(name) for name in self.changed_since_opened()}
        self.initial = {**(self.current or {}), **mine}
        self.opened, self.base, self.is_bound = self.current, self.version, False

    def changed_since_opened(self) -> list[str]:
        """The fields whose typed value is not the one the form was opened with."""
        opened = self.opened or {}
        return [name for name in self.ask if self.data_value(name) != opened.get(name, "")]

    def data_value(self, name: str) -> str:
        """The typed value of a field as text, whether or not it has an error beside it."""
        field = self.fields[name]
        raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        try:
            return _text(field.clean(raw))
        except forms.ValidationError:
            return ""

    # -- what the page needs -----------------------------------------------------------------

    @property
    def opened_signed(self) -> str:
        """The values the form was opened with, to come back with it; signed, so they come back unchanged."""
        return signing.dumps(self.opened, salt=_OPENED) if self.edits and self.opened is not None else ""

    def display(self, name: str, value: Any) -> str:
        """A stored value of a field as people read it."""
        field = self.fields[name]
        if value in (None, ""):
            return _("nothing")
        return _shown(field, str(value))


def _shown(field: forms.Field, text: str) -> str:
    if isinstance(field, forms.ChoiceField):
        words: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]
        codes = text.split() if isinstance(field, SeveralField) else [text]
        return ", ".join(str(words.get(code, code)) for code in codes)
    if isinstance(field, forms.DateField):
        return day_words(date.fromisoformat(text))
    in_words = next((_IN_WORDS[kind] for kind in _IN_WORDS if isinstance(field, kind)), str)
    return in_words(text)


_IN_WORDS: Mapping[type[forms.Field], Callable[[str], str]] = {
    AreaField: area_words,
    PartialDateField: birth_words,
    RoughDateField: rough_words,
}


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _number(text: Any, default: int | None) -> int | None:
    digits = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < LONG_NUMBER
    return int(text) if digits else default


_forms: dict[str, type[CommandForm]] = {}


def register_form(form: type[CommandForm]) -> None:
    """Make the form known by its command, for history pages and for the test of all doors."""
    _forms[form.command.kind] = form


def form_of(kind: str) -> type[CommandForm] | None:
    """The form of a command kind, if it has one."""
    return _forms.get(kind)
