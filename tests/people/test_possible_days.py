"""Days that cannot be: before she was born, after she died, in days to come, back before she left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.people.models import Episode
from purnadaya.people.rules import life
from purnadaya.people.rules.life import Stay
from tests.people.test_life import EPISODE, sari, write
from tests.people.test_own_data import code_of
from tests.world import DEMANGREJO, World

HAPPENED: dict[str, tuple[str, dict[str, Any]]] = {
    "episode": ("departed", {"country": "MY", "sector": "household", "channel": "agency"}),
    "consent": ("given_on", {"purpose": "photo", "way": "thumb", "notice": "sheet"}),
    "functioning": ("asked_on", {"seeing": "none"}),
    "qualification": ("since", {"training": "business"}),
    "position": ("since", {"body": "pkk"}),
    "visit": ("met_on", {"note": "Bertemu"}),
    "move": ("moved_on", {"village": DEMANGREJO}),
    "household": ("since", {"relation": "head"}),
    "accompaniment": ("since", {}),
}
"""What is written down about her, by its day and the rest of it."""


def refusal(world: World, kind: str, day: str) -> str:
    field, rest = HAPPENED[kind]
    more = {"user": world.users["dimas"]} if kind == "accompaniment" else {}
    with pytest.raises(Refused) as refused:
        write(world, kind, "kinasih", **rest, **more, **{field: day})
    assert refused.value.problems[0].fields == (field,)
    return refused.value.problems[0].code


@pytest.mark.parametrize("kind", HAPPENED)
def test_nothing_happened_to_her_before_she_was_born_or_after_she_died(world: World, kind: str) -> None:
    assert refusal(world, kind, "1990-04-20") == "people.before_birth"
    assert refusal(world, kind, "2999-01-01") == "people.not_yet"
    world.run("ayu", "people.record_leaving", person=sari(world), why="died", on="2026-02-01")
    assert refusal(world, kind, "2026-02-02") == "people.after_death"


def test_with_a_guessed_birth_some_years_are_forgiven_and_with_none_all_since_1900(world: World) -> None:
    world.run("ayu", "people.correct_person", base=1, person=sari(world), changes={"birth": "1990~"})
    assert refusal(world, "visit", "1984-12-31") == "people.before_birth"
    write(world, "visit", met_on="1985-01-01", note="Bertemu")
    world.run("ayu", "people.correct_person", base=3, person=sari(world), changes={"birth": None})
    assert refusal(world, "visit", "1899-12-31") == "people.before_birth"
    write(world, "visit", met_on="1900-01-01", note="Bertemu")


def test_a_corrected_departure_is_not_before_her_birth_and_who_died_abroad_comes_back_after(world: World) -> None:
    episode = write(world, "episode", **{**EPISODE, "returned": None})
    body = {"person": sari(world), "episode": episode}
    code = code_of(world, "ayu", "people.correct_episode", base=1, **body, changes={"departed": "1989"})
    assert code == "people.before_birth"
    world.run("ayu", "people.record_leaving", person=sari(world), why="died", on="2026-02-01")
    home = {"returned": "2026-02-08", "reason": "died"}
    world.run("ayu", "people.correct_episode", base=1, **body, changes=home)
    assert Episode.objects.get().returned == "2026-02-08"


def test_nobody_lives_in_a_household_before_she_was_born(world: World) -> None:
    child = world.run("ayu", "people.register_person", **world.person("Melati", birth="2020-05-01")).of.id
    body = {"person": child, "member": new_id(), "relation": "child", "since": "2019-01-01"}
    assert code_of(world, "ayu", "people.join_household", **body) == "people.before_birth"


@given(st.integers(2000, 2025), st.integers(1, 12), st.booleans())
def test_she_is_not_counted_as_back_before_she_left(year: int, month: int, by_month: bool) -> None:
    left = RoughDate.of(year, month, 15)
    back = RoughDate.of(year, month) if by_month else RoughDate.of(year)
    assert life.back_since([Stay(left, back)]) == left.first
    assert life.back_since([Stay(left, RoughDate.of(year + 1))]) == date(year + 1, 1, 1)
    assert life.back_since([Stay(left, back), Stay(RoughDate.of(year + 1), None)]) is None
    assert life.back_since([]) is None
