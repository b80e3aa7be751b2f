"""Identifiers: born where the thing is born, in time order, without asking a server."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID, uuid5

import uuid_utils.compat
from pydantic import AfterValidator


def new_id() -> UUID:
    """A new UUIDv7: unique without a server, and later ones sort after earlier ones."""
    return uuid_utils.compat.uuid7()


def derived_id(parent: UUID, *parts: object) -> UUID:
    """The id that follows from ``parent`` and ``parts``: the same input gives the same id everywhere."""
    return uuid5(parent, "/".join(str(part) for part in parts))


def _not_nil(value: UUID) -> UUID:
    if value.int == 0:
        raise ValueError("an identifier may not be all zeros")
    return value


NewId = Annotated[UUID, AfterValidator(_not_nil), "new id"]
"""The id of a thing that the command creates; the door that makes the command makes the id."""
