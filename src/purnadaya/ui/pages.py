"""Lists that may be very long: counted as far as a reader can take in, and read page by page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import formats

MANY = 1000
"""Nobody pages through more; of more it is only said that there are more."""
LONGEST_NUMBER = 9
"""Digits of a page's number; what has more is none, and Python refuses to read thousands of them."""


@dataclass(frozen=True)
class Counted:
    """How many there are; or, if there ``is_more``, that there are more than ``n``: written as 1,000+."""

    n: int
    is_more: bool

    def __str__(self) -> str:
        return f"{formats.number_format(self.n)}{'+' if self.is_more else ''}"

    def __bool__(self) -> bool:
        return self.n > 0


def counted(rows: QuerySet[Any], most: int | None = None) -> Counted:
    """Count rows, but not beyond ``most`` (``MANY``): a million takes as long as a thousand."""
    most = MANY if most is None else most
    found = rows.order_by()[: most + 1].count()
    return Counted(min(found, most), is_more=found > most)


class LongPaginator(Paginator[Any]):
    """Pages of rows that are counted up to ``MANY``, or to the page after the one asked for: so every page can be
    reached, one after the other, and none waits until everything is counted."""

    def __init__(self, rows: QuerySet[Any], per_page: int, asked: str | None) -> None:
        super().__init__(rows, per_page)
        self.asked = asked
        is_number = asked is not None and len(asked) <= LONGEST_NUMBER and asked.isascii() and asked.isdigit()
        page = int(asked) if asked and is_number else 1
        self._most = max(MANY, (page + 1) * per_page) if page <= MANY else MANY

    @cached_property
    def _counted(self) -> Counted:
        return counted(self.object_list, self._most)  # type: ignore[arg-type]

    @cached_property
    def count(self) -> int:
        """As many rows as were counted."""
        return self._counted.n

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self._counted.is_more

    def page_asked(self) -> Page[Any]:
        """The page asked for, or the nearest there is."""
        return self.get_page(self.asked)
