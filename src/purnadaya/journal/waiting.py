"""The waiting room: what was received and could not be applied is kept, and a person decides.

Keeping and settling are not commands: the room is the memory of what did not become one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from purnadaya.access import keyring
from purnadaya.access.actors import user_id_of
from purnadaya.access.policies import can
from purnadaya.journal.envelopes import Envelope, Outcome
from purnadaya.journal.execute import execute
from purnadaya.journal.models import WaitingItem
from purnadaya.journal.writing import writing
from purnadaya.kernel.clock import SYSTEM_CLOCK, Clock
from purnadaya.kernel.commands import Actor, Command
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.kernel.sealing import place, seal, unseal

LARGEST = 64 * 1024
UNREADABLE = UUID("5f0a3c1e-6f57-5d0c-9a51-7d0b3a0c3a11")
"""Under which the ids of lines that cannot be read are derived."""


@dataclass(frozen=True)
class Entry:
    """One line as a door receives it: a command still in writing, and what came around it."""

    operation: UUID
    kind: str
    version: int
    base: int | None
    happened_at: datetime | None
    body: Mapping[str, Any]

    def command(self) -> Command:
        """The command written here. Raises ``Refused``."""
        return parse(self.kind, self.body, self.version)


def read_entry(raw: bytes) -> Entry:
    """Read a json object with ``id``, ``kind``, ``body`` and perhaps ``version``, ``base``, ``happened_at``.

    Raises ``Refused`` with ``journal.unreadable`` or ``journal.too_big``.
    """
    if len(raw) > LARGEST:
        raise Refused(Problem("journal.too_big", {"largest": LARGEST}))
    try:
        row = json.loads(raw)
        happened = datetime.fromisoformat(row["happened_at"]) if row.get("happened_at") else None
        base = None if row.get("base") is None else int(row["base"])
        body = dict(row["body"])
        return Entry(UUID(row["id"]), str(row["kind"]), int(row.get("version", 1)), base, happened, body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(Problem("journal.unreadable")) from error


def take_in(raw: bytes, actor: Actor, door: str, clock: Clock = SYSTEM_CLOCK) -> Outcome | WaitingItem:
    """Apply one received line, or keep it waiting with its reason; never lose it, never ask back."""
    entry = None
    try:
        entry = read_entry(raw)
        return execute(entry.command(), _envelope(entry, actor, door), clock)
    except Refused as refusal:
        return _keep(raw, entry, refusal, actor, door, clock)


def _envelope(entry: Entry, actor: Actor, door: str) -> Envelope:
    return Envelope(actor, door, entry.operation, entry.base, entry.happened_at)


def _keep(raw: bytes, entry: Entry | None, refusal: Refused, actor: Actor, door: str, clock: Clock) -> WaitingItem:
    kept: dict[str, Any] = {
        "kind": entry.kind[:64] if entry else "",
        "problems": [problem.as_json() for problem in refusal.problems],
        "door": door,
        "author_id": user_id_of(actor),
        "received_at": clock.now(),
    }
    with writing():
        # What has no id of its own is known by its bytes. Sent again after it was settled, it is settled
        # still: a door may repeat itself for ever.
        operation = entry.operation if entry else derived_id(UNREADABLE, hashlib.sha256(raw).hexdigest())
        mine = WaitingItem.objects.filter(operation_id=operation, organisation_id=actor.organisation_id)
        if known := mine.first():
            return known
        item = WaitingItem(organisation_id=actor.organisation_id, operation_id=operation, **kept)
        item.raw = _sealed(item, raw)
        item.save(force_insert=True)
        return item


def raw_of(item: WaitingItem) -> bytes:
    """The very bytes that were received."""
    return unseal(keyring.find, item.raw, place("waiting", item.id, "raw"))


def _sealed(item: WaitingItem, raw: bytes) -> str:
    key = keyring.data_key(keyring.FIELDS, "organisation", item.organisation_id)
    return seal(key, raw, place("waiting", item.id, "raw"))


def try_again(item: WaitingItem, actor: Actor, clock: Clock = SYSTEM_CLOCK) -> Outcome:
    """Apply a waiting line now, in the name of whoever looks after it, and settle it.

    A new operation id is taken where the old one remembers its refusal. Raises ``Refused`` with the
    reason of today when it still does not fit.
    """
    _refuse_unless_open(item, actor)
    entry = read_entry(raw_of(item))
    outcome = execute(
        entry.command(), Envelope(actor, "waiting", base=entry.base, happened_at=entry.happened_at), clock
    )
    _settle(item, actor, clock, "applied")
    return outcome


def lay_aside(item: WaitingItem, actor: Actor, why: str, clock: Clock = SYSTEM_CLOCK) -> None:
    """Settle a waiting line without applying it; its bytes and the reason given stay. Raises ``Refused``."""
    _refuse_unless_open(item, actor)
    if not why.strip():
        raise Refused(Problem("value.missing", fields=("why",)))
    _settle(item, actor, clock, "laid_aside", why.strip()[:120])


def _refuse_unless_open(item: WaitingItem, actor: Actor) -> None:
    if not can(actor, "settle", item):
        raise Refused(Problem("access.not_allowed"))
    if item.settled_at is not None:
        raise Refused(Problem("journal.settled_already"))


def _settle(item: WaitingItem, actor: Actor, clock: Clock, how: str, why: str = "") -> None:
    settled = {"settled_at": clock.now(), "settled_by": user_id_of(actor), "settled_how": how, "settled_why": why}
    with writing():
        if not WaitingItem.objects.filter(id=item.id, settled_at=None).update(**settled):
            raise Refused(Problem("journal.settled_already"))
