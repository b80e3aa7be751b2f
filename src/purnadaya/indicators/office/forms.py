"""What is asked of the numbers: where, when, split by what, on what land. Read from the address, written nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from purnadaya.indicators.office.asked import Asked
from purnadaya.indicators.office.places import choices
from purnadaya.indicators.office.words import SPLIT_WORDS, TERRAIN_WORDS
from purnadaya.indicators.rules.periods import address_of
from purnadaya.tallies.measures import Measure
from purnadaya.ui.fields import AreaField


class AskForm(forms.Form):
    """When, split by what, and on what land, as these measures can be; the place stays."""

    period = forms.ChoiceField(label=_("When"))
    split = forms.ChoiceField(label=_("Split by"), required=False)
    land = forms.ChoiceField(label=_("Land"), required=False)
    place = forms.CharField(widget=forms.HiddenInput, required=False)
    group = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, asked: Asked, today: date, measures: Sequence[Measure]) -> None:
        super().__init__(
            auto_id="ask_%s",
            initial={
                "period": address_of(asked.period),
                "split": asked.split or "",
                "land": asked.terrain,
                "place": asked.place,
                "group": asked.group or "",
            },
        )
        offered: Mapping[str, Any] = self.fields
        offered["period"].choices = [
            (words, [(one.value, one.words) for one in some]) for words, some in choices(today, asked.period)
        ]
        offered["split"].choices = [("", _("Not split")), *splits_offered(measures)]
        offered["land"].choices = [("", _("All land")), *TERRAIN_WORDS.items()]
        if not any(one.tells_groups for one in measures):
            del self.fields["land"]


def splits_offered(measures: Sequence[Measure]) -> list[tuple[str, Any]]:
    """By what a table of these measures can be split: by what any of them can."""
    split_by = {split for measure in measures for split in measure.splits}
    return [(one.value, words) for one, words in SPLIT_WORDS.items() if one in split_by]


class DaysForm(forms.Form):
    """Any days, from one to another."""

    begins = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, asked: Asked) -> None:
        super().__init__(initial={"begins": asked.period.first, "ends": asked.period.last})

    def add_prefix(self, field_name: str) -> str:
        """The names they have in an address."""
        return {"begins": "from", "ends": "until"}.get(field_name, field_name)


class PlaceForm(forms.Form):
    """Another place, by its name."""

    place = AreaField(
        label=_("Another place"), help_text=_("A village or a wider area."), required=False, any_level=True
    )

    def __init__(self, data: Any, *, near: str | None) -> None:
        super().__init__(data)
        offered: Any = self.fields["place"]
        offered.near = near
        self.is_valid()

    @property
    def code(self) -> str:
        """The area that was meant; empty for none."""
        return str(self.cleaned_data.get("place") or "")
