"""Builds the example out of commands, the same each time for the same seed.

Everything is planned first and done in the order of its days, so that the log reads like two years of work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from purnadaya.access.actors import System, UserActor
from purnadaya.access.models import Organisation, User
from purnadaya.access.queries import actor_for, live_code
from purnadaya.access.signin import use_code
from purnadaya.journal.envelopes import Envelope, Outcome
from purnadaya.journal.execute import execute
from purnadaya.journal.waiting import take_in
from purnadaya.kernel.clock import SYSTEM_CLOCK, Clock, stopped_at
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.parsing import parse
from purnadaya.office.example import names
from purnadaya.office.example.cast import HOUSES, PASSPHRASE, VILLAGES, House, Someone
from purnadaya.office.example.circles import CircleLife
from purnadaya.office.example.lives import life_of

BACKGROUNDS = {
    "returned_migrant": 45, "village_woman": 30, "migrant_family": 18, "migrant_abroad": 4, "prospective_migrant": 3,
}  # fmt: skip
"""How often each occurs in a hundred."""
SPAN = timedelta(days=740)
"""How long ago the example begins: twenty-four months of meetings and a fortnight to prepare them."""
NEW_IDS = {
    "people.record_episode": "episode",
    "people.record_consent": "consent",
    "people.record_visit": "visit",
    "people.record_qualification": "qualification",
    "people.join_household": "member",
}
"""What the entry that a command makes is called in it."""


def is_empty() -> bool:
    """Whether nothing has been written in this home yet."""
    return not Organisation.objects.exists()


@dataclass
class Example:
    """One building of the example; ``seed`` decides every name, id and choice, ``houses`` who is in it."""

    seed: int = 1
    clock: Clock = SYSTEM_CLOCK
    houses: tuple[House, ...] = HOUSES
    dice: Random = field(init=False)
    moment: datetime = field(init=False)
    _actors: dict[str, UserActor] = field(init=False, default_factory=dict)
    _plan: list[tuple[datetime, int, Callable[[], object]]] = field(init=False, default_factory=list)
    _places: Iterator[int] = field(init=False, default_factory=count)

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)  # noqa: S311 - invented people, no secrets
        self.moment = self.clock.now() - SPAN

    @property
    def today(self) -> date:
        """The day up to which it is lived."""
        return self.clock.today()

    @property
    def begins(self) -> date:
        """The day on which the groups are written down."""
        return self.today - SPAN + timedelta(days=2)

    def build(self) -> Iterator[str]:
        """Write everything; yields a line after each organisation."""
        for house in self.houses:
            self.moment = self.clock.now() - SPAN
            organisation = self._found(house)
            for someone in house.users:
                self._invite(organisation, house, someone)
            self._people(house)
            self._live()
            yield f"{house.name}: {len(house.users)} users, {house.persons} persons, {len(house.circles)} groups"

    # -- what is planned, ids and time that follow from the seed --

    def on(self, day: date, act: Callable[[], object]) -> None:
        """Plan this for a day, between eight and four; never for one to come."""
        opens = timezone.make_aware(datetime.combine(min(day, self.today), time(8)))
        moment = min(opens + timedelta(minutes=self.dice.randint(0, 470)), self.clock.now())
        heappush(self._plan, (moment, next(self._places), act))

    def _live(self) -> None:
        while self._plan:
            planned, _, act = heappop(self._plan)
            self.moment = max(self.moment, planned)
            act()

    def new_id(self) -> UUID:
        """An id of this moment."""
        milliseconds = int(self.moment.timestamp() * 1000)
        return UUID(
            int=(milliseconds << 80)
            | (7 << 76)
            | self.dice.getrandbits(12) << 64
            | (2 << 62)
            | self.dice.getrandbits(62)
        )

    def run(self, actor: Actor, kind: str, body: dict[str, Any], base: int | None = None) -> Outcome:
        """Do one command at this moment, some seconds after the last."""
        self.moment = min(self.moment + timedelta(seconds=20), self.clock.now())
        envelope = Envelope(actor, "example", self.new_id(), base)
        return execute(parse(kind, body), envelope, stopped_at(self.moment))

    # -- parts --

    def _found(self, house: House) -> UUID:
        organisation = self.new_id()
        body = {"organisation": str(organisation), "name": house.name, "home": "34.01", "example": True}
        self.run(System("the example"), "access.found_organisation", body)
        return organisation

    def _invite(self, organisation: UUID, house: House, someone: Someone) -> None:
        actor = System("the example", organisation)
        user = str(self.new_id())
        first, *more = someone.areas or (None,)
        body = {"user": user, "name": someone.name, "username": someone.username + house.suffix, "role": someone.role}
        code = live_code(self.run(actor, "access.invite_user", body | {"area": first}).secret)
        if code is not None:
            use_code(code, PASSPHRASE, self.moment)
        for area in more:
            grant = {"grant": str(self.new_id()), "user": user, "role": someone.role, "area": area}
            self.run(actor, "access.give_role", grant)

    def _people(self, house: House) -> None:
        facilitator, coordinator = self.actor(f"pendamping{house.suffix}"), self.actor(f"koordinator{house.suffix}")
        homes = (*VILLAGES, *(one.village for one in house.circles if one.village not in VILLAGES for _ in range(4)))
        everyone = []
        for number in range(house.persons):
            person = self._person(homes[number % len(homes)])
            registered = self._registered_on(number, house.persons)
            self.on(registered, partial(self._register, facilitator, person))
            self._plan_correction(coordinator, number, person, registered)
            self._plan_life(coordinator, person, registered)
            everyone.append((person, registered))
        for circle in house.circles:
            CircleLife(self, house, circle).plan([one for one in everyone if one[0]["village"] == circle.village])
        self.on(self.today, lambda: self._twice(facilitator, everyone[7][0]))
        self.on(self.today, lambda: self._one_that_waits(facilitator))

    def _registered_on(self, number: int, persons: int) -> date:
        """Most in the first two weeks, as their groups are; then some each month, the last ones today."""
        if number < persons * 0.72:
            return self.begins + timedelta(days=self.dice.randint(0, 9))
        if number >= persons - 3:
            return self.today - timedelta(days=persons - 1 - number)
        return self.begins + timedelta(days=self.dice.randint(20, SPAN.days - 12))

    def _register(self, actor: UserActor, person: dict[str, Any]) -> None:
        self.run(actor, "people.register_person", person)

    def _plan_correction(self, actor: UserActor, number: int, person: dict[str, Any], registered: date) -> None:
        if number % 9 != 4 or registered >= self.today:
            return
        changes = self._correction(person)
        body = {"person": person["person"], "changes": changes}
        self.on(
            registered + timedelta(days=self.dice.randint(1, 40)),
            lambda: self.run(actor, "people.correct_person", body, base=1),
        )

    def _plan_life(self, actor: UserActor, person: dict[str, Any], registered: date) -> None:
        """What happened in her life is written down soon after herself, or in the last three months."""
        if registered >= self.today:
            return
        soon = registered + timedelta(days=self.dice.randint(1, 30))
        lately = self.today - timedelta(days=self.dice.randint(0, 85))
        day = soon if self.dice.random() < 0.4 else max(lately, registered)
        self.on(max(day, registered + timedelta(days=1)), lambda: self._life(actor, person))

    def _life(self, actor: UserActor, person: dict[str, Any]) -> None:
        for kind, body in life_of(self.dice, person, timezone.localdate(self.moment)):
            self.run(actor, kind, {"person": person["person"], NEW_IDS[kind]: str(self.new_id()), **body})

    def _twice(self, actor: UserActor, person: dict[str, Any]) -> None:
        """Someone who is written down once more, in another spelling, to show how such pairs are found."""
        again = {
            **person,
            "person": str(self.new_id()),
            "birth": str(person["birth"])[:4],
            "honorific": "",
            "nickname": "",
        }
        self.run(actor, "people.register_person", {**again, "name": names.old_spelling(person["name"])})

    def actor(self, username: str) -> UserActor:
        """A user of the example by her user name."""
        if username not in self._actors:
            user = User.objects.select_related("organisation").get(username=username)
            self._actors[username] = actor_for(user, self.today)
        return self._actors[username]

    def _person(self, village: str) -> dict[str, Any]:
        dice = self.dice
        female = dice.random() < 0.93
        age = min(78, max(22, round(dice.gauss(43, 11))))
        name = names.woman(dice) if female else names.man(dice)
        return {
            "person": str(self.new_id()),
            "name": name,
            "honorific": names.honorific(dice, female, age),
            "nickname": names.nickname(dice, name),
            "sex": "female" if female else "male",
            "birth": self._birth(age),
            "village": village,
            "hamlet": dice.choice(names.hamlets_of(village)) if dice.random() < 0.85 else "",
            "background": dice.choices(list(BACKGROUNDS), list(BACKGROUNDS.values()))[0],
        }

    def _birth(self, age: int) -> str:
        year = self.today.year - age
        how = self.dice.random()
        if how < 0.55:
            return f"{year - 1}-{self.dice.randint(1, 12):02}-{self.dice.randint(1, 28):02}"
        return str(year) if how < 0.8 else f"{year}~"

    def _correction(self, person: dict[str, Any]) -> dict[str, Any]:
        year = str(person["birth"])[:4]
        day = f"{year}-{self.dice.randint(1, 12):02}-{self.dice.randint(1, 28):02}"
        return self.dice.choice([{"birth": day}, {"nickname": person["name"].split()[0][:4]}, {"hamlet": "Karangrejo"}])

    def _one_that_waits(self, actor: Actor) -> None:
        """A line from a file whose birth year was mistyped, to show what the waiting room is for."""
        body = self._person(VILLAGES[0]) | {"birth": f"{self.today.year + 5}"}
        line = json.dumps({"id": str(self.new_id()), "kind": "people.register_person", "body": body})
        take_in(line.encode(), actor, "lines", stopped_at(self.clock.now()))
