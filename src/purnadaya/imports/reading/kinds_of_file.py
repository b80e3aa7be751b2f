"""What kind of file some bytes are, and whether it is safe to open, before anything opens it."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from purnadaya.kernel.problems import Problem, Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_HEAD = 512
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|meta|style)", re.I | re.S
)
_OLD_XML = re.compile(rb"\s*<\?xml[^>]*>.{0,400}schemas-microsoft-com:office:spreadsheet", re.I | re.S)
_OTHERS = (
    (b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"),
    (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"), (b"SQLite format 3", "SQLite"),
)  # fmt: skip
_WORDS = (("word/", "Word"), ("ppt/", "PowerPoint"), ("Index/Document.iwa", "Numbers"))
_ODF = {
    b"application/vnd.oasis.opendocument.text": "Writer",
    b"application/vnd.oasis.opendocument.presentation": "Impress",
}

MOST_ENTRIES = 5_000
MOST_UNPACKED = 500 * 1024 * 1024
MOST_TIMES = 300
"""A workbook of endless equal lines shrinks to a hundredth; a bomb to a thousandth."""
SMALL = 20 * 1024 * 1024
"""What unpacks to less than this may shrink as it likes."""


class FileKind(StrEnum):
    """How a file is read."""

    NATIVE = "native"
    TEXT = "text"


def kind_of(content: bytes) -> FileKind:
    """How to read these bytes, whatever the file's name. Raises ``Refused`` for what is no spreadsheet, is locked, or
    unpacks to more than anyone needs."""
    if not content:
        raise Refused(Problem("imports.empty_file"))
    if content.startswith(b"PK"):
        _look_into_zip(content)
        return FileKind.NATIVE
    if content.startswith(_OLE):
        _look_into_ole(content)
        return FileKind.NATIVE
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(head) or _OLD_XML.match(head) or _is_wide_markup(content):
        raise Refused(Problem("imports.web_page"))
    for magic, name in _OTHERS:
        if head.startswith(magic):
            raise Refused(Problem("imports.not_a_spreadsheet", {"kind": name}))
    return FileKind.TEXT


def _is_wide_markup(content: bytes) -> bool:
    """A web page in utf-16, as Excel's own "web page" may be."""
    if content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return False
    return bool(_MARKUP.match(content[2:4096].replace(b"\0", b"")))


def _look_into_ole(content: bytes) -> None:
    """Old Office files, and new ones behind a password, are boxes whose list of contents holds wide letters."""
    if len(content) < _OLE_HEAD * 2:
        raise Refused(Problem("imports.broken_file"))
    if _wide("EncryptedPackage") in content:
        raise Refused(Problem("imports.password"))
    if _wide("Workbook") in content or _wide("Book") in content:
        return
    if _wide("WordDocument") in content:
        raise Refused(Problem("imports.not_a_spreadsheet", {"kind": "Word"}))
    if _wide("PowerPoint Document") in content:
        raise Refused(Problem("imports.not_a_spreadsheet", {"kind": "PowerPoint"}))
    raise Refused(Problem("imports.broken_file"))


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _look_into_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries, len(content))
            _refuse_other(archive, [entry.filename for entry in entries])
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, KeyError):
        raise Refused(Problem("imports.broken_file")) from None


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    times = unpacked / max(packed, 1)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or (unpacked > SMALL and times > MOST_TIMES):
        raise Refused(Problem("imports.unpacks_too_big"))


def _refuse_other(archive: zipfile.ZipFile, names: list[str]) -> None:
    for start, kind in _WORDS:
        if any(name.startswith(start) for name in names):
            raise Refused(Problem("imports.not_a_spreadsheet", {"kind": kind}))
    if any(name.startswith("xl/workbook.") for name in names):
        return
    if "content.xml" not in names or "mimetype" not in names:
        raise Refused(Problem("imports.not_a_spreadsheet", {"kind": "zip"}))
    with archive.open("mimetype") as stream:
        kind_of_document = stream.read(100).strip()
    if kind_of_document in _ODF:
        raise Refused(Problem("imports.not_a_spreadsheet", {"kind": _ODF[kind_of_document]}))
    with archive.open("META-INF/manifest.xml") as stream:
        if b"encryption-data" in stream.read(1 << 20):
            raise Refused(Problem("imports.password"))
