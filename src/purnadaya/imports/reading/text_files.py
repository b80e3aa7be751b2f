"""Lists as text: csv with any sign between the cells, in the alphabets spreadsheets write."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from purnadaya.imports.reading.cells import Line
from purnadaya.kernel.problems import Problem, Refused

DELIMITERS = (";", "\t", "|", ",")
"""Looked at in this order: a comma also stands inside names and sums."""
_LOOKED_AT = 60
_SAID = re.compile(r"\"?sep=(.)\"?\r?\n", re.I)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 100_000
_PIECE = 1 << 20
LONGEST_FIELD = 131_072
MOST_UNREADABLE = 20
"""Letters at the beginning that are none; with more it is no text."""


def lines_of(content: bytes) -> Iterator[Line]:
    """The lines of a text that hold anything, with the numbers a spreadsheet would give them.

    Raises ``Refused`` for what is not text at all. Goes through the bytes piece by piece: the text as a whole is never
    in memory.
    """
    alphabet = alphabet_of(content)
    head = _opened(content, alphabet).read(_HEAD)
    if _BINARY.search(head) or head.count("\ufffd") > MOST_UNREADABLE:
        raise Refused(Problem("imports.unknown_file"))
    delimiter, said = _delimiter_of(head)
    csv.field_size_limit(LONGEST_FIELD)
    source = _opened(content, alphabet)
    if _quotes_close(content, alphabet, delimiter):
        records = csv.reader(source, delimiter=delimiter)
    else:
        records = csv.reader(source, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    yield from _lines(records, said)


def alphabet_of(content: bytes) -> str:
    """The alphabet these bytes are written in: utf-8, utf-16 or cp1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if (wide := _wide_alphabet(content[:2000])) is not None:
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE], final=start + _PIECE >= len(content))
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _opened(content: bytes, alphabet: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), alphabet, "replace", newline="")


def _lines(records: Iterator[list[str]], said: bool) -> Iterator[Line]:
    number = 0
    while True:
        try:
            record = next(records, None)
        except csv.Error:
            raise Refused(Problem("imports.broken_file")) from None
        if record is None:
            return
        number += 1
        if number == 1 and said:
            continue
        if any(cell.strip() for cell in record):
            yield Line(number, tuple(cell or None for cell in record))


def _wide_alphabet(head: bytes) -> str | None:
    """utf-16 without its mark, as some phones write it: every second byte is empty."""
    if len(head) < 4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even < len(head) * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.3 and odd < len(head) * 0.05 else None


def _delimiter_of(head: str) -> tuple[str, bool]:
    """The sign between cells, and whether the first line only says it, as Excel's own ``sep=;``."""
    if said := _SAID.match(head):
        return said[1], True
    sample = [line for line in head.splitlines()[: _LOOKED_AT * 2] if line.strip()][:_LOOKED_AT]
    best = max(DELIMITERS, key=lambda sign: _worth(sign, sample))
    return (best, False) if _worth(best, sample) > 0 else (",", False)


def _worth(sign: str, lines: list[str]) -> float:
    """How well a sign explains the lines: those that have as many of it as most lines that have any."""
    counts = Counter(_count(sign, line) for line in lines)
    del counts[0]
    if not counts:
        return 0.0
    often, times = max(counts.items(), key=lambda pair: (pair[1] * pair[0], pair[0]))
    return times * min(often, 6)


def _count(sign: str, line: str) -> int:
    """How often a sign stands in a line outside of quotes."""
    return sum(piece.count(sign) for piece in line.split('"')[::2])


def _quotes_close(content: bytes, alphabet: str, delimiter: str) -> bool:
    """Whether every quote that opens a cell is closed again; one that is not would swallow the lines after it."""
    if b'"' not in content:
        return True
    try:
        for _record in csv.reader(_opened(content, alphabet), delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True
