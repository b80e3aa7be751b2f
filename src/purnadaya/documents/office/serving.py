"""How the bytes of a document go out: pictures we drew ourselves are shown, everything else is handed over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse

from purnadaya.documents.rules import Media

_ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""Nothing in it runs, loads or reaches us, also when it is opened as a page; a browser's own picture page is styled."""


def served(data: bytes, media: Media, name: str) -> HttpResponse:
    """An answer that holds these bytes and nothing of us: never sniffed, never kept, never drawn in elsewhere."""
    way = "inline" if media is Media.PICTURE else "attachment"
    headers: Mapping[str, str] = {
        "Content-Disposition": f'{way}; filename="{name}.{media.ending}"',
        "Content-Security-Policy": _ALONE,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(data, content_type=media.value, headers=headers)


def name_of(kind: str, received_on: date) -> str:
    """What the file is called where it is saved: nothing of her."""
    return f"{received_on:%Y%m%d}-{kind.replace('_', '-')}"
