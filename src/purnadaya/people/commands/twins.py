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
from purnadaya.people.queries import Compared, Twin, mergeable_for


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


def keep_pairs(found: Iterable[Compared]) -> None:
    """Keep the pairs that were found, and that these persons were compared. To be done in one write.

    Not a command: what it writes follows from what is there. Who was changed since she was compared, or who was
    erased, is left as she is and comes up again.
    """
    for one in found:
        same = Person.objects.filter(id=one.person.id, version=one.person.version)
        if same.update(compared_version=one.person.version):
            _forget(one.person.id, but={twin.id for twin in one.twins})
            standing = _standing(twin.id for twin in one.twins)
            TwinPair.objects.bulk_create(
                [_pair(one.person, twin) for twin in one.twins if twin.id in standing],
                update_conflicts=True,
                unique_fields=["one", "other"],
                update_fields=["bits", "reasons"],
            )


def _standing(ids: Iterable[UUID]) -> set[UUID]:
    """Those who were not erased or made one with another meanwhile."""
    return set(Person.objects.filter(id__in=ids, erased_at=None, merged_into=None).values_list("id", flat=True))


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
