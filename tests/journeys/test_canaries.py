"""200 planted numbers: after all that people and operators do with them, they lie nowhere in the clear."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections
from pyrage.x25519 import Identity

from purnadaya.kernel.ids import new_id
from purnadaya.office.backup.archive import unpack
from purnadaya.office.backup.sealing import unseal
from tests import stores
from tests.served import Server, Visitor, token
from tests.world import HARGOTIRTO, World

PLANTED = 200
GONE = b"\0 -.()+"
"""What may stand between digits: gaps of a number as it is written, and the other half of UTF-16."""


def phone(number: int) -> str:
    return f"0812 7770-{number:04}"


def nik(number: int) -> str:
    return f"340108571290{number + 1:04}"


def canaries() -> list[bytes]:
    """Every planted value, without its gaps and its country."""
    return [f"8127770{n:04}".encode() for n in range(PLANTED)] + [nik(n).encode() for n in range(PLANTED)]


def seen_in(held: bytes) -> list[bytes]:
    """The planted values that can be read in these bytes, in UTF-8 or either UTF-16, however they are spaced."""
    plain = held.translate(None, GONE)
    return [value for value in canaries() if value in plain]


@pytest.mark.parametrize("written", ["0812 7770-0042", "+62 812-7770-0042", "6281277700042", nik(7), f"x{nik(7)}y"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_the_search_sees_a_number_however_it_is_written(written: str, encoding: str) -> None:
    assert len(seen_in(b"\xff\x07" + written.encode(encoding) + b"\x01")) == 1
    assert seen_in("0812 7770 9999".encode(encoding)) == []


@pytest.fixture
def server(own_store: World, tmp_path: Path) -> Iterator[Server]:
    """A served house in which most of the numbers are written down already, by commands."""
    for n in range(10, PLANTED):
        own_store.run("ayu", "people.register_person", **own_store.person(phone=phone(n), nik=nik(n)))
    stores.settle()
    with Server.on_copy_of(stores.name_here(), tmp_path / "home") as server:
        yield server


def test_200_planted_numbers_lie_nowhere_in_the_clear(server: Server, own_store: World, tmp_path: Path) -> None:
    in_the_office(server, own_store)
    at_the_command_line(server, own_store, tmp_path)
    server.kill()
    assert b"Suminah" in everything_in(server)
    assert seen_in(everything_in(server)) == []
    assert seen_in(backup_of(server, tmp_path)) == []


def in_the_office(server: Server, world: World) -> None:
    """Saved, refused, searched for, shown, sent after signing out, met by a server that fails."""
    visitor = Visitor(server.start().port)
    assert visitor.sign_in("ayu") == 302
    statuses = [
        register(visitor, phone(0), nik(0)),
        register(visitor, phone(1), nik(1)[:-1]),
        register(visitor, phone(2), nik(2), birth_how="year", birth_only_year="2999"),
        register(visitor, phone(3), nik(3), csrfmiddlewaretoken="x"),
    ]
    assert statuses[:3] == [302, 422, 422]
    for address in (f"/orang/?q={phone(0)}", f"/cari/?q={nik(0)}", f"/orang/{nik(0)}/", f"/wilayah/{nik(0)}/"):
        visitor.get(address.replace(" ", "+"))
    (person, *_) = re.findall(r'href="/orang/([0-9a-f-]{36})/"', visitor.get("/orang/?q=Suminah")[1])
    assert visitor.post(f"/orang/{person}/lihat/phone/", token(visitor.get(f"/orang/{person}/")[1]))[0] == 200
    with without_keys(server):
        assert register(visitor, phone(4), nik(4)) == 500
    visitor.post("/masuk/", {**token(visitor.get("/masuk/")[1]), "login": phone(0), "password": nik(0)})
    stranger = Visitor(server.port)
    assert stranger.post("/masuk/", {**token(stranger.get("/masuk/")[1]), "login": phone(5), "password": nik(5)})[0]
    assert stranger.post("/orang/baru/", {"phone": phone(6), "nik": nik(6)})[0] in (302, 403)
    assert "500" in (server.home / "server.log").read_text()


def register(visitor: Visitor, number: str, card: str, **more: str) -> int:
    boxes = token(visitor.get("/orang/baru/")[1])
    typed = {"name": "Suminah", "sex": "female", "village": HARGOTIRTO, "background": "village_woman", "whose": "own"}
    return visitor.post("/orang/baru/", {**boxes, **typed, "phone": number, "nik": card, **more})[0]


class without_keys:  # noqa: N801 - reads as a word
    """The ring keys are not where they should be, while the server runs."""

    def __init__(self, server: Server) -> None:
        self.keys, self.away = server.home / "keys", server.home.parent / "keys.away"

    def __enter__(self) -> None:
        self.keys.rename(self.away)

    def __exit__(self, *_: Any) -> None:
        self.away.rename(self.keys)


def at_the_command_line(server: Server, world: World, folder: Path) -> None:
    """Saved, refused, kept waiting, verified, sealed anew."""
    for n, birth, wanted in ((7, "1980", "applied"), (8, "2999", "refused")):
        body = {**world.person(phone=phone(n), nik=nik(n)), "birth": birth}
        done = server.run("do", "people.register_person", json.dumps(body), "--as", "ayu")
        assert json.loads(done.stdout)["result"] == wanted
    lines = [
        json.dumps({"id": str(new_id()), "kind": "people.register_person",
                    "body": world.person(phone=phone(9), nik=nik(9), birth="2999")}),
        f"{phone(9)} {nik(9)} is no line at all",
    ]  # fmt: skip
    (folder / "lines.jsonl").write_text("\n".join(lines))
    taken = server.run("take", str(folder / "lines.jsonl"), "--as", "ayu")
    assert "waiting: 2" in taken.stdout
    (folder / "lines.jsonl").unlink()
    for words in (("keys", "rotate"), ("keys", "reseal"), ("verify",)):
        done = server.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        (server.home / "operator.log").open("a").write(done.stdout + done.stderr)


def everything_in(server: Server) -> bytes:
    """Every file of the home, every table of the store, and what sessions and the cache hold, decoded."""
    files = [path.read_bytes() for path in sorted(server.home.rglob("*")) if path.is_file()]
    former = stores.name_here()
    connections.close_all()
    stores.use(server.store)
    try:
        tables = [str(row).encode() for name in connection.introspection.table_names() for row in rows_of(name)]
        sessions = [str(one.get_decoded()).encode() for one in Session.objects.all()]
        cached = [base64.b64decode(value) for _key, value, *_ in rows_of("cache")]
    finally:
        connections.close_all()
        stores.use(former)
    assert sessions
    assert cached
    return b"\n".join([*files, *tables, *sessions, *cached])


def rows_of(table: str) -> list[Any]:
    if table.startswith(("places_area", "places_search")):
        return []  # the areas of Indonesia, in which nobody writes
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return list(cursor.fetchall())


def backup_of(server: Server, folder: Path) -> bytes:
    """A backup as it is kept, and everything in it, opened."""
    identity = Identity.generate()
    (server.home / "backup-recipients.txt").write_text(f"{identity.to_public()}\n")
    copies = folder / "copies"
    made = server.run("backup", "--to", str(copies))
    assert made.returncode == 0, made.stderr
    (archive,) = (path for path in copies.iterdir() if path.is_file())
    with (folder / "payload").open("wb") as out:
        unseal(archive, out, [identity])
    unpack(folder / "payload", folder / "parts")
    parts = [path.read_bytes() for path in (folder / "parts").rglob("*") if path.is_file()]
    assert any(b"Suminah" in part for part in parts)
    return archive.read_bytes() + b"".join(parts)
