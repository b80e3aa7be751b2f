"""Two people editing one person: nothing is lost silently."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from purnadaya.journal.queries import clashes_of, open_clashes
from purnadaya.kernel.problems import Refused
from purnadaya.people.models import Person
from tests.world import BANARAN, World


def correct(world: World, who: str, base: int, **changes: Any) -> Any:
    return world.run(who, "people.correct_person", base=base, person=world.people["sari"], changes=changes)


def test_edits_of_different_fields_on_the_same_version_merge(world: World) -> None:
    correct(world, "ayu", 1, name="Sari Rahayu")
    correct(world, "dimas", 1, nickname="Yayuk")
    sari = Person.objects.get(id=world.people["sari"])
    assert (sari.name, sari.nickname, sari.version) == ("Sari Rahayu", "Yayuk", 3)


def test_edits_of_the_same_field_are_refused_and_say_whose_came_first(world: World) -> None:
    correct(world, "ayu", 1, name="Sari Rahayu")
    with pytest.raises(Refused) as refused:
        correct(world, "dimas", 1, name="Sari Utami", nickname="Yayuk")
    (problem,) = refused.value.problems
    assert (problem.code, problem.fields) == ("journal.clash", ("name",))
    assert problem.details["by"] == str(world.users["ayu"])
    assert Person.objects.get(id=world.people["sari"]).nickname == "Tari"


def test_two_people_who_write_the_same_value_do_not_clash(world: World) -> None:
    correct(world, "ayu", 1, name="Sari Rahayu")
    assert correct(world, "dimas", 1, name="Sari Rahayu").version == 3


def test_a_clash_is_shown_to_both_until_one_of_them_settles_it(world: World) -> None:
    now = timezone.now()
    correct(world, "ayu", 1, name="Sari Rahayu")
    with pytest.raises(Refused):
        correct(world, "dimas", 1, name="Sari Utami")
    for who in ("ayu", "dimas"):
        assert len(clashes_of(world.actor(who), now)) == 1
    assert clashes_of(world.actor("kinasih"), now) == []
    assert len(open_clashes(world.actor("kinasih"), "person", world.people["sari"], now)) == 1
    correct(world, "ayu", 2, name="Sari Rahayu")
    assert open_clashes(world.actor("ayu"), "person", world.people["sari"], now) == []
    assert clashes_of(world.actor("dimas"), now) == []


def test_a_stranger_asking_for_clashes_finds_nothing(world: World) -> None:
    with pytest.raises(Refused, match=r"access\.not_found"):
        open_clashes(world.actor("rina"), "person", world.people["sari"], timezone.now())


def test_a_correction_without_its_base_is_refused(world: World) -> None:
    with pytest.raises(Refused, match=r"journal\.base_missing"):
        world.run("ayu", "people.correct_person", person=world.people["sari"], changes={"name": "Sari"})


def test_a_base_from_the_future_is_refused(world: World) -> None:
    with pytest.raises(Refused, match=r"journal\.stale"):
        correct(world, "ayu", 7, name="Sari")


def test_what_cannot_be_empty_cannot_be_cleared_but_the_rest_can(world: World) -> None:
    with pytest.raises(Refused, match=r"value\.missing"):
        correct(world, "ayu", 1, sex=None)
    correct(world, "ayu", 1, birth=None, nickname="")
    sari = Person.objects.get(id=world.people["sari"])
    assert (sari.birth, sari.nickname) == ("", "")


def test_a_correction_of_nothing_is_refused(world: World) -> None:
    with pytest.raises(Refused, match=r"people\.nothing_changed"):
        correct(world, "ayu", 1)


VALUES = {
    "name": ["Sari", "Sari Utami", "Sari Rahayu"],
    "nickname": ["", "Tari", "Yayuk"],
    "birth": ["1990", "1991~", "1990-04-21"],
    "village": [BANARAN, "34.01.08.2005", "34.01.06.2001"],
}
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["kinasih", "dimas"]),
        st.integers(0, 3),
        st.dictionaries(st.sampled_from(sorted(VALUES)), st.integers(0, 2), min_size=1, max_size=3),
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_random_edits_by_two_users_never_lose_a_field_silently(world: World, edits: list[Any]) -> None:
    """A value is replaced only by someone who had it before her eyes, or who wrote the very same."""
    person = world.run("kinasih", "people.register_person", **world.person("Sari", nickname="Tari")).of.id
    stood, writes = {1: stands(person)}, {1: set()}
    for who, behind, picks in edits:
        current = max(stood)
        base = max(1, current - behind)
        changes = {name: VALUES[name][pick] for name, pick in picks.items()}
        since = set().union(*(writes[version] for version in range(base + 1, current + 1)))
        lost = {name for name, value in changes.items() if name in since and stood[current][name] != value}
        refusal = refused(world, who, base, person, changes)
        assert refusal == lost
        if lost:
            assert stands(person) == stood[current]
        else:
            stood[current + 1] = stands(person)
            writes[current + 1] = set(changes)
            assert stood[current + 1] == {**stood[current], **changes}


def refused(world: World, who: str, base: int, person: str, changes: dict[str, str]) -> set[str]:
    """The fields a correction is refused for; none when it is saved."""
    try:
        world.run(who, "people.correct_person", base=base, person=person, changes=changes)
    except Refused as refusal:
        return {name for problem in refusal.problems for name in problem.fields}
    return set()


def stands(person: str) -> dict[str, str]:
    row = Person.objects.values("name", "nickname", "birth", "village_id").get(id=person)
    return {"village": row.pop("village_id"), **row}
