"""``purnadaya restored``: after the database came back by other means than ours."""

from __future__ import annotations

import io

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection

from purnadaya.access import keyring
from purnadaya.journal.epochs import current_epoch
from tests.world import World


def restored() -> str:
    out = io.StringIO()
    call_command("restored", stdout=out)
    return out.getvalue()


def test_a_new_epoch_begins_and_everyone_signs_in_again(own_store: World) -> None:
    own_store.browser("ayu")
    former = current_epoch()
    told = restored()
    assert current_epoch().id != former.id
    assert current_epoch().since > former.since
    assert str(current_epoch().id) in told
    assert not Session.objects.exists()


def test_what_does_not_add_up_keeps_its_epoch(own_store: World) -> None:
    former = current_epoch().id
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET name = 'Someone Else'")
    with pytest.raises(CommandError, match=r"people.match_log"):
        restored()
    assert current_epoch().id == former


def test_keys_that_are_not_at_hand_are_named(own_store: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (kid,) = keyring.ring()
    monkeypatch.setattr("purnadaya.access.keyring.ring", dict)
    assert kid in restored()
