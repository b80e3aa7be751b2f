"""Many people sought in the registry at once: for whoever takes in a list, where a question for each is too slow.

It finds whom ``lookalikes_for`` finds, and weighs them alike; only the questions are put for all together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from purnadaya.access import keyring
from purnadaya.access.policies import visible_to
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.spelling import loose_key
from purnadaya.people.models.persons import NameBlock, Person
from purnadaya.people.queries.lookalikes import FEW_BEARERS, Sought
from purnadaya.people.rules.likeness import (
    Band,
    Crowd,
    Known,
    Likeness,
    fingerprint,
    likeness,
    sought_keys,
    word_block,
    words_of,
)

MOST_OF_A_LIST = 40
"""How many people who share most keys with one of a list are looked at closely."""


class Registered(NamedTuple):
    """What of a registered person is compared, by column."""

    id: UUID
    name: str
    nickname: str
    name_key: str
    birth: str
    sex: str
    village_id: str
    hamlet: str
    phone_index: str
    nik_index: str
    stands_as_id: UUID | None

    @property
    def root_id(self) -> UUID:
        """The id under which she stands now."""
        return self.stands_as_id or self.id

    def known(self, *, sealed: bool) -> Known:
        """She, to be compared; phone and NIK only where the actor may be shown them."""
        birth = PartialDate.parse(self.birth) if self.birth else None
        found = [frozenset({index} - {""}) if sealed else frozenset() for index in (self.phone_index, self.nik_index)]
        return Known(self.name, self.nickname, birth, self.village_id, *found)


@dataclass(frozen=True)
class Matched:
    """One who may be the one sought. ``person`` is None for someone the actor may not see."""

    person: Registered | None
    likeness: Likeness
    root_id: UUID | None = None


@dataclass
class Matcher:
    """The registry as it is asked while a list is gone through; what was counted once is kept."""

    actor: Actor
    owner: UUID
    people: int = field(init=False)
    neighbours: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = Person.objects.filter(organisation_id=self.owner, erased_at=None).count()

    def matches(self, all_sought: Sequence[Sought]) -> list[list[Matched]]:
        """For each of them those who may be her, the likeliest first."""
        knowns = self._known(all_sought)
        bearers = self._bearers({word for known in knowns for word in words_of(known)})
        candidates = self._candidates(knowns, bearers)
        persons = self._persons({one for found in candidates for one in found})
        bearers |= self._bearers({word for one in persons.values() for word in one.name_key.split()} - bearers.keys())
        self._count_neighbours({known.village for known in knowns})
        seen, shown = (self._reached(verb, persons.keys()) for verb in ("see", "show"))
        return [
            self._weighed(known, [persons[one] for one in found if one in persons], bearers, seen, shown)
            for known, found in zip(knowns, candidates, strict=True)
        ]

    def _weighed(
        self,
        known: Known,
        persons: Iterable[Registered],
        bearers: Mapping[str, int],
        seen: set[UUID],
        shown: set[UUID],
    ) -> list[Matched]:
        crowd = Crowd(self.people, bearers, self.neighbours.get(known.village, 0))
        found = []
        for one in persons:
            like = likeness(known, one.known(sealed=one.id in shown), crowd)
            if like.band is not Band.NO:
                there = one.id in seen
                found.append(Matched(one if there else None, like, one.root_id if there else None))
        return sorted(found, key=lambda one: (-one.likeness.bits, str(one.root_id)))

    def _known(self, all_sought: Sequence[Sought]) -> list[Known]:
        indexes = {
            name: keyring.indexes_of_many(self.owner, name, {str(v) for one in all_sought if (v := getattr(one, name))})
            for name in ("phone", "nik")
        }
        return [
            Known(
                one.name,
                one.nickname,
                one.birth,
                one.village,
                indexes["phone"].get(str(one.phone), frozenset()),
                indexes["nik"].get(str(one.nik), frozenset()),
            )
            for one in all_sought
        ]

    def _candidates(self, knowns: Sequence[Known], bearers: Mapping[str, int]) -> list[list[UUID]]:
        """For each the ids of those who share most keys with her, and of those with her phone or NIK."""
        keys = [self._keys(known, bearers) for known in knowns]
        filed: dict[int, list[UUID]] = defaultdict(list)
        for key, person in NameBlock.objects.filter(key__in=set().union(*keys)).values_list("key", "person_id"):
            filed[key].append(person)
        numbered = self._numbered(knowns)
        found = []
        for known, own in zip(knowns, keys, strict=True):
            shared = Counter(person for key in own for person in filed.get(key, ()))
            same = [one for index in (*known.phone, *known.nik) for one in numbered.get(index, ())]
            found.append(list(dict.fromkeys([*same, *(one for one, _ in shared.most_common(MOST_OF_A_LIST))])))
        return found

    def _keys(self, known: Known, bearers: Mapping[str, int]) -> set[int]:
        rare = [word_block(word) for word in words_of(known) if bearers.get(loose_key(word), 0) <= FEW_BEARERS]
        return {fingerprint(self.owner, key) for key in (*sought_keys(known), *rare)}

    def _numbered(self, knowns: Sequence[Known]) -> dict[str, list[UUID]]:
        """Whoever has one of these phones or NIKs, by its index."""
        phones = set().union(*(known.phone for known in knowns))
        niks = set().union(*(known.nik for known in knowns))
        found: dict[str, list[UUID]] = defaultdict(list)
        if not phones and not niks:
            return found
        same = Person.objects.filter(Q(phone_index__in=phones) | Q(nik_index__in=niks), organisation_id=self.owner)
        for person, *indexes in same.values_list("id", "phone_index", "nik_index"):
            for index in filter(None, indexes):
                found[index].append(person)
        return found

    def _persons(self, ids: Iterable[UUID]) -> dict[UUID, Registered]:
        rows = Person.objects.filter(id__in=set(ids), organisation_id=self.owner, erased_at=None)
        return {one.id: one for one in (Registered(*row) for row in rows.values_list(*Registered._fields))}

    def _bearers(self, words: Iterable[str]) -> dict[str, int]:
        """How many people bear each word, by its loose key."""
        keys = {fingerprint(self.owner, word_block(word)): loose_key(word) for word in words}
        rows = NameBlock.objects.filter(key__in=keys).values_list("key").annotate(n=Count("person_id"))
        return dict.fromkeys(keys.values(), 0) | {keys[key]: n for key, n in rows}

    def _count_neighbours(self, villages: set[str]) -> None:
        new = villages - self.neighbours.keys() - {""}
        rows = Person.objects.filter(organisation_id=self.owner, village_id__in=new).values_list("village_id")
        self.neighbours |= dict.fromkeys(new, 0) | dict(rows.annotate(n=Count("id")))

    def _reached(self, verb: str, ids: Iterable[UUID]) -> set[UUID]:
        return set(visible_to(self.actor, Person, verb).filter(id__in=set(ids)).values_list("id", flat=True))
