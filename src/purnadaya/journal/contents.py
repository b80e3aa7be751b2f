"""What an operation said: json, sealed under the key of the thing it speaks of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from purnadaya.access import keyring
from purnadaya.journal.models import Operation
from purnadaya.kernel.commands import Ref
from purnadaya.kernel.sealing import Key, kid_of, place, seal, unseal

BATCH = 500


@dataclass(frozen=True)
class Contents:
    """The fields as they were sent, and the former values of those an edit set."""

    body: Mapping[str, Any]
    before: Mapping[str, Any]

    @property
    def values(self) -> Mapping[str, Any]:
        """The fields themselves, of an edit those it changed."""
        values: Mapping[str, Any] = self.body.get("changes", self.body)
        return values


def sealed(of: Ref, operation: object, name: str, value: Mapping[str, Any] | None) -> str:
    """A mapping as the log keeps it; nothing stays nothing."""
    if value is None:
        return ""
    key = keyring.data_key(keyring.LOG, of.kind, of.id)
    return seal(key, json.dumps(value, ensure_ascii=False).encode(), place("operation", operation, name))


def contents_of(rows: Iterable[Operation]) -> Iterator[tuple[Operation, Contents | None]]:
    """Each operation with what it said; None where that was erased. Asks for keys once per 500 rows."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        keys = keyring.find_many(kid_of(row.body) for row in batch)
        yield from ((row, _opened(row, keys)) for row in batch)


def _opened(row: Operation, keys: Mapping[str, Key]) -> Contents | None:
    if kid_of(row.body) not in keys:
        return None
    body = json.loads(unseal(keys.get, row.body, place("operation", row.id, "body")))
    before = json.loads(unseal(keys.get, row.before, place("operation", row.id, "before"))) if row.before else {}
    return Contents(body, before)
