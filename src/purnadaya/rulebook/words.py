"""What rules are called and how their values are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from purnadaya.kernel.rupiah import Rupiah
from purnadaya.rulebook.rules import Unit
from purnadaya.rulebook.shipped import shipped_rules

TOPICS: Mapping[str, Promise] = {
    "data": gettext_lazy("Personal data"),
    "return": gettext_lazy("After coming home"),
    "violence": gettext_lazy("Sexual violence"),
    "age": gettext_lazy("Ages"),
    "group": gettext_lazy("Groups"),
}
"""The parts of the book, in order; the first part of a rule's name says where it stands."""

UNITS: Mapping[Unit, Promise] = {
    Unit.HOURS: gettext_lazy("hours"),
    Unit.DAYS: gettext_lazy("days"),
    Unit.MONTHS: gettext_lazy("months"),
    Unit.YEARS: gettext_lazy("years"),
    Unit.AGE: gettext_lazy("years of age"),
    Unit.RUPIAH: gettext_lazy("rupiah"),
    Unit.PERCENT: gettext_lazy("percent"),
}


def meaning_of(name: str) -> str:
    """What the number of this rule is, in the reader's language; the name itself of a rule nobody knows any more."""
    rule = shipped_rules().get(name)
    return rule.means.get(get_language() or "", rule.means["en"]) if rule else name


def value_words(value: int, unit: Unit) -> str:
    """A value as people say it: whole days of hours as the law writes them, ``3 × 24 hours``."""
    return _SAID[unit](value)


def _hours(value: int) -> str:
    days, rest = divmod(value, 24)
    if days > 1 and not rest:
        return _("%(n)s × 24 hours") % {"n": days}
    return ngettext("%(n)s hour", "%(n)s hours", value) % {"n": value}


_SAID: Mapping[Unit, Callable[[int], str]] = {
    Unit.HOURS: _hours,
    Unit.DAYS: lambda value: ngettext("%(n)s day", "%(n)s days", value) % {"n": value},
    Unit.MONTHS: lambda value: ngettext("%(n)s month", "%(n)s months", value) % {"n": value},
    Unit.YEARS: lambda value: ngettext("%(n)s year", "%(n)s years", value) % {"n": value},
    Unit.AGE: lambda value: ngettext("%(n)s year old", "%(n)s years old", value) % {"n": value},
    Unit.RUPIAH: lambda value: str(Rupiah(value)),
    Unit.PERCENT: lambda value: f"{value}%",
}
