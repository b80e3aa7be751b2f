"""How well and how fast someone who is in the registry already is noticed: ``script/bench twins [PERSONS]``."""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from uuid import UUID

from django.db import connection, transaction

from bench import crowd
from bench.crowd import CHANGES, Someone
from purnadaya.access import keyring
from purnadaya.access.actors import Held, UserActor
from purnadaya.access.models import Organisation
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.phones import Phone
from purnadaya.kernel.sealing import Key, blind_index
from purnadaya.people.models import NameBlock, Person
from purnadaya.people.queries.lookalikes import Sought, lookalikes_for
from purnadaya.people.rules import name_key
from purnadaya.people.rules.likeness import PERHAPS, SURE, Known, block_keys, fingerprint
from purnadaya.places.models import Area

PERSONS, TWINS, STRANGERS = 100_000, 2_000, 8_000
BATCH = 5_000


@dataclass(frozen=True)
class Asked:
    """Someone typed into the form: the twin of a person in the registry, or a stranger (None)."""

    someone: Someone
    of: UUID | None
    changes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answer:
    """One person the registry offered, with its bits."""

    asked: int
    person: UUID
    bits: float


def main() -> None:
    """Fill the registry, ask, tell."""
    people = int(sys.argv[2]) if len(sys.argv) > 2 else PERSONS
    dice = Random(4)
    villages = list(Area.objects.filter(code__startswith="34.", level=4, ended=False).values_list("code", flat=True))
    registry = crowd.everyone(dice, villages, people)
    owner = Organisation.objects.first()
    ids = _fill(owner.id, registry)
    asked = _questions(dice, registry, ids, villages)
    actor = UserActor(new_id(), "x", owner.id, grants=(Held("coordinator", "organisation", str(owner.id)),))
    for words, phones in (("name, birth and village alone", False), ("with a phone number where there is one", True)):
        print(f"-- {words}")
        answers, times = _ask(actor, asked, phones=phones)
        _tell(rows(people, asked, answers, times))
    from bench import beside

    questions = [one.someone for one in asked]
    for words, keys in (("names as typed", False), ("our spelling keys as names", True)):
        print(f"-- Splink, {words}; name, birth and village alone")
        pairs = beside.linked(registry, ids, questions, keys=keys)
        _tell(rows(people, asked, [Answer(one.asked, one.person, one.bits) for one in pairs], []))


def _tell(told: list[tuple[str, str, str]]) -> None:
    print("\n".join(f"| {' | '.join(row)} |" for row in told), flush=True)


def _fill(owner: UUID, registry: list[Someone]) -> list[UUID]:
    """Rows of persons and their blocks, past the commands."""
    ids = [new_id() for _ in registry]
    key = keyring.data_key(keyring.INDEX, "organisation", owner)
    began = time.perf_counter()
    with transaction.atomic():
        Person.objects.filter(organisation_id=owner).delete()
        for start in range(0, len(registry), BATCH):
            batch = list(zip(ids[start : start + BATCH], registry[start : start + BATCH], strict=True))
            Person.objects.bulk_create(_row(owner, one, someone, key) for one, someone in batch)
            NameBlock.objects.bulk_create(
                NameBlock(key=key, person_id=one) for one, someone in batch for key in _keys(owner, someone)
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"filled in {time.perf_counter() - began:.0f} s, {NameBlock.objects.count()} blocks")
    return ids


def _row(owner: UUID, one: UUID, someone: Someone, key: Key) -> Person:
    index = blind_index(key, "phone", someone.phone) if someone.phone else ""
    return Person(
        id=one, organisation_id=owner, name=someone.name, sex="female", birth=str(someone.birth),
        village_id=someone.village, background="village_woman", name_key=name_key(someone.name, ""),
        registered_at=SYSTEM_CLOCK.now(), phone_index=index,
    )  # fmt: skip


def _keys(owner: UUID, someone: Someone) -> set[int]:
    known = Known(someone.name, "", someone.birth, someone.village)
    return {fingerprint(owner, key) for key in block_keys(known)}


def _questions(dice: Random, registry: list[Someone], ids: list[UUID], villages: list[str]) -> list[Asked]:
    asked = []
    for place in dice.sample(range(len(registry)), TWINS):
        twin, changes = crowd.again(dice, registry[place], villages)
        asked.append(Asked(twin, ids[place], changes))
    return asked + [Asked(one, None) for one in crowd.everyone(dice, villages, STRANGERS)]


def _ask(actor: UserActor, asked: list[Asked], *, phones: bool) -> tuple[list[Answer], list[float]]:
    answers, times = [], []
    for place, one in enumerate(asked):
        who = one.someone
        phone = Phone(who.phone) if phones and who.phone else None
        sought = Sought(who.name, "", who.birth, who.village, phone)
        began = time.perf_counter()
        found = lookalikes_for(actor, sought).found
        times.append((time.perf_counter() - began) * 1000)
        answers += [Answer(place, each.person.id, each.likeness.bits) for each in found]
    return answers, times


def rows(people: int, asked: list[Asked], answers: Sequence[Answer], times: list[float]) -> list[tuple[str, str, str]]:
    """Precision and recall where it is best, at our own bars, by kind of change, and how long one question takes."""
    right = {(one.asked, one.person) for one in answers if one.person == asked[one.asked].of}
    ordered = sorted(answers, key=lambda one: -one.bits)
    hits = list(accumulate((one.asked, one.person) in right for one in ordered))
    marks = [(hit / (n + 1), hit / TWINS, ordered[n].bits) for n, hit in enumerate(hits)]
    told = []
    if times:
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        told.append((f"someone like her, among {people:,}", f"p50 {p50:.1f} ms, p95 {p95:.1f} ms", "budget 30 ms"))
        for words, bar in (("surely", SURE), ("perhaps or surely", PERHAPS)):
            precision, recall, _ = next((mark for mark in reversed(marks) if mark[2] >= bar), (0, 0, 0))
            told.append((f"said {words}", f"precision {precision:.3f}, recall {recall:.3f}", ""))
    best = max((mark for mark in marks if mark[0] >= 0.99), key=lambda mark: mark[1], default=(0, 0, 0))
    told.append(("most recall at precision 0.99", f"recall {best[1]:.3f}", f"from {best[2]:.1f} bits"))
    far = next((mark for mark in marks if mark[1] >= 0.95), (0, marks[-1][1] if marks else 0, 0))
    told.append(("precision at recall 0.95", f"precision {far[0]:.3f}" if far[0] else "not reached", ""))
    return told + _by_change(asked, {question for question, _person in right})


def _by_change(asked: list[Asked], found: set[int]) -> list[tuple[str, str, str]]:
    all_, noticed = Counter[str](), Counter[str]()
    for place, one in enumerate(asked[:TWINS]):
        kind = " and ".join(change for change in CHANGES if change in one.changes)
        all_[kind] += 1
        noticed[kind] += place in found
    return [(f"… {kind}", f"noticed {noticed[kind] / n:.3f}", f"{n} twins") for kind, n in all_.most_common()]
