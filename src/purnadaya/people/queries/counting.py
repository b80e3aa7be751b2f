"""What persons contribute to the figures, read from the tables; for the counting engine alone, which knows no actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from purnadaya.access.policies import within
from purnadaya.people.models.life import Episode, Move, Position
from purnadaya.people.models.persons import Person
from purnadaya.people.rules import counting as rules
from purnadaya.people.rules.counting import Held, Moved, Return, Someone
from purnadaya.tallies.rules.counting import Contribution
from purnadaya.tallies.sources import SourceKind, Within


def contributions(ids: Collection[UUID]) -> Iterator[Contribution]:
    """What each of these entries contributes: one that turned out to be someone else only what was written under it.
    One that was entered by mistake contributes nothing."""
    persons = _persons(ids)
    moves, returns, positions = _moves({one.root_id for one in persons}), _returns(ids), _positions(ids)
    zones = _zones(ids)
    for person in persons:
        root = person.root
        someone = Someone(root.id, root.sex, root.birth, root.village_id, moves.get(root.id, ()))
        lines = [*rules.return_lines(someone, returns[person.id]), *rules.position_lines(someone, positions[person.id])]
        if person.merged_into_id is None:
            registered_on = person.registered_at.astimezone(zones[person.organisation_id]).date()
            lines.append(rules.registered_line(someone, registered_on))
        yield Contribution(person.id, person.organisation_id, tuple(lines))


def _persons(ids: Collection[UUID]) -> list[Person]:
    """These entries with whom they stand as; that is read apart, for most stand as themselves."""
    persons = list(Person.objects.filter(id__in=ids, struck_at=None))
    if others := {one.stands_as_id for one in persons if one.stands_as_id is not None}:
        roots = Person.objects.in_bulk(others)
        for person in persons:
            if person.stands_as_id is not None:
                person.stands_as = roots[person.stands_as_id]
    return persons


def _zones(ids: Collection[UUID]) -> dict[UUID, ZoneInfo]:
    """By whose clocks their organisations go; read by itself, for it is one or two."""
    rows = Person.objects.filter(id__in=ids).order_by().values_list("organisation_id", "organisation__zone").distinct()
    return {organisation: ZoneInfo(zone) for organisation, zone in rows}


def _moves(ids: Collection[UUID]) -> dict[UUID, list[Moved]]:
    found: dict[UUID, list[Moved]] = defaultdict(list)
    rows = Move.objects.filter(person_id__in=ids, struck_at=None).order_by("moved_on", "recorded_at", "id")
    for person, day, former in rows.values_list("person_id", "moved_on", "former_id"):
        found[person].append(Moved(day, former))
    return found


def _returns(ids: Collection[UUID]) -> dict[UUID, list[Return]]:
    found: dict[UUID, list[Return]] = defaultdict(list)
    rows = Episode.objects.filter(person_id__in=ids, struck_at=None).exclude(back_by=None).order_by("id")
    for person, day, country, channel in rows.values_list("person_id", "back_by", "country", "channel"):
        if day is not None:
            found[person].append(Return(day, country, channel))
    return found


def _positions(ids: Collection[UUID]) -> dict[UUID, list[Held]]:
    found: dict[UUID, list[Held]] = defaultdict(list)
    rows = Position.objects.filter(person_id__in=ids, struck_at=None).order_by("id")
    for person, body, since, until, place in rows.values_list("person_id", "body", "since", "until", "place_id"):
        found[person].append(Held(body, since, until, place or ""))
    return found


def family_of(person_id: UUID) -> list[UUID]:
    """The ids under which the person of this id is known now."""
    root = Person.objects.filter(id=person_id).values_list("stands_as_id", flat=True).first() or person_id
    return list(Person.objects.filter(Q(id=root) | Q(stands_as_id=root)).values_list("id", flat=True))


def _every(after: UUID | None, many: int) -> list[UUID]:
    found = Person.objects.order_by("id") if after is None else Person.objects.filter(id__gt=after).order_by("id")
    return list(found.values_list("id", flat=True)[:many])


def _candidates(asked: Within) -> Iterable[UUID]:
    """Who was registered in these days (in any zone) and lives there or moved from there; who came home then; and who
    holds or held a position."""
    if asked.group is not None:
        return []
    first, last = asked.period.first, asked.period.last
    days = (_begin(first.year, first.month, first.day) - timedelta(1), _begin(last.year, last.month, last.day))
    registered = Person.objects.filter(
        organisation_id=asked.organisation, registered_at__gte=days[0], registered_at__lt=days[1] + timedelta(2)
    )
    if asked.places:
        lives, moved = Q(), Q()
        for place in asked.places:
            lives |= within("village__code", place)
            moved |= within("former__code", place)
        movers = Move.objects.filter(moved, organisation_id=asked.organisation).values("person_id")
        registered = registered.filter(lives | Q(id__in=movers))
    came = Episode.objects.filter(organisation_id=asked.organisation, back_by__gte=first, back_by__lte=last)
    holds = Position.objects.filter(organisation_id=asked.organisation)
    return _ids(registered.values_list("id"), came.values_list("person_id"), holds.values_list("person_id"))


def _begin(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _ids(*found: QuerySet[Any, Any]) -> Iterator[UUID]:
    rows: QuerySet[Any, Any] = found[0].union(*found[1:]).order_by()
    yield from (one for (one,) in rows.iterator())


PERSONS = SourceKind(
    "person", frozenset({rules.REGISTERED, rules.RETURNS, rules.POSITIONS}), contributions, _every, _candidates
)
