"""The words of numbers: periods, splits, and where there is no figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from purnadaya.indicators.office.labels import label_words
from purnadaya.indicators.rules.tables import Said, Unit
from purnadaya.kernel.commands import Actor
from purnadaya.tallies.measures import LABELS, Measure, Split
from purnadaya.tallies.rules.traits import Period, Step
from purnadaya.ui.dates import day_words

SPLIT_WORDS: Mapping[Split, Any] = {
    Split.SEX: gettext_lazy("Women and men"),
    Split.AGE: gettext_lazy("Age"),
    Split.DISABILITY: gettext_lazy("Disability"),
    Split.TERRAIN: gettext_lazy("Land"),
}
"""What a table can be split by; the label is each measure's own."""
TERRAIN_WORDS: Mapping[str, Any] = {
    "mountain": gettext_lazy("Mountain"),
    "coast": gettext_lazy("Coast"),
    "town_edge": gettext_lazy("Edge of town"),
    "plain": gettext_lazy("Plain"),
}
VALUE_WORDS: Mapping[Split, Mapping[str, Any]] = {
    Split.SEX: {
        "female": gettext_lazy("Women"), "male": gettext_lazy("Men"), "unknown": gettext_lazy("Sex not known"),
    },
    Split.AGE: {
        "under_18": gettext_lazy("Under 18"), "18_24": gettext_lazy("18–24"), "25_59": gettext_lazy("25–59"),
        "60_up": gettext_lazy("60 and over"), "unknown": gettext_lazy("Age not known"),
    },
    Split.DISABILITY: {
        "yes": gettext_lazy("With a disability"), "no": gettext_lazy("Without"), "unknown": gettext_lazy("Not asked"),
    },
    Split.TERRAIN: {**TERRAIN_WORDS, "": gettext_lazy("Land not known")},
}  # fmt: skip
"""The values of each split in the order they stand in."""


def value_words(actor: Actor, measure: Measure, split: Split, found: Iterable[str]) -> Mapping[str, Any]:
    """The words of the values that were ``found``, and perhaps of more, in the order they stand in."""
    return label_words(actor, measure, found, split) if split in LABELS else VALUE_WORDS[split]


def period_words(period: Period) -> str:
    """A period as people say it."""
    match period.standard:
        case Step.YEAR:
            return str(period.first.year)
        case Step.QUARTER:
            number = (period.first.month + 2) // 3
            return _("quarter %(n)s of %(year)s") % {"n": number, "year": period.first.year}
        case Step.MONTH:
            return str(formats.date_format(period.first, "F Y"))
    return _("%(first)s to %(last)s") % {"first": day_words(period.first), "last": day_words(period.last)}


def land_words(terrain: str) -> str:
    """On what land only is counted; empty for all."""
    return _("Land: %(land)s") % {"land": TERRAIN_WORDS[terrain]} if terrain else ""


def short_period_words(period: Period) -> str:
    """The same for a narrow column."""
    match period.standard:
        case Step.QUARTER:
            return _("Q%(n)s %(year)s") % {"n": (period.first.month + 2) // 3, "year": period.first.year}
        case Step.MONTH:
            return str(formats.date_format(period.first, "M Y"))
    return period_words(period)


def said() -> Said:
    """The words a table takes along when it leaves the page."""
    return Said(
        code=_("Code"), unknown=_("no record yet"), hidden=_("hidden"), nothing=_("nothing counted"),
        units={Unit.SHARE: "%", Unit.MINUTES: _("minutes")},
    )  # fmt: skip
