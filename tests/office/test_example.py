"""The example: whole, the same each time, and only where nothing else is."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from purnadaya.access.models import Organisation, User
from purnadaya.config.checks import example_stays_here
from purnadaya.journal.models import Operation
from purnadaya.journal.verifying import findings
from purnadaya.kernel.clock import SYSTEM_CLOCK, stopped_at
from purnadaya.office.example.build import Example
from purnadaya.office.example.cast import PASSPHRASE, VILLAGES
from purnadaya.people.models import Person
from tests.world import World

USERS = ("admin", "koordinator", "pendamping", "paralegal", "pengurus", "manajer", "pemeriksa")


def build(seed: int = 1) -> list[Any]:
    """What one building of the example writes, told without times."""
    before = set(Person.objects.values_list("id", flat=True))
    list(Example(seed, clock=stopped_at(SYSTEM_CLOCK.now().replace(microsecond=0))).build())
    made = Person.objects.exclude(id__in=before).order_by("name_key", "village_id", "birth", "hamlet")
    return list(made.values_list("name", "birth", "village_id", "hamlet", "background"))


def test_the_example_has_two_organisations_users_of_every_role_and_their_people(world: World) -> None:
    people = build()
    assert len(people) == 202
    assert {village for _, _, village, _, _ in people} == set(VILLAGES)
    assert Organisation.objects.filter(is_example=True).count() == 2
    for name in (*USERS, *(f"{user}-2" for user in USERS)):
        assert User.objects.get(username=name).check_password(PASSPHRASE), name
    assert all(one.clean for one in findings())
    assert set(Operation.objects.filter(door="example").values_list("kind", flat=True)) >= {
        "people.correct_person", "people.record_episode", "people.record_consent", "people.record_visit",
        "people.record_qualification", "people.join_household",
    }  # fmt: skip


def test_the_same_seed_makes_the_same_people_and_another_seed_others(world: World) -> None:
    from django.db import transaction

    made = []
    for seed in (5, 5, 6):
        mark = transaction.savepoint()
        made.append(build(seed))
        transaction.savepoint_rollback(mark)
    assert made[0] == made[1] != made[2]


def test_the_example_never_goes_into_a_home_that_is_in_use(world: World) -> None:
    before = Person.objects.count()
    with pytest.raises(CommandError, match="in use"):
        call_command("demo", stdout=io.StringIO())
    call_command("demo", if_empty=True, stdout=io.StringIO())
    assert Person.objects.count() == before


def test_a_home_with_the_example_is_not_served_to_other_machines(world: World, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    settings.ADDRESS = "0.0.0.0"
    assert example_stays_here(databases=["default"]) == []
    Organisation.objects.filter(id=world.mitra).update(is_example=True)
    assert [message.id for message in example_stays_here(databases=["default"])] == ["purnadaya.E002"]
    settings.ADDRESS = "127.0.0.1"
    assert example_stays_here(databases=["default"]) == []
    settings.ALLOWED_HOSTS = ["purnadaya.example"]
    assert [message.id for message in example_stays_here(databases=["default"])] == ["purnadaya.E002"]
