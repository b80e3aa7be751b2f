"""Codes as a picture, and as they are read out."""

from __future__ import annotations

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe


def qr_of(request: HttpRequest, secret: str) -> SafeString:
    """A QR of the page where the code is used. The code stands behind the ``#``, which is sent to nobody."""
    return qr_of_address(f"{request.build_absolute_uri(reverse('redeem'))}#{secret}")


def qr_of_address(address: str) -> SafeString:
    """A QR of an address of ours."""
    drawing = segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(drawing)  # noqa: S308 - drawn by segno from an address of ours, no text of anyone's in it


def in_fours(code: str) -> str:
    """A long code in blocks of four, as it is read out and typed."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
