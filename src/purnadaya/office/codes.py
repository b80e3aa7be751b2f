"""One-time codes as a picture."""

from __future__ import annotations

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe


def qr_of(request: HttpRequest, secret: str) -> SafeString:
    """A QR of the page where the code is used. The code stands behind the ``#``, which is sent to nobody."""
    address = f"{request.build_absolute_uri(reverse('redeem'))}#{secret}"
    drawing = segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(drawing)  # noqa: S308 - drawn by segno from an address of ours, no text of anyone's in it
