"""Start-up, memory at rest, and what a page weighs on the wire."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode

import psutil

from purnadaya.office.example.cast import PASSPHRASE


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def served() -> Iterator[tuple[int, float, subprocess.Popen[bytes]]]:
    """A running server: its port, the seconds until it answered, its process."""
    port, began = free_port(), time.perf_counter()
    command = [sys.executable, "-m", "purnadaya", "serve"]
    process = subprocess.Popen(
        command, env={**os.environ, "PURNADAYA_PORT": str(port)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError("the server did not start")
            time.sleep(0.02)
        yield port, time.perf_counter() - began, process
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        return fetch(port, "/sehat/")[0] == 200
    except OSError:
        return False


def fetch(port: int, path: str, cookies: str = "", body: str | None = None, headers: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    """One request: status, headers, the bytes as they came over the wire."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    more = {"Accept-Encoding": "br, gzip", "Cookie": cookies, **(headers or {})}
    if body is not None:
        more["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("POST" if body is not None else "GET", path, body, more)
    response = connection.getresponse()
    return response.status, response.headers, response.read()


def memory_of(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of the server and its workers together, in MB (shared pages once: PSS where known)."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    return sum(getattr(one.memory_full_info(), "pss", one.memory_info().rss) for one in family) / 1e6


def signed_in(port: int) -> str:
    """The cookies of a fresh sign-in."""
    _, headers, page = fetch(port, "/masuk/", headers={"Accept-Encoding": "identity"})
    csrf = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.decode())
    cookies = "; ".join(cookie.split(";")[0] for cookie in headers.get_all("Set-Cookie"))
    body = urlencode({"login": "koordinator", "password": PASSPHRASE, "csrfmiddlewaretoken": csrf[1] if csrf else ""})
    _, headers, _ = fetch(port, "/masuk/", cookies, body)
    return "; ".join(cookie.split(";")[0] for cookie in headers.get_all("Set-Cookie"))


def weight(port: int, path: str, cookies: str) -> tuple[int, int]:
    """Bytes on the wire of a page alone, and with everything it loads, from an empty cache."""
    page = fetch(port, path, cookies)[2]
    text = fetch(port, path, cookies, headers={"Accept-Encoding": "identity"})[2].decode()
    loads = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', text))
    return len(page), len(page) + sum(len(fetch(port, load)[2]) for load in loads)


def first_person(port: int, cookies: str) -> str:
    """The address of the first person on the list."""
    page = fetch(port, "/orang/", cookies, headers={"Accept-Encoding": "identity"})[2].decode()
    found = re.search(r'href="(/orang/[0-9a-f-]{36}/)"', page)
    if found is None:
        raise RuntimeError("the list is empty")
    return found[1]


def rows() -> list[tuple[str, str, str]]:
    """Start-up, memory, weights."""
    with served() as (port, seconds, process):
        cookies = signed_in(port)
        told = [("`purnadaya serve` until it answers", f"{seconds:.1f} s", "")]
        person = first_person(port, cookies)
        pages = {
            "home": "/", "list of 50 people": "/orang/", "form to register": "/orang/baru/", "a person": person,
            "her life line": f"{person}kisah/",
        }  # fmt: skip
        for words, path in pages.items():
            alone, whole = weight(port, path, cookies)
            told.append(
                (f"{words}: first visit / later", f"{whole / 1000:.1f} / {alone / 1000:.1f} KB", "budget 60 / 20 KB")
            )
        time.sleep(5)
        told.append(("memory with the worker awake", f"{memory_of(process):.0f} MB", "budget 250 MB"))
        wait_until_the_worker_is_gone(process)
        told.append(("memory at rest after these pages", f"{memory_of(process):.0f} MB", "budget 150 MB"))
    return told


def wait_until_the_worker_is_gone(process: subprocess.Popen[bytes]) -> None:
    """It ends a minute after it found nothing more to do."""
    until = time.monotonic() + 180
    while any("work" in one.cmdline() for one in psutil.Process(process.pid).children()):
        if time.monotonic() > until:
            raise RuntimeError("the worker does not end")
        time.sleep(0.5)
