"""Files that are sent to us stay in memory until they are sealed: none ever lies on the disk in the clear."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from purnadaya.documents.rules import MOST_BYTES

MOST_SENT = 64 << 20
"""A whole request beyond this is not read to its end, unless spreadsheets may be larger."""
IMPORTS = "/impor/"
"""The addresses that take spreadsheets."""
MOST_AROUND = 1 << 20
"""What stands around a file in a request."""


class InMemory(FileUploadHandler):
    """Keeps what is sent, up to one byte more than a file may weigh; the rest is counted and let go."""

    def handle_raw_input(self, *args: Any, **more: Any) -> None:
        """Refuse at once what nobody sends by mistake."""
        content_length = args[2]
        self._most = _most_of(args[1].get("PATH_INFO", ""))
        if content_length > max(MOST_SENT, settings.LARGEST_IMPORT + MOST_AROUND):
            raise RequestDataTooBig("the request is far too big")

    def new_file(self, *args: Any, **more: Any) -> None:
        """A file begins."""
        super().new_file(*args, **more)
        self._kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece of it."""
        self._kept.write(raw_data[: max(0, self._most + 1 - start)])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The whole file, or as much of it as shows that it is too big."""
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


def _most_of(path: str) -> int:
    """How large a file may be that is sent to this address."""
    return max(MOST_BYTES, settings.LARGEST_IMPORT) if path.startswith(IMPORTS) else MOST_BYTES
