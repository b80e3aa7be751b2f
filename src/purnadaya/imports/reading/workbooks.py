"""From the bytes of a file to its sheets: lines of cells, packed small, to be gone through as often as one likes."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from purnadaya.imports.reading.cells import Cell, Line, Merged, Span
from purnadaya.imports.reading.kinds_of_file import FileKind, kind_of
from purnadaya.imports.reading.text_files import lines_of
from purnadaya.kernel.problems import Problem, Refused

_CHILD = Path(__file__).with_name("child.py")
_SUMMARY = 0xFFFF
_HEAD = struct.Struct(">HI")
_BLOCK = 500
_MIDNIGHT = time()


@dataclass(frozen=True)
class Limits:
    """How much of a file is read: bytes of the file; lines, columns of a line, cells, letters and sheets; bytes of
    memory and seconds for the process that opens it."""

    most_bytes: int = 50 * 1024 * 1024
    most_lines: int = 200_000
    most_columns: int = 300
    most_cells: int = 5_000_000
    most_letters: int = 100_000_000
    most_sheets: int = 200
    memory: int = 768 * 1024 * 1024
    seconds: int = 90


LIMITS = Limits()


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its lines that hold anything, its merged cells.

    ``unsaved`` and ``errors`` name the cells whose formula has no saved value or shows an error: they come as empty.
    ``problem`` says why a sheet cannot be read though the others can; then it has no lines.
    """

    name: str
    visible: bool = True
    count: int = 0
    merged: Span = field(default_factory=Span)
    unsaved: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()
    problem: Problem | None = None
    blocks: tuple[bytes, ...] = field(default=(), repr=False)

    def lines(self) -> Iterator[Line]:
        """The lines that hold anything, in order, unpacked as they are asked for."""
        for block in self.blocks:
            for number, cells in json.loads(zlib.decompress(block)):
                yield Line(number, tuple(_cell(cell) for cell in cells))


@dataclass(frozen=True)
class Workbook:
    """All sheets of a file."""

    name: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of this name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def read_workbook(content: bytes, name: str, limits: Limits = LIMITS) -> Workbook:
    """The sheets of an xlsx, xls, ods or csv file; its bytes say which, not its name.

    Raises ``Refused`` with one problem, a clear sentence, for whatever cannot be read.
    """
    if len(content) > limits.most_bytes:
        raise Refused(Problem("imports.too_big", {"megabytes": limits.most_bytes >> 20}))
    sheets: tuple[Sheet, ...]
    if kind_of(content) is FileKind.TEXT:
        sheets = (_packed(Path(name).stem or "csv", _bounded(lines_of(content), limits)),)
    else:
        sheets = _opened(content, limits)
    if not any(sheet.count for sheet in sheets):
        raise Refused(Problem("imports.no_cells"))
    return Workbook(name, sheets)


def sheet_of(name: str, lines: Iterable[Line]) -> Sheet:
    """A sheet made of lines that are known already."""
    return _packed(name, lines)


def _bounded(lines: Iterator[Line], limits: Limits) -> Iterator[Line]:
    cells = 0
    for count, line in enumerate(lines):
        cells += len(line.cells)
        if cells > limits.most_cells:
            raise Refused(Problem("imports.too_much"))
        if count >= limits.most_lines:
            raise Refused(Problem("imports.too_many_lines", {"most": limits.most_lines}))
        if len(line.cells) > limits.most_columns:
            raise Refused(Problem("imports.too_many_columns", {"most": limits.most_columns}))
        yield line


def _packed(name: str, lines: Iterable[Line]) -> Sheet:
    blocks, count, source = [], 0, iter(lines)
    while block := [[line.number, [_plain(cell) for cell in line.cells]] for line in islice(source, _BLOCK)]:
        blocks.append(zlib.compress(json.dumps(block).encode(), 1))
        count += len(block)
    return Sheet(name, count=count, blocks=tuple(blocks))


# --- the process that opens it -----------------------------------------------------------------


def _opened(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """The sheets as the child process reads them."""
    bounds = {
        "memory": limits.memory,
        "seconds": limits.seconds,
        "lines": limits.most_lines,
        "columns": limits.most_columns,
        "cells": limits.most_cells,
        "letters": limits.most_letters,
        "sheets": limits.most_sheets,
    }
    command = [sys.executable, "-I", str(_CHILD), json.dumps(bounds)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, by our own Python
            command, input=content, capture_output=True, timeout=limits.seconds, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired:
        raise Refused(Problem("imports.too_slow")) from None
    blocks, summary = _frames(done.stdout)
    if summary is None:
        raise Refused(Problem("imports.too_much"))
    if "fault" in summary:
        raise Refused(_fault(summary["fault"], limits))
    return tuple(_told(told, blocks.get(number, []), limits) for number, told in enumerate(summary["sheets"]))


def _environment() -> dict[str, str]:
    """What starting a process takes; nothing of what the house was told by its own environment."""
    return {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}


def _frames(output: bytes) -> tuple[dict[int, list[bytes]], dict[str, Any] | None]:
    """The blocks of each sheet, still packed, and the summary if the process came so far."""
    blocks: dict[int, list[bytes]] = {}
    place = 0
    while place + _HEAD.size <= len(output):
        sheet, length = _HEAD.unpack_from(output, place)
        place += _HEAD.size
        if sheet == _SUMMARY:
            return blocks, json.loads(zlib.decompress(output[place : place + length]))
        blocks.setdefault(sheet, []).append(output[place : place + length])
        place += length
    return blocks, None


def _fault(word: str, limits: Limits) -> Problem:
    if word == "password":
        return Problem("imports.password")
    if word == "too_much":
        return Problem("imports.too_much")
    if word == "lines":
        return Problem("imports.too_many_lines", {"most": limits.most_lines})
    if word == "sheets":
        return Problem("imports.too_many_sheets", {"most": limits.most_sheets})
    return Problem("imports.broken_file")


def _told(told: Mapping[str, Any], blocks: list[bytes], limits: Limits) -> Sheet:
    wide = told.get("wide")
    return Sheet(
        name=told["name"],
        visible=told["visible"],
        count=told.get("lines", 0),
        merged=Span(tuple(Merged(*one) for one in told.get("merged", ()))),
        unsaved=frozenset(told.get("unsaved", ())),
        errors=frozenset(told.get("errors", ())),
        problem=Problem("imports.too_many_columns", {"most": limits.most_columns}) if wide else None,
        blocks=() if wide else tuple(blocks),
    )


# --- cells as JSON -----------------------------------------------------------------------------


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    if "t" in value:
        return time.fromisoformat(value["t"])
    moment = datetime.fromisoformat(value["d"])
    return moment.date() if moment.time() == _MIDNIGHT else moment


def _plain(cell: Cell) -> Any:
    if isinstance(cell, time):
        return {"t": cell.isoformat()}
    return {"d": cell.isoformat()} if isinstance(cell, date) else cell
