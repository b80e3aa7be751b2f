"""Who belongs to groups and leads them, asked for many persons at once before much of it is struck out."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from uuid import UUID

from purnadaya.groups.models import Group, Membership, OfficerTerm
from purnadaya.journal.putting_off import as_it_stands, keep_at_hand
from purnadaya.kernel.together import known, learn
from purnadaya.people.queries import Person, ids_of

Belonging = type[Membership] | type[OfficerTerm]
WITH = ("group", "person__stands_as")
"""What is read with each."""


def foresee_belonging(persons: Collection[UUID]) -> None:
    """Read at once what stands of these persons in groups, and the groups."""
    tables: tuple[Belonging, ...] = (Membership, OfficerTerm)
    for table in tables:
        standing: dict[UUID, list[Membership | OfficerTerm]] = {one: [] for one in persons}
        rows = table._default_manager.filter(person_id__in=persons, struck_at=None)
        for row in rows.select_related(*WITH):
            standing[row.person_id].append(keep_at_hand(row))
        for person, found in standing.items():
            learn(_of(table, person), found)
    groups = Group.objects.filter(id__in=Membership.objects.filter(person_id__in=persons).values("group_id"))
    for group in groups:
        keep_at_hand(group)


def belonging_to(persons: Collection[UUID]) -> set[UUID]:
    """Of these persons those who belong to a group or hold a post, now or once, as far as it stands."""
    tables: tuple[Belonging, ...] = (Membership, OfficerTerm)
    return {one for table in tables for one in _standing(table, persons)}


def _standing(table: Belonging, persons: Collection[UUID]) -> set[UUID]:
    foreseen = {one: known(_of(table, one)) for one in persons}
    if None in foreseen.values():
        rows = table._default_manager.filter(person_id__in=persons, struck_at=None)
        return set(rows.values_list("person_id", flat=True))
    return {one for one, rows in foreseen.items() if any(row.struck_at is None for row in rows or ())}


def open_terms(group: UUID, person: Person) -> list[OfficerTerm]:
    """The posts she holds in a group now, under any of her ids."""
    ids = ids_of(person)
    foreseen = [known(_of(OfficerTerm, one)) for one in ids]
    if None in foreseen:
        hers = OfficerTerm.objects.filter(group_id=group, person_id__in=ids)
        return list(hers.filter(until=None, struck_at=None))
    return [
        row for rows in foreseen for row in rows or () if row.group_id == group and row.struck_at is row.until is None
    ]


def _of(table: Belonging, person: UUID) -> Hashable:
    return as_it_stands(table, "standing of", person)
