"""What a transaction logs, and the keys it is sealed with, is written at its end, many rows at once.

Whoever asks for these tables before finds them as if each row had been written when it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection

from purnadaya.access import keyring
from purnadaya.journal import records
from purnadaya.kernel.together import Doing, settle, together, waits

TABLES: Mapping[str, Doing] = {
    "journal_operation": records.write_operations,
    "access_datakey": keyring.write_keys,
}


@contextmanager
def putting_off() -> Iterator[None]:
    """Around all that is written in one transaction."""
    with connection.execute_wrapper(_written_first), together():
        yield


def _written_first(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    for table, writing in TABLES.items():
        if waits(writing) and table in sql:
            settle(writing)
    return execute(sql, params, many, context)
