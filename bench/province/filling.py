"""A province in rows: persons in the 438 villages of Yogyakarta, groups, ten years of meetings, what was taught.

The same dice make the same province. What is written goes past the commands; it is what they would have written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from bench import crowd
from bench.province.pouring import in_bulk, pour
from purnadaya.access.models import Organisation
from purnadaya.groups.models import Attendance, Decision, Group, Lesson, Meeting, Membership, OfficerTerm, Outreach
from purnadaya.groups.rules.groups import GroupKind, Post, Terrain
from purnadaya.groups.rules.meetings import Excuse, Topic, meeting_id
from purnadaya.groups.rules.outreach import REACHED, OccasionKind
from purnadaya.people.models import Accompaniment, Episode, NameBlock, NameWord, Person
from purnadaya.people.queries import name_blocks, word_keys
from purnadaya.people.rules import name_key
from purnadaya.people.rules.life import BY_GROUP, Channel, Sector
from purnadaya.places.models import Area

PROVINCE = "34."
YEARS = tuple(range(2016, 2026))
MONTHS = len(YEARS) * 12
MEMBERS = 30
"""So many belong to a group at a time."""
NEW_A_YEAR = 3
"""So many leave it each year, and others come."""
LINES = MONTHS * MEMBERS
"""Lines of attendance one group leaves in ten years."""
COUNTRIES = ("MY", "TW", "HK", "SG", "SA", "KR", "AE", "JP", "BN", "JO")
BACKGROUNDS = ("returned_migrant",) * 9 + ("village_woman",) * 7 + ("migrant_family",) * 3 + ("prospective_migrant",)
WHEN = "12:00:00"


@dataclass(frozen=True)
class Circle:
    """A group and everyone who ever belonged to it: her id, since when, until when (None: still), as days."""

    id: UUID
    village: str
    day: int
    members: tuple[tuple[str, date, date | None], ...]

    def on(self, day: date) -> list[str]:
        """Who belonged to it on a day."""
        return [one for one, since, until in self.members if since <= day and (until is None or day <= until)]


def fill(owner: Organisation, persons: int, attendances: int, tell: Callable[[str], None]) -> dict[str, int]:
    """Write a province of so many persons and lines of attendance for this organisation; how many they were."""
    dice = Random(7)
    rows = Area.objects.filter(code__startswith=PROVINCE, level=4, ended=False).order_by("code")
    villages = list(rows.values_list("code", flat=True))
    with in_bulk():
        living = _persons(dice, owner, villages, persons)
        tell(f"{persons:,} persons, of {_file(owner):,} words")
        tell(f"{pour(Episode, EPISODE, _episodes(dice, living), **_of(owner), **RECORDED):,} times abroad")
        circles = _circles(dice, living, max(1, round(attendances / LINES)))
        _groups(dice, owner, circles)
        tell(f"{len(circles):,} groups")
        _meetings(dice, owner, circles)
        tell(f"{len(circles) * MONTHS:,} meetings")
        tell(f"{pour(Attendance, ATTENDANCE, _attendances(dice, circles), **_of(owner)):,} lines of attendance")
        tell(
            f"{pour(Outreach, OUTREACH, _outreach(dice, circles), **_of(owner), **RECORDED):,} times others were taught"
        )
    return {"persons": persons, "attendances": len(circles) * LINES}


RECORDED = {"recorded_at": f"2025-12-31 {WHEN}"}


def _of(owner: Organisation) -> dict[str, Any]:
    return {"organisation_id": owner.id}


def _id(kind: int, number: int, day: date) -> str:
    """An id that sorts by its day, as those made by commands do."""
    milliseconds = (day - date(1970, 1, 1)).days * 86_400_000
    return f"{milliseconds:012x}7{kind:03x}8{number:015x}"


def _day(dice: Random) -> date:
    """Any day of the ten years."""
    return date(YEARS[0], 1, 1) + timedelta(days=dice.randrange(len(YEARS) * 365))


# --- persons ---------------------------------------------------------------------------------

PERSON = ("id", "name", "name_key", "sex", "birth", "village_id", "background", "registered_at")
AT_ONCE = 50_000
"""So many persons are filed at once."""
FILED = ("organisation", "name", "nickname", "birth", "village", "name_key", "phone_index", "nik_index")
EPISODE = ("id", "person_id", "country", "sector", "channel", "departed", "returned", "back_by")


def _persons(dice: Random, owner: Organisation, villages: list[str], persons: int) -> dict[str, list[str]]:
    """Write everyone; who lives where, by id."""
    living: dict[str, list[str]] = defaultdict(list)

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, one in enumerate(crowd.everyone(dice, villages, persons)):
            day = _day(dice)
            own_id = _id(1, number, day)
            living[one.village].append(own_id)
            sex = "female" if dice.random() < 0.85 else "male"
            yield (own_id, one.name, name_key(one.name, ""), sex, str(one.birth), one.village,
                   dice.choice(BACKGROUNDS), f"{day} {WHEN}")  # fmt: skip

    pour(Person, PERSON, rows(), **_of(owner))
    return living


def _file(owner: Organisation) -> int:
    """File everyone under her name, as whoever registers does; of how many words all names are."""
    rows = Person.objects.filter(organisation=owner).order_by("id").only(*FILED)
    words: dict[str, int] = {}
    some = list(rows[:AT_ONCE])
    # Read, then written: PostgreSQL answers nothing else while it is copied to.
    while some:
        for one in some:
            words.update(word_keys(owner.id, one.name_key))
        pour(NameBlock, ("key", "person_id"), [(key, one.id.hex) for one in some for key in name_blocks(one)])
        some = list(rows.filter(id__gt=some[-1].id)[:AT_ONCE])
    pour(NameWord, ("text", "key"), words.items(), **_of(owner))
    return len(words)


def _episodes(dice: Random, living: dict[str, list[str]]) -> Iterator[tuple[Any, ...]]:
    """A time abroad for four in ten."""
    sectors, channels = list(Sector), list(Channel)
    number = 0
    for people in living.values():
        for one in people:
            if dice.random() < 0.4:
                number += 1
                back = _day(dice)
                left = back - timedelta(days=dice.randrange(300, 4000))
                yield (_id(2, number, back), one, dice.choice(COUNTRIES), dice.choice(sectors).value,
                       dice.choice(channels).value, left.isoformat(), back.isoformat(), back.isoformat())  # fmt: skip


# --- groups ----------------------------------------------------------------------------------

GROUP = ("id", "name", "village_id", "kind", "terrain", "founded", "last_met_on")
DATED = ("id", "group_id", "person_id", "since", "until")
ACCOMPANIED = ("id", "person_id", "scope_id", "area", "since", "until")


def _circles(dice: Random, living: dict[str, list[str]], groups: int) -> list[Circle]:
    """Groups, with members of their village or, where too few live there, of around it."""
    villages = list(living)
    around: dict[str, list[str]] = defaultdict(list)
    for village, people in living.items():
        for code in (village[:8], village[:5]):
            around[code] += people
    circles = []
    for number in range(groups):
        village = dice.choice(villages)
        ever = MEMBERS + NEW_A_YEAR * (len(YEARS) - 1)
        pool = next(
            (some for some in (living[village], around[village[:8]], around[village[:5]]) if len(some) > 3 * ever),
            around[village[:5]],
        )
        people = dice.sample(pool, min(ever, len(pool)))
        own_id = UUID(_id(3, number, date(YEARS[0], 1, 1)))
        circles.append(Circle(own_id, village, dice.randint(1, 28), tuple(_members(people))))
    return circles


def _members(people: list[str]) -> Iterator[tuple[str, date, date | None]]:
    """The first come with the group; each year the longest there make room for as many new ones."""
    for place, one in enumerate(people):
        came = max(0, -(-(place - MEMBERS + 1) // NEW_A_YEAR)) if place >= MEMBERS else 0
        leaves = place // NEW_A_YEAR + 1
        until = date(YEARS[0] + leaves, 1, 1) - timedelta(days=1) if leaves < len(YEARS) else None
        yield one, date(YEARS[0] + came, 1, 1), until


def _groups(dice: Random, owner: Organisation, circles: list[Circle]) -> None:
    kinds, terrains = list(GroupKind), list(Terrain)

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, one in enumerate(circles):
            yield (one.id.hex, f"{dice.choice(crowd.ROOTS)} {number + 1}", one.village,
                   dice.choice(kinds).value, dice.choice(terrains).value, str(YEARS[0]),
                   date(YEARS[-1], 12, one.day).isoformat())  # fmt: skip

    registered = {"registered_at": f"{YEARS[0]}-01-01 {WHEN}"}
    pour(Group, GROUP, rows(), **_of(owner), **registered)
    pour(Membership, DATED, _dated(circles, 4), **_of(owner), **RECORDED)
    pour(OfficerTerm, (*DATED, "post"), _officers(circles), **_of(owner), **RECORDED)
    accompanied = ((row[0], row[2], row[1], village, row[3], row[4]) for row, village in _with_village(circles))
    pour(Accompaniment, ACCOMPANIED, accompanied, **_of(owner), **RECORDED, scope_kind=BY_GROUP)


def _dated(circles: list[Circle], kind: int) -> Iterator[tuple[Any, ...]]:
    return (row for row, _village in _with_village(circles, kind))


def _with_village(circles: list[Circle], kind: int = 6) -> Iterator[tuple[tuple[Any, ...], str]]:
    number = 0
    for circle in circles:
        for person, since, until in circle.members:
            number += 1
            row = (_id(kind, number, since), circle.id.hex, person, since.isoformat(), until and until.isoformat())
            yield row, circle.village


def _officers(circles: list[Circle]) -> Iterator[tuple[Any, ...]]:
    """Three posts, each held by a member of the last years."""
    number = 0
    for circle in circles:
        still = [row for row in circle.members if row[2] is None]
        for post, (person, since, _until) in zip((Post.CHAIR, Post.SECRETARY, Post.TREASURER), still, strict=False):
            number += 1
            yield _id(5, number, since), circle.id.hex, person, since.isoformat(), None, post.value


# --- meetings --------------------------------------------------------------------------------

MEETING = ("id", "group_id", "village_id", "held_on", "guests_women", "cancelled_at")
LESSON = ("id", "meeting_id", "topic", "minutes")
DECISION = ("id", "group_id", "meeting_id", "due", "done", "settled_on")
ATTENDANCE = ("meeting_id", "person_id", "attended", "excuse")
OUTREACH = ("id", "group_id", "village_id", "held_on", "occasion", "title", "topics", "minutes", "reached")


def _days(circle: Circle) -> Iterator[tuple[UUID, date]]:
    """Every meeting of a group, once a month."""
    for year in YEARS:
        for month in range(1, 13):
            day = date(year, month, circle.day)
            yield meeting_id(circle.id, day, 1), day


def _meetings(dice: Random, owner: Organisation, circles: list[Circle]) -> None:
    topics = [one.value for one in Topic]

    def meetings() -> Iterator[tuple[Any, ...]]:
        for circle in circles:
            for meeting, day in _days(circle):
                cancelled = f"{day} {WHEN}" if dice.random() < 0.01 else None
                yield (
                    meeting.hex,
                    circle.id.hex,
                    circle.village,
                    day.isoformat(),
                    dice.choice((0, 0, 0, 2, 3)),
                    cancelled,
                )

    def lessons() -> Iterator[tuple[Any, ...]]:
        for number, (_circle, meeting, day) in enumerate(_all(circles)):
            yield _id(7, number, day), meeting.hex, dice.choice(topics), dice.choice((30, 45, 60, 90, 120))

    def decisions() -> Iterator[tuple[Any, ...]]:
        for number, (circle, meeting, day) in enumerate(_all(circles)):
            if number % 2:
                due, done = day + timedelta(days=30), dice.random() < 0.7
                settled = (day + timedelta(days=dice.randrange(5, 60))).isoformat() if done else None
                yield _id(8, number, day), circle.id.hex, meeting.hex, due.isoformat(), int(done), settled

    pour(Meeting, MEETING, meetings(), **_of(owner), **RECORDED)
    pour(Lesson, LESSON, lessons(), **_of(owner))
    pour(Decision, DECISION, decisions(), **_of(owner), what="Membuat daftar hadir bersama", by_all=True)


def _all(circles: list[Circle]) -> Iterator[tuple[Circle, UUID, date]]:
    return ((circle, meeting, day) for circle in circles for meeting, day in _days(circle))


def _attendances(dice: Random, circles: list[Circle]) -> Iterator[tuple[Any, ...]]:
    excuses = [one.value for one in Excuse]
    for circle in circles:
        members: list[str] = []
        for meeting, day in _days(circle):
            if day.month == 1:
                members = circle.on(day)
            for person in members:
                luck = dice.random()
                if luck < 0.72:
                    yield meeting.hex, person, "present", ""
                elif luck < 0.87:
                    yield meeting.hex, person, "excused", dice.choice(excuses)
                else:
                    yield meeting.hex, person, "absent", ""


def _outreach(dice: Random, circles: list[Circle]) -> Iterator[tuple[Any, ...]]:
    """Twice a year each group teaches others."""
    topics, occasions, number = [one.value for one in Topic], [one.value for one in OccasionKind], 0
    for circle in circles:
        for year in YEARS:
            for month in (4, 9):
                number += 1
                day = date(year, month, circle.day)
                reached = ", ".join(f'"{name}": {dice.randrange(12)}' for name in REACHED)
                yield (_id(9, number, day), circle.id.hex, circle.village, day.isoformat(), dice.choice(occasions),
                       "Penyuluhan", dice.choice(topics), 60, f"{{{reached}}}")  # fmt: skip
