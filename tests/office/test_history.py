"""History: what is told of a thing, to whom, and with how many questions to the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from purnadaya.journal.models import Operation
from purnadaya.journal.queries import clashes_of
from purnadaya.kernel.problems import Refused
from tests.world import World


def correct(world: World, who: str, base: int, person: Any = None, **changes: Any) -> Any:
    of = person or world.people["sari"]
    return world.run(who, "people.correct_person", base=base, person=of, changes=changes)


def clash(world: World) -> None:
    correct(world, "ayu", 1, name="Sari Rahayu")
    with pytest.raises(Refused):
        correct(world, "dimas", 1, name="Sari Utami")


def test_many_clashes_are_looked_through_with_no_query_for_each(world: World) -> None:
    now = timezone.now()

    def asked(clashes: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(clashes_of(actor, now)) == clashes
        return len(queries)

    actor = world.actor("dimas")
    clash(world)
    assert asked(1) == 2
    for _ in range(5):
        with pytest.raises(Refused):
            correct(world, "dimas", 1, name="Sari Wulandari")
    assert asked(6) == 2
    correct(world, "dimas", 2, name="Sari Rahayu")
    assert asked(0) == 2


def test_clashes_are_found_by_day_and_not_by_reading_the_log(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        clashes_of(world.actor("dimas"), timezone.now())
    asked = next(one["sql"] for one in queries if "journal_operation" in one["sql"])
    recent = Operation.objects.filter(organisation_id=world.mitra, recorded_at__gte=timezone.now())
    plan = recent.refused().order_by("-recorded_at", "-seq").explain()
    assert "journal_refused" in plan
    assert 'ORDER BY "journal_operation"."recorded_at" DESC' in asked
