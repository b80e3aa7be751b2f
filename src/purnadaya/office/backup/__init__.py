"""Copies that come back: taking, keeping, restoring and trying them, for whoever keeps the machine."""


class BackupRefused(Exception):  # noqa: N818 - an answer, like Refused
    """Why a backup was not made or not restored, in words for the operator."""
