"""One stylesheet for the browser out of one file per component, joined when static files are gathered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage

FOLDER = Path(__file__).parent / "static" / "ui" / "css"
NAME = "ui/purnadaya.css"
Paths: TypeAlias = list[str]
Messages: TypeAlias = list[CheckMessage]


def joined() -> str:
    """The components in the order ``order.txt`` gives."""
    names = (FOLDER / "order.txt").read_text().split()
    return "\n".join((FOLDER / name).read_text() for name in names)


class StylesheetFinder(BaseFinder):
    """Finds the joined stylesheet as if it lay there as a file."""

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """The one file this finder knows."""
        storage = InMemoryStorage()
        storage.save(NAME, ContentFile(joined().encode()))
        yield NAME, storage

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Paths:  # type: ignore[override]
        """Nothing on disk: only gathering is supported, as the server never looks for loose files."""
        return []

    def check(self, **kwargs: Any) -> Messages:
        """Nothing to configure."""
        return []
