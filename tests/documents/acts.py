"""What the tests of documents do again and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from purnadaya.access import shelf
from purnadaya.documents.commands import receive
from purnadaya.documents.models import Document
from purnadaya.journal.verifying import findings
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from tests.documents.files import pdf, photo
from tests.doors.test_doors import hidden
from tests.world import World

today = SYSTEM_CLOCK.today
DAY = today() - timedelta(days=10)
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
KTP = b"Nomor di kartu 3401014107900001"


def sari(world: World) -> UUID:
    return world.people["sari"]


def agrees(world: World, purpose: str = "photo", person: UUID | None = None, **more: Any) -> UUID:
    consent = new_id()
    body = {"way": "written", "given_on": (DAY - timedelta(days=5)).isoformat(), "notice": "lembar 2026", **more}
    world.run(
        "kinasih", "people.record_consent", person=person or sari(world), consent=consent, purpose=purpose, **body
    )
    return consent


def withdraws(world: World, consent: UUID, on: date | None = None) -> None:
    world.run("ayu", "people.withdraw_consent", person=sari(world), consent=consent, withdrawn_on=str(on or today()))


def body_of(world: World, consent: UUID, data: bytes, who: str = "ayu", **more: Any) -> dict[str, Any]:
    """An attachment that is all right, of a file that was received just now."""
    file_id = new_id()
    digest = receive(world.actor(who), file_id, data).digest
    body = {
        "document": new_id(),
        "person": sari(world),
        "what": "photo",
        "title": "Di depan warung",
        "consent": consent,
    }
    return {**body, "received_on": DAY.isoformat(), "file": file_id, "digest": digest, **more}


def attached(world: World, consent: UUID, data: bytes | None = None, who: str = "ayu", **more: Any) -> Document:
    body = body_of(world, consent, data or photo(), who, **more)
    return Document.objects.get(id=world.run(who, "documents.attach_document", **body).of.id)


def paper(world: World, data: bytes | None = None, **more: Any) -> Document:
    body = {"what": "identity_card", "title": "KTP", **more}
    return attached(world, agrees(world, "registry"), data or pdf(b"(" + KTP + b")"), **body)


def send(world: World, data: bytes | None, who: str = "ayu", name: str = "foto.jpg", **boxes: str) -> Any:
    """Send the page's form, with a file or without."""
    browser, address = world.browser(who), f"/berkas/orang/{sari(world)}/"
    filled = {"what": "photo", "title": "Di depan warung", "received_on": DAY.isoformat()}
    chosen = {"chosen": SimpleUploadedFile(name, data, "image/jpeg")} if data is not None else {}
    return browser.post(address, {**hidden(browser.get(address).content.decode()), **filled, **boxes, **chosen})


def lying() -> list[Path]:
    return list(shelf.lying())


def unclean() -> list[str]:
    return [f"{one.name}: {line}" for one in findings() for line in one.differences]


def everything_in_home() -> Iterator[bytes]:
    return (
        path.read_bytes() for path in Path(settings.HOME).rglob("*") if path.is_file() and "static" not in path.parts
    )
