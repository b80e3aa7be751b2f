"""Pictures, drawn anew: nothing of the file that came in is kept but what the eye sees."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from purnadaya.kernel.problems import Problem, Refused

MOST_PIXELS = 40_000_000
"""More than any phone of those we serve takes (12 to 16 million); a file that asks for more is not decoded."""
LONG_SIDE, SMALL_SIDE = 2048, 240
MOST_KEPT, MOST_SMALL = 2 << 20, 20 << 10
"""Bytes of the picture and of its small one."""

_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITIES = (84, 72, 58, 42, 25, 10)
_BACKGROUND = (255, 255, 255)


def redrawn(data: bytes) -> tuple[bytes, bytes]:
    """The picture as JPEG, at most 2048 pixels and 2 MB, and a small one of at most 240 pixels and 20 KB.

    Turned as the camera was held; without EXIF, place, thumbnail, comment or colour profile; of a moving picture
    the first frame. Raises ``Refused`` for what is no whole picture or has too many pixels, before decoding it.
    """
    try:
        with warnings.catch_warnings():
            # Of large pictures (our own bound is lower) and of broken notes beside them, which we do not keep.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as found:
                return _both(found)
    except (Refused, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - a decoder fails in many ways, on bytes chosen to make it fail
        raise Refused(Problem("documents.picture_damaged", fields=("file",))) from None


def _both(found: Image.Image) -> tuple[bytes, bytes]:
    width, height = found.size
    if width * height > MOST_PIXELS:
        raise Refused(Problem("documents.too_many_pixels", {"millions": MOST_PIXELS // 1_000_000}, ("file",)))
    # A JPEG can be decoded at a half, a quarter, an eighth of its size: far less memory, and quicker.
    found.draft("RGB", (LONG_SIDE, LONG_SIDE))
    orientation = found.getexif().get(0x0112)
    picture = _turned(_fitted(_flat(found), LONG_SIDE), orientation)
    return _jpeg(picture, MOST_KEPT), _jpeg(_fitted(picture, SMALL_SIDE), MOST_SMALL)


def _flat(found: Image.Image) -> Image.Image:
    """Three colours, what was see-through white; a new image, which knows nothing of where it comes from."""
    if found.has_transparency_data:
        found = found.convert("RGBA")
        flat = Image.new("RGB", found.size, _BACKGROUND)
        flat.paste(found, mask=found.getchannel("A"))
        return flat
    flat = found.convert("RGB")
    flat.info.clear()
    return flat


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    """The picture, its longer side at most ``side``; a narrow one keeps a pixel."""
    longer = max(picture.size)
    if longer <= side:
        return picture
    width, height = (max(1, round(length * side / longer)) for length in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""How a picture is turned for each orientation of EXIF."""


def _turned(picture: Image.Image, orientation: object) -> Image.Image:
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    return picture.transpose(turn) if turn is not None else picture


def _jpeg(picture: Image.Image, most: int) -> bytes:
    """The picture as JPEG, as good as fits into ``most`` bytes."""
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= most:
            break
    return out.getvalue()
