"""The forms of imports: a file is given, a sheet is chosen, rows are decided, and all of it is taken in or back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from purnadaya.groups.queries import groups_for
from purnadaya.imports import commands
from purnadaya.imports.choices import FOUND, WITHOUT
from purnadaya.imports.models import ImportSheet
from purnadaya.imports.office.telling import groups_named
from purnadaya.imports.office.words import KEPT_MEANINGS, KIND_WORDS, LEFT_MEANINGS, WHY_WORDS
from purnadaya.imports.reading import Column, Kind, Understood, Why
from purnadaya.imports.showing import Questions
from purnadaya.kernel.commands import Actor, Command
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Problem
from purnadaya.people.office.forms import BACKGROUND_WORDS, SEX_WORDS
from purnadaya.people.rules import Background
from purnadaya.places.queries import place_lines
from purnadaya.ui.fields import AreaField, OpenChoiceField
from purnadaya.ui.forms import Ask, CommandForm

TAKEN = ".xlsx,.xls,.xlsm,.ods,.csv,.txt,.tsv"
"""What a browser offers to choose from; it decides nothing: the bytes do."""
EXAMPLES = 2


class GiveFileForm(CommandForm):
    """A spreadsheet. It was received, read and sealed before the command says that it is given."""

    command = commands.GiveFile
    ask: ClassVar[Mapping[str, Ask]] = {}

    def __init__(self, data: Any = None, *, trouble: Iterable[Problem] = (), megabytes: int, **more: Any) -> None:
        self.trouble = tuple(trouble)
        super().__init__(data, **more)
        box = forms.FileField(
            required=False,
            label=_("The spreadsheet"),
            help_text=_("xlsx, xls, ods or csv, at most %(megabytes)s MB. You may also drop it here.")
            % {"megabytes": megabytes},
            widget=forms.FileInput(attrs={"accept": TAKEN, "class": "drop"}),
        )
        box.needed = True  # type: ignore[attr-defined]
        self.fields["chosen"] = box
        self.fields["upload"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial.setdefault("upload", str(new_id()))

    def to_command(self) -> Command | None:
        """As any form; what is wrong with the file is told beside its box."""
        if self.trouble:
            self.is_valid()
            self.show(*(replace(one, fields=("chosen",)) for one in self.trouble))
            return None
        return super().to_command()


class ChooseSheetForm(CommandForm):
    """What a sheet is, where its people live, and what each of its columns is."""

    command = commands.ChooseSheet
    ask: ClassVar[Mapping[str, Ask]] = {
        "area": Ask(
            _("Where the people of this list live"),
            _("The regency, or smaller. Villages of the list are looked for inside it."),
        ),
    }

    def __init__(self, data: Any = None, *, sheet: ImportSheet, found: Understood, actor: Actor, **more: Any) -> None:
        self.sheet, self.found = sheet, found
        super().__init__(data, actor=actor, **more)
        kept = sheet.choices
        self._add("kind", _choice(_("What this sheet is"), KIND_WORDS), kept.get("kind") or found.kind.value)
        asked = self._of_grid(actor) if found.kind is Kind.ATTENDANCE else self._of_list()
        for name, field in asked.items():
            self._add(name, field, str(sheet.group or "") if name == "group" else kept.get(name))
        line = _number(_("The line of the headings"), _("Only if we found the wrong one."))
        self._add("header_line", line, kept.get("header_line"))
        self.keys = list(found.choices().columns)
        for column in found.columns:
            self._add(f"column-{column.letters}", _column(column), column.meaning.value if column.meaning else "")

    @staticmethod
    def _of_grid(actor: Actor) -> dict[str, forms.Field]:
        """What is asked of a grid: whose meetings, and the year of days that name none."""
        groups = groups_named(groups_for(actor))
        return {
            "group": _choice(_("Whose meetings these are"), groups, empty=_("Find out by the names")),
            "year": _number(_("The year"), _("Only of days that are written without one.")),
        }

    @staticmethod
    def _of_list() -> dict[str, forms.Field]:
        """What is asked of a list of people: what holds for those who do not say."""
        others = {key: said for key, said in BACKGROUND_WORDS.items() if key is not Background.OTHER}
        day = forms.DateField(
            required=False,
            label=_("Members since"),
            help_text=_("For who has no day of her own in the list. Left empty: the earliest day the file tells of."),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        return {
            "sex": _choice(_("Who does not say: woman or man"), SEX_WORDS, _("It is asked row by row")),
            "background": _choice(_("Who does not say: who she is to us"), others, _("Someone else")),
            "since": day,
        }

    def _add(self, name: str, field: forms.Field, value: Any) -> None:
        self.fields[name] = field
        self.initial.setdefault(name, value)

    @property
    def first_fields(self) -> list[Any]:
        """What is asked of the whole sheet."""
        names = ("kind", "area", "group")
        return [self[name] for name in names if name in self.fields]

    @property
    def more_fields(self) -> list[Any]:
        """What is rarely needed."""
        return [self[name] for name in ("year", "sex", "background", "since", "header_line") if name in self.fields]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Each column with its box, its first values and why it is taken for what it is."""
        part = max(self.found.parts, key=lambda one: one.count, default=None)
        meetings = {one.index: one for one in part.meetings} if part else {}
        examples = self.examples
        return [
            {
                "column": one,
                "heading": one.heading.replace("\n", " · "),
                "field": self[f"column-{one.letters}"],
                "examples": examples.get(one.index, []),
                "why": WHY_WORDS[one.why],
                "meeting": meetings.get(one.index),
            }
            for one in self.found.columns
        ]

    @property
    def known(self) -> int:
        """How many columns we have a meaning for."""
        return sum(1 for one in self.found.columns if one.meaning is not None)

    @property
    def unsure(self) -> int:
        """How many columns nobody knows, or that seemed to be what another is."""
        return sum(1 for one in self.found.columns if one.why in (Why.UNKNOWN, Why.TAKEN))

    @property
    def column_errors(self) -> bool:
        """Whether a column has something wrong beside it."""
        return any(name.startswith("column-") for name in self.errors)

    @property
    def examples(self) -> dict[int, list[str]]:
        """The first values of each column."""
        return getattr(self, "_examples", {})

    def with_examples(self, examples: dict[int, list[str]]) -> ChooseSheetForm:
        """The form, with what stands in its columns."""
        self._examples = examples
        return self

    def choices(self) -> dict[str, Any]:
        """What was typed, as the command has it: what was not asked on this page stays as it was."""
        typed = self.cleaned_data
        columns = {
            key: typed.get(f"column-{one.letters}") or None
            for key, one in zip(self.keys, self.found.columns, strict=True)
        }
        asked = ("kind", "year", "sex", "background", "since", "header_line")
        given = {name: typed[name] for name in asked if typed.get(name)}
        kept = {name: self.sheet.choices[name] for name in ("places", "groups") if name in self.sheet.choices}
        return {**kept, **{name: str(value) if name == "since" else value for name, value in given.items()},
                "columns": columns}  # fmt: skip

    def _body(self) -> dict[str, Any]:
        return {**super()._body(), "choices": self.choices(), "group": self.cleaned_data.get("group") or None}


def _choice(label: Any, words: Mapping[Any, Any], empty: Any = None) -> forms.Field:
    choices = [(getattr(one, "value", one), said) for one, said in words.items()]
    if empty is not None:
        choices.insert(0, ("", empty))
    return OpenChoiceField(choices=choices, label=label, required=False)


def _number(label: Any, help_text: Any) -> forms.Field:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=1,
        max_value=200_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _column(column: Column) -> forms.Field:
    """A box for what a column is: what is kept first, then what is only read over."""
    kept = [(one.value, words) for one, words in KEPT_MEANINGS.items()]
    left = [(one.value, words) for one, words in LEFT_MEANINGS.items()]
    choices = [("", _("Nothing: leave it out")), (_("Is taken in"), kept), (_("Known, but not taken in"), left)]
    return OpenChoiceField(choices=choices, label=column.letters, required=False)


class ReadAgainForm(CommandForm):
    """A sheet is read once more, as it was chosen."""

    command = commands.ChooseSheet
    ask: ClassVar[Mapping[str, Ask]] = {}

    def __init__(self, data: Any, *, sheet: ImportSheet, actor: Actor, **more: Any) -> None:
        self.sheet = sheet
        super().__init__(data, actor=actor, fixed={"import_file": str(sheet.file_id), "sheet": str(sheet.id)}, **more)

    def _body(self) -> dict[str, Any]:
        sheet = self.sheet
        return {**super()._body(), "area": sheet.area, "group": sheet.group, "choices": sheet.choices}


class PlacesForm(CommandForm):
    """Which places and groups the rows mean: what was chosen before stays, and this comes to it."""

    command = commands.ChooseSheet
    ask: ClassVar[Mapping[str, Ask]] = {}

    def __init__(
        self, data: Any = None, *, sheet: ImportSheet, questions: Questions, actor: Actor, **more: Any
    ) -> None:
        self.sheet, self.questions = sheet, questions
        super().__init__(data, actor=actor, **more)
        for place, one in enumerate(questions.places):
            field = AreaField(label=one.text, required=False, help_text=_rows(one.rows))
            field.near = sheet.area
            self.fields[f"place-{place}"] = field
        named = _groups_with_villages(actor)
        for place, which in enumerate(questions.which):
            answers = {**named, WITHOUT: _("Take its people in without a group")}
            box = _choice(which.text, answers, _("It is asked row by row"))
            box.help_text = _rows(which.rows)
            self.fields[f"which-{place}"] = box
        for place, group in enumerate(questions.groups):
            words: dict[str, Any] = {
                FOUND: _("Found it as a new group"),
                WITHOUT: _("Take its people in without a group"),
                **named,
            }
            self.fields[f"group-{place}"] = _choice(group.text, words)
            self.initial.setdefault(f"group-{place}", sheet.choices.get("groups", {}).get(group.text, FOUND))

    @property
    def place_fields(self) -> list[Any]:
        """Places nobody found."""
        return [self[f"place-{place}"] for place, _one in enumerate(self.questions.places)]

    @property
    def which_fields(self) -> list[Any]:
        """Names of groups that do not say which one."""
        return [self[f"which-{place}"] for place, _one in enumerate(self.questions.which)]

    @property
    def group_fields(self) -> list[Any]:
        """Groups that are not there yet."""
        return [self[f"group-{place}"] for place, _one in enumerate(self.questions.groups)]

    def _body(self) -> dict[str, Any]:
        typed, kept = self.cleaned_data, dict(self.sheet.choices)
        places = {one.text: typed.get(f"place-{n}") for n, one in enumerate(self.questions.places)}
        groups = {one.text: typed.get(f"group-{n}") for n, one in enumerate(self.questions.groups)}
        groups |= {one.text: typed.get(f"which-{n}") for n, one in enumerate(self.questions.which)}
        kept["places"] = {**kept.get("places", {}), **{text: code for text, code in places.items() if code}}
        kept["groups"] = {**kept.get("groups", {}), **{text: answer for text, answer in groups.items() if answer}}
        return {**super()._body(), "choices": kept}


def _groups_with_villages(actor: Actor) -> dict[str, str]:
    """The groups with their villages, for others bear the same name."""
    groups = list(groups_for(actor))
    places = place_lines({str(one.village_id) for one in groups})
    return {str(one.id): f"{one.name} ({places.get(str(one.village_id), '').partition(',')[0]})" for one in groups}


def _rows(count: int) -> str:
    return ngettext("in %(n)s row", "in %(n)s rows", count) % {"n": count}


class DecideRowsForm(CommandForm):
    """What becomes of rows that wait. Whom a row is, is chosen with the decision: ``same:<person>``, ``row:<row>``."""

    command = commands.DecideRows
    ask: ClassVar[Mapping[str, Ask]] = {}

    def __init__(self, data: Any = None, *, answers: Mapping[str, Any], actor: Actor, **more: Any) -> None:
        super().__init__(data, actor=actor, **more)
        box = OpenChoiceField(
            choices=list(answers.items()), label=_("What becomes of this row"), widget=forms.RadioSelect, required=False
        )
        box.needed = True  # type: ignore[attr-defined]
        self.fields["decision"] = box

    def _body(self) -> dict[str, Any]:
        said, _colon, of = str(self.cleaned_data.get("decision") or "").partition(":")
        body = {**super()._body(), "decision": "same" if said == "row" else said}
        if not said:
            del body["decision"]
        return {**body, **({"as_row": of} if said == "row" else {"person": of} if of else {})}


class DecideAllForm(DecideRowsForm):
    """The same for many rows: taken in as far as they can be read, or left out."""

    MOST = 500

    def __init__(self, data: Any = None, *, grid: bool, actor: Actor, **more: Any) -> None:
        new = _("Take the marks that can be read") if grid else _("Take them in without what cannot be read")
        super().__init__(data, answers={"new": new, "leave": _("Leave them out")}, actor=actor, **more)
        self.fields["decision"].label = _("What becomes of all of them")


class TakeInForm(CommandForm):
    """The rows that are ready are taken in."""

    command = commands.TakeIn
    ask: ClassVar[Mapping[str, Ask]] = {}


class UndoImportForm(CommandForm):
    """What was taken in from a file is taken back."""

    command = commands.UndoImport
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {}


class ForgetOriginalForm(CommandForm):
    """The original goes before its time."""

    command = commands.ForgetOriginal
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {}


class SaveMappingForm(CommandForm):
    """What was chosen is kept under a name."""

    command = commands.SaveMapping
    ask: ClassVar[Mapping[str, Ask]] = {
        "name": Ask(_("A name for this form of list"), _("For instance: member list of the office."),
                    attrs={"autocomplete": "off"})
    }  # fmt: skip


FORMS: tuple[type[CommandForm], ...] = (
    GiveFileForm, ChooseSheetForm, DecideRowsForm, TakeInForm, UndoImportForm, ForgetOriginalForm, SaveMappingForm
)  # fmt: skip
