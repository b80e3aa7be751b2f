"""Sealing: text that only the right key opens, and only where it was put.

A sealed text is ``1.<key id>.<nonce and ciphertext, base64url>``: AES-256-GCM with a random 96-bit nonce.
Its *place* (``person:<id>|phone|1``) is authenticated with it, so that a text moved to another row or field
does not open. What does not open is an error, never a value.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHAPE = "1"
KEY_BYTES = 32
NONCE_BYTES = 12


class CannotOpen(Exception):  # noqa: N818 - an answer: this text and this key do not belong together
    """A sealed text that is damaged, was moved, or whose key is not there."""


@dataclass(frozen=True)
class Key:
    """A secret of 32 bytes and the id sealed texts name it by."""

    kid: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES or not self.kid or "." in self.kid:
            raise ValueError("a key has an id without dots and 32 secret bytes")


FindKey = Callable[[str], Key | None]


def new_secret() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def place(kind: str, thing_id: object, name: str, version: int = 1) -> str:
    """Where a sealed text stands: the thing, the field, and the version of the field's shape."""
    return f"{kind}:{thing_id}|{name}|{version}"


def seal(key: Key, plain: bytes, where: str) -> str:
    """Seal ``plain`` under ``key`` for the place ``where``. Twice the same text gives two sealed ones."""
    return f"{SHAPE}.{key.kid}.{_written(lock(key, plain, where))}"


def lock(key: Key, plain: bytes, where: str) -> bytes:
    """As ``seal``, for a file: nonce and ciphertext as they are; which key it was is for the caller to remember."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key.secret).encrypt(nonce, plain, _bound(key.kid, where))


def unseal(find_key: FindKey, sealed: str, where: str) -> bytes:
    """What ``seal`` was given. Raises ``CannotOpen`` for anything but the same text in the same place."""
    kid, locked = _parts(sealed)
    key = find_key(kid)
    if key is None:
        raise CannotOpen(f"key {kid} is not here")
    return unlock(key, locked, where)


def unlock(key: Key, locked: bytes, where: str) -> bytes:
    """What ``lock`` was given. Raises ``CannotOpen`` for anything but the same bytes in the same place."""
    try:
        return AESGCM(key.secret).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], _bound(key.kid, where))
    except (InvalidTag, ValueError):
        raise CannotOpen("damaged, or not where it was put") from None


def kid_of(sealed: str) -> str:
    """The id of the key a text was sealed with. Raises ``CannotOpen`` for what is no sealed text."""
    return _parts(sealed)[0]


def derived(key: Key, purpose: str) -> bytes:
    """Another secret that follows from this key for one purpose, and says nothing of the key (HKDF-SHA256)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"purnadaya|{purpose}".encode()).derive(key.secret)


def blind_index(key: Key, purpose: str, value: str) -> str:
    """A fingerprint by which equal values are found and nothing is read (HMAC-SHA256, cut to 128 bits)."""
    return hmac.new(derived(key, f"index|{purpose}"), value.encode(), hashlib.sha256).hexdigest()[:32]


def _bound(kid: str, where: str) -> bytes:
    return f"purnadaya|{SHAPE}|{kid}|{where}".encode()


def _parts(sealed: str) -> tuple[str, bytes]:
    shape, _, rest = sealed.partition(".")
    kid, _, text = rest.partition(".")
    if shape != SHAPE or not kid or not text:
        raise CannotOpen("this is no sealed text")
    try:
        locked = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise CannotOpen("damaged, or not where it was put") from None
    if _written(locked) != text:
        # Base64 has several spellings of the same bits; only the one we write is ours.
        raise CannotOpen("damaged, or not where it was put")
    return kid, locked


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
