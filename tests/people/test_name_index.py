"""On PostgreSQL a piece of a name is found by index."""

from __future__ import annotations

import pytest
from django.db import connection

from purnadaya.people.models import Person
from tests.world import World


@pytest.mark.postgresql_only
def test_a_piece_of_a_name_is_looked_up_in_the_index_of_pieces(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert "people_by_name_part" in Person.objects.filter(name_key__contains="lestari").explain()
