"""The forms of public education: what was taught to whom, counted in a grid of women and men by age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from purnadaya.groups import commands
from purnadaya.groups.office.forms import OFF, WHY
from purnadaya.groups.office.meeting_forms import NUMBER
from purnadaya.groups.office.offers import choose_from, topic_names, topics_offered
from purnadaya.groups.office.words import AGE_WORDS, OCCASION_WORDS, REACHED_WORDS
from purnadaya.groups.queries import Group, Outreach, group_for, outreaches_like
from purnadaya.groups.rules import REACHED
from purnadaya.kernel.areas import AreaCode
from purnadaya.kernel.commands import Command
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.ui.fields import AreaField, SeveralField
from purnadaya.ui.forms import Ask, CommandForm
from purnadaya.ui.words import say

BELIEVED = "groups.outreach_there_already"
MOST_SHOWN = 3

CORRECTED: Mapping[str, Ask] = {
    "occasion": Ask(_("On what occasion"), choices=OCCASION_WORDS),
    "title": Ask(_("Its name, if it had one"), _("For instance: film night on safe migration."), attrs=OFF),
    "held_on": Ask(_("On which day")),
    "village": Ask(_("In which village")),
    "place": Ask(_("Where there"), _("For instance: hall of the hamlet."), attrs=OFF),
    "topics": Ask(_("What was taught")),
    "minutes": Ask(_("How many minutes"), attrs=NUMBER),
    **{name: Ask(words, attrs=NUMBER) for name, words in REACHED_WORDS.items()},
    "disabled": Ask(_("Of all these, with a disability"), attrs=NUMBER),
    "learnt": Ask(_("What was learnt"), _("In a sentence or two, without anyone's name.")),
}
RECORDED: Mapping[str, Ask] = {
    "group": Ask(_("Who held it")),
    **CORRECTED,
    "believed": Ask(_("This is another one, write it down too")),
}


class AreaForm(forms.Form):
    """Which area to look at, as it stands in the address."""

    area = AreaField(label=_("Where"), help_text=_("A village or a wider area."), required=False, any_level=True)

    def __init__(self, data: Any, *, near: str | None) -> None:
        super().__init__(data)
        offered: Any = self.fields["area"]
        offered.near = near
        self.is_valid()

    def clean_area(self) -> str:
        """The code, if it is shaped like one: an address can be typed by hand."""
        code = str(self.cleaned_data["area"] or "")
        try:
            return code and AreaCode(code)
        except ValueError:
            raise forms.ValidationError(say(Problem("places.unknown_village", {"code": ""}))) from None

    @property
    def code(self) -> str:
        """The area asked for; empty when none was, or none that there is."""
        return str(self.cleaned_data.get("area") or "")

    @property
    def keep(self) -> str:
        """What was asked for as it stands in an address."""
        return urlencode({"area": self.code}) if self.code else ""


class TopicsField(SeveralField):
    """Several topics; their codes sorted, as the command keeps them, so that nothing unchanged looks changed."""

    def clean(self, value: Any) -> str | None:
        """The codes as one text, or None."""
        return " ".join(sorted((super().clean(value) or "").split())) or None


@dataclass(frozen=True)
class AgeRow:
    """A row of the grid: an age in words, and the two boxes."""

    words: Any
    women: Any
    men: Any


class OutreachForm(CommandForm):
    """What both forms share: topics to tick, and the grid."""

    needed: ClassVar[frozenset[str]] = frozenset({"occasion", "held_on", "village", "topics"})

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offer_topics()
        self.fields["learnt"].widget = forms.Textarea(attrs={"rows": 3})

    def offer_topics(self) -> None:
        """Every topic that is taught, and those ticked before that no longer are."""
        former = self.fields["topics"]
        offered, ticked = topics_offered(self.actor), str(self.initial.get("topics") or "").split()
        known = {code for code, _words in offered}
        if gone := [code for code in ticked if code not in known]:
            names = topic_names(self.actor)
            offered += [(code, names.get(code, code)) for code in gone]
        field = TopicsField(choices=offered, widget=forms.CheckboxSelectMultiple, required=False)
        field.label, field.help_text, field.needed = former.label, former.help_text, True  # type: ignore[attr-defined]
        self.fields["topics"] = field

    @property
    def grid(self) -> list[AgeRow]:
        """The boxes in which those reached are counted."""
        return [AgeRow(words, self[f"women_{age}"], self[f"men_{age}"]) for age, words in AGE_WORDS.items()]

    @property
    def wrong_counts(self) -> list[tuple[Any, Any]]:
        """What is wrong in the grid: box and words. It stands above the grid, whose boxes are too small for it."""
        return [(self[name], error) for name in REACHED for error in self[name].errors]

    def display(self, name: str, value: Any) -> str:
        """Topics by their words."""
        if name == "topics" and value:
            names = topic_names(self.actor)
            return ", ".join(str(names.get(code, code)) for code in str(value).split())
        return super().display(name, value)


class RecordOutreachForm(OutreachForm):
    """Others were taught."""

    command = commands.RecordOutreach
    ask = RECORDED

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked = "believed" in self.data
        self.typed: Command | None = None
        self.there: list[Outreach] = []

    def offer_groups(self, groups: Iterable[Group]) -> None:
        """Who may have taught: the organisation itself, or one of these groups."""
        choose_from(self, "group", [(str(one.id), one.name) for one in groups])
        offered: Any = self.fields["group"]
        offered.choices = [("", _("The organisation itself")), *offered.choices[1:]]

    def to_command(self) -> Command | None:
        """The command typed; kept, to show which one it looks like."""
        self.typed = super().to_command()
        return self.typed

    def _body(self) -> dict[str, Any]:
        """Without the box nobody ticked: the command is then the one a line of a file would be."""
        body = super()._body()
        return {name: value for name, value in body.items() if name != "believed" or value}

    def show(self, *problems: Problem) -> None:
        """The box "another one" is there once it was asked; a village out of reach is a question of the village."""
        if any(one.code == BELIEVED for one in problems):
            self.asked = True
            self.there = list(outreaches_like(self.actor, self.typed)[:MOST_SHOWN])
        elsewhere = Problem("groups.village_out_of_reach", fields=("village",))
        super().show(*(elsewhere if one.code == "access.not_allowed" else one for one in problems))

    def display(self, name: str, value: Any) -> str:
        """The group by its name, where the actor may know it."""
        if name == "group" and value:
            try:
                return group_for(self.actor, UUID(str(value))).name
            except Refused:
                return str(_("a group you do not see"))
        return super().display(name, value)


class CorrectOutreachForm(OutreachForm):
    """The same questions, filled with what is known."""

    command = commands.CorrectOutreach
    ask = CORRECTED


def outreach_values(outreach: Outreach) -> dict[str, Any]:
    """What is known of it, by the fields of the form; where nobody was counted the box is empty."""
    values = {name: getattr(outreach, name) for name in CORRECTED if name not in REACHED and name != "village"}
    counts = {name: outreach.reached.get(name) or "" for name in REACHED}
    return {**values, **counts, "village": outreach.village_id, "disabled": outreach.disabled or ""}


class CancelOutreachForm(CommandForm):
    """It never took place."""

    command = commands.CancelOutreach
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {"reason": WHY}


class RestoreOutreachForm(CommandForm):
    """It took place after all."""

    command = commands.RestoreOutreach
    ask: ClassVar[Mapping[str, Ask]] = {}


FORMS: tuple[type[CommandForm], ...] = (
    RecordOutreachForm,
    CorrectOutreachForm,
    CancelOutreachForm,
    RestoreOutreachForm,
)
