"""The keys of second factors at rest: sealed for one user and one use, under a data key of their own.

Before, they were sealed for nobody in particular; such texts still open, and are bound to their user when she next
uses them, or when all are sealed anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.models import Authenticator

from purnadaya.access import keyring
from purnadaya.kernel import sealing
from purnadaya.kernel.sealing import CannotOpen

SCOPE = ("server", "second_factor")
NAMES = ("secret", "seed")
"""Under which names a second factor's row holds something sealed."""

NOBODYS = sealing.place("second_factor", "any", "key")


def seal(text: str, user: object, name: str) -> str:
    """``text``, encrypted and guarded against change, for this user and use."""
    return _seal(text, _place(user, name))


def unseal(sealed: str, user: object, name: str) -> str:
    """What was sealed for this user and use, or once for nobody. Raises ``CannotOpen`` for anything else."""
    try:
        return _unseal(sealed, _place(user, name))
    except CannotOpen:
        return unseal_loose(sealed)


def seal_loose(text: str) -> str:
    """For what allauth holds between two calls and does not say whose it is; never kept like this."""
    return _seal(text, NOBODYS)


def unseal_loose(sealed: str) -> str:
    """What ``seal_loose`` sealed. Raises ``CannotOpen``."""
    return _unseal(sealed, NOBODYS)


def bind(row: Authenticator) -> None:
    """Seal what the row holds for its user, under the newest key. Does not save it. Raises ``CannotOpen``."""
    for name in NAMES:
        if name in row.data:
            row.data[name] = seal(unseal(row.data[name], row.user_id, name), row.user_id, name)


def reseal() -> tuple[int, list[str]]:
    """Bind every row anew; how many, and the places of those that do not open. In one write transaction."""
    done, faults = 0, []
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        try:
            bind(row)
        except CannotOpen:
            faults.append(f"second_factor:{row.user_id}|{row.type}")
            continue
        row.save(update_fields=["data"])
        done += 1
    return done, faults


def seals_with(kid: str) -> bool:
    """Whether any second factor is sealed under this key."""
    return any(sealing.kid_of(text) == kid for text in _texts())


def _texts() -> Iterator[str]:
    for data in Authenticator.objects.values_list("data", flat=True):
        yield from (data[name] for name in NAMES if name in data)


def _seal(text: str, where: str) -> str:
    return sealing.seal(keyring.data_key(keyring.FIELDS, *SCOPE), text.encode(), where)


def _unseal(sealed: str, where: str) -> str:
    return sealing.unseal(keyring.find, sealed, where).decode()


def _place(user: object, name: str) -> str:
    return sealing.place("second_factor", user, name)
