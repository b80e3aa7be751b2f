"""Whatever is merged and parted in whatever order, every entry stays with the person it was written about."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.people.models import Person
from purnadaya.people.queries import ids_of, persons_for, standing_differences, visits_for
from tests.world import World

WOMEN = 4
step = st.tuples(st.sampled_from(["merge", "part", "write"]), st.integers(0, WOMEN - 1), st.integers(0, WOMEN - 1))


class Model:
    """What must be true: who is an alias of whom, and what was written about whom."""

    def __init__(self) -> None:
        self.into: dict[int, int] = {}
        self.written: dict[str, int] = {}

    def root(self, one: int) -> int:
        """As whom she stands."""
        while one in self.into:
            one = self.into[one]
        return one

    def family(self, one: int) -> set[int]:
        """She, whom she turned out to be, and everyone else who did."""
        found = {self.root(one)}
        while more := {alias for alias, root in self.into.items() if root in found} - found:
            found |= more
        return found

    def may(self, act: str, one: int, other: int) -> bool:
        """Whether the command must be taken."""
        if act == "merge":
            return one != other and one not in self.into and other not in self.into
        return act == "write" or (one != other and other in self.family(one) and other in self.into)

    def do(self, act: str, one: int, other: int, note: str) -> None:
        """Take it."""
        if act == "merge":
            self.into[other] = one
        elif act == "part":
            del self.into[other]
        else:
            self.written[note] = one


def act(world: World, women: list[UUID], act: str, one: int, other: int, note: str) -> None:
    person, twin = women[one], women[other]
    if act == "merge":
        world.run("kinasih", "people.merge_persons", person=person, other=twin)
    elif act == "part":
        world.run("kinasih", "people.unmerge_persons", person=person, other=twin, reason="dua orang")
    else:
        world.run("kinasih", "people.record_visit", person=person, visit=new_id(), met_on="2026-01-01", note=note)


@pytest.fixture
def women(world: World) -> list[UUID]:
    bodies = (world.person(f"Perempuan {letter}") for letter in "ABCD")
    return [UUID(world.run("ayu", "people.register_person", **body).of.id) for body in bodies]


@given(steps=st.lists(step, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_entry_stays_with_whom_it_was_written_about(
    world: World, women: list[UUID], steps: list[tuple[str, int, int]]
) -> None:
    before = transaction.savepoint()
    run_and_compare(world, women, steps)
    transaction.savepoint_rollback(before)


def run_and_compare(world: World, women: list[UUID], steps: list[tuple[str, int, int]]) -> None:
    model, notes = Model(), count()
    for what, one, other in steps:
        note = f"Catatan {next(notes)}"
        try:
            act(world, women, what, one, other, note)
        except Refused:
            assert not model.may(what, one, other), (what, one, other)
        else:
            assert model.may(what, one, other), (what, one, other)
            model.do(what, one, other, note)
    compare(world, women, model)
    for alias in list(model.into):
        act(world, women, "part", model.root(alias), alias, "")
        del model.into[alias]
    compare(world, women, model)


def compare(world: World, women: list[UUID], model: Model) -> None:
    actor: Any = world.actor("kinasih")
    listed = set(persons_for(actor).values_list("id", flat=True))
    for number, woman in enumerate(women):
        person = Person.objects.get(id=woman)
        family = model.family(number)
        assert set(ids_of(person)) == {women[one] for one in family}
        told = {visit.note for visit in visits_for(actor, person)}
        assert told == {note for note, about in model.written.items() if about in family}
        assert (woman in listed) == (number not in model.into)
        assert person.root_id == women[model.root(number)]
    assert list(standing_differences()) == []
