"""What comes in and what is kept of it: pictures drawn anew, papers looked through, everything else refused."""

from __future__ import annotations

import contextlib
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from purnadaya.documents.rules import MOST_BYTES, Media, prepared
from purnadaya.documents.rules.pictures import LONG_SIDE, MOST_KEPT, MOST_SMALL, SMALL_SIDE
from purnadaya.kernel.problems import Refused
from tests.documents import files
from tests.documents.files import CANARY, packed_stream, pdf, photo, png, saved, scene, sound, stream


def code_of(data: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        prepared(data)
    return refusal.value.problems[0].code


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "documents.empty"),
        (b"\xff\xd8\xff" + bytes(MOST_BYTES), "documents.too_big"),
        (bytes(50 << 20), "documents.too_big"),
        (files.ELF, "documents.program"),
        (b"MZ" + bytes(100), "documents.program"),
        (b"#!/bin/sh\nrm -rf /", "documents.program"),
        (files.SVG, "documents.drawing"),
        (files.SVG.decode().encode("utf-16"), "documents.drawing"),
        (files.HTML, "documents.drawing"),
        (files.DOCX, "documents.packed"),
        (files.HEIC, "documents.heic"),
        (sound(b"isom", b"vide"), "documents.film"),
        (b"\0\0\0\x18ftypXXXX", "documents.unknown_file"),
        (b"GIF89a" + bytes(100), "documents.unknown_file"),
        (b"nama,umur\nSari,36\n", "documents.unknown_file"),
        (bytes(1000), "documents.unknown_file"),
        (photo()[:3000], "documents.picture_damaged"),
        (b"\xff\xd8\xff\xe0", "documents.picture_damaged"),
        (b"\x89PNG\r\n\x1a\n", "documents.picture_damaged"),
        (png(12_000, 9_000), "documents.too_many_pixels"),
        (png(1, 40_000_001), "documents.too_many_pixels"),
        (pdf()[:-30], "documents.pdf_damaged"),
        (b"%PDF-", "documents.pdf_damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_kept_is_refused_by_its_bytes_and_said_why(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_of_a_photo_nothing_is_kept_but_what_the_eye_sees() -> None:
    data = photo()
    assert data.count(CANARY) >= 5
    ready = prepared(data)
    for kept in (ready.content, ready.small):
        assert CANARY not in kept
        assert b"Exif" not in kept
        assert b"ICC_PROFILE" not in kept
        assert b"adobe" not in kept.lower()
        assert not opened(kept).getexif()
        assert set(opened(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_as_the_camera_was_held(orientation: int) -> None:
    ready = prepared(photo(640, 480, orientation))
    kept = opened(ready.content)
    assert kept.size == ((640, 480) if orientation < 5 else (480, 640))
    corners = {"left": 5, "right": kept.width - 5, "top": 5, "bottom": kept.height - 5}
    where = (
        "left top",
        "right top",
        "right bottom",
        "left bottom",
        "left top",
        "right top",
        "right bottom",
        "left bottom",
    )
    x, y = (corners[one] for one in where[orientation - 1].split())
    red, green, _blue = kept.getpixel((x, y))  # type: ignore[misc]
    assert red > 180
    assert green < 80


@pytest.mark.parametrize(("width", "height"), [(4000, 3000), (3000, 4000), (2048, 2048), (9000, 4000), (1, 5000)])
def test_a_large_picture_is_made_small(width: int, height: int) -> None:
    ready = prepared(photo(width, height))
    assert max(opened(ready.content).size) <= LONG_SIDE
    assert max(opened(ready.small).size) <= SMALL_SIDE
    assert min(opened(ready.small).size) >= 1


def test_a_picture_that_no_coder_makes_small_still_fits() -> None:
    ready = prepared(noise := files.noise(2048, 2048))
    assert len(noise) > MOST_KEPT
    assert len(ready.content) <= MOST_KEPT
    assert len(ready.small) <= MOST_SMALL


@pytest.mark.parametrize(
    "data",
    [
        saved(scene(mode="RGBA"), "PNG"),
        saved(scene(mode="P"), "PNG"),
        saved(scene(mode="LA"), "PNG"),
        saved(scene(mode="L").convert("I;16"), "PNG"),
        saved(scene(mode="1"), "PNG"),
        saved(scene(mode="CMYK"), "JPEG"),
        saved(scene(mode="L"), "JPEG"),
        saved(scene(), "WEBP"),
        saved(scene(), "WEBP", save_all=True, append_images=[scene().rotate(90)]),
        saved(scene(), "MPO", save_all=True, append_images=[scene()]),
    ],
)
def test_every_common_way_to_hold_a_picture_becomes_a_jpeg(data: bytes) -> None:
    kept = opened(prepared(data).content)
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (640, 480))
    assert getattr(kept, "n_frames", 1) == 1


def test_what_was_see_through_becomes_white() -> None:
    kept = opened(prepared(saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")).content)
    assert min(kept.getpixel((25, 25))) > 250  # type: ignore[arg-type]


def test_a_picture_within_the_bound_is_taken_however_it_is_packed() -> None:
    assert prepared(png(8000, 4000)).media is Media.PICTURE


@pytest.mark.parametrize(
    "data",
    [
        pdf(),
        pdf(b"<< /OpenAction [3 0 R /Fit] /Title (JavaScript, kata orang) >>"),
        pdf(stream(b"/JavaScript /JS /Launch of a page's text")),
        pdf(stream(random.Random(3).randbytes(9000) + b" /JS ")),
        pdf(packed_stream(b"<< /Type /Annot /JSON 1 >>", b"/Type /ObjStm")),
        pdf(packed_stream(b"<< /S /URI /URI (https://kemnaker.go.id) >>", b"/Type /ObjStm /N 1 /First 4")),
    ],
)
def test_a_pdf_that_only_shows_pages_is_kept_as_it_is(data: bytes) -> None:
    ready = prepared(data)
    assert (ready.media, ready.content, ready.small) == (Media.PDF, data, b"")


@pytest.mark.parametrize(
    "data",
    [
        pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"),
        pdf(b"<< /S /Java#53cript >>"),
        pdf(b"<< /S /#4aavaScript >>"),
        pdf(b"<< /S /Launch /F (cmd.exe) >>"),
        pdf(b"<< /Names << /EmbeddedFiles 9 0 R >> >>"),
        pdf(b"<< /AcroForm << /XFA 9 0 R >> >>"),
        pdf(packed_stream(b"5 0 << /S /JavaScript /JS (x) >>", b"/Type /ObjStm /N 1")),
        pdf(packed_stream(b"5 0 << /S /JavaScript /JS (x) >>", b"/Type /Obj#53tm /N 1")),
        pdf(stream(b"5 0 << /S /JavaScript /JS (x) >>", b"/Type /ObjStm /N 1")),
        pdf(b"<< /S /GoToR /F (elsewhere.pdf) /D [0 /Fit] >>"),
        pdf(stream(b"35203020>", b"/Type /ObjStm /N 1 /Filter /ASCIIHexDecode")),
        pdf(stream(b"35203020>", b"/Type /ObjStm /N 1 /Filter [/ASCIIHexDecode /FlateDecode]")),
        pdf(stream(b"35203020>", b"/Type /ObjStm /N 1 /Fil#74er [/FlateDecode /ASCIIHexDecode]")),
        pdf(packed_stream(b" " * (50 << 20), b"/Type /ObjStm /N 1")),
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(data: bytes) -> None:
    assert code_of(data) == "documents.pdf_active"


def test_a_pdf_locked_with_a_password_is_refused() -> None:
    assert code_of(pdf(trailer=b"/Encrypt 9 0 R")) == "documents.pdf_locked"


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (sound(), Media.MP4_SOUND),
        (sound(b"3gp4"), Media.MP4_SOUND),
        (sound(b"mp42"), Media.MP4_SOUND),
        (b"OggS" + bytes(100), Media.OGG),
        (b"ID3\x04" + bytes(100), Media.MP3),
        (b"\xff\xfb\x90" + bytes(100), Media.MP3),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(100), Media.WAV),
    ],
)
def test_a_voice_recording_is_kept_as_it_is(data: bytes, media: Media) -> None:
    ready = prepared(data)
    assert (ready.media, ready.content) == (media, data)


SMALL_FILES = (photo(32, 24), png(20, 20), saved(scene(32, 24), "WEBP"), pdf(), sound())


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SMALL_FILES), st.integers(0, 3000), st.integers(0, 255), st.booleans())
def test_a_file_cut_or_changed_anywhere_is_kept_or_refused_and_nothing_else(
    data: bytes, at: int, value: int, cut: bool
) -> None:
    at %= len(data)
    changed = data[:at] if cut else data[:at] + bytes([value]) + data[at + 1 :]
    with contextlib.suppress(Refused):
        assert prepared(changed).content
