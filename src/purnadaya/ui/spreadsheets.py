"""Lists as csv that a spreadsheet opens as they are, and runs nothing of."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

BOM = "\ufeff"
"""Excel takes a file without it for another alphabet than it is."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet would begin to reckon with, in both widths."""


class _Passing:
    """A file that keeps nothing: the csv writer's line comes straight back."""

    def write(self, line: str) -> str:
        return line


def harmless(value: str) -> str:
    """A text a spreadsheet shows and does not run: an apostrophe stands before what would be a formula."""
    return f"'{value}" if value.lstrip(" ").startswith(FORMULA) else value


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows as lines of csv, one by one, the first with the mark Excel needs."""
    writer = csv.writer(_Passing())
    mark = BOM
    for row in rows:
        yield mark + writer.writerow([harmless(value) for value in row])
        mark = ""


def csv_answer(name: str, rows: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    """The rows as a file to save, written while it is sent and kept by no cache."""
    answer = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer
