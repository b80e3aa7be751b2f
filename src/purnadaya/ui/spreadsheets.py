"""Lists as csv and as xlsx that a spreadsheet opens as they are, and runs nothing of."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse

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


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TITLE, WIDEST = 31, 40
"""So long may the name of a sheet be; so many letters wide is a column at most."""
NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def xlsx_bytes(title: str, rows: Iterable[Sequence[str | int]], *, notes: Sequence[str] = ()) -> bytes:
    """The rows as a workbook of one sheet, the first row as its heading; numbers stay numbers, all else is text.
    ``notes`` stand on a sheet of their own, one below the other."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, AS_TEXT)
    sheet = book.add_worksheet(_title(title))
    bold, widths = book.add_format({"bold": True}), dict[int, int]()
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            form = bold if line == 0 else None
            write = sheet.write_number if isinstance(value, int) else sheet.write_string
            write(line, place, value, form)
            widths[place] = min(max(widths.get(place, 0), len(str(value)) + 2), WIDEST)
    for place, width in widths.items():
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    _note(book, notes)
    book.close()
    return out.getvalue()


def _note(book: xlsxwriter.Workbook, notes: Sequence[str]) -> None:
    if not notes:
        return
    sheet = book.add_worksheet("·")
    sheet.set_column(0, 0, 100)
    for line, words in enumerate(notes):
        sheet.write_string(line, 0, words)


def _title(words: str) -> str:
    return words.translate(NOT_IN_TITLES).strip("' ")[:LONGEST_TITLE].strip("' ") or "1"


def xlsx_answer(name: str, title: str, rows: Iterable[Sequence[str | int]], notes: Sequence[str] = ()) -> HttpResponse:
    """The workbook as a file to save, kept by no cache."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(xlsx_bytes(title, rows, notes=notes), content_type=XLSX, headers=headers)
