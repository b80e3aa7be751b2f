"""Two entries that look like one woman: found in the background, and kept apart by who knows better."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID

from django.db.models import Q

from purnadaya.kernel.commands import Done, Work, handles
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.people.commands.entries import AboutPerson, keep_pair_apart, noted
from purnadaya.people.models.persons import Person
from purnadaya.people.models.twins import TwinPair
from purnadaya.people.queries import Twin, mergeable_for, twins_of


class KeepApart(AboutPerson):
    """``other`` looks like her and is another woman: the two are not asked about again."""

    kind: ClassVar[str] = "people.keep_apart"
    verb: ClassVar[str] = "merge"

    other: UUID


@handles(KeepApart)
def keep_apart(command: KeepApart, person: Person, work: Work) -> Done:
    """Remember that somebody looked."""
    other = mergeable_for(work.actor, command.other)
    if other.id == person.id:
        raise Refused(Problem("people.same_entry"))
    keep_pair_apart(person, other)
    return noted(person.id)


def compare(person_id: UUID, version: int) -> int:
    """Look for entries that may be this person, and keep the pairs found; how many. To be done in one write.

    Not a command: what it writes follows from what is there. ``version`` is the person's as she was chosen; if she
    changed since, she comes up again.
    """
    person = Person.objects.filter(id=person_id, merged_into=None, erased_at=None).first()
    twins = twins_of(person) if person else []
    _forget(person_id, but={twin.id for twin in twins})
    if person:
        TwinPair.objects.bulk_create(
            [_pair(person, twin) for twin in twins],
            update_conflicts=True,
            unique_fields=["one", "other"],
            update_fields=["bits", "reasons"],
        )
    Person.objects.filter(id=person_id, version=version).update(compared_version=version)
    return len(twins)


def _forget(person_id: UUID, but: Iterable[UUID]) -> None:
    """The pairs that are none any more; those kept apart by somebody stay."""
    hers = TwinPair.objects.filter(Q(one_id=person_id) | Q(other_id=person_id), apart=False)
    hers.exclude(Q(one_id__in=but) | Q(other_id__in=but)).delete()


def _pair(person: Person, twin: Twin) -> TwinPair:
    one, other = sorted((person.id, twin.id), key=str)
    reasons = " ".join(twin.likeness.reasons)
    return TwinPair(
        organisation_id=person.organisation_id, one_id=one, other_id=other, bits=twin.likeness.bits, reasons=reasons
    )
