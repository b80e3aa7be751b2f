"""Opens one workbook, alone in a process of its own, so that a file made to do harm harms only that.

Run by its path, never imported by the house, and knows nothing of it. The workbook comes in on standard input. On
standard output go frames: sheet number (2 bytes), length (4 bytes), then that much compressed JSON, which is a block
of lines ``[[number, [cell, ...]], ...]``. The last frame, of the sheet ``SUMMARY``, tells of the sheets, or says in a
word why there are none. A process that ends without it was stopped by its limits, or by a fault in the file.
"""

from __future__ import annotations

import io
import json
import math
import re
import struct
import sys
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

SUMMARY = 0xFFFF
BLOCK = 500
HEAVY = 1 << 20
"""A block of fewer lines is written when it holds so many letters."""
MOST_TOLD = 200
"""So many cells of a sheet that could not be read are named; the others are counted."""
MOST_MERGED = 10_000
CHUNK = 1 << 20
LARGEST_WHOLE = 1e18
LONGEST_CELL = 32_767
"""The most letters Excel holds in a cell."""

_UNSAVED = re.compile(rb"<c ([^>]*)><f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>")
_ERROR = re.compile(rb'<c ([^>]*\bt="e"[^>]*)>')
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def main() -> None:
    """Read, write, and say in the end how it went."""
    bounds = json.loads(sys.argv[1])
    _limit(bounds["memory"], bounds["seconds"])
    import python_calamine  # noqa: PLC0415 - within the limits

    try:
        summary = _read(python_calamine, sys.stdin.buffer.read(), bounds)
    except python_calamine.PasswordError:
        summary = {"fault": "password"}
    except MemoryError:
        summary = {"fault": "too_much"}
    except _TooMany as fault:
        summary = {"fault": str(fault)}
    except BaseException as fault:  # noqa: BLE001 - a panic of the native reader is no Exception
        summary = {"fault": "password" if "password" in str(fault).lower() else "broken"}
    _frame(SUMMARY, summary)
    sys.stdout.buffer.flush()


class _TooMany(Exception):  # noqa: N818 - a bound, not an error
    """The file holds more than anyone needs; says which bound."""


def _limit(memory: int, seconds: int) -> None:
    """Bound memory (bytes) and processor time, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for bound, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(bound, (value, value))
        except (ValueError, OSError):
            continue


def _read(reader: Any, content: bytes, bounds: dict[str, int]) -> dict[str, Any]:
    unread = _unread_cells(content)
    book = reader.load_workbook(io.BytesIO(content))
    if len(book.sheets_metadata) > bounds["sheets"]:
        raise _TooMany("sheets")
    left = _Left(bounds["lines"], bounds["cells"], bounds["letters"])
    sheets = []
    for number, about in enumerate(book.sheets_metadata):
        told = {"name": about.name, "visible": _is_visible(about), **unread.get(about.name, {})}
        if _is_worksheet(about):
            sheet = book.get_sheet_by_index(number)
            merged = sheet.merged_cell_ranges or []
            told["merged"] = [[r0 + 1, c0, r1 + 1, c1] for (r0, c0), (r1, c1) in merged[:MOST_MERGED]]
            _write_lines(number, sheet, bounds["columns"], left, told)
        sheets.append(told)
    return {"sheets": sheets}


class _Left:
    """How many lines, cells and letters may still come, in all sheets together."""

    def __init__(self, lines: int, cells: int, letters: int) -> None:
        self.lines, self.cells, self.letters = lines, cells, letters

    def take(self, row: list[Any]) -> int:
        """Count one line, and say how many letters it holds. Raises ``_TooMany`` beyond a bound."""
        letters = sum(len(cell) for cell in row if isinstance(cell, str))
        self.lines -= 1
        self.cells -= len(row)
        self.letters -= letters
        if self.lines < 0:
            raise _TooMany("lines")
        if self.cells < 0 or self.letters < 0:
            raise _TooMany("too_much")
        return letters


def _is_visible(about: Any) -> bool:
    return str(about.visible).endswith(".Visible")


def _is_worksheet(about: Any) -> bool:
    return str(about.typ).endswith(".WorkSheet")


def _write_lines(number: int, sheet: Any, most_columns: int, left: _Left, told: dict[str, Any]) -> None:
    """Write all lines that hold something; ``told`` then says how many, and whether the sheet is too wide."""
    block: list[Any] = []
    count = weight = 0
    for line, row in enumerate(sheet.iter_rows(), start=1):
        while row and (row[-1] == "" or (isinstance(row[-1], str) and row[-1].isspace())):
            row.pop()
        if not row:
            continue
        count += 1
        weight += left.take(row)
        if len(row) > most_columns:
            told["wide"] = len(row)
        else:
            block.append([line, [_plain(cell) for cell in row]])
        if len(block) == BLOCK or weight > HEAVY:
            _frame(number, block)
            block, weight = [], 0
    if block:
        _frame(number, block)
    told["lines"] = count


def _plain(cell: Any) -> Any:
    """A cell as JSON: days and times as ``{"d": …}``, ``{"t": …}``; whole numbers without a point."""
    if isinstance(cell, str):
        return cell[:LONGEST_CELL] if cell else None
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, timedelta):
        cell = (datetime(1900, 1, 1) + cell % timedelta(days=1)).time()  # noqa: DTZ001 - only its time is used
    if isinstance(cell, date | time):
        return {"d" if isinstance(cell, date) else "t": cell.isoformat()}
    return cell


def _number(value: float) -> float | None:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < LARGEST_WHOLE else value


def _frame(sheet: int, value: Any) -> None:
    packed = zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 1)
    sys.stdout.buffer.write(struct.pack(">HI", sheet, len(packed)) + packed)


# --- what the native reader passes over in silence ---------------------------------------------


def _unread_cells(content: bytes) -> dict[str, dict[str, Any]]:
    """Of each sheet of an xlsx, the cells with a formula whose value was not saved, and those that show an error.

    The reader gives both as empty cells. Of other kinds of files it cannot be seen here.
    """
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: {"unsaved": _addresses(archive, path, _UNSAVED), "errors": _addresses(archive, path, _ERROR)}
            for name, path in _sheet_paths(archive).items()
        }


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its file, as far as it can be told."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - no entities go far in a child
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {one.get("Id"): (one.get("Target") or "").removeprefix("/xl/") for one in relations}
    names = set(archive.namelist())
    paths = {one.get("name") or "": f"xl/{targets.get(one.get(_RELATION), '')}" for one in book.iter(_SHEET)}
    return {name: path for name, path in paths.items() if path in names}


def _addresses(archive: zipfile.ZipFile, path: str, pattern: re.Pattern[bytes]) -> list[str]:
    found: dict[str, None] = {}
    with archive.open(path) as stream:
        rest = b""
        while len(found) < MOST_TOLD and (chunk := stream.read(CHUNK)):
            text = rest + chunk
            cut = text.rfind(b"</c>") + 4
            whole, rest = (text[:cut], text[cut:]) if cut > 3 else (b"", text[-CHUNK:])
            found.update(dict.fromkeys(_found_in(whole, pattern)))
    return list(found)[:MOST_TOLD]


def _found_in(text: bytes, pattern: re.Pattern[bytes]) -> list[str]:
    cells = [match[1] for match in pattern.finditer(text) if b't="str"' not in match[1]]
    return [address[1].decode() for cell in cells if (address := _ADDRESS.search(cell))]


if __name__ == "__main__":
    main()
