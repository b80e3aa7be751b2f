"""The example: whole, the same each time, and only where nothing else is."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from purnadaya.access.models import Organisation, User
from purnadaya.config.checks import example_stays_here
from purnadaya.groups.models import Attendance, Decision, Difference, Group, Meeting
from purnadaya.journal.models import Operation
from purnadaya.journal.verifying import findings
from purnadaya.kernel.clock import SYSTEM_CLOCK, stopped_at
from purnadaya.office.example.build import Example
from purnadaya.office.example.cast import HOUSES, KARANGJATI, PASSPHRASE, VILLAGES, House
from purnadaya.people.models import Person
from tests.world import World

USERS = ("admin", "koordinator", "pendamping", "paralegal", "pengurus", "manajer", "pemeriksa")


def build(seed: int = 1, houses: tuple[House, ...] = HOUSES) -> list[Any]:
    """The people whom one building of the example writes down, told without times."""
    before = set(Person.objects.values_list("id", flat=True))
    list(Example(seed, stopped_at(SYSTEM_CLOCK.now().replace(microsecond=0)), houses).build())
    made = Person.objects.exclude(id__in=before).order_by("name_key", "village_id", "birth", "hamlet")
    return list(made.values_list("name", "birth", "village_id", "hamlet", "background"))


@pytest.fixture
def example(world: World) -> list[Any]:
    return build()


@pytest.mark.whole_country  # one of its groups is at home in another province
@pytest.mark.sqlite_only  # building it takes half a minute, and the other tests build half of it on both
def test_the_example_has_two_organisations_with_users_of_every_role_people_and_ten_groups(example: list[Any]) -> None:
    assert len(example) == 322
    assert {village for _, _, village, _, _ in example} == {*VILLAGES, KARANGJATI}
    assert Organisation.objects.filter(is_example=True).count() == 2
    for name in (*USERS, *(f"{user}-2" for user in USERS)):
        assert User.objects.get(username=name).check_password(PASSPHRASE), name
    assert [one for one in findings() if not one.clean] == []
    assert set(Operation.objects.filter(door="example").values_list("kind", flat=True)) >= {
        "people.correct_person", "people.record_episode", "people.record_consent", "people.record_visit",
        "people.record_qualification", "people.join_household", "groups.record_lesson", "groups.complete_decision",
        "groups.leave_group", "groups.record_outreach", "people.record_position",
    }  # fmt: skip
    assert Group.objects.count() == 10
    _lives_up_to_today()


def _lives_up_to_today() -> None:
    """Each group met in every quarter of two years, but the one that went silent; and something is due."""
    today = SYSTEM_CLOCK.today()
    met = Meeting.objects.filter(cancelled_at=None, held_on__lte=today)
    assert met.count() > 200
    assert met.earliest("held_on").held_on < today - timedelta(days=690)
    assert Group.objects.filter(last_met_on__lt=today - timedelta(days=60)).count() == 1
    assert Group.objects.filter(next_on__gt=today).count() >= 8
    assert Decision.objects.filter(settled_on=None, due__lte=today).exists()
    assert Difference.objects.filter(settled_at=None).exists()
    assert 10 <= Attendance.objects.filter(attended="present").count() / met.count() <= 24


@pytest.mark.whole_country
def test_the_same_seed_makes_the_same_people_and_another_seed_others(world: World) -> None:
    from django.db import transaction

    made = []
    for seed in (5, 5, 6):
        mark = transaction.savepoint()
        made.append(build(seed, HOUSES[1:]))
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
