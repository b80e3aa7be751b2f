"""The second step: setting it up, coming in with it, recovery codes, losing it; and every way around it shut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from purnadaya.access.models import AtTheDoor, Organisation, SecurityEvent, User
from purnadaya.access.roles import NEEDS_SECOND_FACTOR
from purnadaya.access.second_factor import PERIOD, code_at
from purnadaya.kernel.problems import Refused
from tests.access.test_sign_in import error_of, issue, redeem, sign_in
from tests.world import PASSPHRASE, World

STEP, SET_UP = "/masuk/langkah-kedua/", "/akun/langkah-kedua/"
OFF, RECOVERY = SET_UP + "penghentian/", SET_UP + "kode-cadangan/"


@pytest.fixture(autouse=True)
def fresh_limits(world: World) -> Iterator[None]:
    """No tries yet, and a half minute that has just begun, so that no code grows old meanwhile."""
    cache.clear()
    with time_machine.travel(int(timezone.now().timestamp()) // PERIOD * PERIOD + 2):
        yield


def text(response: Any) -> str:
    return str(response.content.decode())


def before_the_step(login: str = "dimas") -> Client:
    """A browser that knows the password and has not said the code."""
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert sign_in(login, client=client).headers["Location"] == STEP
    return client


def say_code(client: Client, code: str) -> Any:
    return client.post(STEP, {"code": code})


def shown_key(client: Client) -> str:
    found = re.search(r'code-key">([A-Z2-7 ]+)<', text(client.get(SET_UP)))
    assert found
    return found[1].replace(" ", "")


def code_of(key: str, later: int = 0) -> str:
    return code_at(key, int(timezone.now().timestamp()) // PERIOD + later)


def set_up(client: Client, **more: str) -> list[str]:
    """Switch it on in this browser; the recovery codes."""
    response = client.post(SET_UP, {"code": code_of(shown_key(client)), **more})
    assert response.status_code == 200, error_of(response)
    return re.findall(r'<li class="code-key">([\d ]+)<', text(response))


def kinds(name: str, world: World) -> list[str]:
    rows = SecurityEvent.objects.filter(user=world.users[name]).order_by("id")
    return list(rows.values_list("kind", flat=True))


def lose(world: World, name: str) -> None:
    Authenticator.objects.filter(user=world.users[name]).delete()


def test_password_and_code_let_her_in_and_the_password_alone_does_not(world: World) -> None:
    client = before_the_step()
    assert client.get("/").headers["Location"].startswith("/masuk/")
    assert say_code(client, world.code("dimas")).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_the_code_may_be_typed_with_a_gap_and_her_clock_may_be_half_a_minute_off(world: World) -> None:
    for later in (-1, 0, 1):
        lose(world, "dimas")
        key = world.keys["dimas"]
        from purnadaya.access.second_factor import enrol

        enrol(User.objects.get(id=world.users["dimas"]), key)
        code = world.code("dimas", later)
        assert say_code(before_the_step(), f"{code[:3]} {code[3:]}").status_code == 302, later


@pytest.mark.parametrize("later", [-3, -2, 2, 20])
def test_an_old_code_or_one_to_come_is_refused(world: World, later: int) -> None:
    client = before_the_step()
    assert "This code is not right" in text(say_code(client, world.code("dimas", later)))
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "code", ["000000", "", "abcdef", "12345", "\uff11\uff12\uff13\uff14\uff15\uff16", "😀" * 6, "' OR 1=1", "9" * 400]
)
def test_what_is_no_code_is_refused_in_words(world: World, code: str) -> None:
    client = before_the_step()
    response = say_code(client, code)
    assert response.status_code == 200
    assert error_of(response)
    assert client.get("/").status_code == 302


def test_a_code_is_good_once_even_within_its_half_minute(world: World) -> None:
    code = world.code("dimas")
    assert say_code(before_the_step(), code).status_code == 302
    cache.clear()
    assert "used already" in text(say_code(before_the_step(), code))
    assert say_code(before_the_step(), world.code("dimas", 1)).status_code == 302
    assert "used already" in text(say_code(before_the_step(), world.code("dimas", -1)))


def test_the_code_of_another_user_is_refused(world: World) -> None:
    assert "This code is not right" in text(say_code(before_the_step("dimas"), world.code("kinasih")))


def test_the_step_cannot_be_opened_without_the_password(world: World) -> None:
    for response in (Client().get(STEP), Client().post(STEP, {"code": world.code("dimas")})):
        assert response.headers["Location"] == "/masuk/"


def test_guessing_codes_is_stopped_after_five_and_a_good_one_then_waits_too(world: World) -> None:
    client = before_the_step()
    for _ in range(5):
        say_code(client, "000000")
    assert "Too many tries" in text(say_code(client, world.code("dimas")))
    assert "Too many tries" in text(say_code(before_the_step(), world.code("dimas")))
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert say_code(before_the_step(), world.code("dimas")).status_code == 302


def test_coming_in_rightly_gives_nobody_more_guesses(world: World) -> None:
    for _ in range(4):
        say_code(before_the_step(), "000000")
    assert say_code(before_the_step(), world.code("dimas")).status_code == 302
    say_code(before_the_step(), "000000")
    assert "Too many tries" in text(say_code(before_the_step(), world.code("dimas", 1)))


def test_someone_closed_between_password_and_code_stays_out(world: World) -> None:
    client = before_the_step()
    world.run("lintang", "access.close_sign_in", user=world.users["dimas"], reason="left us")
    assert "Your sign-in was closed" in text(say_code(client, world.code("dimas")))
    assert client.get("/").status_code == 302


def test_a_one_time_code_sets_a_password_but_does_not_stand_for_the_second_step(world: World) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    code = str(world.run("lintang", "access.issue_code", user=world.users["dimas"]).secret)
    response = client.post("/masuk/kode/", {"code": code, "password": "hujan deras petang hari"})
    assert response.headers["Location"] == STEP
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("name", ["lintang", "kinasih", "dimas", "surya"])
def test_who_holds_such_a_role_sets_it_up_before_anything_else(world: World, name: str) -> None:
    lose(world, name)
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert sign_in(name, client=client).headers["Location"] == "/"
    for address in ("/", "/orang/", "/akun/", "/akun/sandi/", "/pengguna/", OFF, RECOVERY, "/wilayah/cari/?q=a"):
        assert client.get(address).headers["Location"] == SET_UP, address
    assert client.post("/orang/baru/", world.person()).headers["Location"] == SET_UP
    page = text(client.get(SET_UP))
    assert "nav-item" not in page
    assert len(set_up(client)) == 10
    assert client.get("/").status_code == 200


def test_she_may_leave_instead_of_setting_it_up(world: World) -> None:
    lose(world, "dimas")
    client = world.browser("dimas")
    assert client.post("/keluar/").headers["Location"] == "/masuk/"
    assert client.get("/").headers["Location"].startswith("/masuk/")


@pytest.mark.parametrize("name", ["ayu", "wati", "arum", "bagas", "paula"])
def test_others_need_none_and_may_have_one(world: World, name: str) -> None:
    client = world.browser(name)
    assert client.get("/").status_code == 200
    assert "Add a second step" in text(client.get("/akun/"))
    set_up(client)
    assert sign_in(name).headers["Location"] == STEP


def test_a_role_given_later_asks_for_it_at_the_next_page(world: World) -> None:
    client = world.browser("ayu")
    assert client.get("/").status_code == 200
    from purnadaya.kernel.ids import new_id

    world.run("lintang", "access.give_role", grant=new_id(), user=world.users["ayu"], role="paralegal")
    assert client.get("/").headers["Location"] == SET_UP


def test_in_an_example_organisation_it_is_offered_and_not_required(world: World) -> None:
    Organisation.objects.filter(id=world.mitra).update(is_example=True)
    for name in ("lintang", "kinasih", "dimas", "surya"):
        lose(world, name)
        assert world.browser(name).get("/").status_code == 200
        assert "Add a second step" in text(world.browser(name).get("/akun/"))


def test_the_roles_that_need_it_are_those_that_open_secrets_money_or_doors() -> None:
    assert {"paralegal", "coordinator", "organisation_admin", "system_admin"} == NEEDS_SECOND_FACTOR


def test_the_key_stays_the_same_until_it_is_confirmed_and_is_another_for_everybody(world: World) -> None:
    client = world.browser("ayu")
    key = shown_key(client)
    assert len(key) == 32
    assert shown_key(client) == key
    assert "This code is not right" in text(client.post(SET_UP, {"code": "000000"}))
    assert shown_key(client) == key
    assert shown_key(world.browser("ayu")) != key
    set_up(client)
    assert "Recovery codes left" in text(client.get(SET_UP))
    assert key not in text(client.get(SET_UP))


def test_the_code_that_set_it_up_does_not_let_her_in_again(world: World) -> None:
    client = world.browser("ayu")
    code = code_of(shown_key(client))
    client.post(SET_UP, {"code": code})
    assert "used already" in text(say_code(before_the_step("ayu"), code))


def test_a_form_sent_twice_sets_it_up_once_and_shows_no_codes_again(world: World) -> None:
    client = world.browser("ayu")
    code = code_of(shown_key(client))
    assert "Your recovery codes" in text(client.post(SET_UP, {"code": code}))
    again = text(client.post(SET_UP, {"code": code}))
    assert "Recovery codes left" in again
    assert not re.findall(r"\d{4} \d{4}", again)
    assert Authenticator.objects.filter(user=world.users["ayu"]).count() == 2


def test_setting_it_up_ends_every_other_session(world: World) -> None:
    here, there = Client(HTTP_ACCEPT_LANGUAGE="en"), Client()
    for client in (here, there):
        sign_in("ayu", client=client)
    set_up(here)
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_a_session_that_is_older_needs_the_password_to_set_it_up(world: World) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    sign_in("ayu", client=client)
    assert 'name="password"' not in text(client.get(SET_UP))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        key = shown_key(client)
        assert "password now" in text(client.post(SET_UP, {"code": code_of(key), "password": "wrong"}))
        assert client.post(SET_UP, {"code": code_of(key)}).status_code == 422
        assert len(set_up(client, password=PASSPHRASE)) == 10


def test_a_recovery_code_lets_her_in_once(world: World) -> None:
    first, second, *_ = codes = set_up(world.browser("ayu"))
    assert len(set(codes)) == 10
    assert say_code(before_the_step("ayu"), first).status_code == 302
    assert "used already" in text(say_code(before_the_step("ayu"), first))
    assert say_code(before_the_step("ayu"), second.replace(" ", "")).status_code == 302
    assert kinds("ayu", world).count(AtTheDoor.RECOVERY_CODE_USED) == 2


def test_a_recovery_code_of_another_user_is_refused(world: World) -> None:
    codes = set_up(world.browser("ayu"))
    assert "This code is not right" in text(say_code(before_the_step("dimas"), codes[0]))


def test_new_recovery_codes_end_the_old_ones_and_need_password_and_code(world: World) -> None:
    client = world.browser("ayu")
    old = set_up(client)
    for boxes in ({"password": "wrong", "code": old[0]}, {"password": PASSPHRASE, "code": "000000"}, {}):
        assert client.post(RECOVERY, boxes).status_code in (200, 422)
        assert Authenticator.objects.get(user=world.users["ayu"], type="recovery_codes").data["used_mask"] == 0
    answer = text(client.post(RECOVERY, {"password": PASSPHRASE, "code": old[0]}))
    new = re.findall(r'<li class="code-key">([\d ]+)<', answer)
    assert len(set(new) - set(old)) == 10
    assert "This code is not right" in text(say_code(before_the_step("ayu"), old[1]))
    assert say_code(before_the_step("ayu"), new[1]).status_code == 302


def test_it_is_switched_off_with_password_and_code_only(world: World) -> None:
    client = world.browser("ayu")
    codes = set_up(client)
    for boxes in ({"password": "wrong", "code": codes[0]}, {"password": PASSPHRASE, "code": world.code("dimas")}):
        assert client.post(OFF, boxes).status_code == 422
        assert sign_in("ayu").headers["Location"] == STEP
    assert client.post(OFF, {"password": PASSPHRASE, "code": codes[0]}).headers["Location"] == SET_UP
    assert sign_in("ayu").headers["Location"] == "/"
    assert not Authenticator.objects.filter(user=world.users["ayu"]).exists()
    assert {AtTheDoor.SECOND_FACTOR_ON, AtTheDoor.SECOND_FACTOR_OFF} <= set(kinds("ayu", world))


def test_who_must_have_one_sets_up_the_next_at_once(world: World) -> None:
    client = world.browser("dimas")
    client.post(OFF, {"password": PASSPHRASE, "code": world.code("dimas")})
    assert client.get("/orang/").headers["Location"] == SET_UP


def test_a_stranger_sees_and_changes_nothing_of_anothers_second_factor(world: World) -> None:
    codes = set_up(world.browser("ayu"))
    stranger = world.browser("rina")
    assert world.keys["dimas"] not in text(stranger.get(SET_UP))
    assert stranger.post(OFF, {"password": PASSPHRASE, "code": codes[0]}).status_code == 422
    assert Authenticator.objects.filter(user=world.users["ayu"]).count() == 2
    assert stranger.get(f"/pengguna/{world.users['dimas']}/langkah-kedua/").status_code == 404
    for address in (SET_UP, OFF, RECOVERY):
        assert Client().get(address).headers["Location"].startswith("/masuk/")


def reset(world: World, who: str, whom: str) -> Any:
    return world.run(who, "access.reset_second_factor", user=world.users[whom], reason="phone lost")


def test_a_lost_second_factor_is_taken_away_and_her_sessions_end(world: World) -> None:
    client = before_the_step()
    say_code(client, world.code("dimas"))
    assert client.get("/").status_code == 200
    reset(world, "kinasih", "dimas")
    assert client.get("/").headers["Location"].startswith("/masuk/")
    again = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert sign_in("dimas", client=again).headers["Location"] == "/"
    assert again.get("/").headers["Location"] == SET_UP
    assert kinds("dimas", world)[-2:] == [AtTheDoor.SECOND_FACTOR_RESET, AtTheDoor.SIGNED_IN]


@pytest.mark.parametrize(
    ("who", "whom", "code"),
    [
        ("kinasih", "lintang", "access.user_above_you"),
        ("kinasih", "kinasih", "access.not_on_yourself"),
        ("kinasih", "ayu", "access.no_second_factor"),
        ("dimas", "ayu", "access.not_allowed"),
        ("rina", "dimas", "access.not_found"),
        ("bagas", "dimas", "access.not_allowed"),
    ],
)
def test_nobody_resets_who_is_above_her_herself_or_what_is_not_there(
    world: World, who: str, whom: str, code: str
) -> None:
    before = Authenticator.objects.count()
    with pytest.raises(Refused) as caught:
        reset(world, who, whom)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert Authenticator.objects.count() == before


def test_a_new_one_time_code_leaves_the_second_factor_alone(world: World) -> None:
    set_up(world.browser("ayu"))
    assert redeem(issue(world)).headers["Location"] == STEP
