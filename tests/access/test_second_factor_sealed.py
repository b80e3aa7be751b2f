"""What the store holds of second factors cannot be read with the store alone."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from purnadaya.access import sealing
from purnadaya.kernel.sealing import CannotOpen
from tests.access.test_second_factor import set_up, shown_key
from tests.world import World


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
    sealed = sealing.seal("JBSWY3DP")
    assert sealing.unseal(sealed) == "JBSWY3DP"
    assert sealing.seal("JBSWY3DP") != sealed
    with pytest.raises(CannotOpen):
        sealing.unseal(spoil(sealed))
