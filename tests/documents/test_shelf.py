"""The bytes themselves: sealed, whole, taken away with their key, and never in the clear."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from purnadaya.access import shelf
from purnadaya.access.models import DataKey
from purnadaya.documents.commands import forget_unclaimed
from purnadaya.documents.models import Document
from purnadaya.documents.rules import MOST_BYTES
from purnadaya.kernel.clock import SYSTEM_CLOCK, stopped_at
from purnadaya.people.models import Consent
from tests.documents.acts import (
    KTP,
    agrees,
    attached,
    body_of,
    everything_in_home,
    lying,
    paper,
    sari,
    send,
    unclean,
    withdraws,
)
from tests.documents.files import CANARY, ELF, noise, pdf, photo
from tests.doors.test_doors import hidden
from tests.people.test_own_data import asked, code_of, erase, export
from tests.people.test_pages import page_of
from tests.world import World


def test_nothing_of_a_file_lies_in_the_home_in_the_clear(own_store: World) -> None:
    agrees(own_store)
    send(own_store, photo())
    paper(own_store)
    assert len(lying()) == 3
    assert all(path.stat().st_mode & 0o077 == 0 for path in lying())
    for content in everything_in_home():
        assert CANARY not in content
        assert KTP not in content
        assert b"\xff\xd8\xff\xe0\x00\x10JFIF" not in content


def test_a_request_far_too_big_is_not_read(world: World) -> None:
    agrees(world)
    assert send(world, bytes(MOST_BYTES * 7)).status_code in (400, 413)


def test_a_removed_document_is_gone_with_its_bytes_and_its_key(own_store: World) -> None:
    document = attached(own_store, agrees(own_store))
    before, keys = len(lying()), DataKey.objects.filter(purpose="files").count()
    browser, address = own_store.browser("ayu"), f"/berkas/{document.id}/penghapusan/"
    filled = {**hidden(browser.get(address).content.decode()), "reason": "She did not like it"}
    assert browser.post(address, filled).status_code == 302
    assert (before, keys) == (2, 1)
    assert lying() == []
    assert DataKey.objects.filter(purpose="files").count() == 0
    row = Document.objects.get()
    assert row.removed_at is not None
    assert row.name == ""
    for part in ("", "isi/", "kecil/", "penghapusan/"):
        assert browser.get(f"/berkas/{document.id}/{part}").status_code == 404
    assert "“Di depan warung” was removed on" in page_of(browser.get(f"/orang/{sari(own_store)}/"))
    story = page_of(browser.get(f"/riwayat/document/{document.id}/"))
    assert "She did not like it" in story
    assert "removed a photo or file" in story
    body = {"document": document.id, "reason": "twice"}
    assert code_of(own_store, "ayu", "documents.remove_document", base=2, **body) == "access.not_found"
    assert unclean() == []


def test_what_is_refused_or_rolled_back_takes_no_bytes_away(own_store: World, monkeypatch: pytest.MonkeyPatch) -> None:
    document = attached(own_store, agrees(own_store))
    from purnadaya.journal import records

    def fail(*_: Any) -> None:
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(records, "record_done", fail)
    with pytest.raises(RuntimeError):
        own_store.run("ayu", "documents.remove_document", document=document.id, reason="x", base=1)
    assert len(lying()) == 2
    assert own_store.browser("ayu").get(f"/berkas/{document.id}/isi/").status_code == 200


def test_erasing_her_leaves_no_byte_no_key_and_no_row(own_store: World) -> None:
    from purnadaya.people.models import Person

    consent = agrees(own_store)
    attached(own_store, consent)
    paper(own_store)
    withdraws(own_store, consent)
    assert erase(own_store, asked(own_store, Person.objects.get(id=sari(own_store)), "erase")).status_code == 302
    assert lying() == []
    assert DataKey.objects.filter(purpose="files").count() == 0
    assert DataKey.objects.filter(purpose="log", kind="document").count() == 0
    assert Document.objects.count() == Consent.objects.count() == 0
    assert unclean() == []


def test_her_files_come_with_all_that_is_held_about_her(world: World) -> None:
    from purnadaya.people.models import Person

    document, card = attached(world, agrees(world)), paper(world)
    lost = attached(world, agrees(world), noise(64, 64), title="Hilang")
    shelf.path_of(lost.name).unlink()
    archive = zipfile.ZipFile(io.BytesIO(export(world, asked(world, Person.objects.get(id=sari(world)))).content))
    data = json.loads(archive.read("data.json"))
    told = {one["id"]: one["values"] for one in data["held"] if one["kind"] == "document"}
    assert archive.read(f"files/{told[str(card.id)]['file']}") == pdf(b"(" + KTP + b")")
    assert archive.read(f"files/{told[str(document.id)]['file']}").startswith(b"\xff\xd8\xff")
    assert told[str(document.id)]["title"] == "Di depan warung"
    assert data["lost_files"] == [told[str(lost.id)]["file"]]
    page = archive.read("data.html").decode()
    assert "A photo or file of yours" in page
    assert "Files of yours that we can no longer open" in page


@pytest.mark.parametrize("fault", ["changed", "cut", "gone", "swapped", "without key"])
def test_a_file_that_is_not_as_it_was_put_shows_nothing_and_verify_tells(world: World, fault: str) -> None:
    document, other = attached(world, agrees(world)), attached(world, agrees(world), noise(80, 80))
    path = shelf.path_of(document.name)
    sealed = path.read_bytes()
    if fault == "gone":
        path.unlink()
    elif fault == "without key":
        DataKey.objects.filter(id=document.name).delete()
    else:
        swapped = shelf.path_of(other.name).read_bytes()
        flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
        path.write_bytes({"changed": flipped, "cut": sealed[:-20], "swapped": swapped}[fault])
    response = world.browser("ayu").get(f"/berkas/{document.id}/isi/", follow=True)
    assert "This file cannot be opened" in page_of(response)
    assert b"\xff\xd8\xff" not in response.content
    if fault != "without key":
        assert [line for line in unclean() if line.startswith("documents.shelf_whole")] != []


def test_a_swapped_file_does_not_open_even_with_its_digest(world: World) -> None:
    document, other = attached(world, agrees(world)), attached(world, agrees(world), noise(80, 80))
    shelf.path_of(document.name).write_bytes(shelf.path_of(other.name).read_bytes())
    Document.objects.filter(id=document.id).update(digest=other.digest)
    response = world.browser("ayu").get(f"/berkas/{document.id}/isi/", follow=True)
    assert "This file cannot be opened" in page_of(response)


def test_a_file_nobody_claims_is_gone_after_a_day(own_store: World) -> None:
    body = body_of(own_store, agrees(own_store), photo())
    now = SYSTEM_CLOCK.now()
    assert forget_unclaimed(stopped_at(now + timedelta(hours=23))) == 0
    assert forget_unclaimed(stopped_at(now + timedelta(hours=25))) == 1
    assert lying() == []
    assert DataKey.objects.filter(purpose="files").count() == 0
    assert code_of(own_store, "ayu", "documents.attach_document", **body) == "documents.no_such_file"


def test_a_file_no_row_speaks_of_is_told_after_a_day_and_swept_when_its_key_is_gone(own_store: World) -> None:
    kept = attached(own_store, agrees(own_store))
    key, _digests = shelf.lay({shelf.CONTENT: b"of a machine that stopped before the row"})
    assert unclean() == []
    assert shelf.sweep() == 0
    with time_machine.travel(SYSTEM_CLOCK.now() + timedelta(days=2)):
        assert unclean() == [f"documents.shelf_whole: file {key.kid}: no document speaks of it"]
        assert shelf.sweep() == 1
        assert unclean() == []
    assert {path.name.partition(".")[0] for path in lying()} == {kept.name}


def test_a_full_disk_says_so_and_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    agrees(world)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf.os, "fsync", full)
    response = send(world, photo())
    assert response.status_code == 422
    assert "the store cannot take anything in just now" in page_of(response)
    assert lying() == []


def test_the_operator_seals_a_file_and_attaches_it(world: World, tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(photo())
    (tmp_path / "foto.exe").write_bytes(ELF)
    out = io.StringIO()
    call_command("shelve", str(tmp_path / "foto.jpg"), username="ayu", stdout=out)
    body = {**body_of(world, agrees(world), photo()), **json.loads(out.getvalue())}
    world.run("ayu", "documents.attach_document", **body)
    with pytest.raises(CommandError, match="This is a programme"):
        call_command("shelve", str(tmp_path / "foto.exe"), username="ayu")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("shelve", str(tmp_path / "none"), username="ayu")
