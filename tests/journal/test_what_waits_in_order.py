"""What waits to be done to a table is done in the order in which it was said, and what fails is not lost."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import Act, Answer, execute_acts
from purnadaya.journal.putting_off import free_ids, putting_off, unwritten, write_later, write_new
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Refused
from purnadaya.people.models import Accompaniment, Episode, Person
from tests.groups.acts import found, join
from tests.journal.test_rows_that_wait import copy_of
from tests.world import World

pytestmark = pytest.mark.django_db


def sent(world: World, *commands: Any, who: str = "kinasih") -> list[list[str]]:
    """Each in an act of its own, all in one transaction: why each was refused."""
    acts = [Act(((command, new_id()),)) for command in commands]
    return [_why(one) for one in execute_acts(acts, Envelope(world.actor(who), "import"))]


def _why(answer: Answer) -> list[str]:
    return [one.code for one in answer.problems] if isinstance(answer, Refused) else []


def enrolling(group: UUID, person: UUID, membership: UUID | None = None) -> Any:
    line = {"membership": str(membership or new_id()), "person": str(person), "since": "2020-01-01"}
    return parse("groups.enrol_members", {"group": str(group), "members": [line]})


def striking(group: UUID, membership: UUID) -> Any:
    body = {"group": str(group), "membership": str(membership), "reason": "Bukan dia"}
    return parse("groups.strike_membership", body)


def differences() -> list[str]:
    return [line for finding in findings() for line in finding.differences]


def test_who_is_struck_out_and_joins_again_while_another_joins_belongs_to_the_group(world: World) -> None:
    group, painem = found(world), world.people["painem"]
    first = join(world, group, painem)
    answers = sent(world, enrolling(group, world.people["sari"]), striking(group, first), enrolling(group, painem))
    assert answers == [[], [], []]
    assert Accompaniment.objects.filter(person=painem, struck_at=None).count() == 1
    assert differences() == []


def test_who_is_struck_out_and_joins_again_at_once_belongs_to_the_group(world: World) -> None:
    group, painem = found(world), world.people["painem"]
    first = join(world, group, painem)
    assert sent(world, striking(group, first), enrolling(group, painem)) == [[], []]
    assert Accompaniment.objects.filter(person=painem, struck_at=None).count() == 1
    assert differences() == []


def test_who_joins_and_is_struck_out_at_once_belongs_to_nothing(world: World) -> None:
    group, painem, membership = found(world), world.people["painem"], new_id()
    assert sent(world, enrolling(group, painem, membership), striking(group, membership)) == [[], []]
    assert not Accompaniment.objects.filter(person=painem, struck_at=None).exists()
    assert differences() == []


def test_a_stranger_strikes_out_none_of_several(world: World) -> None:
    group = found(world)
    both = [join(world, group, world.people[name]) for name in ("painem", "sari")]
    assert sent(world, *(striking(group, one) for one in both), who="rina") == [["access.not_found"]] * 2
    assert differences() == []


def meet_a_failure(*rows: Person) -> None:
    """Whoever meets the failure to write these thinks it her own, and goes on; PostgreSQL lets nobody go on but from a
    savepoint."""
    with transaction.atomic(), putting_off():
        for row in rows:
            write_later(row)
        with suppress(IntegrityError), transaction.atomic():
            Person.objects.exists()


def test_what_the_store_refuses_is_not_lost_for_whoever_goes_on(world: World) -> None:
    row, taken = copy_of(world.people["sari"]), copy_of(world.people["sari"])
    taken.pk = world.people["sari"]
    with pytest.raises(IntegrityError):
        meet_a_failure(row, taken)


def test_what_is_written_now_comes_after_what_it_belongs_to(world: World) -> None:
    row = copy_of(world.people["sari"])
    with transaction.atomic(), putting_off():
        free_ids(Person, [row.id])
        write_new(row)
        stay = Episode(
            organisation_id=row.organisation_id, person=row, recorded_at=row.registered_at, country="HK",
            sector="household", channel="agency", departed="2010",
        )  # fmt: skip
        write_new(stay)
        assert unwritten(Person, row.id) is None
    assert Episode.objects.get(id=stay.id).person_id == row.id
