"""Where tries to come in are counted: Django's cache in the store, which says so when the store takes nothing in."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, IntegrityError, connection


class LimitsCache(DatabaseCache):
    """Django's own takes any failed write for somebody else's; to whoever signs in it looks like too many tries."""

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        failures: list[DatabaseError] = []

        def noting(execute: Any, *call: Any) -> Any:
            try:
                return execute(*call)
            except DatabaseError as error:
                failures.append(error)
                raise

        with connection.execute_wrapper(noting):
            done = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]
        for failure in failures:
            # Two who write the same key at once: one of them may lose.
            if not isinstance(failure, IntegrityError):
                raise failure
        return bool(done)
