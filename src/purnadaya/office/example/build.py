"""Builds the example out of commands, the same each time for the same seed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

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
from purnadaya.office.example.lives import life_of

BACKGROUNDS = {
    "returned_migrant": 45, "village_woman": 30, "migrant_family": 18, "migrant_abroad": 4, "prospective_migrant": 3,
}  # fmt: skip
"""How often each occurs in a hundred."""
SPAN = timedelta(days=90)
STEP = SPAN / 620
"""The example's commands, about this many, spread over its span."""
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
    """One building of the example; ``seed`` decides every name, id and choice."""

    seed: int = 1
    clock: Clock = SYSTEM_CLOCK
    dice: Random = field(init=False)
    moment: datetime = field(init=False)
    step: int = 0

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)  # noqa: S311 - invented people, no secrets
        self.moment = self.clock.now() - SPAN

    def build(self) -> Iterator[str]:
        """Write everything; yields a line after each part."""
        for house in HOUSES:
            organisation = self._found(house)
            for someone in house.users:
                self._invite(organisation, house, someone)
            self._people(house)
            yield f"{house.name}: {len(house.users)} users, {house.persons} persons"

    # -- ids and time that follow from the seed --

    def _id(self) -> UUID:
        milliseconds = int(self.moment.timestamp() * 1000)
        return UUID(
            int=(milliseconds << 80)
            | (7 << 76)
            | self.dice.getrandbits(12) << 64
            | (2 << 62)
            | self.dice.getrandbits(62)
        )

    def _run(self, actor: Actor, kind: str, body: dict[str, Any], base: int | None = None) -> Outcome:
        self.step += 1
        planned = self._by_day(self.clock.now() - SPAN + self.step * STEP)
        self.moment = min(max(planned, self.moment + timedelta(minutes=1)), self.clock.now())
        envelope = Envelope(actor, "example", self._id(), base)
        return execute(parse(kind, body), envelope, stopped_at(self.moment))

    def _by_day(self, moment: datetime) -> datetime:
        """The moment itself between eight and four in Kulon Progo, else some time the next morning."""
        hour = (moment.hour + 7) % 24
        wait = 0 if 8 <= hour < 16 else (8 - hour) % 24
        return moment + timedelta(hours=wait, minutes=self.dice.randint(0, 50) if wait else 0)

    # -- parts --

    def _found(self, house: House) -> UUID:
        organisation = self._id()
        body = {"organisation": str(organisation), "name": house.name, "home": "34.01", "example": True}
        self._run(System("the example"), "access.found_organisation", body)
        return organisation

    def _invite(self, organisation: UUID, house: House, someone: Someone) -> None:
        actor = System("the example", organisation)
        user = str(self._id())
        first, *more = someone.areas or (None,)
        body = {"user": user, "name": someone.name, "username": someone.username + house.suffix, "role": someone.role}
        code = live_code(self._run(actor, "access.invite_user", body | {"area": first}).secret)
        if code is not None:
            use_code(code, PASSPHRASE, self.moment)
        for area in more:
            grant = {"grant": str(self._id()), "user": user, "role": someone.role, "area": area}
            self._run(actor, "access.give_role", grant)

    def _people(self, house: House) -> None:
        facilitator = self._actor(f"pendamping{house.suffix}")
        corrected, registered = [], []
        for number in range(house.persons):
            person = self._person(VILLAGES[number % len(VILLAGES)])
            outcome = self._run(facilitator, "people.register_person", person)
            registered.append(person)
            if number % 9 == 4:
                corrected.append((outcome.of.id, person))
        coordinator = self._actor(f"koordinator{house.suffix}")
        for person_id, person in corrected:
            changes = self._correction(person)
            self._run(coordinator, "people.correct_person", {"person": person_id, "changes": changes}, base=1)
        for person in registered:
            self._life(coordinator, person)
        self._twice(facilitator, registered[7])
        self._one_that_waits(facilitator)

    def _life(self, actor: UserActor, person: dict[str, Any]) -> None:
        for kind, body in life_of(self.dice, person, self.moment.date()):
            self._run(actor, kind, {"person": person["person"], NEW_IDS[kind]: str(self._id()), **body})

    def _twice(self, actor: UserActor, person: dict[str, Any]) -> None:
        """Someone who is written down once more, in another spelling, to show how such pairs are found."""
        again = {
            **person,
            "person": str(self._id()),
            "birth": str(person["birth"])[:4],
            "honorific": "",
            "nickname": "",
        }
        self._run(actor, "people.register_person", {**again, "name": names.old_spelling(person["name"])})

    def _actor(self, username: str) -> UserActor:
        user = User.objects.select_related("organisation").get(username=username)
        return actor_for(user, self.clock.today())

    def _person(self, village: str) -> dict[str, Any]:
        dice = self.dice
        female = dice.random() < 0.88
        age = min(78, max(19, round(dice.gauss(43, 12))))
        name = names.woman(dice) if female else names.man(dice)
        return {
            "person": str(self._id()),
            "name": name,
            "honorific": names.honorific(dice, female, age),
            "nickname": names.nickname(dice, name),
            "sex": "female" if female else "male",
            "birth": self._birth(age),
            "village": village,
            "hamlet": dice.choice(names.HAMLETS[VILLAGES.index(village) * 2 :][:5]) if dice.random() < 0.85 else "",
            "background": dice.choices(list(BACKGROUNDS), list(BACKGROUNDS.values()))[0],
        }

    def _birth(self, age: int) -> str:
        year = self.clock.today().year - age
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
        body = self._person(VILLAGES[0]) | {"birth": f"{self.clock.today().year + 5}"}
        line = json.dumps({"id": str(self._id()), "kind": "people.register_person", "body": body})
        take_in(line.encode(), actor, "lines", stopped_at(self.clock.now()))
