"""How sex, age and disability, places, months and periods are told apart, and packed into numbers to be counted by.

Pure. The packed forms are what lies in the tables; a change of them needs a recount.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from purnadaya.kernel.areas import AreaCode, Level
from purnadaya.kernel.dates import OLDEST_YEAR, PartialDate

UNKNOWN = "unknown"
LATEST_YEAR = 2999


class AgeBand(StrEnum):
    """Bands of full years on the day, as donors ask for them and as public education counts those reached."""

    UNDER_18 = "under_18"
    FROM_18 = "18_24"
    FROM_25 = "25_59"
    FROM_60 = "60_up"
    UNKNOWN = UNKNOWN


SEXES = (UNKNOWN, "female", "male")
AGES = (AgeBand.UNKNOWN, AgeBand.UNDER_18, AgeBand.FROM_18, AgeBand.FROM_25, AgeBand.FROM_60)
DISABILITIES = (UNKNOWN, "no", "yes")
TERRAINS = ("", "mountain", "coast", "town_edge", "plain")
"""On what land a group lives; empty where that was not said, or where no group is behind it."""
# The place of each in its row is its number in the tables: add at the end only.

BEGINS = ((60, AgeBand.FROM_60), (25, AgeBand.FROM_25), (18, AgeBand.FROM_18), (0, AgeBand.UNDER_18))


def age_band(birth: PartialDate | None, day: date) -> AgeBand:
    """The band someone was in on a day; with only a birth year known, by the larger of the ages she can have been."""
    if birth is None:
        return AgeBand.UNKNOWN
    age = birth.age_on(day)
    return next((band for begins, band in BEGINS if age >= begins), AgeBand.UNKNOWN)


@dataclass(frozen=True)
class Traits:
    """Of whom something is counted: sex, age band, disability; ``unknown`` also where nobody is behind it."""

    sex: str = UNKNOWN
    age: str = AgeBand.UNKNOWN
    disability: str = UNKNOWN

    @property
    def packed(self) -> int:
        """The three as one number: ``sex · 100 + age · 10 + disability``."""
        sex = SEXES.index(self.sex) if self.sex in SEXES else 0
        return sex * 100 + AGES.index(AgeBand(self.age)) * 10 + DISABILITIES.index(self.disability)

    @classmethod
    def unpacked(cls, number: int) -> Traits:
        """What ``packed`` gave."""
        return cls(SEXES[number // 100], AGES[number // 10 % 10], DISABILITIES[number % 10])


# --- places ----------------------------------------------------------------------------------

_WIDTH = {Level.PROVINCE: 10**8, Level.REGENCY: 10**6, Level.DISTRICT: 10**4, Level.VILLAGE: 1}


def packed_place(code: str) -> int:
    """An area as a number of ten digits: ``34.01.08.2005`` is 3401082005, its district 3401080000. No village ends in
    0000, so an area and those in it are a range of numbers."""
    return int(code.replace(".", "").ljust(10, "0"))


def unpacked_place(number: int, level: Level) -> str:
    """The code of the area of this level that a packed place lies in."""
    digits = f"{number:010}"
    blocks = (digits[:2], digits[2:4], digits[4:6], digits[6:])
    return ".".join(blocks[:level])


def place_range(code: str) -> tuple[int, int]:
    """The first and the last packed place that is this area or lies in it."""
    first = packed_place(code)
    return first, first + _WIDTH[AreaCode(code).level] - 1


def level_of(number: int) -> Level:
    """How deep a packed place lies."""
    return next(level for level in Level if number % _WIDTH[level] == 0)


def width_of(level: Level) -> int:
    """So many numbers an area of this level takes up."""
    return _WIDTH[level]


# --- months and periods ----------------------------------------------------------------------


class Step(StrEnum):
    """How long each stretch of a trend is; ``whole`` takes the period as one."""

    WHOLE = "whole"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS_IN = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


@dataclass(frozen=True, order=True)
class Stretches:
    """A place (packed, so many numbers wide) in stretches of so many months each, numbered from the year 0."""

    organisation: int
    place: int
    width: int
    months: int


def month_of(day: date) -> int:
    """The month a local day lies in, counted from the year 0."""
    return day.year * 12 + day.month - 1


def first_of(month: int) -> date:
    """The first day of such a month."""
    return date(month // 12, month % 12 + 1, 1)


def last_of(month: int) -> date:
    """The last day of such a month."""
    first = first_of(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``first`` to ``last``, both included. Raises ValueError when the last comes before the first, or where
    they lie outside of any time that can be meant."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends when it begins, or later")
        if not OLDEST_YEAR <= self.first.year <= self.last.year <= LATEST_YEAR:
            raise ValueError(f"a period lies between {OLDEST_YEAR} and {LATEST_YEAR}")

    @property
    def months(self) -> range:
        """The months it touches."""
        return range(month_of(self.first), month_of(self.last) + 1)

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins with a month and ends with one."""
        return self.first.day == 1 and self.last == last_of(month_of(self.last))

    def steps(self, step: Step) -> Iterator[Period]:
        """The stretches of a calendar month, quarter or year it is made of, each cut at its own ends."""
        if step is Step.WHOLE:
            yield self
            return
        for number in range(self.months[0] // MONTHS_IN[step], self.months[-1] // MONTHS_IN[step] + 1):
            begins, ends = number * MONTHS_IN[step], (number + 1) * MONTHS_IN[step] - 1
            yield Period(max(self.first, first_of(begins)), min(self.last, last_of(ends)))

    @property
    def standard(self) -> Step | None:
        """The calendar month, quarter or year it is; None for any other."""
        for step, months in MONTHS_IN.items():
            if self.is_whole_months and len(self.months) == months and self.months[0] % months == 0:
                return step
        return None


def month(year: int, number: int) -> Period:
    """A calendar month."""
    of = year * 12 + number - 1
    return Period(first_of(of), last_of(of))


def quarter(year: int, number: int) -> Period:
    """A calendar quarter, 1 to 4."""
    of = year * 12 + (number - 1) * 3
    return Period(first_of(of), last_of(of + 2))


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))
