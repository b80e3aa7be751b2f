"""How often a group met, as a picture: a bar for each month, as high as there were members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MONTHS = 24
STEP, BAR, HEIGHT, FOOT = 14, 10, 72, 4


@dataclass(frozen=True)
class Month:
    """One month: when it begins, how often the group met, how many came on average; and its bar in the picture."""

    begins: date
    met: int
    came: int
    x: int
    height: int

    @property
    def y(self) -> int:
        """Where its bar begins, from above."""
        return HEIGHT - self.height


@dataclass(frozen=True)
class Rhythm:
    """The picture and what it says in words."""

    months: tuple[Month, ...]
    met: int
    came: int
    width: int = MONTHS * STEP
    height: int = HEIGHT
    bar: int = BAR

    @property
    def quiet(self) -> int:
        """In how many months the group did not meet."""
        return sum(one.met == 0 for one in self.months)


def begins(today: date) -> date:
    """The first day of the picture: two years ago, this month included."""
    number = today.year * 12 + today.month - MONTHS
    return date(number // 12, number % 12 + 1, 1)


def rhythm_of(met: Iterable[tuple[date, int]], today: date) -> Rhythm:
    """The rhythm of meetings, each given as its day and how many members came; without those to come."""
    by_month: dict[tuple[int, int], list[int]] = defaultdict(list)
    for day, came in (one for one in met if one[0] <= today):
        by_month[day.year, day.month].append(came)
    highest = max((max(one) for one in by_month.values()), default=0) or 1
    first = begins(today)
    months = []
    for place in range(MONTHS):
        number = first.year * 12 + first.month - 1 + place
        month = date(number // 12, number % 12 + 1, 1)
        told = by_month.get((month.year, month.month), [])
        came = round(sum(told) / len(told)) if told else 0
        height = FOOT + round((HEIGHT - FOOT) * came / highest) if told else 0
        months.append(Month(month, len(told), came, place * STEP, height))
    everyone = [came for told in by_month.values() for came in told]
    return Rhythm(tuple(months), len(everyone), round(sum(everyone) / len(everyone)) if everyone else 0)
