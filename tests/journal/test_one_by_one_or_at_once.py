"""Many commands in one transaction give what each would have given after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from django.db import transaction

from purnadaya.groups.models import Group, Membership, OfficerTerm
from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import Act, execute_acts
from purnadaya.journal.models import Operation
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Refused
from purnadaya.people.models import Accompaniment, Episode, Person
from tests.groups.acts import found, join
from tests.world import World

pytestmark = pytest.mark.django_db

MEMBERS = ("sari", "painem")
"""Who belongs to the group before, and may join again."""
NIKS = ("3401084508850001", "3401084508850002")
TABLES = (Person, Episode, Accompaniment, Group, Membership, OfficerTerm)
UNLIKE = frozenset({"phone", "nik", "recorded_at", "registered_at", "struck_at", "erased_at"})
"""Columns that differ from one time to the next, being sealed or of the clock."""
Wish: TypeAlias = tuple[str, dict[str, Any]]


class Wishes:
    """Commands that somebody might send, about the same few persons and one group."""

    def __init__(self, world: World, group: UUID, members: Sequence[UUID], seed: int) -> None:
        self.world, self.group, self.random = world, str(group), Random(seed)
        self.new = [str(new_id()) for _ in range(3)]
        self.members = [str(world.people[name]) for name in MEMBERS]
        self.persons = [*map(str, world.people.values()), *self.new]
        self.memberships, self.terms, self.episodes = [*map(str, members)], [str(new_id())], [str(new_id())]

    def some(self) -> Iterator[Wish]:
        yield from (self.register(person) for person in self.new)
        ways: list[Callable[[], Wish]] = [
            self.stay, self.stay, self.enrol, self.enrol, self.strike, self.strike, self.strike, self.post, self.post,
            self.strike_post, self.unregister, self.unregister, self.correct, self.leave, self.merge, self.strike_stay,
        ]  # fmt: skip
        for _ in range(self.random.randint(8, 22)):
            yield self.random.choice(ways)()

    def fresh(self, among: list[str]) -> str:
        """An id for something new; now and then one that is taken."""
        if self.random.random() < 0.8:
            among.append(str(new_id()))
            return among[-1]
        return self.random.choice(among)

    def person(self) -> str:
        return self.random.choice(self.persons)

    def register(self, person: str) -> Wish:
        more = {"nik": self.random.choice(NIKS)} if self.random.random() < 0.6 else {}
        return "people.register_person", self.world.person(person=person, **more)

    def stay(self) -> Wish:
        year = self.random.randint(2001, 2012)
        when = {"departed": str(year), "returned": str(year + self.random.randint(-1, 4))}
        how = {"country": "HK", "sector": "household", "channel": "agency"}
        return "people.record_episode", {
            "person": self.person(), "episode": self.fresh(self.episodes), **how, **when,
        }  # fmt: skip

    def strike_stay(self) -> Wish:
        entry = self.random.choice(self.episodes)
        return "people.strike_entry", {"person": self.person(), "of": "episode", "entry": entry, "reason": "Keliru"}

    def enrol(self) -> Wish:
        lines = [
            {"membership": self.fresh(self.memberships), "person": one, "since": "2019-01-01"}
            for one in self.random.sample((*self.members, *self.persons), self.random.randint(1, 2))
        ]
        return "groups.enrol_members", {"group": self.group, "members": lines}

    def _membership(self, **more: str) -> dict[str, str]:
        return {"group": self.group, "membership": self.random.choice(self.memberships), **more}

    def strike(self) -> Wish:
        return "groups.strike_membership", self._membership(reason="Keliru")

    def leave(self) -> Wish:
        return "groups.leave_group", self._membership(until="2021-01-01", why="work")

    def post(self) -> Wish:
        post = self.random.choice(["chair", "treasurer"])
        term = {"term": self.fresh(self.terms), "person": self.person(), "post": post, "since": "2020-01-01"}
        return "groups.take_post", {"group": self.group, **term}

    def strike_post(self) -> Wish:
        return "groups.strike_post", {"group": self.group, "term": self.random.choice(self.terms), "reason": "Keliru"}

    def unregister(self) -> Wish:
        return "people.unregister_person", {"person": self.person(), "seen": self.random.randint(1, 2)}

    def correct(self) -> Wish:
        changes = self.random.choice([{"nik": NIKS[0]}, {"nickname": "Wi"}, {"phone": "081234567890"}])
        return "people.correct_person", {"person": self.person(), "changes": changes}

    def merge(self) -> Wish:
        return "people.merge_persons", {"person": self.person(), "other": self.person()}


def acts_of(wishes: Sequence[Wish], random: Random) -> list[Act]:
    """The commands, some of them by themselves and some together."""
    sent = [(parse(kind, body), new_id()) for kind, body in wishes]
    acts = []
    while sent:
        size = random.randint(1, 3)
        acts.append(Act(tuple(sent[:size]), {operation: 1 for _command, operation in sent[:size]}))
        sent = sent[size:]
    return acts


def result_of(world: World, *transactions: list[Act]) -> tuple[list[Any], list[Any]]:
    """What was answered and what is in the store then, all of which is undone again."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] # as of a test, that a transaction may begin in it
    with block:
        answers = [
            [one.code for one in answer.problems] if isinstance(answer, Refused) else list(answer)
            for acts in transactions
            for answer in execute_acts(acts, Envelope(world.actor("kinasih"), "import"))
        ]
        store = [sorted(map(str, map(_columns, table._default_manager.all()))) for table in TABLES]
        log = Operation.objects.order_by("seq").values_list("id", "kind", "object_id", "object_version", "note")
        differences = [line for finding in findings() for line in finding.differences]
        told = [*store, list(log), differences]
        transaction.set_rollback(True)
    return answers, told


def _columns(row: Any) -> dict[str, Any]:
    names = [one.attname for one in row._meta.concrete_fields]
    return {name: bool(getattr(row, name)) if name in UNLIKE else getattr(row, name) for name in names}


@pytest.mark.parametrize("seed", range(6))
def test_commands_give_the_same_one_by_one_and_in_one_transaction(world: World, seed: int) -> None:
    group = found(world)
    members = [join(world, group, world.people[name]) for name in MEMBERS]
    # The keys of what is sealed are there before, that the same is found by the same.
    world.run(
        "kinasih", "people.register_person", **world.person("Narti", nik="3401084508850009", phone="081234567899")
    )
    wishes = Wishes(world, group, members, seed)
    acts = acts_of(list(wishes.some()), wishes.random)
    one_by_one, at_once = result_of(world, *([one] for one in acts)), result_of(world, acts)
    assert at_once == one_by_one
    assert at_once[1][-1] == []
