"""Who in the registry may be the one just being registered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet

from purnadaya.access import keyring
from purnadaya.access.policies import holds, visible_to
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.nik import Nik
from purnadaya.kernel.phones import Phone
from purnadaya.kernel.spelling import loose_key
from purnadaya.people.models.persons import NameBlock, Person
from purnadaya.people.models.twins import TwinPair
from purnadaya.people.queries.naming import word_differences, word_keys
from purnadaya.people.queries.persons import SEALED, persons_for
from purnadaya.people.rules.likeness import (
    SURE,
    WORTH_A_LOOK,
    Band,
    Crowd,
    Known,
    Likeness,
    Reason,
    alike,
    block_keys,
    fingerprint,
    likeness,
    sought_keys,
    word_block,
    words_of,
)

MOST_CANDIDATES = 120
"""How many people who share most keys with the one sought are looked at closely."""
FEW_BEARERS = 200
"""A word borne by so few is worth looking at all of them."""

MOST_COUNTED = 5_000
"""How many are counted anew each time; a village with more is common enough, a registry with more is remembered."""
COUNT_KEPT = 600
"""Seconds for which the size of a large registry is remembered."""


@dataclass(frozen=True)
class Sought:
    """What is typed of someone who may be in the registry already."""

    name: str
    nickname: str = ""
    birth: PartialDate | None = None
    village: str = ""
    phone: Phone | None = None
    nik: Nik | None = None


class Candidate(NamedTuple):
    """What is compared of a person, by column."""

    id: UUID
    name: str
    nickname: str
    name_key: str
    birth: str
    village_id: str
    phone_index: str
    nik_index: str


@dataclass(frozen=True)
class Lookalike:
    """A person who may be the one sought, and why."""

    person: Person
    likeness: Likeness


@dataclass(frozen=True)
class Lookalikes:
    """Those whom the actor may see, likeliest first; and whether someone of the organisation whom she may not see is
    surely the one sought. Of that one nothing is told: she asks her coordinator."""

    found: tuple[Lookalike, ...] = ()
    elsewhere: bool = False


def lookalikes_for(actor: Actor, sought: Sought, limit: int = 5) -> Lookalikes:
    """People of the actor's organisation who may be the one sought, at most ``limit``.

    Phone and NIK count only with those whose phone and NIK she may be shown, so that nobody learns one by guessing;
    and ``elsewhere`` is told only to who registers people and knows name and birth.
    """
    owner = actor.organisation_id
    if owner is None or not holds(actor, "person", "see"):
        return Lookalikes()
    known = _known(owner, sought)
    candidates = _candidates(owner, known)
    crowd = _crowd(owner, known, candidates)
    likely = [one.id for one in candidates if _may_be(known, one, crowd)]
    found, elsewhere = [], False
    seen, shown = (_reached(actor, verb, likely) for verb in ("see", "show"))
    for person in Person.objects.filter(id__in=likely).select_related("village"):
        like = likeness(known, _compared(person, sealed=person.id in shown), crowd)
        if person.id not in seen:
            elsewhere = elsewhere or _is_surely(like)
        elif like.band is not Band.NO:
            found.append(Lookalike(person, like))
    found.sort(key=lambda one: (-one.likeness.bits, one.person.id))
    once = _each_once(actor, found)[:limit]
    return Lookalikes(tuple(once), elsewhere and holds(actor, "person", "register"))


def _reached(actor: Actor, verb: str, ids: list[UUID]) -> set[UUID]:
    """Those of them to whom the actor may do this."""
    return set(visible_to(actor, Person, verb).filter(id__in=ids).values_list("id", flat=True))


def _each_once(actor: Actor, found: list[Lookalike]) -> list[Lookalike]:
    """The same, with those who turned out to be someone else as that one, where the actor may see her."""
    ends = {one.person.id: one.person.root_id for one in found}
    roots = {one.id: one for one in persons_for(actor).filter(id__in=ends.values())}
    by_root: dict[UUID, Lookalike] = {}
    for one in found:
        if (root := roots.get(ends[one.person.id])) and root.id not in by_root:
            by_root[root.id] = Lookalike(root, one.likeness)
    return list(by_root.values())


def _is_surely(like: Likeness) -> bool:
    """Whether whole name and birth agree: who asks knows both already."""
    name, birth = {Reason.SAME_NAME, Reason.NAME_ALIKE}, {Reason.SAME_BIRTH, Reason.SAME_BIRTH_YEAR}
    return like.band is Band.SURELY and bool(name & set(like.reasons)) and bool(birth & set(like.reasons))


class Twin(NamedTuple):
    """The id of an entry that may be the same person, and why."""

    id: UUID
    likeness: Likeness


def twins_of(person: Person) -> list[Twin]:
    """All entries of the organisation that may be this person, compared in everything; for the background only, which
    shows nobody anything."""
    known = _compared(person, sealed=True)
    candidates = _candidates(person.organisation_id, known)
    crowd = _crowd(person.organisation_id, known, candidates)
    others = Person.objects.filter(id__in=[one.id for one in candidates], merged_into=None, erased_at=None)
    found = ((one.id, likeness(known, _compared(one, sealed=True), crowd)) for one in others.exclude(id=person.id))
    return [Twin(other, like) for other, like in found if like.bits >= WORTH_A_LOOK]


class Compared(NamedTuple):
    """A person as she was when she was compared with all others, and who may be her."""

    person: Person
    twins: list[Twin]


def uncompared(limit: int) -> list[Person]:
    """Persons of whom something was written since they were compared with all others."""
    return list(Person.objects.filter(compared_version__lt=F("version")).order_by("id")[:limit])


def compared(person: Person) -> Compared:
    """She, compared with all others; who was erased or made one with another is nobody's twin."""
    stands = person.merged_into_id is None and person.erased_at is None
    return Compared(person, twins_of(person) if stands else [])


@dataclass(frozen=True)
class Pair:
    """Two persons who may be one, both of whom the actor may see and merge."""

    one: Person
    other: Person
    reasons: tuple[Reason, ...]
    surely: bool


def pairs_for(actor: Actor) -> QuerySet[TwinPair]:
    """The pairs nobody has decided about, the likeliest first: where the actor may merge both."""
    if actor.organisation_id is None:
        return TwinPair.objects.none()
    mergeable = visible_to(actor, Person, "merge").filter(erased_at=None, merged_into=None).values("id")
    pairs = TwinPair.objects.filter(organisation_id=actor.organisation_id, apart=False)
    both = pairs.filter(one_id__in=mergeable, other_id__in=mergeable)
    return both.select_related("one", "other").order_by("-bits", "id")


def pair_told(pair: TwinPair) -> Pair:
    """A pair as pages tell it; whoever was registered first stands first."""
    first, second = sorted((pair.one, pair.other), key=lambda one: (one.registered_at, str(one.id)))
    reasons = tuple(Reason(code) for code in pair.reasons.split())
    return Pair(first, second, reasons, pair.bits >= SURE)


def name_blocks(person: Person) -> set[int]:
    """The keys of all blocks a person belongs in."""
    keys = _fingerprints(person.organisation_id, block_keys(_compared(person, sealed=False)))
    return keys | set(word_keys(person.organisation_id, person.name_key).values())


def block_differences() -> Iterator[str]:
    """Where people are not filed under the keys that follow from their names, a line per person; and where the words
    of names are not theirs."""
    filed: dict[UUID, set[int]] = defaultdict(set)
    for key, person_id in NameBlock.objects.values_list("key", "person_id").iterator():
        filed[person_id].add(key)
    for person in Person.objects.iterator():
        if filed.pop(person.id, set()) != name_blocks(person):
            yield f"person {person.id}: not filed under the keys of her name"
    yield from word_differences()


def _known(owner: UUID, sought: Sought) -> Known:
    indexes = {
        name: keyring.indexes_of(owner, name, value) if value else frozenset[str]()
        for name, value in (("phone", sought.phone), ("nik", sought.nik))
    }
    return Known(sought.name, sought.nickname, sought.birth, sought.village, **indexes)


def _compared(person: Person | Candidate, *, sealed: bool) -> Known:
    birth = PartialDate.parse(person.birth) if person.birth else None
    indexes = [frozenset({index} - {""}) if sealed else frozenset() for index in (person.phone_index, person.nik_index)]
    return Known(person.name, person.nickname, birth, person.village_id, *indexes)


def _candidates(owner: UUID, known: Known) -> list[Candidate]:
    """The people who share most keys with the one sought, and those with her phone or NIK."""
    rare = [word_block(word) for word, n in _bearers(owner, words_of(known)).items() if n <= FEW_BEARERS]
    blocks = NameBlock.objects.filter(key__in=_fingerprints(owner, [*sought_keys(known), *rare]))
    shared = blocks.values("person_id").annotate(n=Count("key")).order_by("-n", "person_id")
    same = Q(id__in=[row["person_id"] for row in shared[:MOST_CANDIDATES]])
    for name in SEALED:
        if indexes := getattr(known, name):
            same |= Q(**{f"{name}_index__in": indexes})
    rows = Person.objects.filter(same, organisation_id=owner)
    return [Candidate(*row) for row in rows.values_list(*Candidate._fields)]


def _may_be(known: Known, one: Candidate, crowd: Crowd) -> bool:
    """Whether she is worth a closer look, with or without what is sealed."""
    ways = {bool(known.phone or known.nik), False}
    return any(likeness(known, _compared(one, sealed=sealed), crowd).band is not Band.NO for sealed in ways)


def _crowd(owner: UUID, known: Known, candidates: Iterable[Candidate]) -> Crowd:
    """The registry as the crowd in which the one sought stands."""
    typed = words_of(known)
    theirs = {word for person in candidates for word in person.name_key.split()}
    near = {word for word in theirs if any(alike(word, other) for other in typed)}
    neighbours = Person.objects.filter(organisation_id=owner, village_id=known.village)[:MOST_COUNTED]
    return Crowd(_people(owner), _bearers(owner, [*typed, *near]), neighbours.count() if known.village else 0)


def _people(owner: UUID) -> int:
    """How many people the registry holds: of a large one, some minutes ago, for it takes long to count."""
    counted: int = cache.get(f"people.{owner}", 0)
    if not counted:
        counted = Person.objects.filter(organisation_id=owner).count()
        if counted > MOST_COUNTED:
            cache.set(f"people.{owner}", counted, COUNT_KEPT)
    return counted


def _bearers(owner: UUID, words: Iterable[str]) -> dict[str, int]:
    """How many people of the organisation bear each word, by its loose key."""
    keys = {fingerprint(owner, word_block(word)): loose_key(word) for word in words}
    rows = NameBlock.objects.filter(key__in=keys).values_list("key").annotate(n=Count("person_id"))
    return dict.fromkeys(keys.values(), 0) | {keys[key]: n for key, n in rows}


def _fingerprints(owner: UUID, keys: Iterable[str]) -> set[int]:
    return {fingerprint(owner, key) for key in keys}
