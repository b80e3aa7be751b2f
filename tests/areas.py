"""Which areas are in the tests' stores: few, and all of Indonesia where the test is about areas."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from purnadaya.kernel.areas import Level
from purnadaya.places import loading
from purnadaya.places.bulk_sql import AreaRow
from purnadaya.places.models import AreaData

HOME = "34"


@contextmanager
def few() -> Iterator[None]:
    """While this lasts, loading takes in every province and regency, and all that lies in Yogyakarta.

    The store says of itself that it has all: a programme started on it loads nothing more.
    """
    every = loading._rows

    def rows(packed: bytes) -> Iterator[AreaRow]:
        return (row for row in every(packed) if row[0].startswith(HOME) or row[2] <= Level.REGENCY)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_rows", rows)
        yield


def load_the_rest() -> None:
    """Make a store of few areas one of all."""
    AreaData.objects.update(version="few")
    loading.load_areas()
