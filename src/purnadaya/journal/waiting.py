"""The waiting room: what was received and could not be applied is kept, and a person decides.

Keeping and settling are not commands: the room is the memory of what did not become one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import F

from purnadaya.access import keyring
from purnadaya.access.actors import System, user_id_of
from purnadaya.access.policies import can, kind_of, registered
from purnadaya.journal.envelopes import Envelope, Outcome
from purnadaya.journal.execute import execute, execute_linked
from purnadaya.journal.models import DIGEST, WaitingItem
from purnadaya.journal.writing import write
from purnadaya.kernel.areas import VillageCode, district_of
from purnadaya.kernel.clock import SYSTEM_CLOCK, Clock
from purnadaya.kernel.commands import Actor, Command
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.kernel.sealing import CannotOpen, Key, kid_of, place, seal, unseal

LARGEST = 64 * 1024
BATCH = 500
DEEPEST = 16
"""How deep the values of a line may be nested; no command needs half of it."""
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

    Raises ``Refused`` with ``journal.unreadable`` or ``journal.too_big``, whatever the bytes are.
    """
    if len(raw) > LARGEST:
        raise Refused(Problem("journal.too_big", {"largest": LARGEST}))
    try:
        row = json.loads(raw, parse_constant=_no_number)
        _check_storable(row)
        return Entry(
            operation=UUID(row["id"]),
            kind=_text(row["kind"]),
            version=_count(row.get("version", 1)),
            base=None if row.get("base") is None else _count(row["base"]),
            happened_at=None if row.get("happened_at") is None else _moment(row["happened_at"]),
            body=_object(row["body"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise Refused(Problem("journal.unreadable")) from error


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _check_storable(value: Any, depth: int = 0) -> None:
    """Raise ValueError for what a database cannot hold as text, and for what is nested beyond all need."""
    if depth > DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(value, str):
        if b"\0" in value.encode():
            raise ValueError("a NUL cannot be stored")
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check_storable(name)
            _check_storable(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check_storable(inner, depth + 1)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**31:
        raise ValueError("not a count")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None or not 1900 <= moment.year < 2200:
        raise ValueError("not a moment that can be meant")
    return moment


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def take_in(raw: bytes, actor: Actor, door: str, clock: Clock = SYSTEM_CLOCK) -> Outcome | WaitingItem:
    """Apply one received line, or keep it waiting with its reason; never lose it, never ask back.

    What waits already, or was settled, is given back as it stands, however often it is sent. Another line
    under its id waits beside it.
    """
    entry = None
    try:
        entry = read_entry(raw)
        if namesakes := _namesakes(entry.operation, actor):
            clash = Refused(Problem("journal.id_clash"))
            return _among(namesakes, raw, actor) or _keep(raw, entry, clash, actor, door, clock)
        return execute(entry.command(), _envelope(entry, actor, door), clock)
    except Refused as refusal:
        return _keep(raw, entry, refusal, actor, door, clock)


def _envelope(entry: Entry, actor: Actor, door: str) -> Envelope:
    return Envelope(actor, door, entry.operation, entry.base, entry.happened_at)


def _namesakes(operation: UUID, actor: Actor) -> list[WaitingItem]:
    """What was kept in the actor's organisation under this operation id."""
    return list(WaitingItem.objects.filter(operation_id=operation, organisation_id=actor.organisation_id))


def _alike(raw: bytes, actor: Actor) -> list[WaitingItem]:
    """What was kept in the actor's organisation with these very bytes, under whichever id."""
    return list(WaitingItem.objects.filter(digest__in=_digests(raw, actor), organisation_id=actor.organisation_id))


def _among(items: list[WaitingItem], raw: bytes, actor: Actor) -> WaitingItem | None:
    """The one with these very bytes; what was kept before there were digests is opened to compare."""
    digests = _digests(raw, actor)
    return next((item for item in items if item.digest in digests or (not item.digest and raw_of(item) == raw)), None)


def _digests(raw: bytes, actor: Actor) -> frozenset[str]:
    """What these bytes may be known by."""
    return keyring.indexes_of(actor.organisation_id, *_indexed(raw))


def _indexed(raw: bytes) -> tuple[str, str]:
    return DIGEST.keyed_for, DIGEST.value_of(raw)


def _keep(raw: bytes, entry: Entry | None, refusal: Refused, actor: Actor, door: str, clock: Clock) -> WaitingItem:
    kept = {
        "kind": entry.kind[:64] if entry else "",
        "area": _area_of(entry, actor) if entry else "",
        "problems": [problem.as_json() for problem in refusal.problems],
        "door": door,
        "author_id": user_id_of(actor),
        "received_at": clock.now(),
    }
    return write(lambda: _kept_once(raw, entry, actor, kept))


def _kept_once(raw: bytes, entry: Entry | None, actor: Actor, kept: Mapping[str, Any]) -> WaitingItem:
    # What has no id of its own is known by its bytes. Sent again after it was settled, it is settled
    # still: a door may repeat itself for ever.
    if known := _among(_namesakes(entry.operation, actor) if entry else _alike(raw, actor), raw, actor):
        return known
    digest = keyring.index_of(actor.organisation_id, *_indexed(raw))
    operation = entry.operation if entry else derived_id(UNREADABLE, digest)
    item = WaitingItem(organisation_id=actor.organisation_id, operation_id=operation, digest=digest, **kept)
    item.raw = _sealed(item, raw)
    item.save(force_insert=True)
    return item


def _area_of(entry: Entry, actor: Actor) -> str:
    """The village a line belongs to: where the thing it would change lies, or the one it writes down itself.

    The thing is looked up as the organisation sees it, for it may be what the author may not see. Empty
    when nobody can say; such a line is for those whose role reaches the whole organisation.
    """
    try:
        target = entry.command().target(System("where a waiting line belongs", actor.organisation_id))
        found = getattr(target, getattr(registered().get(kind_of(target)), "area", "") or "village", "")
    except Refused:
        found = entry.body.get("village")
    try:
        return VillageCode(found)
    except (ValueError, TypeError):
        return ""


def raw_of(item: WaitingItem, find: Callable[[str], Key | None] = keyring.find) -> bytes:
    """The very bytes that were received; none where they were erased."""
    try:
        return _unsealed(item, find)
    except CannotOpen:
        # Sealed anew, under a newer key, since the item was read?
        item.refresh_from_db(fields=["raw"])
        return _unsealed(item, keyring.find)


def raws_of(items: Iterable[WaitingItem]) -> Iterator[tuple[WaitingItem, bytes]]:
    """Each with its very bytes. Asks for keys once per 500 lines."""
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        keys = keyring.find_many({kid_of(item.raw) for item in batch if item.raw})
        yield from ((item, raw_of(item, keys.get)) for item in batch)


def _unsealed(item: WaitingItem, find: Callable[[str], Key | None]) -> bytes:
    return b"" if not item.raw else unseal(find, item.raw, place("waiting", item.id, "raw"))


def _sealed(item: WaitingItem, raw: bytes) -> str:
    key = keyring.data_key(keyring.FIELDS, "organisation", item.organisation_id)
    return seal(key, raw, place("waiting", item.id, "raw"))


def erase_line(item: WaitingItem) -> None:
    """Take away what a line said and the village; if it still waited, it waits no longer. Sent again, it is known and
    not kept."""
    now = SYSTEM_CLOCK.now()
    WaitingItem.objects.filter(id=item.id).update(raw="", settled_why="", area=district_of(item.area))
    WaitingItem.objects.filter(id=item.id, settled_at=None).update(settled_at=now, settled_how="erased")


def must_be_done_oneself(kind: str) -> bool:
    """Whether lines of this kind are never applied out of the waiting room.

    Whoever tries again lends her own rights to what someone else wrote; for who may sign in and as what,
    that would be a way up. It also keeps one-time codes, which are shown once and never again, out of here.
    """
    return kind.startswith("access.")


def try_again(item: WaitingItem, actor: Actor, clock: Clock = SYSTEM_CLOCK) -> Outcome:
    """Apply a waiting line now, in the name of whoever looks after it, and settle it in the same transaction.

    Each try that was refused has its own operation id, since the former one remembers its refusal. Raises
    ``Refused`` with the reason of today when it still does not fit; then it goes on waiting.
    """
    item.refresh_from_db()
    _refuse_unless_open(item, actor)
    entry = read_entry(raw_of(item))
    if must_be_done_oneself(entry.kind):
        raise Refused(Problem("journal.do_it_yourself"))
    operation = derived_id(item.id, "try", item.tries)
    return execute_linked(
        entry.command(),
        Envelope(actor, "waiting", operation, entry.base, entry.happened_at),
        item.id,
        before=lambda: _take_turn(item),
        after=lambda: _settle(item, actor, clock, "applied"),
        clock=clock,
    )


def _take_turn(item: WaitingItem) -> None:
    """Count this try. Raises ``Refused`` when somebody else tried or settled it since ``item`` was read."""
    waiting = WaitingItem.objects.filter(id=item.id, settled_at=None)
    if not waiting.filter(tries=item.tries).update(tries=F("tries") + 1):
        raise Refused(Problem("journal.stale" if waiting.exists() else "journal.settled_already"))


def lay_aside(item: WaitingItem, actor: Actor, why: str, clock: Clock = SYSTEM_CLOCK) -> None:
    """Settle a waiting line without applying it; its bytes and the reason given stay. Raises ``Refused``."""
    _refuse_unless_open(item, actor)
    if not why.strip():
        raise Refused(Problem("value.missing", fields=("why",)))
    write(lambda: _settle(item, actor, clock, "laid_aside", why.strip()[:120]))


def _refuse_unless_open(item: WaitingItem, actor: Actor) -> None:
    if not can(actor, "settle", item):
        raise Refused(Problem("access.not_allowed"))
    if item.settled_at is not None:
        raise Refused(Problem("journal.settled_already"))


def _settle(item: WaitingItem, actor: Actor, clock: Clock, how: str, why: str = "") -> None:
    settled = {"settled_at": clock.now(), "settled_by": user_id_of(actor), "settled_how": how, "settled_why": why}
    if not WaitingItem.objects.filter(id=item.id, settled_at=None).update(**settled):
        raise Refused(Problem("journal.settled_already"))
