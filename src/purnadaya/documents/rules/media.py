"""What a file is, told by its bytes alone: a name or a browser's word counts for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from purnadaya.kernel.problems import Problem, Refused

MOST_BYTES = 10 << 20
"""The most a file may weigh when it comes in."""


class Media(StrEnum):
    """The kinds of files that are kept. A picture is always kept as JPEG, whatever it was."""

    PICTURE = "image/jpeg"
    PDF = "application/pdf"
    MP4_SOUND = "audio/mp4"
    OGG = "audio/ogg"
    MP3 = "audio/mpeg"
    WAV = "audio/wav"

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return _ENDINGS[self]


_ENDINGS: Mapping[Media, str] = {
    Media.PICTURE: "jpg", Media.PDF: "pdf", Media.MP4_SOUND: "m4a", Media.OGG: "ogg", Media.MP3: "mp3",
    Media.WAV: "wav",
}  # fmt: skip

# A sound is told by its first bytes alone, so anything may follow them, a page with a script too. It does no harm: no
# sound is ever shown by us, only handed over under its sound's name, never sniffed, in a sandbox (``office.serving``).
_BEGINNINGS: tuple[tuple[bytes, Media], ...] = (
    (b"\xff\xd8\xff", Media.PICTURE),
    (b"\x89PNG\r\n\x1a\n", Media.PICTURE),
    (b"%PDF-", Media.PDF),
    (b"OggS", Media.OGG),
    (b"ID3", Media.MP3),
    (b"\xff\xfb", Media.MP3),
    (b"\xff\xf3", Media.MP3),
    (b"\xff\xf2", Media.MP3),
)
_NEVER: tuple[tuple[bytes, str], ...] = (
    (b"\x7fELF", "documents.program"),
    (b"MZ", "documents.program"),
    (b"#!", "documents.program"),
    (b"\xca\xfe\xba\xbe", "documents.program"),
    (b"\xcf\xfa\xed\xfe", "documents.program"),
    (b"PK", "documents.packed"),
    (b"\x1f\x8b", "documents.packed"),
    (b"Rar!", "documents.packed"),
    (b"7z\xbc\xaf", "documents.packed"),
    (b"\xd0\xcf\x11\xe0", "documents.packed"),
    (b"{\\rtf", "documents.packed"),
)
"""What people do try to attach, and the word for why not. Office files (docx too) are packed archives."""

_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_SOUND = frozenset({b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"dash", b"qt  "})
_LOOKED_AT = 1024


def media_of(data: bytes) -> Media:
    """What the file is. Raises ``Refused`` for whatever is not kept, with words for what it seems to be."""
    if not data:
        raise _refused("documents.empty")
    if len(data) > MOST_BYTES:
        raise _refused("documents.too_big")
    for beginning, code in _NEVER:
        if data.startswith(beginning):
            raise _refused(code)
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE"):
        return Media.PICTURE if data[8:12] == b"WEBP" else Media.WAV
    if data[4:8] == b"ftyp":
        return _boxed(data)
    for beginning, media in _BEGINNINGS:
        if data.startswith(beginning):
            return media
    raise _refused("documents.drawing" if _is_markup(data) else "documents.unknown_file")


def _boxed(data: bytes) -> Media:
    """Of the files made of boxes (MPEG-4 and its kin) only sound; a picture track makes it a film."""
    brand = data[8:12]
    if brand in _HEIC:
        raise _refused("documents.heic")
    if b"vide" in data:
        raise _refused("documents.film")
    if brand not in _SOUND and not brand.startswith(b"3gp"):
        raise _refused("documents.unknown_file")
    return Media.MP4_SOUND


def _is_markup(data: bytes) -> bool:
    head = data[:_LOOKED_AT].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return head.startswith(b"<")


def _refused(code: str) -> Refused:
    return Refused(Problem(code, {"megabytes": MOST_BYTES >> 20}, ("file",)))
