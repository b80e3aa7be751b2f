"""Forms of the rulebook."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from purnadaya.office.forms import REASON
from purnadaya.rulebook.commands import EndValue, SetValue
from purnadaya.rulebook.rules import Unit
from purnadaya.rulebook.words import UNITS
from purnadaya.ui.forms import Ask, CommandForm


class SetValueForm(CommandForm):
    """An own value of one rule; the address says of which, and in what unit."""

    command = SetValue
    ask: ClassVar = {
        "value": Ask(_("Our value")),
        "since": Ask(
            _("Holds from"),
            _("For a day that is past, numbers reckoned since then may come out differently. The reason then matters."),
        ),
        "until": Ask(_("Holds until"), _("The first day it holds no more. Leave empty: until further notice.")),
        "source": Ask(
            _("Source"), _("Law and article, or the decision of your organisation."), attrs={"autocomplete": "off"}
        ),
        "reason": REASON,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit := self.fixed.get("unit"):
            self.fields["value"].help_text = _("In %(unit)s.") % {"unit": UNITS[Unit(unit)]}


class EndValueForm(CommandForm):
    """The end of an own value."""

    command = EndValue
    danger = True
    ask: ClassVar = {
        "until": Ask(_("Holds no more from"), _("On the day it began: as if it had never been set. Then set another.")),
        "reason": REASON,
    }


PROBLEM_WORDS = {
    "rulebook.unknown_rule": _("There is no such rule in the book."),
    "rulebook.fixed": _("This one is the same for everyone on this machine. It cannot be set here."),
    "rulebook.wrong_unit": _("This rule counts in another unit (%(unit)s)."),
    "rulebook.out_of_range": _("This cannot be right: write a number from %(least)s to %(most)s."),
    "rulebook.longer_than_law": _("The law leaves %(most)s at most. You may be quicker, not slower."),
    "rulebook.day_out_of_reach": _("This day is too long ago or too far ahead. Look at the year."),
    "rulebook.ends_first": _("It would end before it begins. Look at both days."),
    "rulebook.overlaps": _(
        "Another value of ours holds or begins within these days. End that one first, or choose other days."
    ),
    "rulebook.not_its_day": _("It does not hold on this day, or ends earlier already. Look at its days."),
    "rulebook.in_the_past": _(
        "Saved. It holds from a day that is past: deadlines and numbers reckoned since then may come out differently."
    ),
}
