"""Loading the list of areas that ships with the source."""

from __future__ import annotations

import csv
import hashlib
import io
import lzma
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.utils import timezone

from purnadaya.places.bulk_sql import AreaRow, count_anew, store_areas
from purnadaya.places.models import Area, AreaData
from purnadaya.places.rules import area_key
from purnadaya.places.search_sql import refill
from purnadaya.places.shipped import DATA

Progress = Callable[[str], object]

FILE = DATA / "areas.csv.xz"
SCHEME = 1
"""To be raised when keys are made in another way, so that stores made before are loaded anew."""

_BATCH = 10_000


def load_areas(progress: Progress = lambda text: None) -> bool:
    """Make the store's areas those of the file; False, at once, when they are already.

    Names are brought up to date, new areas added, and areas no longer in the file kept as ended.
    ``progress`` is told in words how far it is.
    """
    packed = FILE.read_bytes()
    version = f"{SCHEME}-{hashlib.sha256(packed).hexdigest()}"
    if AreaData.objects.filter(version=version).exists():
        return False
    rows = list(_rows(packed))
    with transaction.atomic():
        _store(rows, progress)
        _end_all_but({row[0] for row in rows})
        progress("Areas: making them searchable")
        refill(_search_rows(rows))
        count_anew()
        AreaData.objects.update_or_create(id=1, defaults={"version": version, "loaded_at": timezone.now()})
    return True


def _rows(packed: bytes) -> Iterator[AreaRow]:
    """The file's areas as rows of the table, wider areas before those in them."""
    for code, name in islice(csv.reader(io.StringIO(lzma.decompress(packed).decode())), 1, None):
        level, parent = code.count(".") + 1, code.rpartition(".")[0] or None
        yield code, name, level, parent, area_key(name, level), False


def _store(rows: Sequence[AreaRow], progress: Progress) -> None:
    for start in range(0, len(rows), _BATCH):
        progress(f"Areas: {start:,} of {len(rows):,}")
        store_areas(rows[start : start + _BATCH])


def _end_all_but(codes: set[str]) -> None:
    known = Area.objects.filter(ended=False).values_list("code", flat=True)
    vanished = [code for code in known if code not in codes]
    for start in range(0, len(vanished), _BATCH):
        Area.objects.filter(code__in=vanished[start : start + _BATCH]).update(ended=True)


def _search_rows(rows: Sequence[AreaRow]) -> Iterator[tuple[str, str, str]]:
    lines: dict[str | None, str] = {None: ""}
    for code, _, _, parent, key, _ in rows:
        lines[code] = f"{key} {lines[parent]}"
        yield code, key, lines[parent]
