"""The security page: what happened at the door, for those who may read it, without addresses or typed words."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from purnadaya.access.models import AtTheDoor, SecurityEvent, User
from purnadaya.access.security import note
from purnadaya.journal import verifying
from purnadaya.office.door_words import AT_THE_DOOR
from tests.access.test_sign_in import NEW, issue, redeem, sign_in
from tests.world import PASSPHRASE, World


@pytest.fixture(autouse=True)
def fresh_limits(world: World) -> None:
    cache.clear()


def page(world: World, who: str, address: str = "/keamanan/") -> str:
    response = world.browser(who).get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def noted(world: World, name: str, act: Any) -> list[str]:
    """The kinds of events that an act adds about her."""
    last = SecurityEvent.objects.order_by("-id").first()
    act()
    rows = SecurityEvent.objects.filter(user=world.users[name], id__gt=last.id if last else 0).order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_coming_in_and_failing_to_are_noted(world: World) -> None:
    assert noted(world, "ayu", lambda: sign_in("ayu")) == [AtTheDoor.SIGNED_IN]
    assert noted(world, "ayu", lambda: sign_in("ayu", "wrong")) == [AtTheDoor.PASSWORD_FAILED]
    assert noted(world, "dimas", lambda: sign_in("dimas")) == []
    assert noted(world, "ayu", lambda: redeem(issue(world))) == [AtTheDoor.CODE_USED, AtTheDoor.SIGNED_IN]


def test_a_changed_password_and_a_closed_sign_in_are_noted(world: World) -> None:
    browser = world.browser("ayu")
    boxes = {"former": PASSPHRASE, "password": NEW}
    assert noted(world, "ayu", lambda: browser.post("/akun/sandi/", boxes)) == [AtTheDoor.PASSWORD_CHANGED]

    def act(kind: str, **more: str) -> Any:
        return lambda: world.run("lintang", f"access.{kind}", user=world.users["ayu"], **more)

    assert noted(world, "ayu", act("close_sign_in", reason="left us")) == [AtTheDoor.SIGN_IN_CLOSED]
    assert noted(world, "ayu", act("open_sign_in")) == [AtTheDoor.SIGN_IN_OPENED]


def test_what_was_typed_for_a_name_nobody_has_is_kept_nowhere(world: World) -> None:
    before = SecurityEvent.objects.count()
    sign_in("my secret pass phrase", "wrong")
    assert SecurityEvent.objects.count() == before


def test_a_flood_adds_no_more_rows_than_it_has_tries(world: World) -> None:
    assert len(noted(world, "ayu", lambda: [sign_in("ayu", "wrong") for _ in range(30)])) == 5


def test_a_row_holds_no_address_and_nothing_typed() -> None:
    assert {field.name for field in SecurityEvent._meta.fields} == {"id", "at", "organisation", "user", "kind"}


@pytest.mark.parametrize("who", ["kinasih", "lintang", "bagas"])
def test_those_who_look_after_users_read_it_in_plain_words(world: World, who: str) -> None:
    sign_in("ayu", "wrong")
    told = page(world, who)
    assert "Ayu Hapsari" in told
    assert "wrong password" in told
    assert 'href="/keamanan/"' in page(world, who, "/pengguna/")


@pytest.mark.parametrize("who", ["ayu", "dimas", "wati", "arum", "paula", "surya"])
def test_others_find_no_such_page(world: World, who: str) -> None:
    assert world.browser(who).get("/keamanan/").status_code == 404
    assert Client().get("/keamanan/").headers["Location"].startswith("/masuk/")


def test_a_stranger_reads_nothing_of_another_organisation(world: World) -> None:
    sign_in("ayu", "wrong")
    for address in ("/keamanan/", f"/keamanan/?user={world.users['ayu']}"):
        told = page(world, "rina", address)
        assert "Ayu" not in told
        assert "wrong password" not in told


def test_one_user_is_chosen_and_a_choice_that_is_none_shows_everyone(world: World) -> None:
    sign_in("ayu", "wrong")
    sign_in("wati")
    told = page(world, "bagas", f"/keamanan/?user={world.users['wati']}").partition("<tbody>")[2]
    assert "Wati" in told
    assert "Ayu" not in told
    for odd in ("", "x", "'", str(world.users["rina"]), "0" * 5000, "\x00"):
        response = world.browser("bagas").get("/keamanan/", {"user": odd, "page": odd})
        assert "Ayu" in response.content.decode().partition("<tbody>")[2]


def test_a_long_list_is_paged_keeps_its_choice_and_asks_no_more_of_the_store(world: World) -> None:
    browser = world.browser("bagas")
    ayu = User.objects.get(id=world.users["ayu"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/keamanan/").status_code == 200
        return len(asked)

    few = queries()
    for _ in range(120):
        note(ayu, AtTheDoor.SIGNED_IN)
    assert queries() == few
    told = page(world, "bagas", f"/keamanan/?user={ayu.id}")
    assert told.count('<td data-label="When">') == 50
    assert f"?user={ayu.id}&page=2" in told


def test_the_store_itself_refuses_to_change_or_forget_a_row(world: World) -> None:
    note(User.objects.get(id=world.users["ayu"]), AtTheDoor.SIGNED_IN)
    for act in (lambda rows: rows.update(kind="signed_in"), lambda rows: rows.all()._raw_delete("default")):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            act(SecurityEvent.objects.all())


def test_a_guard_that_is_gone_is_found(world: World) -> None:
    def gone() -> list[str]:
        return [line for one in verifying.findings() for line in one.differences if "security" in line]

    assert gone() == []
    with connection.cursor() as cursor:
        on = " ON access_securityevent" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER access_securityevent_{'no_change' if on else 'no_update'}{on}")
    assert gone() == ["the guard of access_securityevent is gone or not the one that was made"]


def test_every_kind_of_event_has_its_words() -> None:
    assert set(AT_THE_DOOR) == set(AtTheDoor)
