"""Where one is among places, and how to go from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from purnadaya.groups.queries import Group, group_for, groups_for
from purnadaya.indicators.office.asked import Asked
from purnadaya.indicators.office.words import period_words, short_period_words
from purnadaya.indicators.rules.periods import address_of, moved
from purnadaya.kernel.areas import Level
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.places.queries import lineage
from purnadaya.places.words import place_line
from purnadaya.tallies.rules.traits import Period, Step, month, month_of, quarter, year


@dataclass(frozen=True)
class Crumb:
    """A step on the way here: its name, and what is asked there."""

    words: str
    query: str


@dataclass(frozen=True)
class Place:
    """Where the page is: its name, the way to it from the widest area, and the groups in it, where it is a village."""

    words: str
    under: str
    crumbs: tuple[Crumb, ...]
    groups: tuple[tuple[Group, str], ...] = ()
    is_group: bool = False
    is_village: bool = False


def place_of(actor: Actor, asked: Asked) -> Place:
    """Where the page is. Raises ``access.not_found`` for an area that is none and a group that is not hers to see."""
    group = group_for(actor, asked.group) if asked.group else None
    code = group.village_id if group else asked.place
    path = lineage(code) if code else []
    if code and not path:
        raise not_found()
    everywhere = asked.but(place="", group=None)
    steps = [Crumb(_("All we do"), everywhere.query)]
    steps += [Crumb(one.name, everywhere.but(place=one.code).query) for one in path]
    if group:
        return Place(group.name, place_line(path[-1]), tuple(steps), is_group=True)
    if not path:
        return Place(_("All we do"), "", ())
    village = path[-1].level == Level.VILLAGE
    line = place_line(path[-1])
    return Place(
        path[-1].name, line.partition(", ")[2], tuple(steps[:-1]), _groups(actor, asked) if village else (),
        is_village=village,
    )  # fmt: skip


def _groups(actor: Actor, asked: Asked) -> tuple[tuple[Group, str], ...]:
    found = groups_for(actor, "", asked.place)
    return tuple((one, asked.but(place="", group=one.id).query) for one in found)


@dataclass(frozen=True)
class Choice:
    """A period to choose."""

    value: str
    words: str


def choices(today: date, shown: Period) -> list[tuple[str, list[Choice]]]:
    """The periods that are offered, by their kind, the latest first; the one that is shown is always among them."""
    of = today.year * 4 + (today.month - 1) // 3
    now = month_of(today)
    kinds: list[tuple[str, Iterable[Period]]] = [
        (_("Years"), [year(today.year - back) for back in range(5)]),
        (_("Quarters"), [quarter((of - back) // 4, (of - back) % 4 + 1) for back in range(6)]),
        (_("Months"), [month((now - back) // 12, (now - back) % 12 + 1) for back in range(15)]),
    ]
    told = [(words, [Choice(address_of(one), period_words(one)) for one in periods]) for words, periods in kinds]
    if address_of(shown) not in {one.value for _words, some in told for one in some}:
        told.insert(0, (_("Shown now"), [Choice(address_of(shown), period_words(shown))]))
    return told


def beside(asked: Asked, today: date) -> dict[str, Any]:
    """The period before and the one after, as addresses and words; neither for any days, and none that is to come."""
    found = {"before": moved(asked.period, -1), "after": moved(asked.period, 1)}
    return {
        name: {"query": asked.but(period=period).query, "words": short_period_words(period)}
        for name, period in found.items()
        if period is not None and period.first <= today
    }


def is_calendar(period: Period) -> bool:
    """Whether it is a month, a quarter or a year."""
    return period.standard in set(Step)
