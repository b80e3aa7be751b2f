"""What is counted of persons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from purnadaya.kernel.data_classes import DataClass
from purnadaya.people.rules.counting import POSITIONS, REGISTERED, RETURNEES, RETURNS
from purnadaya.tallies.measures import LABELS, Kind, Measure, Split

WHO = frozenset({Split.SEX, Split.AGE})

MEASURES = (
    Measure(
        REGISTERED,
        _("Persons registered"),
        _(
            "Everyone who came into the registry, once, in the month she was registered and where she lived then. "
            "Two entries that turned out to be one woman count once."
        ),
        splits=WHO,
        data_class=DataClass.PERSONAL,
        headline=True,
    ),
    Measure(
        RETURNS,
        _("Returns from abroad"),
        _(
            "Every time someone came home from work abroad, in the month she came and where she lived then. Where only "
            "the year is known, the last day it can have been counts."
        ),
        splits=WHO | set(LABELS),
        label=_("country and how she went"),
        label_parts=(_("country"), _("how she went")),
        data_class=DataClass.PERSONAL,
    ),
    Measure(
        RETURNEES,
        _("Returned migrants"),
        _("How many different persons came home from work abroad, each once however often she came home."),
        kind=Kind.PERSONS,
        of=RETURNS,
        splits=WHO,
        data_class=DataClass.PERSONAL,
    ),
    Measure(
        POSITIONS,
        _("Positions held"),
        _(
            "Positions that persons hold outside their groups on the last day: in the village council, in PKK, as a "
            "cadre. Counted in the village the position is for, or where she lives."
        ),
        kind=Kind.STATE,
        splits=WHO | {Split.LABEL},
        label=_("where she holds it"),
        data_class=DataClass.PERSONAL,
    ),
)
