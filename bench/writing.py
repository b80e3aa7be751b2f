"""Commands per second through ``execute()``, beside bare inserts of the same rows."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from purnadaya.access.models import User
from purnadaya.access.queries import actor_for
from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import execute, execute_all
from purnadaya.journal.models import Operation
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse
from purnadaya.people.models import Person
from purnadaya.places.models import Hamlet

VILLAGE = "34.01.08.2005"
BATCH = 20


def rate(act: Callable[[], int], seconds: float) -> float:
    """Commands per second: ``act`` says how many it did."""
    began, done = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < seconds:
        done += act()
    return done / spent


class Writing:
    """The same person registered in each of the ways that are compared."""

    def __init__(self, username: str = "koordinator") -> None:
        self.actor = actor_for(User.objects.get(username=username), timezone.localdate())

    def _command(self):  # type: ignore[no-untyped-def]
        return parse("people.register_person", {
            "person": str(new_id()), "name": "Suminah Lestari", "sex": "female", "birth": "1980", "village": VILLAGE,
            "background": "returned_migrant", "hamlet": "Sekendal",
        })  # fmt: skip

    def single(self) -> int:
        """One command, one durable transaction."""
        execute(self._command(), Envelope(self.actor, "bench"))
        return 1

    def batch(self) -> int:
        """Twenty commands in one durable transaction."""
        execute_all([self._command() for _ in range(BATCH)], Envelope(self.actor, "bench"))
        return BATCH

    def bare_single(self) -> int:
        """The rows of one command, inserted with nothing around them."""
        with transaction.atomic():
            self._rows()
        return 1

    def bare_batch(self) -> int:
        """The rows of twenty commands in one transaction."""
        with transaction.atomic():
            for _ in range(BATCH):
                self._rows()
        return BATCH

    def _rows(self) -> None:
        person, operation = new_id(), new_id()
        Hamlet.objects.filter(organisation_id=self.actor.organisation_id, village_id=VILLAGE, key="sekendal").first()
        Person.objects.create(
            id=person, organisation_id=self.actor.organisation_id, name="Suminah Lestari", sex="female", birth="1980",
            village_id=VILLAGE, background="returned_migrant", hamlet="Sekendal", name_key="suminah lestari",
            registered_at=timezone.now(),
        )  # fmt: skip
        body = {"person": str(person), "name": "Suminah Lestari", "sex": "female", "birth": "1980", "village": VILLAGE}
        Operation.objects.create(
            id=operation, organisation_id=self.actor.organisation_id, kind="bench.bare", version=1, actor_kind="user",
            actor_id=self.actor.user_id, door="bench", recorded_at=timezone.now(), body=body, body_mac="0" * 64,
            object_kind="bench", object_id=str(person), object_version=1,
        )  # fmt: skip


def rows(seconds: float) -> list[tuple[str, str, str]]:
    """Each way's rate, and its ratio to the bare inserts of the same shape, all in this one run."""
    writing = Writing()
    ways = {name: getattr(writing, name) for name in ("single", "bare_single", "batch", "bare_batch")}
    for act in ways.values():
        act()
    rates = {name: rate(act, seconds) for name, act in ways.items()}
    told = {
        "single": "register a person through `execute()`, one at a time",
        "bare_single": "bare Django inserts of the same rows, one at a time",
        "batch": f"through `execute_all()`, {BATCH} to a transaction",
        "bare_batch": f"bare Django inserts, {BATCH} to a transaction",
    }
    ratio = {"single": rates["single"] / rates["bare_single"], "batch": rates["batch"] / rates["bare_batch"]}
    return [
        (words, f"{rates[way]:,.0f}/s", f"{ratio[way]:.2f} of bare" if way in ratio else "")
        for way, words in told.items()
    ]
