"""What a password must be, in our words: long, not well known, not like her own name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation as stock
from django.utils.translation import gettext as _


class LongEnough(stock.MinimumLengthValidator):
    """Length is what counts; signs and digits are not asked for."""

    def get_error_message(self) -> str:
        """How long it must be."""
        return _("Too short: at least %(letters)s letters.") % {"letters": self.min_length}


class NotWellKnown(stock.CommonPasswordValidator):
    """Not one of the twenty thousand that are tried first."""

    def get_error_message(self) -> str:
        """What to do instead."""
        return _("Too easy to guess. Try three or four words.")


class NotHerName(stock.UserAttributeSimilarityValidator):
    """Not her name or user name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(user_attributes=("username", "name"), **options)

    def get_error_message(self) -> str:
        """What to do instead."""
        return _("Too much like your name. Try three or four words.")
