"""Hamlets: each organisation's own list below a village."""

from __future__ import annotations

from uuid import UUID

import pytest

from purnadaya.access.actors import System
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.places.models import Hamlet
from purnadaya.places.queries import hamlets_of
from purnadaya.places.reactions import remember_hamlet
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World, run


def name_hamlet(world: World, who: str, name: str, village: str = HARGOTIRTO) -> UUID:
    outcome = world.run(who, "places.name_hamlet", village=village, name=name, hamlet=new_id())
    assert outcome.of.kind == "hamlet"
    return UUID(outcome.of.id)


def refusal(world: World, who: str, name: str, village: str = HARGOTIRTO) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        name_hamlet(world, who, name, village)
    return caught.value.problems


def names(organisation: UUID, village: str = HARGOTIRTO) -> list[str]:
    return [hamlet.name for hamlet in hamlets_of(organisation, village)]


def test_a_hamlet_named_is_on_the_list_of_its_village(world: World) -> None:
    hamlet = name_hamlet(world, "ayu", "Soropati")
    assert Hamlet.objects.get(id=hamlet).organisation_id == world.mitra
    assert names(world.mitra) == ["Soropati"]
    assert names(world.mitra, DEMANGREJO) == []


@pytest.mark.parametrize("again", ["Soropati", "soro pati", "Padukuhan Soropati", "Soropatti", "  SOROPATI "])
def test_a_hamlet_is_listed_once_in_whatever_spelling(world: World, again: str) -> None:
    name_hamlet(world, "ayu", "Soropati")
    (problem,) = refusal(world, "ayu", again)
    assert problem == Problem("places.hamlet_exists", {"name": "Soropati"}, ("name",))
    assert names(world.mitra) == ["Soropati"]


def test_numbered_hamlets_are_different_and_come_in_order(world: World) -> None:
    for name in ("Dusun X", "Dusun II", "Dusun I", "Dusun 11"):
        name_hamlet(world, "ayu", name)
    assert names(world.mitra) == ["Dusun I", "Dusun II", "Dusun X", "Dusun 11"]


def test_the_same_name_may_stand_in_another_village_and_another_organisation(world: World) -> None:
    name_hamlet(world, "ayu", "Sekendal")
    name_hamlet(world, "ayu", "Sekendal", DEMANGREJO)
    name_hamlet(world, "rina", "Sekendal")
    assert names(world.mitra) == names(world.mitra, DEMANGREJO) == names(world.koordinasi) == ["Sekendal"]


def test_a_village_that_does_not_exist_has_no_hamlets(world: World) -> None:
    (problem,) = refusal(world, "kinasih", "Soropati", "34.01.08.2099")
    assert problem.code == "places.unknown_village"
    assert problem.fields == ("village",)


def test_nobody_names_hamlets_where_she_does_not_work_or_without_a_role_for_it(world: World) -> None:
    for who, village in (("ayu", BANARAN), ("wati", HARGOTIRTO), ("bagas", HARGOTIRTO), ("arum", HARGOTIRTO)):
        (problem,) = refusal(world, who, "Soropati", village)
        assert problem.code == "access.not_allowed"


def test_an_actor_of_no_organisation_finds_no_list(world: World) -> None:
    with pytest.raises(Refused) as caught:
        run(System("test"), "places.name_hamlet", village=HARGOTIRTO, name="Soropati", hamlet=new_id())
    assert [problem.code for problem in caught.value.problems] == ["access.not_found"]


def test_a_hamlet_typed_with_a_person_is_remembered_once(world: World) -> None:
    first = remember_hamlet(world.mitra, HARGOTIRTO, "Keji", new_id())
    again = remember_hamlet(world.mitra, HARGOTIRTO, "dusun keji")
    assert first is not None
    assert first == again
    assert names(world.mitra) == ["Keji"]


def test_no_hamlet_typed_leaves_none(world: World) -> None:
    assert remember_hamlet(world.mitra, HARGOTIRTO, "") is None
    assert remember_hamlet(world.mitra, HARGOTIRTO, "  ") is None
    assert names(world.mitra) == []


def test_a_person_registered_with_a_hamlet_puts_it_on_the_list(world: World) -> None:
    assert names(world.mitra, BANARAN) == ["Sekendal"]
    world.run("kinasih", "people.register_person", **world.person(hamlet="Keji"))
    assert names(world.mitra) == ["Keji"]
