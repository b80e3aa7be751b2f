"""The rows that wait, as a spreadsheet to be put right and given again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

from purnadaya.imports.drafts import Draft
from purnadaya.imports.models import ImportRow, ImportSheet
from purnadaya.imports.queries import drafts_of
from purnadaya.imports.reading import Meaning, Understood
from purnadaya.imports.rules import OPEN
from purnadaya.kernel.problems import Problem
from purnadaya.ui.spreadsheets import harmless
from purnadaya.ui.words import say

REASON = "Alasan"
"""The heading of the column that says why a row waits. It means nothing to us when the file comes back."""

PARTS: Mapping[Meaning, str] = {
    Meaning.GROUP: "Kelompok",
    Meaning.VILLAGE: "Kalurahan",
    Meaning.DISTRICT: "Kapanewon",
    Meaning.HAMLET: "Padukuhan",
}
"""What a part of a list says of its rows, and the headings by which it is read again."""


def problem_rows(sheet: ImportSheet, found: Understood) -> bytes:
    """The rows that wait as an xlsx, under the headings of their sheet, each with its reason; for who may see it."""
    rows = ImportRow.objects.filter(sheet=sheet, state__in=OPEN).order_by("line")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    missing = [meaning for meaning in PARTS if not any(column.meaning == meaning for column in found.columns)]
    width = max((column.index for column in found.columns), default=-1) + 1
    lines = [_headings(found, width, missing)]
    lines += [_line(row, draft, width, missing) for row, draft in drafts_of(rows) if draft]
    _write(book.add_worksheet(sheet.name[:31] or "Lembar"), lines)
    book.close()
    return out.getvalue()


def _headings(found: Understood, width: int, missing: Sequence[Meaning]) -> list[str]:
    headings = {column.index: column.heading.replace("\n", " ") for column in found.columns}
    return [REASON, *(headings.get(index, "") for index in range(width)), *(PARTS[one] for one in missing)]


def _line(row: ImportRow, draft: Draft, width: int, missing: Sequence[Meaning]) -> list[str]:
    """The row as it stands there, and what the part it stood in said of it, in columns of their own."""
    written = [*draft.written[:width], *([""] * (width - len(draft.written)))]
    return [reason_of(row, draft), *written, *(draft.said.get(one.value, "") for one in missing)]


def reason_of(row: ImportRow, draft: Draft) -> str:
    """Why a row waits, in words, with the cells that are meant."""
    told = [*draft.problems, *draft.doubts, *(("", Problem.from_json(one)) for one in row.told)]
    if not told:
        told = [("", Problem(row.reason, {}))]
    return " ".join(_said(at, problem) for at, problem in told)


def _said(at: str, problem: Problem) -> str:
    words = str(say(problem))
    return f"{at}: {words}" if at else words


def _write(sheet: xlsxwriter.worksheet.Worksheet, lines: Iterable[Sequence[str]]) -> None:
    widths: Mapping[int, int] = {0: 50}
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    for line, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(line, column, harmless(cell))
