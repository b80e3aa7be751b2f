"""Keys are made anew while people save, and killed midway again and again: no number is lost or unreadable."""

from __future__ import annotations

import html
import random
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections

from purnadaya.access import keyring
from purnadaya.people.models import Person
from tests import stores
from tests.served import Server, Visitor, token
from tests.world import World

PEOPLE, WRITERS = 60, 3
IN_SMALL_STEPS = """
from purnadaya.config import cli
import django; django.setup()
from django.core.management import call_command
from purnadaya.access import resealing
resealing.BATCH = 2
call_command("keys", "reseal")
"""
"""As ``purnadaya keys reseal``, with so many batches that a kill finds it midway."""


@dataclass
class Writer:
    """Someone who gives one person another number again and again, and looks at it in between."""

    visitor: Visitor
    person: str
    saved: str = ""
    edits: int = 0
    faults: list[str] = field(default_factory=list)

    def work(self, stop: threading.Event, chance: random.Random) -> None:
        while not stop.is_set():
            number = f"+62812{chance.randrange(10_000_000, 99_999_999)}"
            status = self._set(number)
            if status == 302:
                self.saved, self.edits = number, self.edits + 1
            else:
                self.faults.append(f"saving answered {status}")
            if self.saved not in self._shown():
                self.faults.append("not the number that was saved")

    def _set(self, number: str) -> int:
        page = self.visitor.get(f"/orang/{self.person}/ubah/")[1]
        (form,) = re.findall(r"<form[^>]*data-form.*?</form>", page, re.S)
        boxes = {name: html.unescape(value) for name, value in token(form).items()}
        boxes |= filled(form) | {"phone": number}
        return self.visitor.post(f"/orang/{self.person}/ubah/", boxes)[0]

    def _shown(self) -> str:
        boxes = token(self.visitor.get(f"/orang/{self.person}/")[1])
        return self.visitor.post(f"/orang/{self.person}/lihat/phone/", boxes)[1]


def filled(form: str) -> dict[str, str]:
    """The boxes of a form as they stand."""
    boxes = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if found.get("type") not in ("radio", "checkbox") or " checked" in tag:
            boxes[found.get("name", "")] = html.unescape(found.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        boxes[name] = chosen[1] if chosen else ""
    return boxes


def under(mitra: UUID, *, newest: bool) -> int:
    """How many numbers of Mitra are sealed under its newest key, or under others."""
    sealed = Person.objects.filter(organisation_id=mitra).exclude(phone="")
    key = keyring.data_key(keyring.FIELDS, "organisation", mitra)
    mine = sealed.filter(phone__startswith=f"1.{key.kid}.").count()
    return mine if newest else sealed.count() - mine


def kill_midway(server: Server, mitra: UUID, chance: random.Random) -> bool:
    """Begin to seal anew and end it without asking; whether something was left to do."""
    begun = subprocess.Popen(
        [sys.executable, "-c", IN_SMALL_STEPS], env=server.environment(), stdout=subprocess.DEVNULL
    )
    before = under(mitra, newest=True)
    until = time.monotonic() + 30
    while begun.poll() is None and under(mitra, newest=True) in (0, before, PEOPLE) and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(chance.uniform(0, 0.05))
    begun.kill()
    begun.wait()
    return bool(under(mitra, newest=False))


def test_no_number_is_lost_or_unreadable_when_resealing_is_killed_midway(
    own_store: World, tmp_path: Path, long: bool
) -> None:
    people = [
        own_store.run("ayu", "people.register_person", **own_store.person(phone=f"+62812777{n:05}")).of.id
        for n in range(PEOPLE)
    ]
    stores.settle()
    with Server.on_copy_of(stores.name_here(), tmp_path / "home") as server:
        midway, writers = resealed_under_load(server, own_store.mitra, people, 50 if long else 5)
        assert [fault for writer in writers for fault in writer.faults] == []
        assert all(writer.edits > 3 for writer in writers)
        assert midway
        verified = server.run("verify")
        assert verified.returncode == 0, verified.stdout
        kept = {writer.person: writer.saved for writer in writers}
        assert wrong_in(server, own_store, people, kept) == []


def resealed_under_load(server: Server, mitra: UUID, people: list[str], kills: int) -> tuple[int, list[Writer]]:
    """How often it was killed midway, and those who wrote all the while."""
    chance = random.Random(11)
    server.start()
    writers = [Writer(Visitor(server.port), person) for person in people[:WRITERS]]
    assert [writer.visitor.sign_in("ayu") for writer in writers] == [302] * WRITERS
    stop = threading.Event()
    threads = [threading.Thread(target=one.work, args=(stop, random.Random(n))) for n, one in enumerate(writers)]
    for thread in threads:
        thread.start()
    try:
        with at(server):
            midway = sum(kill_midway(server, mitra, chance) for _ in range(kills))
            finished = server.run("keys", "reseal")
            assert finished.returncode == 0, finished.stderr
            assert all(keyring.older(*scope) == [] for scope in keyring.scopes())
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        server.kill()
    return midway, writers


class at:  # noqa: N801 - reads as a word
    """Look into the store of a server."""

    def __init__(self, server: Server) -> None:
        self.server, self.former = server, stores.name_here()

    def __enter__(self) -> None:
        connections.close_all()
        stores.use(self.server.store)

    def __exit__(self, *_: Any) -> None:
        connections.close_all()
        stores.use(self.former)


def wrong_in(server: Server, world: World, people: list[str], kept: dict[str, str]) -> list[str]:
    """Persons whose number is not the one last saved."""
    from purnadaya.people.queries import shown_to

    with at(server):
        actor = world.actor("ayu")
        wanted = {person: kept.get(person) or f"+62812777{n:05}" for n, person in enumerate(people)}
        return [one for one, number in wanted.items() if shown_to(actor, one, "phone") != number]  # type: ignore[arg-type]
