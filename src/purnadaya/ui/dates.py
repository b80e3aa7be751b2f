"""Dates in words."""

from __future__ import annotations

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from purnadaya.kernel.dates import PartialDate, Precision
from purnadaya.kernel.rough_dates import RoughDate


def day_words(day: date) -> str:
    """A day as people say it: 5 March 2026."""
    return str(formats.date_format(day, "j F Y"))


def birth_words(text: str) -> str:
    """A birth date as people say it: a day, a year, or about a year."""
    known = PartialDate.parse(text)
    if known.precision is Precision.DAY:
        return day_words(known.first)
    if known.precision is Precision.YEAR:
        return _("the year %(year)s") % {"year": known.first.year}
    return _("about %(year)s") % {"year": known.first.year}


def rough_words(text: str) -> str:
    """A day, a month or a year, as well as it is remembered."""
    known = RoughDate.parse(text)
    if known.first == known.last:
        return str(formats.date_format(known.first, "j F Y"))
    return str(formats.date_format(known.first, "F Y")) if len(text) > len("2019") else text
