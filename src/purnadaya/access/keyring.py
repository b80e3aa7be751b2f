"""The key ring: files outside the database wrap the keys inside it.

A *ring key* is a file ``HOME/keys/<id>.key``. It wraps *data keys*, kept in the table ``DataKey``: one per
organisation for its sealed fields, one for its indexes, one per person, user … for what the log says of
them, one per file on the ``shelf``. Without the ring's files nothing opens; dropping a data key makes all it sealed
unreadable for good. While ``resealing`` gives a scope new keys there are two of each; the newest seals, all of them
open and find.
"""

from __future__ import annotations

import base64
import fcntl
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet

from purnadaya.access.keyring_sql import HELD_UNTIL_COMMIT, WAIT_FOR_SEALERS
from purnadaya.access.models import DataKey, Organisation
from purnadaya.kernel.commands import Ref
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.sealing import CannotOpen, Key, blind_index, kid_of, new_secret, place, seal, unseal
from purnadaya.kernel.together import forget, known, learn, once, put_off

FIELDS, INDEX, LOG, FILES = "fields", "index", "log", "files"
"""What a data key is for."""

MADE_ANEW = (FIELDS, INDEX)
"""Those that can be made anew; what the log tells is sealed once and for all."""


class NoRingKey(CannotOpen):
    """There is no ring key at all: ``purnadaya keys new`` makes one, or the files must be brought back."""


def folder() -> Path:
    """Where the ring keys lie; never inside a backup."""
    return Path(settings.HOME, "keys")


def ring() -> dict[str, Key]:
    """Every ring key by its id, oldest first. Read anew only when the folder has changed."""
    where = folder()
    return _ring_in(where, where.stat().st_mtime_ns) if where.is_dir() else {}


@lru_cache(maxsize=2)
def _ring_in(where: Path, changed: int) -> dict[str, Key]:
    files = sorted(where.glob("*.key"))
    return {file.stem: Key(file.stem, base64.b64decode(file.read_text())) for file in files}


def new_ring_key(now: datetime | None = None) -> Key:
    """Make a ring key file, durable and readable by its owner only; it is used from now on.

    Its id is greater than every other, also than that of a key made when the clock ran ahead.
    """
    folder().mkdir(mode=0o700, exist_ok=True)
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%d%H%M%S")
    newest = max(ring(), default="").partition("-")[0]
    if newest.isdecimal() and int(newest) >= int(stamp):
        stamp = str(int(newest) + 1)
    key = Key(f"{stamp}-{new_id().hex[-6:]}", new_secret())
    whole = folder() / f"{key.kid}.key"
    part = whole.with_suffix(".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(key.secret).decode())
        file.flush()
        os.fsync(file.fileno())
    # Whoever reads the ring just now sees the key whole or not at all.
    part.rename(whole)
    return key


@contextmanager
def alone() -> Iterator[None]:
    """Whoever makes a new ring key and wraps with it waits for another who does."""
    folder().mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder(), os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _current() -> Key:
    keys = ring()
    if not keys:
        raise NoRingKey("there is no ring key")
    return keys[max(keys)]


def data_key(purpose: str, kind: str, scope_id: object) -> Key:
    """The newest data key of a purpose for one organisation, person …, to seal with; made when there is none yet.

    One that can be made anew is not dropped before this transaction has ended.
    """
    return once(_name_of(purpose, kind, scope_id), lambda: _to_seal_with(purpose, kind, str(scope_id)))[0]


def _to_seal_with(purpose: str, kind: str, scope_id: str) -> list[Key]:
    """The key to seal with, which is held if it can be made anew; after that of an index every other to find by."""
    rows = [] if known(_none_of(purpose, kind, scope_id)) else list(_keys(purpose, kind, scope_id))
    if not rows:
        return [_new_data_key(purpose, kind, scope_id)]
    if purpose in MADE_ANEW and not _held(rows[0]):
        return _to_seal_with(purpose, kind, scope_id)
    return [_opened(row) for row in (rows if purpose == INDEX else rows[:1])]


def _name_of(purpose: str, kind: str, scope_id: object) -> tuple[str, ...]:
    return ("data key", purpose, kind, str(scope_id))


def _none_of(purpose: str, kind: str, scope_id: object) -> tuple[str, ...]:
    return ("no data key", purpose, kind, str(scope_id))


def look_up(purpose: str, things: Iterable[Ref]) -> None:
    """Before much is sealed in one transaction, ask once which of these things have a key for it, and open those."""
    scopes_of: dict[str, set[str]] = {}
    for thing in things:
        scopes_of.setdefault(thing.kind, set()).add(thing.id)
    keys = ring()
    for kind, ids in scopes_of.items():
        rows = DataKey.objects.filter(purpose=purpose, kind=kind, scope_id__in=ids).order_by("id")
        newest = {row.scope_id: row for row in rows}
        for scope_id in ids - newest.keys():
            learn(_none_of(purpose, kind, scope_id), True)
        for scope_id, row in newest.items():
            learn(_name_of(purpose, kind, scope_id), [_opened(row, keys)])


def _opened_all(purpose: str, kind: str, scope_id: object) -> list[Key]:
    """Every key of a purpose for one scope, the newest first."""
    found: list[Key] | None = known(_name_of(purpose, kind, scope_id)) if purpose == INDEX else None
    return found or [_opened(row) for row in _keys(purpose, kind, scope_id)]


def _held(row: DataKey) -> bool:
    """Hold the key until the transaction ends; False when it was dropped since it was found."""
    statement = HELD_UNTIL_COMMIT.get(connection.vendor)
    return statement is None or bool(list(DataKey.objects.raw(statement, [row.id])))


def _keys(purpose: str, kind: str, scope_id: object) -> QuerySet[DataKey]:
    return DataKey.objects.filter(purpose=purpose, kind=kind, scope_id=str(scope_id)).order_by("-id")


def _new_data_key(purpose: str, kind: str, scope_id: str) -> Key:
    if kind == "organisation":
        # Two may need its first key at once, and two keys would make two indexes of one value: writing the row
        # both rest on makes the second look again.
        Organisation.objects.filter(id=scope_id).update(name=F("name"))
    forget(_name_of(purpose, kind, scope_id))
    key = unkept_key()
    keep(key, purpose, kind, scope_id)
    return key


def unkept_key() -> Key:
    """A new data key that is kept nowhere yet."""
    return Key(new_id().hex, new_secret())


def keep(key: Key, purpose: str, kind: str, scope_id: str) -> None:
    """Keep a new data key, wrapped with the current ring key."""
    wrapped = seal(_current(), key.secret, _place_of(key.kid))
    row = DataKey(id=key.kid, purpose=purpose, kind=kind, scope_id=scope_id, wrapped=wrapped)
    if purpose == LOG:
        put_off(write_keys, row)
    else:
        row.save(force_insert=True)


def write_keys(rows: list[DataKey]) -> None:
    """Write those that were put off until the end of the transaction, or until somebody asks for keys."""
    if len(rows) == 1:
        rows[0].save(force_insert=True)
    else:
        DataKey.objects.bulk_create(rows)


def seal_field(organisation: object, of: Ref, name: str, value: str) -> tuple[str, str]:
    """A value as it is kept, sealed for the field ``name`` of this thing, and the index it is found by.

    Nothing stays nothing, twice.
    """
    if not value:
        return "", ""
    key = data_key(FIELDS, "organisation", organisation)
    return seal(key, value.encode(), place(of.kind, of.id, name)), index_of(organisation, name, value)


def open_field(of: Ref, name: str, sealed: str) -> str:
    """The value that ``seal_field`` sealed. Raises ``CannotOpen``; nothing stays nothing."""
    return unseal(find, sealed, place(of.kind, of.id, name)).decode() if sealed else ""


def index_of(organisation: object, name: str, value: str) -> str:
    """The blind index to keep of a value of this field in this organisation; those of two never meet."""
    return blind_index(data_key(INDEX, "organisation", organisation), name, value)


def indexes_of(organisation: object, name: str, value: str) -> frozenset[str]:
    """Every blind index by which a value may be found: two of them while the organisation gets new keys.

    To miss nothing, ask and look within one transaction.
    """
    return frozenset(blind_index(key, name, value) for key in _opened_all(INDEX, "organisation", organisation))


def indexes_of_many(organisation: object, name: str, values: Iterable[str]) -> dict[str, frozenset[str]]:
    """``indexes_of`` for many values at once."""
    keys = _opened_all(INDEX, "organisation", organisation)
    return {value: frozenset(blind_index(key, name, value) for key in keys) for value in values}


def scopes() -> list[tuple[str, str]]:
    """The kinds and ids of whatever has keys that can be made anew."""
    found = DataKey.objects.filter(purpose__in=MADE_ANEW).values_list("kind", "scope_id")
    return list(found.distinct().order_by("kind", "scope_id"))


def older(kind: str, scope_id: str) -> list[str]:
    """The ids of the keys that once sealed the scope's fields, and are there still."""
    return [row.id for row in _keys(FIELDS, kind, scope_id)[1:]]


def renew(kind: str, scope_id: str) -> bool:
    """Make new keys for a scope; False while older ones are still there. To be done in one write transaction."""
    if older(kind, scope_id):
        return False
    for purpose in MADE_ANEW:
        if _keys(purpose, kind, scope_id).exists():
            _new_data_key(purpose, kind, scope_id)
    return True


def drop_older(
    kind: str, scope_id: str, still_used: Callable[[str], bool], droppable: Callable[[], tuple[str, ...]]
) -> int:
    """Forget the scope's older keys, of the ``droppable`` purposes, once nothing is sealed under them; says how many.

    To be done first in a write transaction of its own.
    """
    if wait := WAIT_FOR_SEALERS.get(connection.vendor):
        with connection.cursor() as cursor:
            cursor.execute(wait)
    if any(still_used(kid) for kid in older(kind, scope_id)):
        return 0
    old = [row.id for purpose in droppable() for row in _keys(purpose, kind, scope_id)[1:]]
    return DataKey.objects.filter(id__in=old).delete()[0]


def find(kid: str) -> Key | None:
    """The data key of this id, or None when it was dropped."""
    row = DataKey.objects.filter(id=kid).first()
    return _opened(row) if row else None


def find_many(kids: Iterable[str]) -> dict[str, Key]:
    """Many data keys in one query; dropped ones are left out."""
    keys = ring()
    return {row.id: _opened(row, keys) for row in DataKey.objects.filter(id__in=set(kids))}


def drop(purpose: str, kind: str, *scope_ids: object) -> int:
    """Forget every data key of these things: what they sealed opens nowhere again, once backups have aged out."""
    for scope_id in scope_ids:
        forget(_name_of(purpose, kind, scope_id))
        forget(_none_of(purpose, kind, scope_id))
    return DataKey.objects.filter(purpose=purpose, kind=kind, scope_id__in=map(str, scope_ids)).delete()[0]


def missing() -> set[str]:
    """The ids of ring keys that data keys need and whose files are not there."""
    needed = {kid_of(wrapped) for wrapped in DataKey.objects.values_list("wrapped", flat=True).iterator()}
    return needed - set(ring())


def uses() -> dict[str, int]:
    """Every ring key, here or not, and how many data keys it wraps; oldest first."""
    counts = Counter(kid_of(wrapped) for wrapped in DataKey.objects.values_list("wrapped", flat=True).iterator())
    return {kid: counts[kid] for kid in sorted(counts.keys() | ring().keys())}


def rewrap(batch: int = 200) -> int:
    """Wrap data keys that an older ring key wraps with the current one; says how many it did.

    Safe while others write, and to kill and begin again: what is done stays done. Zero means finished.
    """
    keys, current = ring(), _current()
    old = DataKey.objects.exclude(wrapped__startswith=f"1.{current.kid}.").order_by("id")[:batch]
    done = 0
    for row in old:
        fresh = seal(current, _opened(row, keys).secret, _place_of(row.id))
        done += DataKey.objects.filter(id=row.id, wrapped=row.wrapped).update(wrapped=fresh)
    return done


def rewrap_all() -> int:
    """``rewrap`` until nothing is left; each batch is one durable transaction."""
    total = 0
    while True:
        with transaction.atomic():
            done = rewrap()
        if not done:
            return total
        total += done


def _opened(row: DataKey, keys: dict[str, Key] | None = None) -> Key:
    return Key(row.id, unseal((keys if keys is not None else ring()).get, row.wrapped, _place_of(row.id)))


def _place_of(kid: str) -> str:
    return place("data_key", kid, "secret")
