"""PDF files: kept as they are, so those that do more than show pages are not taken.

Looked for are the names by which a PDF runs script, starts a programme or carries files, also where letters are
written as ``#4a`` and inside compressed streams. Bounded in time and memory, and no promise: a PDF made to hide
from us can. It is therefore never shown by us, only handed out as an attachment.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from purnadaya.kernel.problems import Problem

MOST_OPENED = 40 << 20
"""Bytes of objects to look through at most; a file that holds more is none that anyone scanned."""

_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm|GoToE|GoToR|Rendition|Movie)(?![\w.-])"
)
_LOCKED = re.compile(rb"/Encrypt(?![\w.-])")
_OF_OBJECTS = re.compile(rb"/ObjStm(?![\w.-])")
_FILTER = re.compile(rb"/(?:Filter|F)(?![\w.-])")
_FLATE_ALONE = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])(?=\s*(?:/|>>))")
_UNREADABLE = b"/JavaScript "
"""Stands for objects packed in a way that no programme packs them but to hide them: taken for the worst."""
_HEXED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_END = b"%%EOF"
_TAIL = 2048


def paper_problems(data: bytes) -> list[Problem]:
    """Why this PDF is not taken; nothing for one that only shows pages."""
    if _END not in data[-_TAIL:]:
        return [_problem("documents.pdf_damaged")]
    active, opened = False, 0
    for piece in _pieces(data):
        named, opened = _as_read(piece), opened + len(piece)
        if _LOCKED.search(named):
            return [_problem("documents.pdf_locked")]
        active = active or opened > MOST_OPENED or bool(_ACTIVE.search(named))
    return [_problem("documents.pdf_active")] if active else []


def _pieces(data: bytes) -> Iterator[bytes]:
    """What a reader reads as objects: all but the streams, and of these the ones that hold objects."""
    at, left = 0, MOST_OPENED
    while begins := _STREAM.search(data, at):
        before, ends = data[at : begins.end()], data.find(b"endstream", begins.end())
        yield before
        at = len(data) if ends < 0 else ends
        if _OF_OBJECTS.search(head := _as_read(before[before.rfind(b"obj") + 3 :])):
            if _FILTER.search(head) and not _FLATE_ALONE.search(head):
                yield _UNREADABLE
            piece = _inflated(data[begins.end() : at], left + 1)
            left = max(0, left - len(piece))
            yield piece
    yield data[at:]


def _inflated(raw: bytes, most: int) -> bytes:
    """What a compressed stream holds, up to ``most`` bytes; the stream itself when it is not compressed."""
    try:
        return zlib.decompressobj().decompress(raw, most)
    except zlib.error:
        return raw[:most]


def _as_read(text: bytes) -> bytes:
    """Names as a reader understands them."""
    return _HEXED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _problem(code: str) -> Problem:
    return Problem(code, fields=("file",))
