"""The reads of the counting engine that run with every meeting that is written, for both databases.

In SQL, for putting such a question together took Django as long as writing the attendance.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection, models

MEETINGS = """
SELECT m.id, m.organisation_id, m.group_id, m.held_on, m.village_id, g.terrain, m.guests_women, m.guests_men
FROM groups_meeting m JOIN groups_group g ON g.id = m.group_id
WHERE m.cancelled_at IS NULL AND m.id IN ({ids})
"""
CAME = """
SELECT a.meeting_id, COALESCE(r.id, p.id), COALESCE(r.sex, p.sex), COALESCE(r.birth, p.birth), a.guest
FROM groups_attendance a JOIN people_person p ON p.id = a.person_id LEFT JOIN people_person r ON r.id = p.stands_as_id
WHERE a.attended = 'present' AND a.meeting_id IN ({ids})
"""
NAMED = "SELECT meeting_id, sex FROM groups_namedguest WHERE struck_at IS NULL AND meeting_id IN ({ids})"
TAUGHT = "SELECT meeting_id, topic, minutes FROM groups_lesson WHERE struck_at IS NULL AND meeting_id IN ({ids})"

_UUID = models.UUIDField()
_DAY = models.DateField()


def rows(question: str, ids: Collection[UUID]) -> list[tuple[Any, ...]]:
    """What is found of these meetings."""
    if not ids:
        return []
    values = [_UUID.get_db_prep_value(one, connection) for one in ids]
    with connection.cursor() as cursor:
        cursor.execute(question.format(ids=", ".join(["%s"] * len(values))), values)
        return list(cursor.fetchall())


def as_id(value: UUID | str) -> UUID:
    """An id as it comes from either database."""
    return value if isinstance(value, UUID) else UUID(value)
