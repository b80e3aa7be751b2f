"""What a single line of a sheet can be, seen by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

from purnadaya.imports.reading.cells import Line
from purnadaya.imports.reading.headings import Meaning, by_heading, is_known_heading
from purnadaya.imports.reading.values.dates import MONTHS, read_day
from purnadaya.imports.reading.values.places import names_a_place_or_group
from purnadaya.kernel.spelling import folded

_TOTAL = re.compile(r"(?:sub ?|grand )?(?:jumlah|total|jml|jumlh|rata ?rata|rekap(?:itulasi)?|persentase|prosentase)\b")
_SIGNATURE = re.compile(
    r"(?:mengetahui|menyetujui|mengesahkan|diketahui|disetujui|dibuat oleh|yang membuat|pembuat daftar|hormat kami|"
    r"tanda tangan|nip\b|nik ?:|an\.? (?:lurah|ketua|kepala))"
)
_DOTTED = re.compile(r"\(?\s*[._…\-]{4,}.*")
_PLACE_AND_DAY = re.compile(
    rf"[^\d,]{{3,40}},\s*(?:\d{{1,2}}|[.…_]+)\s*(?:{'|'.join(MONTHS)}|[.…_]+)\.?\s*(?:\d{{4}}|[\d.…_]+)?"
)
_NOTE = re.compile(r"(?:catatan|note|nb|ket(?:erangan)?\s*[:.]|\*|sumber|update|diperbarui|lihat|per tanggal)")
LONGEST_HEADING = 60
LONGEST_SECTION = 100


def texts_of(line: Line) -> tuple[str, ...]:
    """What stands in the filled cells, in order."""
    return tuple(filter(None, line.texts))


def whole_text(line: Line) -> str:
    """The line as one text, as a title over several cells is meant: ``Kelompok | : P3A Anggun``."""
    return " ".join(text.removeprefix(":").strip() for text in texts_of(line)).strip()


def looks_like_header(line: Line, first: bool = False) -> bool:
    """Whether these are headings: at least two words known as such, or a name beside days, or ``Nama`` alone. For the
    ``first`` ones of a sheet, ``Nama`` beside short words nobody knows suffices."""
    texts = texts_of(line)
    if not texts or texts[0].isdecimal() or any(len(text) > LONGEST_HEADING for text in texts):
        return False
    if not any(is_known_heading(text) for text in texts):
        return False
    meanings = [by_heading(text) for text in texts]
    known = sum(1 for text in texts if is_known_heading(text))
    days = sum(1 for text in texts if read_day(text) is not None)
    if Meaning.NAME in meanings and (days or len(texts) == 1):
        return True
    if Meaning.NAME in meanings and first and not any(text.startswith(":") for text in texts):
        return not _holds_numbers(line, days)
    if known < 2 or _holds_numbers(line, days):
        return False
    return known * 5 >= (len(texts) - days) * 2


def _holds_numbers(line: Line, days: int) -> bool:
    """Whether there are numbers that no heading has: a line that begins with one, or holds a long one."""
    numbers = [cell for cell in line.cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
    long_digits = any(sum(ch.isdecimal() for ch in text) > 8 and read_day(text[:10]) is None for text in texts_of(line))
    return bool(numbers and not days) or long_digits


def is_total(line: Line, name_column: int | None = None) -> bool:
    """Whether the line adds up what stands above it: it says so at its beginning, or where names stand."""
    said = [*texts_of(line)[:2], line.text(name_column) if name_column is not None else ""]
    return any(_TOTAL.match(folded(text)) for text in said)


def may_stand_above(line: Line, below: Line) -> bool:
    """Whether this is the upper line of the headings ``below``: short words over several columns, one of them known as
    a heading, and no form (``Kelompok | : Anggun``)."""
    texts = texts_of(line)
    if line.number != below.number - 1 or len(texts) < 2 or not any(is_known_heading(text) for text in texts):
        return False
    return all(":" not in text and len(text) <= LONGEST_HEADING and not text[0].isdecimal() for text in texts)


def is_signature(line: Line) -> bool:
    """Whether the line belongs to those who sign: ``Mengetahui,``, dots between brackets, a place and a day alone."""
    texts = texts_of(line)
    return any(
        _SIGNATURE.match(text.casefold()) or _DOTTED.fullmatch(text) or (len(texts) <= 2 and _is_place_and_day(text))
        for text in texts
    )


def _is_place_and_day(text: str) -> bool:
    return bool(_PLACE_AND_DAY.fullmatch(text.casefold().rstrip(". ")))


def is_note(line: Line) -> bool:
    """Whether the line is a remark of whoever keeps the list."""
    texts = texts_of(line)
    return bool(texts) and bool(_NOTE.match(texts[0].casefold()))


def is_label(line: Line) -> bool:
    """Whether the line names a group or a place as a form does: ``Kelompok | : Anggun``."""
    texts = texts_of(line)
    if not 2 <= len(texts) <= 3 or not names_a_place_or_group(f"{texts[0].rstrip(' :')} x"):
        return False
    return texts[0].endswith(":") or texts[1].startswith(":")


def is_numbering(line: Line) -> bool:
    """Whether the line only counts the columns: ``1 2 3 4`` or ``(1) (2) (3)``."""
    numbers = [text.strip("()") for text in texts_of(line)]
    return len(numbers) >= 3 and all(text == str(place) for place, text in enumerate(numbers, start=1))


def same_headings(line: Line, headings: Mapping[int, str]) -> bool:
    """Whether the line says again what the header says."""
    said = {column: folded(line.text(column)) for column in line.filled}
    before = {column: folded(text) for column, text in headings.items()}
    same = sum(1 for column, text in said.items() if before.get(column) == text)
    return len(said) >= 1 and same * 5 >= max(len(said), len(before)) * 4
