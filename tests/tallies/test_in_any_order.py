"""Whatever is written in whatever order, figures are what somebody finds who counts the tables by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from purnadaya.groups.models import Attendance, Group, Meeting, Membership
from purnadaya.imports.models import ImportFile
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.people.models import Move, Person
from purnadaya.tallies import engine, rolling
from purnadaya.tallies.queries import Period, Question, Split, Step, figures
from tests.groups.acts import day, found, hold
from tests.imports import acts as imported
from tests.tallies.acts import month_with
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

VILLAGES = (HARGOTIRTO, DEMANGREJO, BANARAN)
PLACES = ("34", "34.01", "34.01.08", *VILLAGES)
MONTHS = Period(date(2024, 1, 1), date(2024, 3, 31))
BIRTHS = (None, "1990-04-21", "1961", "2008-02-15")
Table: TypeAlias = dict[tuple[Any, ...], int]
LISTED = ("Ngatinem", "Partilah", "Sumarsih", "Tukiyem", "Wagirah", "Mujiyati", "Rubinem", "Kasiyati")
small = st.integers(0, 7)


class Hand:
    """Does what it is told, as far as it is taken; what is refused changes nothing."""

    def __init__(self, world: World) -> None:
        self.world, self.persons, self.meetings = world, list(world.people.values()), list[UUID]()
        self.persons.remove(world.people["ginem"])
        self.groups = [
            found(world, who="kinasih", village=HARGOTIRTO, terrain="mountain"),
            found(world, who="kinasih", village=DEMANGREJO, name="Putri Arimbi"),
        ]
        self.members, self.files = list[tuple[UUID, UUID]](), list[ImportFile]()

    def person(self, number: int) -> UUID:
        return self.persons[number % len(self.persons)]

    def do(self, kind: str, **body: Any) -> None:
        self.world.run("kinasih", kind, **body)

    def version(self, one: UUID) -> int:
        return Person.objects.get(id=one).version

    def register(self, one: int, two: int, three: int) -> None:
        body = self.world.person(f"Perempuan {'ABCDEFGH'[one]}{two}", village=VILLAGES[two % 3])
        self.do("people.register_person", **body, birth=BIRTHS[three % 4])
        self.persons.append(UUID(body["person"]))

    def move(self, one: int, two: int, three: int) -> None:
        on = day(three).isoformat()
        body = {"person": self.person(one), "move": new_id(), "village": VILLAGES[two % 3], "moved_on": on}
        self.do("people.record_move", **body)

    def correct(self, one: int, two: int, three: int) -> None:
        person = self.person(one)
        sexes = {"sex": ("female", "male")[two % 2], "birth": BIRTHS[three % 4]}
        changes = sexes if two < 6 else {"village": VILLAGES[three % 3]}
        self.do("people.correct_person", base=self.version(person), person=person, changes=changes)

    def join(self, one: int, two: int, three: int) -> None:
        group, membership = self.groups[two % 2], new_id()
        since = date(2024, 1 + three % 4, 10).isoformat()
        self.do("groups.join_group", group=group, membership=membership, person=self.person(one), since=since)
        self.members.append((group, membership))

    def leave(self, one: int, two: int, three: int) -> None:
        if self.members:
            group, membership = self.members[one % len(self.members)]
            until = date(2024, 2 + three % 3, 20).isoformat()
            self.do("groups.leave_group", group=group, membership=membership, until=until, why="other")

    def meet(self, one: int, two: int, three: int) -> None:
        on = MONTHS.first + timedelta((one * 17 + two * 5 + three) % 91)
        there = {self.person(one), self.person(two), self.person(three)}
        lines = [{"person": str(who), "attended": "present", "guest": True} for who in sorted(there)]
        group = self.groups[two % 2]
        self.meetings.append(hold(self.world, group, on, "kinasih", attendance=lines, guests_women=three))

    def attend(self, one: int, two: int, three: int) -> None:
        if self.meetings:
            said = ("present", "absent")[three % 2]
            lines = [{"person": str(self.person(two)), "attended": said, "guest": True}]
            self.do("groups.correct_attendance", meeting=self.meetings[one % len(self.meetings)], attendance=lines)

    def cancel(self, one: int, two: int, three: int) -> None:
        if self.meetings:
            kind = "groups.cancel_meeting" if two % 2 else "groups.reinstate_meeting"
            body = {"reason": "keliru"} if two % 2 else {}
            self.do(kind, meeting=self.meetings[one % len(self.meetings)], **body)

    def shift(self, one: int, two: int, three: int) -> None:
        if self.meetings:
            on = (MONTHS.first + timedelta(two * 11 + three)).isoformat()
            self.do("groups.move_meeting", meeting=self.meetings[one % len(self.meetings)], held_on=on)
            self.meetings = list(Meeting.objects.filter(group_id__in=self.groups).values_list("id", flat=True))

    def terrain(self, one: int, two: int, three: int) -> None:
        group, changes = self.groups[one % 2], {"terrain": ("coast", "plain", None)[two % 3]}
        self.do("groups.correct_group", base=Group.objects.get(id=group).version, group=group, changes=changes)

    def merge(self, one: int, two: int, three: int) -> None:
        self.do("people.merge_persons", person=self.person(one), other=self.person(two))

    def part(self, one: int, two: int, three: int) -> None:
        aliases = list(Person.objects.exclude(merged_into=None).order_by("id"))
        if aliases:
            alias = aliases[one % len(aliases)]
            self.do("people.unmerge_persons", person=alias.root_id, other=alias.id, reason="dua orang")

    def take_in(self, one: int, two: int, three: int) -> None:
        """A list of members comes in, of which some may be there already."""
        women = [imported.woman(n, LISTED[(one + n) % 8], birth=f"{10 + three}-0{1 + two}-1985") for n in (1, 2)]
        file = imported.give(self.world, imported.book(Anggota=imported.members(*women)))
        imported.read(self.world, file)
        imported.take(self.world, file)
        self.files.append(file)

    def undo(self, one: int, two: int, three: int) -> None:
        """A list that came in is taken back, as far as nobody wrote about it since."""
        if self.files:
            imported.undo(self.world, self.files[one % len(self.files)])

    def roll(self, one: int, two: int, three: int) -> None:
        rolling.roll_tallies() if one % 2 else rolling.roll_all()


ACTS: tuple[Callable[[Hand, int, int, int], None], ...] = (
    Hand.register, Hand.move, Hand.correct, Hand.join, Hand.leave, Hand.meet, Hand.attend, Hand.cancel, Hand.shift,
    Hand.terrain, Hand.merge, Hand.part, Hand.take_in, Hand.undo, Hand.roll,
)  # fmt: skip
"""What can happen."""
step = st.tuples(st.sampled_from(ACTS), small, small, small)


@given(steps=st.lists(step, min_size=4, max_size=24))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_figures_are_what_is_found_by_hand(world: World, steps: list[Any]) -> None:
    run_and_compare(world, steps)


@given(steps=st.lists(step, min_size=10, max_size=60))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def run_many(world: World, steps: list[Any]) -> None:
    run_and_compare(world, steps)


def test_figures_are_what_is_found_by_hand_a_hundred_times(world: World, long: bool) -> None:
    if not long:
        pytest.skip("thousand-fold loops run with --long")
    run_many(world)


def run_and_compare(world: World, steps: list[Any]) -> None:
    before = transaction.savepoint()
    try:
        follow(Hand(world), steps)
        compare(world)
        assert list(engine.differences()) == []
        rolling.roll_all()
        compare(world)
    finally:
        transaction.savepoint_rollback(before)


def follow(hand: Hand, steps: list[Any]) -> None:
    """Do one after the other; of what is refused nothing remains."""
    for act, *numbers in steps:
        inner = transaction.savepoint()
        try:
            act(hand, *numbers)
        except Refused:
            transaction.savepoint_rollback(inner)


def compare(world: World) -> None:
    meant = by_hand(world.mitra)
    told = as_told(world)
    assert told == {key: n for key, n in meant.items() if n}


# --- as the figures tell it ------------------------------------------------------------------


def as_told(world: World) -> Table:
    """Every figure by measure, place, month and whom, without noughts."""
    found: Table = {}
    now = month_with(SYSTEM_CLOCK.today())
    who = frozenset({Split.SEX, Split.AGE})
    measures = ("groups.meetings", "groups.attendances", "groups.participants", "groups.members")
    for place in PLACES:
        asked = [Question(measures, MONTHS, place, by=who, step=one) for one in (Step.MONTH, Step.QUARTER)]
        for question in (*asked, Question(("people.registered",), now, place, by=who)):
            for one in figures(world.actor("kinasih"), question).figures:
                if one.n:
                    cell = one.cell
                    found[cell.measure, place, cell.first, cell.last, cell.sex or "", cell.age or ""] = one.n
    return found


# --- by hand ---------------------------------------------------------------------------------


def by_hand(organisation: UUID) -> Table:
    """The same, counted from the tables without any of the engine's code."""
    found: Table = defaultdict(int)
    periods = [*months(), (date(2024, 1, 1), date(2024, 3, 31))]
    now = month_with(SYSTEM_CLOCK.today())
    for place in PLACES:
        for first, last in periods:
            meetings = [one for one in held(organisation, first, last) if inside(str(one.village_id), place)]
            found["groups.meetings", place, first, last, "", ""] += len(meetings)
            latest: dict[UUID, tuple[Any, ...]] = {}
            for meeting in meetings:
                for root in came(meeting):
                    add(found, ("groups.attendances", place, first, last), root.sex, band(root, meeting.held_on))
                    on = meeting.held_on
                    rank = (on.year * 12 + on.month, terrain_rank(meeting), age_rank(band(root, on)), on)
                    latest[root.id] = max(latest.get(root.id, rank), rank)
                add(found, ("groups.attendances", place, first, last), "female", "unknown", meeting.guests_women)
            for person, rank in latest.items():
                root = Person.objects.get(id=person)
                add(found, ("groups.participants", place, first, last), root.sex, AGES[rank[2]])
            for root, since in members(organisation, place, last):
                add(found, ("groups.members", place, first, last), root.sex, band(root, since))
        for person in Person.objects.filter(organisation_id=organisation, merged_into=None, struck_at=None):
            today = SYSTEM_CLOCK.today()
            if inside(lived(person, today), place):
                add(found, ("people.registered", place, now.first, now.last), person.sex, band(person, today))
    return found


def add(found: Table, at: tuple[Any, ...], sex: str, age: str, n: int = 1) -> None:
    """``at``: measure, place, first and last day."""
    found[*at, "", ""] += n
    found[*at, sex, age] += n


def months() -> Iterator[tuple[date, date]]:
    for number in range(1, 4):
        yield date(2024, number, 1), date(2024, number + 1, 1) - timedelta(1)


def inside(village: str, place: str) -> bool:
    return village == place or village.startswith(place + ".")


def held(organisation: UUID, first: date, last: date) -> list[Meeting]:
    found = Meeting.objects.filter(organisation_id=organisation, cancelled_at=None, held_on__range=(first, last))
    return list(found.select_related("group"))


def came(meeting: Meeting) -> list[Person]:
    rows = Attendance.objects.filter(meeting=meeting, attended="present")
    roots = {row.person.root_id for row in rows.select_related("person")}
    return list(Person.objects.filter(id__in=roots))


AGES = ("unknown", "under_18", "18_24", "25_59", "60_up")


def band(person: Person, on: date) -> str:
    if not person.birth:
        return "unknown"
    age = PartialDate.parse(person.birth).age_on(on)
    return "under_18" if age < 18 else "18_24" if age < 25 else "25_59" if age < 60 else "60_up"


def age_rank(age: str) -> int:
    return AGES.index(age)


def terrain_rank(meeting: Meeting) -> int:
    return ("", "mountain", "coast", "town_edge", "plain").index(meeting.group.terrain)


def members(organisation: UUID, place: str, on: date) -> list[tuple[Person, date]]:
    """Who belongs to which group on a day, once a group, and since when without a break."""
    spans: dict[tuple[UUID, UUID], list[Membership]] = defaultdict(list)
    for one in Membership.objects.filter(organisation_id=organisation, struck_at=None).select_related(
        "group", "person"
    ):
        if inside(str(one.group.village_id), place):
            spans[one.group_id, one.person.root_id].append(one)
    found = []
    for (_group, root), hers in spans.items():
        days = {one for one in hers if one.since <= on and (one.until is None or one.until >= on)}
        if days:
            since = min(one.since for one in days)
            while earlier := [one for one in hers if one.since < since and one.until and one.until >= since]:
                since = min(one.since for one in earlier)
            found.append((Person.objects.get(id=root), since))
    return found


def lived(person: Person, on: date) -> str:
    """Where she lived on a day."""
    later = Move.objects.filter(person=person, moved_on__gt=on).order_by("moved_on", "recorded_at", "id").first()
    return str(later.former_id if later else person.village_id)


def test_a_list_counts_when_it_came_in_and_no_more_when_it_was_taken_back(world: World) -> None:
    def registered() -> int:
        now = month_with(SYSTEM_CLOCK.today())
        return figures(world.actor("kinasih"), Question(("people.registered",), now, "34.01")).figures[0].n or 0

    hand = Hand(world)
    before = registered()
    hand.take_in(1, 2, 3)
    assert registered() == before + 2
    compare(world)
    hand.undo(0, 0, 0)
    assert registered() == before
    compare(world)
    assert list(engine.differences()) == []
