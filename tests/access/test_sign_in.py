"""Coming in: with a password, with a one-time code; and keeping others out."""

from __future__ import annotations

import re
import statistics
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.utils import timezone

from purnadaya.access.models import EntryCode, Organisation, User
from tests.world import PASSPHRASE, World

NEW = "angin sore di sawah"


@pytest.fixture(autouse=True)
def fresh_limits(world: World) -> None:
    cache.clear()


def sign_in(login: str, password: str = PASSPHRASE, client: Client | None = None, **more: Any) -> Any:
    return (client or Client(HTTP_ACCEPT_LANGUAGE="en")).post("/masuk/", {"login": login, "password": password}, **more)


def error_of(response: Any) -> str:
    return " ".join(re.findall(r"(?:field-error|form-errors|note-danger).*?</", response.content.decode(), re.S))


def test_a_user_signs_in_by_user_name_in_any_case_or_by_phone(world: World) -> None:
    world.run("lintang", "access.correct_user", user=world.users["ayu"], changes={"phone": "0812 3456 7890"})
    for login in ("ayu", "AYU ", "081234567890", "+62 812-3456-7890"):
        assert sign_in(login).headers["Location"] == "/", login


def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(world: World) -> None:
    answers = [sign_in(login, "not the right one") for login in ("ayu", "nobody-here", "0819 9999 9999")]
    pages = {re.sub(r'value="[^"]*"|/static/\S+', "", answer.content.decode()) for answer in answers}
    assert len(pages) == 1
    assert {answer.status_code for answer in answers} == {200}


def test_an_unknown_user_takes_as_long_as_a_known_one(world: World) -> None:
    """The answer must not tell by its time: both check one password."""

    def took(login: str) -> float:
        times = []
        for _ in range(4):
            began = time.perf_counter()
            sign_in(login, "not the right one")
            times.append(time.perf_counter() - began)
        return statistics.median(times)

    assert abs(took("ayu") - took("nobody-here")) < 0.05


def test_a_closed_user_is_told_so_only_when_she_knows_her_password(world: World) -> None:
    world.run("kinasih", "access.close_sign_in", user=world.users["ayu"], reason="left us")
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert "Your sign-in was closed" in sign_in("ayu", client=client).content.decode()
    assert client.get("/").status_code == 302
    assert "closed" not in sign_in("ayu", "not the right one").content.decode()


def test_a_flood_of_wrong_passwords_is_stopped_per_user_and_the_right_one_too(world: World) -> None:
    for _ in range(5):
        sign_in("ayu", "not the right one")
    stopped = sign_in("ayu")
    assert "Location" not in stopped.headers
    assert "Too many tries" in stopped.content.decode()
    assert sign_in("wati", client=Client(REMOTE_ADDR="10.0.0.9")).headers["Location"] == "/"


def test_a_flood_over_many_names_is_stopped_per_address_whatever_it_says_it_forwards_for(world: World) -> None:
    for number in range(10):
        sign_in(f"name{number}", "not the right one", HTTP_X_FORWARDED_FOR=f"1.2.3.{number}")
    stopped = sign_in("wati", HTTP_X_FORWARDED_FOR="9.9.9.9")
    assert "Location" not in stopped.headers


def issue(world: World, name: str = "ayu") -> str:
    return str(world.run("kinasih", "access.issue_code", user=world.users[name]).secret)


def redeem(code: str, password: str = NEW, **more: Any) -> Any:
    return Client(HTTP_ACCEPT_LANGUAGE="en", **more).post("/masuk/kode/", {"code": code, "password": password})


def test_a_one_time_code_sets_a_password_once_and_lets_her_in(world: World) -> None:
    code = issue(world)
    assert redeem(code.lower().replace("-", " ")).headers["Location"] == "/"
    assert "This code is not right" in redeem(code).content.decode()
    assert sign_in("ayu", NEW).headers["Location"] == "/"
    assert "Location" not in sign_in("ayu", PASSPHRASE).headers


def test_a_new_password_ends_every_other_session(world: World) -> None:
    old = world.browser("ayu")
    assert old.get("/").status_code == 200
    redeem(issue(world))
    assert old.get("/").status_code == 302


def test_a_code_is_worthless_after_three_days(world: World) -> None:
    code = issue(world)
    with time_machine.travel(timezone.now() + timedelta(hours=72, seconds=1)):
        assert redeem(code).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(hours=71)):
        assert redeem(code).status_code == 302


@pytest.mark.parametrize("password", ["short", "1234567890", "password123", "ayuhapsari"])
def test_a_weak_password_is_refused_and_the_code_stays_good(world: World, password: str) -> None:
    code = issue(world)
    assert redeem(code, password).status_code == 422
    assert EntryCode.objects.filter(user_id=world.users["ayu"], used_at=None).count() == 1
    assert redeem(code).status_code == 302


def test_guessing_codes_is_stopped_after_ten_tries(world: World) -> None:
    code = issue(world)
    for _ in range(10):
        assert redeem("AAAAA-AAAAA").status_code == 422
    assert "Too many tries" in redeem(code).content.decode()


def test_the_page_after_signing_in_stays_on_this_site(world: World) -> None:
    client = Client()
    response = client.post("/masuk/?next=https://evil.example/", {"login": "ayu", "password": PASSPHRASE})
    assert response.headers["Location"] == "/"


def test_an_example_user_signs_in_from_this_machine_only(world: World) -> None:
    Organisation.objects.filter(id=world.mitra).update(is_example=True)
    assert sign_in("ayu").headers["Location"] == "/"
    for elsewhere in (
        {"REMOTE_ADDR": "192.168.1.7"},
        {"HTTP_X_FORWARDED_FOR": "192.168.1.7"},
        {"HTTP_FORWARDED": "for=1"},
    ):
        assert "Location" not in sign_in("ayu", client=Client(**elsewhere)).headers
    code = issue(world)
    assert redeem(code, REMOTE_ADDR="192.168.1.7").status_code == 422


def test_nobody_signs_up_by_herself(world: World) -> None:
    for address in ("/masuk/daftar/", "/accounts/signup/", "/signup/"):
        assert Client().get(address).status_code == 404


def test_her_sessions_are_listed_and_the_others_can_be_ended(world: World) -> None:
    here, there = Client(HTTP_ACCEPT_LANGUAGE="en"), Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 13) Firefox/130")
    for client in (here, there):
        sign_in("ayu", client=client)
    assert "Firefox, Android" in here.get("/akun/").content.decode()
    here.post("/akun/sesi/", {})
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_a_stranger_cannot_end_her_session(world: World) -> None:
    there = Client()
    sign_in("ayu", client=there)
    page = there.get("/akun/").content.decode()
    assert "Ayu" in page
    from allauth.usersessions.models import UserSession

    session = UserSession.objects.get(user_id=world.users["ayu"])
    world.browser("rina").post("/akun/sesi/", {"session": str(session.pk)})
    assert there.get("/").status_code == 200


def test_signing_out_needs_a_post(world: World) -> None:
    browser = world.browser("ayu")
    assert browser.get("/keluar/").status_code == 200
    assert browser.get("/").status_code == 200
    assert browser.post("/keluar/").status_code == 302
    assert browser.get("/").status_code == 302


def test_she_changes_her_own_password_and_other_sessions_end(world: World) -> None:
    here, there = world.browser("ayu"), world.browser("ayu")
    assert here.post("/akun/sandi/", {"former": "wrong", "password": NEW}).status_code == 422
    assert here.post("/akun/sandi/", {"former": PASSPHRASE, "password": "short"}).status_code == 422
    assert here.post("/akun/sandi/", {"former": PASSPHRASE, "password": NEW}).headers["Location"] == "/akun/"
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert sign_in("ayu", NEW).headers["Location"] == "/"


def test_guessing_her_password_from_an_open_session_is_stopped(world: World) -> None:
    browser = world.browser("ayu")
    for _ in range(5):
        browser.post("/akun/sandi/", {"former": "wrong", "password": NEW})
    assert browser.post("/akun/sandi/", {"former": PASSPHRASE, "password": NEW}).status_code == 422


def test_changing_a_password_writes_the_password_only(world: World, rf: Any) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    from purnadaya.access.signin import change_password

    request = rf.post("/akun/sandi/")
    request.user, request.session = User.objects.get(id=world.users["ayu"]), SessionStore()
    world.run("kinasih", "access.close_sign_in", user=world.users["ayu"], reason="left us")
    change_password(request, PASSPHRASE, NEW)
    assert not User.objects.get(id=world.users["ayu"]).is_active


def test_two_who_count_the_same_try_at_once_do_not_disturb_each_other(world: World, monkeypatch: Any) -> None:
    """The loser of two inserts is told that the key is there, as Django means it."""

    execute = CursorWrapper._execute

    def doubled(self: Any, sql: str, params: Any, *more: Any) -> Any:
        if sql.startswith("INSERT"):
            raise IntegrityError("UNIQUE")
        return execute(self, sql, params, *more)

    with monkeypatch.context() as racing:
        racing.setattr(CursorWrapper, "_execute", doubled)
        assert cache.add("a-try", 1) is False
    assert cache.add("a-try", 1) is True
