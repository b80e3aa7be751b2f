"""What is counted of groups, their meetings and what they taught."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from purnadaya.groups.rules.counting import (
    ACTIVE,
    ATTENDANCES,
    DONE,
    DUE,
    MEETINGS,
    MEMBERS,
    MINUTES,
    OFFICERS,
    ON_TIME,
    OUTREACHES,
    PARTICIPANTS,
    REACHED,
    REACHED_DISABLED,
    WOMENS_SHARE,
)
from purnadaya.kernel.data_classes import DataClass
from purnadaya.tallies.measures import Kind, Measure, Part, Split

WHO = frozenset({Split.SEX, Split.AGE})
WHERE = frozenset({Split.TERRAIN})

_OF_GROUPS = (
    Measure(
        ACTIVE,
        _("Active groups"),
        _("Groups that were founded and are not closed on the last day, in the village they are at home in."),
        kind=Kind.STATE,
        splits=WHERE | {Split.LABEL},
        label=_("what the group is"),
        headline=True,
    ),
    Measure(
        MEMBERS,
        _("Members"),
        _("Who belongs to a group on the last day. Who belongs to two groups counts in both; age is when she joined."),
        kind=Kind.STATE,
        splits=WHO | WHERE,
        data_class=DataClass.PERSONAL,
    ),
    Measure(
        OFFICERS,
        _("Officers"),
        _("Posts that are held in groups on the last day. Who holds two counts twice; age is when she took it."),
        kind=Kind.STATE,
        splits=WHO | WHERE | {Split.LABEL},
        label=_("post"),
        data_class=DataClass.PERSONAL,
    ),
)
_OF_MEETINGS = (
    Measure(
        MEETINGS,
        _("Meetings"),
        _("Meetings of groups that were not cancelled, in the month and in the village they were held."),
        splits=WHERE,
        headline=True,
    ),
    Measure(
        ATTENDANCES,
        _("Attendances"),
        _(
            "How often somebody was at a meeting: who comes ten times counts ten times. Guests count too, also those "
            "without a name; age is on the day."
        ),
        splits=WHO | WHERE | {Split.LABEL},
        label=_("member or guest"),
        data_class=DataClass.PERSONAL,
    ),
    Measure(
        PARTICIPANTS,
        _("Different participants"),
        _(
            "How many different persons of the registry were at meetings, each once however often she came. So months "
            "do not add up to a year, nor villages to a district. Sex and age are as they were when she last came."
        ),
        kind=Kind.PERSONS,
        of=ATTENDANCES,
        splits=WHO | WHERE,
        data_class=DataClass.PERSONAL,
        headline=True,
    ),
    Measure(
        WOMENS_SHARE,
        _("Women's share"),
        _("Of all attendances of which the sex is known, those of women."),
        kind=Kind.RATIO,
        part=Part(ATTENDANCES, ("female",)),
        over=Part(ATTENDANCES, ("female", "male")),
        splits=WHERE | {Split.AGE, Split.LABEL},
        label=_("member or guest"),
        data_class=DataClass.PERSONAL,
    ),
    Measure(
        MINUTES,
        _("Time taught"),
        _("How long something was taught at meetings, by topic."),
        splits=WHERE | {Split.LABEL},
        label=_("topic"),
        unit="minutes",
    ),
    Measure(
        DUE,
        _("Decisions due"),
        _("What groups agreed on and was due in the period. What fell away is left out."),
        splits=WHERE,
    ),
    Measure(
        DONE,
        _("Decisions done in time"),
        _("Of what was due in the period, what was done by its day."),
        splits=WHERE,
    ),
    Measure(
        ON_TIME,
        _("Share done in time"),
        _("Of what was due in the period, how much was done by its day."),
        kind=Kind.RATIO,
        part=Part(DONE),
        over=Part(DUE),
        splits=WHERE,
    ),
)
_OF_OUTREACH = (
    Measure(
        OUTREACHES,
        _("Public education"),
        _("How often groups and the organisation taught others, where it was held."),
        splits=WHERE | {Split.LABEL},
        label=_("occasion"),
    ),
    Measure(
        REACHED,
        _("People reached"),
        _("How many people public education reached, by their own count. Nobody is named, so who came twice is twice."),
        splits=WHO | WHERE | {Split.LABEL},
        label=_("occasion"),
    ),
    Measure(
        REACHED_DISABLED,
        _("People with a disability reached"),
        _("How many of those whom public education reached live with a disability."),
        splits=WHERE | {Split.LABEL},
        label=_("occasion"),
    ),
)

MEASURES = (*_OF_GROUPS, *_OF_MEETINGS, *_OF_OUTREACH)
