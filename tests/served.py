"""The real server on a store of the test's own, as an operator would start it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from tests import stores
from tests.world import PASSPHRASE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """``purnadaya serve`` on a home; ``start`` waits until it answers, ``kill`` does not ask.

    It has a worker beside it only where ``jobs`` says yes.
    """

    home: Path
    store: str = ""
    jobs: str = "no"
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    @contextmanager
    def on_copy_of(cls, store: str, home: Path) -> Iterator[Server]:
        """A server on a copy of this store, with the key it was written with; both are gone afterwards."""
        home.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(settings.HOME, "secret.key"), home / "secret.key")
        shutil.copytree(Path(settings.HOME, "keys"), home / "keys", dirs_exist_ok=True)
        shutil.copytree(settings.STATIC_ROOT, home / "static", dirs_exist_ok=True)
        with stores.copied(store, home) as copy:
            server = cls(home, copy)
            try:
                yield server
            finally:
                server.kill()

    def environment(self) -> dict[str, str]:
        database = stores.address_of(self.store) if self.store else ""
        own = {"HOME": str(self.home), "DATABASE": database, "PORT": str(self.port), "JOBS": self.jobs}
        return {**os.environ, **{f"PURNADAYA_{name}": value for name, value in own.items()}}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command of the operator's, on this home."""
        command = [sys.executable, "-m", "purnadaya", *words]
        return subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False, timeout=120)

    def start(self) -> Server:
        command = [sys.executable, "-m", "purnadaya", "serve"]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            if self._answers():
                return self
            time.sleep(0.05)
        raise RuntimeError((self.home / "server.log").read_text()[-3000:])

    def _answers(self) -> bool:
        try:
            return fetch(self.port, "/sehat/")[0] == 200
        except OSError:
            return False

    def kill(self, sign: int = signal.SIGKILL) -> None:
        """End every process of the server at once."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, sign)
            self.process.wait()
            self.process = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Visitor:
    """A plain browser without scripts: keeps cookies, fills forms."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> tuple[int, str]:
        return self._send("GET", path)

    def post(self, path: str, boxes: dict[str, str]) -> tuple[int, str]:
        return self._send("POST", path, urlencode(boxes))

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        status, answer, page = fetch(self.port, path, method, body, headers)
        for cookie in answer.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return status, page.decode()

    def sign_in(self, username: str, password: str = PASSPHRASE) -> int:
        return self.post("/masuk/", {**token(self.get("/masuk/")[1]), "login": username, "password": password})[0]


def token(page: str) -> dict[str, str]:
    """The hidden boxes of a page's forms."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def fetch(port: int, path: str, method: str = "GET", body: str | None = None, headers: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    """One request; raises OSError when nobody answers, also in the middle of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    except HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()
