"""Counting: what a source contributes is compared with what it contributed before, and the difference is written.

So nothing need know what happened to it: corrected, cancelled, merged or undone, it is counted as it stands.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Model

from purnadaya.journal.writing import write
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.together import put_off
from purnadaya.tallies import rolling, writing_sql
from purnadaya.tallies.measures import all_measures, persons_of
from purnadaya.tallies.models import Basis, Counted, Fresh, Key, Leaf, Presence
from purnadaya.tallies.rules.counting import Contribution, Folded, changes, folded, names_in
from purnadaya.tallies.sources import SourceKind, source_kind, source_kinds

BATCH = 100
PACKING = 1
"""How what lies in the tables is packed; another number has every home counted anew."""
Telling = Callable[[int], None]
Changing = Counter[tuple[int, ...]]


def count(kind: str, sources: Collection[UUID]) -> None:
    """Count these sources as they stand now. To be called within the transaction that changed them."""
    if sources:
        _count(source_kind(kind), sources)


def count_later(kind: str, sources: Iterable[UUID]) -> None:
    """Count these sources as they stand when the transaction that changed them ends: each once, however often said."""
    for source in sources:
        put_off(_count_all, (kind, source))


def _count_all(said: Sequence[tuple[str, UUID]]) -> None:
    by_kind: dict[str, dict[UUID, None]] = {}
    for kind, source in said:
        by_kind.setdefault(kind, {})[source] = None
    for kind, sources in by_kind.items():
        ids = list(sources)
        for begin in range(0, len(ids), BATCH):
            count(kind, ids[begin : begin + BATCH])


def _count(kind: SourceKind, sources: Collection[UUID]) -> None:
    now = list(kind.contribute(sources))
    keys = writing_sql.make_keys(names_in(now, persons_of))
    contributed = {one.source: (keys[one.organisation.hex], folded(one.lines, keys, persons_of)) for one in now}
    stood = _counted(sources)
    changed: dict[int, tuple[Changing, Changing]] = {
        organisation: (Counter(), Counter()) for organisation, _ in (*contributed.values(), *stood.values())
    }
    rows = []
    for source in sorted({*contributed, *stood}, key=str):
        organisation, before = stood.get(source, (0, Folded()))
        organisation, after = contributed.get(source, (organisation, Folded()))
        if before == after:
            continue
        leaves, presences = changed[organisation]
        leaves.update(changes(before.leaves, after.leaves))
        presences.update(changes(before.presences, after.presences))
        rows.append((source.hex, kind.kind, organisation, _packed(after)))
    for organisation, (leaves, presences) in sorted(changed.items()):
        writing_sql.append_fresh(organisation, changes({}, leaves))
        writing_sql.add_presences(organisation, changes({}, presences))
    writing_sql.keep_counted(rows)


def _counted(sources: Collection[UUID]) -> dict[UUID, tuple[int, Folded]]:
    rows = writing_sql.counted(sources)
    return {source: (organisation, _unpacked(body)) for source, organisation, body in rows}


def _packed(contributed: Folded) -> bytes:
    both = [[[*key, n] for key, n in sums.items()] for sums in (contributed.leaves, contributed.presences)]
    return zlib.compress(json.dumps(both, separators=(",", ":")).encode(), 1)


def _unpacked(body: bytes) -> Folded:
    leaves, presences = json.loads(zlib.decompress(body))
    return Folded(*({tuple(key): n for *key, n in rows} for rows in (leaves, presences)))


# --- all of it -------------------------------------------------------------------------------


def needs_counting() -> bool:
    """Whether this home was never counted, or was by other declarations than today's."""
    basis = Basis.objects.first()
    return basis is None or basis.counted_at is None or basis.print != _print()


def recount(tell: Telling = lambda _: None) -> int:
    """Take all away and count every source again, in many small writes, also while people work; how many there were.

    Figures are too small until it is over, and say so. Stopped, it is to be begun again.
    """
    write(_begin)
    done = 0
    for kind in source_kinds():
        for sources in _batches(kind):
            write(lambda kind=kind, sources=sources: _count(kind, sources))  # type: ignore[misc]
            done += len(sources)
            tell(done)
        rolling.roll_tallies()
    write(_end)
    rolling.roll_all()
    return done


def _begin() -> None:
    writing_sql.empty()
    Basis.objects.update_or_create(only=1, defaults={"counted_at": None, "rolled_at": None, "print": ""})


def _end() -> None:
    Basis.objects.update_or_create(only=1, defaults={"counted_at": SYSTEM_CLOCK.now(), "print": _print()})


def _print() -> str:
    """A fingerprint of what is counted and how: where it changes, everything is counted anew."""
    told = [PACKING, *sorted((one.key, one.kind, one.of) for one in all_measures())]
    told.append(sorted((one.kind, sorted(one.measures)) for one in source_kinds()))
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _batches(kind: SourceKind) -> Iterator[list[UUID]]:
    after: UUID | None = None
    while found := kind.every(after, BATCH):
        yield found
        after = found[-1]


# --- verify ----------------------------------------------------------------------------------


@dataclass
class _Print:
    """How much there is of what, in a few numbers: of each measure its sum, and one that tells the leaves apart.

    Equal rows give equal prints in whatever order they come; so a province needs no memory to be compared.
    """

    sums: Counter[tuple[int, int]] = field(default_factory=Counter)
    marks: Counter[tuple[int, int]] = field(default_factory=Counter)

    def add(self, organisation: int, key: tuple[int, ...], n: int) -> None:
        """``key`` begins with the measure."""
        at = (organisation, key[0])
        self.sums[at] += n
        self.marks[at] = (self.marks[at] + n * hash(key)) % 2**64

    def unlike(self, other: _Print) -> list[tuple[int, int]]:
        """Where two say something else: organisation and measure."""
        every = {*self.sums, *other.sums}
        return sorted(at for at in every if (self.sums[at], self.marks[at]) != (other.sums[at], other.marks[at]))


def differences() -> Iterator[str]:
    """Where what was counted is not what the sources contribute, or the tallies are not the sum of it; a line each."""
    if needs_counting():
        yield "not counted yet: purnadaya recount"
        return
    leaves, presences = _Print(), _Print()
    for kind in source_kinds():
        seen = 0
        for sources in _batches(kind):
            stood = _counted(sources)
            seen += len(stood)
            yield from _uncounted(kind, sources, stood)
            for organisation, one in stood.values():
                for print_, sums in ((leaves, one.leaves), (presences, one.presences)):
                    for key, n in sums.items():
                        print_.add(organisation, key, n)
        for source in _gone(kind, seen):
            yield f"{kind.kind} {source}: counted, and is no more"
    yield from _unlike("tallies", leaves, _kept(writing_sql.LEAF, Leaf, Fresh))
    yield from _unlike("presences", presences, _kept(writing_sql.PRESENCE, Presence))
    yield from rolling.differences()


def _uncounted(kind: SourceKind, sources: Collection[UUID], stood: Mapping[UUID, tuple[int, Folded]]) -> Iterator[str]:
    now = list(kind.contribute(sources))
    keys = writing_sql.keys_of(names_in(now, persons_of))
    for one in now:
        counted = stood.get(one.source, (0, Folded()))[1]
        if not _same(one, counted, keys):
            yield f"{kind.kind} {one.source}: contributes something else than was counted"


def _same(contribution: Contribution, counted: Folded, keys: Mapping[str, int]) -> bool:
    if names_in([contribution], persons_of) - keys.keys():
        return not contribution.lines and counted == Folded()
    return folded(contribution.lines, keys, persons_of) == counted


def _gone(kind: SourceKind, seen: int) -> Iterable[UUID]:
    rows = Counted.objects.filter(kind=kind.kind)
    if rows.count() == seen:
        return []
    there = {one for sources in _batches(kind) for one in sources}
    return [one.source for one in rows.iterator() if one.source not in there and _unpacked(bytes(one.body)) != Folded()]


def _kept(names: Sequence[str], *tables: type[Model]) -> _Print:
    found = _Print()
    for table in tables:
        for organisation, *key, n in table._default_manager.order_by().values_list(*names, "n").iterator():
            found.add(organisation, tuple(key), n)
    return found


def _unlike(what: str, meant: _Print, kept: _Print) -> Iterator[str]:
    for organisation, measure in meant.unlike(kept):
        name = Key.objects.filter(id=measure).values_list("name", flat=True).first()
        yield f"{what} of {name} are not the sum of what their sources contribute (organisation {organisation})"
