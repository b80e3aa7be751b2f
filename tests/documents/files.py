"""Files as people send them, and as nobody should: made here, byte by byte where no library would make them."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw

CANARY = b"KENARI-WARUNG-SARI"
"""Stands in what a camera writes beside the picture; it must be found nowhere."""


def scene(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Something to look at: sky and ground, the left upper corner red."""
    picture = Image.new("RGB", (width, height), (120, 160, 210))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, height * 2 // 3, width, height), (90, 120, 60))
    draw.rectangle((0, 0, width // 4, height // 4), (220, 20, 20))
    return picture.convert(mode)


def saved(picture: Image.Image, form: str, **more: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def photo(width: int = 640, height: int = 480, orientation: int = 1) -> bytes:
    """A JPEG as a phone writes it: with the place, a comment, XMP and a canary in each."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif[0x010F] = "Kamera " + CANARY.decode()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "S", 2: (7.0, 48.0, 5.0), 3: "E", 4: (110.0, 9.0, 3.0), 29: CANARY.decode()})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CANARY + b"</x:xmpmeta>"
    return saved(scene(width, height), "JPEG", quality=90, exif=exif, comment=CANARY, xmp=xmp, icc_profile=CANARY * 9)


def noise(width: int, height: int) -> bytes:
    """A picture that no coder makes small."""
    return saved(Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3)), "JPEG",
                 quality=95)  # fmt: skip


def png(width: int, height: int) -> bytes:
    """A PNG of one bit a pixel, all black: small as a file, whatever its size."""
    coder = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    packed = b"".join(coder.compress(row) for _ in range(height)) + coder.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A small PDF of one page, with more objects."""
    pages = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
        stream(b"0 0 m 100 100 l S"),
    )
    body = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    for number, one in enumerate((*pages, *objects), 1):
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    return body + b"trailer << /Root 1 0 R " + trailer + b" >>\nstartxref\n0\n%%EOF\n"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A PDF stream that is not compressed."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def packed_stream(content: bytes, entries: bytes) -> bytes:
    """A compressed one."""
    return stream(zlib.compress(content), b"/Filter /FlateDecode " + entries)


def sound(brand: bytes = b"M4A ", track: bytes = b"soun") -> bytes:
    """The beginning of a recording as phones write it."""
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + b"\0\0\0\x20hdlr" + bytes(8) + track + bytes(4000)


ELF = b"\x7fELF\x02\x01\x01" + bytes(200)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"\xef\xbb\xbf\n<!DOCTYPE html><script>alert(1)</script>"
DOCX = b"PK\x03\x04" + bytes(200)
HEIC = b"\0\0\0\x18ftypheic" + bytes(200)
