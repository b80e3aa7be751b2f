"""Copies that come back: taking, keeping, restoring and trying them, for whoever keeps the machine."""

from __future__ import annotations

from django.db import DatabaseError, OperationalError


class BackupRefused(Exception):  # noqa: N818 - an answer, like Refused
    """Why a backup was not made or not restored, in words for the operator; ``code`` is for those who read no paths."""

    def __init__(self, words: str, code: str = "office.backup_refused") -> None:
        super().__init__(words)
        self.code = code


STOPPED = (OSError, DatabaseError)
"""What may end a backup or a restore from outside: the disk, or the database."""


def why(error: Exception) -> str:
    """What stopped it, in a few words that hold nothing of what stands in a table."""
    if isinstance(error, OSError):
        return str(error.strerror or error)
    if isinstance(error, OperationalError):
        return str(error).strip().partition("\n")[0]
    return f"the database refused ({type(error).__name__})"
