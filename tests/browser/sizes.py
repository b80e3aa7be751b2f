"""The two screens pages are looked at on, and which tests need but one of them."""

from __future__ import annotations

import pytest

PHONE, DESK = (360, 740), (1280, 800)

ON_PHONE = pytest.mark.parametrize("size", [PHONE], ids=["phone"], indirect=True)
"""For what has no other course at a desk."""

A_LANGUAGE_EACH = pytest.mark.parametrize(
    ("size", "language"),
    [(PHONE, "id-ID"), (DESK, "en-GB")],
    ids=["phone-id", "desk-en"],
    indirect=["size"],
)
"""For what looks at many pages: each screen and each language once."""
