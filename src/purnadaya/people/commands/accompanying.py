"""What follows for the persons when someone joins or leaves a group; wired in ``config/wiring.py``.

Belonging to a group lets those who have a role for it, or for where it is at home, see her wherever she lives. Each
membership has one accompaniment, whose id follows from its own.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from purnadaya.journal.putting_off import do_later, write_later
from purnadaya.kernel.commands import Work
from purnadaya.kernel.ids import derived_id
from purnadaya.people.models.life import Accompaniment
from purnadaya.people.rules.life import BY_GROUP


def accompany_by_group(membership: UUID, person: UUID, group: UUID, area: str, since: date, work: Work) -> None:
    """The group, at home in ``area``, accompanies her from now on."""
    # Not by ``add``, which needs the person read: of a list there are many.
    write_later(
        Accompaniment(
            organisation_id=UUID(str(work.organisation_id)), person_id=person, recorded_at=work.now,
            id=_id_of(membership), scope_kind=BY_GROUP, scope_id=group, area=area, since=since,
        )
    )  # fmt: skip


def _id_of(membership: UUID) -> UUID:
    return derived_id(membership, "accompaniment")


def correct_by_group(membership: UUID, since: date) -> None:
    """The group accompanies her since another day than was written."""
    Accompaniment.objects.filter(id=_id_of(membership)).update(since=since, version=F("version") + 1)


def end_by_group(membership: UUID, until: date) -> None:
    """The group accompanies her no more after a day; of who was erased nothing is left to end."""
    Accompaniment.objects.filter(id=_id_of(membership)).update(until=until, version=F("version") + 1)


def strike_by_group(membership: UUID, work: Work) -> None:
    """It never did."""
    do_later(Accompaniment, _strike, (membership, work.now))


def _strike(struck: list[tuple[UUID, datetime]]) -> None:
    ids = [_id_of(membership) for membership, _at in struck]
    at = max(at for _membership, at in struck)
    Accompaniment.objects.filter(id__in=ids).update(struck_at=at, version=F("version") + 1)


def move_group(group: UUID, area: str) -> None:
    """The group is at home somewhere else, and so is whom it accompanies and accompanied."""
    Accompaniment.objects.filter(scope_kind=BY_GROUP, scope_id=group).update(area=area, version=F("version") + 1)
