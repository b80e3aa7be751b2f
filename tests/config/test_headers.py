"""Every answer carries the same strict headers: pages, fragments, files, redirects, refusals, and what went wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import HARGOTIRTO, World

NOWHERE = ("accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope",
           "magnetometer", "microphone", "midi", "payment", "usb")  # fmt: skip
EXACTLY = {
    "Content-Security-Policy": "base-uri 'none'; connect-src 'self'; default-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; manifest-src 'self'; script-src 'self'; style-src 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NOWHERE),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
KEPT_NOWHERE = {**EXACTLY, "Cache-Control": "no-store"}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}
AND_UNDER_IT = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"}
ABOUT_THE_ANSWER = {
    "Allow", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "Expires",
    "Last-Modified", "Location", "Vary", "ETag",
}  # fmt: skip
"""What differs from answer to answer and protects nothing."""


def strict(response: Any) -> dict[str, str]:
    """Every other header, with the policy's parts in one order."""
    found = {name: value for name, value in response.headers.items() if name not in ABOUT_THE_ANSWER}
    policy = found.get("Content-Security-Policy", "")
    return {**found, "Content-Security-Policy": "; ".join(sorted(policy.split("; ")))}


def addresses(world: World) -> Iterator[str]:
    """One address of every pattern there is."""
    ids = {"person_id": world.people["sari"], "user_id": world.users["ayu"], "thing_id": world.people["sari"]}
    fill = {"code": HARGOTIRTO, "kind": "person", **ids}
    for pattern in patterns(get_resolver().url_patterns):
        yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(fill.get(name[1], world.users["wati"])), pattern)


def patterns(found: Any, prefix: str = "") -> Iterator[str]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, prefix + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield prefix + str(one.pattern)


@pytest.mark.parametrize("who", ["kinasih", "ayu", None])
@pytest.mark.parametrize("method", ["get", "post", "put", "options"])
def test_every_address_answers_with_exactly_these_headers(world: World, who: str | None, method: str) -> None:
    seen: set[int] = set()
    browser = world.browser(who) if who else Client()
    for address in sorted(addresses(world), key="/keluar/".__eq__):
        response = getattr(browser, method)(address)
        assert strict(response) == KEPT_NOWHERE, (address, method)
        seen.add(response.status_code)
    assert len(seen) > 1


def test_the_fragment_under_a_box_and_a_refused_form_carry_them(world: World) -> None:
    browser = world.browser("ayu")
    for response in (browser.get("/wilayah/cari/?q=hargotirto"), browser.post("/orang/baru/", {"name": ""})):
        assert strict(response) == KEPT_NOWHERE


def test_pages_of_what_went_wrong_carry_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = Client(enforce_csrf_checks=True)
    quiet = Client(raise_request_exception=False)
    answers = [
        (404, Client().get("/tidak-ada/")),
        (301, Client().get("/masuk")),
        (400, Client(HTTP_HOST="evil.example").get("/masuk/")),
        (403, foreign.post("/masuk/", {"login": "ayu"})),
    ]
    for error, status in ((ValueError("bug"), 500), (DatabaseError("gone"), 503)):
        with monkeypatch.context() as broken:
            broken.setattr("allauth.account.views.LoginView.get", raising(error))
            answers.append((status, quiet.get("/masuk/")))
    for status, response in answers:
        assert response.status_code == status
        assert strict(response) == KEPT_NOWHERE, status


def raising(error: Exception) -> Any:
    def view(*_: Any, **__: Any) -> HttpResponse:
        raise error

    return view


def test_files_are_kept_by_the_browser_and_carry_the_rest(world: World) -> None:
    page = Client().get("/masuk/").content.decode()
    files = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert len(files) > 2
    for address in files:
        response = Client().get(address)
        assert response.status_code == 200
        assert strict(response) == {**EXACTLY, "Cache-Control": "max-age=315360000, public, immutable"}, address
    assert strict(Client().get("/static/none.css")) == KEPT_NOWHERE


@pytest.fixture
def https(settings: Any) -> None:
    """As with PURNADAYA_HTTPS=yes."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 31_536_000


def test_over_tls_every_answer_says_to_stay_there(world: World, https: None) -> None:
    secure = {"HTTP_X_FORWARDED_PROTO": "https"}
    file = re.findall(r'href="(/static/[^"#]+css)', Client(**secure).get("/masuk/").content.decode())[0]
    for address in ("/masuk/", "/", "/sehat/", "/tidak-ada/"):
        assert strict(Client(**secure).get(address)) == {**KEPT_NOWHERE, **HSTS}, address
    assert strict(Client(**secure).get(file)).items() >= HSTS.items()
    answer = Client().get("/masuk/")
    assert answer.headers["Location"] == "https://testserver/masuk/"
    assert strict(answer) == KEPT_NOWHERE


def test_names_under_ours_are_bound_when_the_operator_says_so(world: World, https: None, settings: Any) -> None:
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    assert strict(Client(HTTP_X_FORWARDED_PROTO="https").get("/masuk/")) == {**KEPT_NOWHERE, **AND_UNDER_IT}


def with_https(home: Path, *words: str, under_it: str = "no") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PURNADAYA_HOME": str(home), "PURNADAYA_HTTPS": "yes",
                   "PURNADAYA_HSTS_SUBDOMAINS": under_it,
                   "DJANGO_SETTINGS_MODULE": "purnadaya.config.settings"}  # fmt: skip
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    command = [sys.executable, *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("under_it", "silenced"), [("no", 2), ("yes", 0)])
def test_the_check_before_going_live_has_nothing_to_warn_of(tmp_path: Path, under_it: str, silenced: int) -> None:
    words = ("-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    run = with_https(tmp_path, *words, under_it=under_it)
    assert run.returncode == 0, run.stderr
    assert f"no issues ({silenced} silenced)" in run.stdout


@pytest.mark.parametrize("under_it", ["no", "yes"])
def test_https_switches_on_what_the_tests_above_set_by_hand(tmp_path: Path, under_it: str) -> None:
    names = ("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD",
             "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME")  # fmt: skip
    code = f"from purnadaya.config import settings as s; print(*(getattr(s, name) for name in {names}))"
    bound = str(under_it == "yes")
    assert with_https(tmp_path, "-c", code, under_it=under_it).stdout.split() == [
        "True", "31536000", bound, bound, "True", "True", "__Host-session"
    ]  # fmt: skip
    assert not house.SECURE_SSL_REDIRECT
