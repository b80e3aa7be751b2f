"""What the store holds of second factors cannot be read with the store alone."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from purnadaya.access import keyring, sealing
from purnadaya.access.models import User
from purnadaya.access.second_factor import Codes, accept, standing_of
from purnadaya.kernel.sealing import CannotOpen
from tests.access.test_second_factor import set_up, shown_key
from tests.world import World


@pytest.fixture(autouse=True)
def fresh_limits(world: World) -> None:
    cache.clear()


def test_keys_and_recovery_codes_lie_sealed_in_the_store(world: World) -> None:
    client = world.browser("ayu")
    key = shown_key(client)
    codes = [code.replace(" ", "") for code in set_up(client)]
    other = world.browser("wati")
    in_the_making = shown_key(other)
    rows = Authenticator.objects.filter(user__in=[world.users["ayu"], world.users["dimas"]])
    sealed = [row.data.get("secret") or row.data["seed"] for row in rows]
    assert len(sealed) == 4
    assert all(one.startswith("1.") for one in sealed)
    with connection.cursor() as cursor:
        stored = str(
            [
                cursor.execute(f"SELECT * FROM {table}").fetchall()
                for table in ("mfa_authenticator", "django_session", "cache", "access_securityevent")
            ]
        )
    decoded = str([session.get_decoded() for session in all_sessions()])
    for secret in (key, in_the_making, world.keys["dimas"], *codes):
        assert secret not in stored + decoded


def all_sessions() -> Any:
    from django.contrib.sessions.models import Session

    return Session.objects.all()


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-4], lambda s: s[:-1] + "_", lambda s: "1.other" + s[34:], lambda s: ""]
)
def test_a_key_that_was_sealed_and_then_changed_is_an_error_and_never_a_value(world: World, spoil: Any) -> None:
    ayu = world.users["ayu"]
    sealed = sealing.seal("JBSWY3DP", ayu, "secret")
    assert sealing.unseal(sealed, ayu, "secret") == "JBSWY3DP"
    assert sealing.seal("JBSWY3DP", ayu, "secret") != sealed
    with pytest.raises(CannotOpen):
        sealing.unseal(spoil(sealed), ayu, "secret")


def row_of(world: World, name: str, kind: str = "totp") -> Authenticator:
    return Authenticator.objects.get(user=world.users[name], type=kind)


@pytest.mark.parametrize(("kind", "name"), [("totp", "secret"), ("recovery_codes", "seed")])
def test_a_key_moved_to_another_user_or_use_opens_no_door(world: World, kind: str, name: str) -> None:
    dimas, kinasih = row_of(world, "dimas", kind), row_of(world, "kinasih", kind)
    for where in ((kinasih.user_id, name), (dimas.user_id, "in the making")):
        with pytest.raises(CannotOpen):
            sealing.unseal(dimas.data[name], *where)
    kinasih.data[name] = dimas.data[name]
    kinasih.save()
    use = {
        "totp": lambda: accept(RequestFactory().post("/"), kinasih.user, world.code("dimas")),
        "recovery_codes": lambda: standing_of(kinasih.user),
    }
    with pytest.raises(CannotOpen):
        use[kind]()


def unbind(row: Authenticator, name: str) -> None:
    """As it was kept before keys were sealed for one user."""
    row.data[name] = sealing.seal_loose(sealing.unseal(row.data[name], row.user_id, name))
    row.save()


def test_keys_from_before_still_open_and_are_bound_when_she_next_uses_them(world: World) -> None:
    user = User.objects.get(id=world.users["dimas"])
    (*_, code) = Codes(row_of(world, "dimas", "recovery_codes")).generate_codes()
    for kind, name, typed in (("totp", "secret", world.code("dimas")), ("recovery_codes", "seed", code)):
        unbind(row_of(world, "dimas", kind), name)
        with pytest.raises(CannotOpen):
            sealing.unseal_loose(sealing.seal("x", user.id, name))
        assert accept(RequestFactory().post("/"), user, typed).type == kind
        bound = row_of(world, "dimas", kind).data[name]
        with pytest.raises(CannotOpen):
            sealing.unseal_loose(bound)
        sealing.unseal(bound, user.id, name)
    assert standing_of(user).recovery_left == 9


def test_a_key_in_the_making_that_no_longer_opens_is_made_again(world: World) -> None:
    client = world.browser("ayu")
    shown = shown_key(client)
    assert shown_key(client) == shown
    assert keyring.drop(keyring.FIELDS, *sealing.SCOPE)
    assert shown_key(client) != shown
