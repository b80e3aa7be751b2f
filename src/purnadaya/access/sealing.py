"""The keys of second factors at rest: what the store holds cannot be read with the store alone."""

from __future__ import annotations

from purnadaya.access import keyring
from purnadaya.kernel import sealing

PLACE = sealing.place("second_factor", "any", "key")


def seal(text: str) -> str:
    """``text``, encrypted and guarded against change, under the data key of second factors."""
    key = keyring.data_key(keyring.FIELDS, "server", "second_factor")
    return sealing.seal(key, text.encode(), PLACE)


def unseal(sealed: str) -> str:
    """What was sealed. Raises ``CannotOpen`` when it was changed, cut short, or its key is not here."""
    return sealing.unseal(keyring.find, sealed, PLACE).decode()
