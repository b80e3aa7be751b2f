"""Sealed texts open with their key in their place, and nowhere and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.kernel.sealing import CannotOpen, Key, blind_index, derived, kid_of, new_secret, place, seal, unseal

KEY = Key("k1", bytes(range(32)))
OTHER = Key("k2", bytes(range(1, 33)))
RING = {key.kid: key for key in (KEY, OTHER)}.get
HERE = place("person", "01a2", "phone")
VECTOR = "1.k1.AAECAwQFBgcICQoLbDTkI_TX8S-4d6CziNmn1L2c7hyz-QvWxw4erNwp"
"""Sealed once and kept: a later version must still open it."""


@given(st.binary(max_size=500), st.text(max_size=40))
def test_what_was_sealed_opens_again_in_its_place(plain: bytes, where: str) -> None:
    assert unseal(RING, seal(KEY, plain, where), where) == plain


@given(st.data())
def test_a_flipped_cut_or_lengthened_text_never_opens(data: st.DataObject) -> None:
    sealed = seal(KEY, b"081234567890", HERE)
    at = data.draw(st.integers(0, len(sealed) - 1))
    sign = data.draw(st.sampled_from("ABCxyz019-_.=| "))
    for broken in (sealed[:at], sealed[:at] + sign + sealed[at + 1 :], sealed + sign):
        if broken != sealed:
            with pytest.raises(CannotOpen):
                unseal(RING, broken, HERE)


@pytest.mark.parametrize(
    "where",
    [
        place("person", "01a3", "phone"), place("person", "01a2", "nik"), place("user", "01a2", "phone"),
        place("person", "01a2", "phone", 2),
    ],
)  # fmt: skip
def test_a_text_moved_to_another_row_field_or_shape_does_not_open(where: str) -> None:
    with pytest.raises(CannotOpen):
        unseal(RING, seal(KEY, b"x", HERE), where)


def test_a_text_does_not_open_with_another_key_or_without_its_own() -> None:
    sealed = seal(KEY, b"x", HERE)
    with pytest.raises(CannotOpen, match="k1"):
        unseal({}.get, sealed, HERE)
    with pytest.raises(CannotOpen):
        unseal(lambda kid: Key("k1", OTHER.secret), sealed, HERE)
    with pytest.raises(CannotOpen):
        unseal(RING, sealed.replace("1.k1.", "1.k2."), HERE)


@pytest.mark.parametrize("text", ["", "1", "1.k1", "1.k1.", "2.k1.AAAA", "1..AAAA", "1.k1.!!!!", "081234567890"])
def test_what_is_no_sealed_text_is_an_error_and_never_a_value(text: str) -> None:
    with pytest.raises(CannotOpen):
        unseal(RING, text, HERE)


def test_a_text_sealed_by_an_earlier_version_still_opens() -> None:
    assert unseal(RING, VECTOR, HERE) == b"+6281234567890"
    assert kid_of(VECTOR) == "k1"


def test_the_same_text_is_never_sealed_the_same_twice() -> None:
    assert len({seal(KEY, b"x", HERE) for _ in range(2000)}) == 2000


def test_blind_indexes_meet_for_equal_values_of_one_purpose_and_key_only() -> None:
    one = blind_index(KEY, "phone", "+6281234567890")
    assert one == blind_index(KEY, "phone", "+6281234567890")
    others = {
        blind_index(KEY, "nik", "+6281234567890"),
        blind_index(OTHER, "phone", "+6281234567890"),
        blind_index(KEY, "phone", "x"),
    }
    assert one not in others
    assert len(others) == 3
    assert derived(KEY, "a") != derived(KEY, "b")


def test_a_key_shows_nothing_of_itself_and_must_be_whole() -> None:
    assert KEY.secret.hex() not in repr(KEY)
    assert "secret" not in repr(KEY)
    for kid, secret in (("", new_secret()), ("a.b", new_secret()), ("k", b"short")):
        with pytest.raises(ValueError, match="32 secret bytes"):
            Key(kid, secret)
