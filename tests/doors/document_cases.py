"""The commands on documents through their doors; the file was received before."""

from __future__ import annotations

from collections.abc import Callable

from purnadaya.documents.commands import receive
from purnadaya.kernel.ids import new_id
from tests.documents.files import photo
from tests.doors.case import Case
from tests.world import World

DAY = "2026-01-05"
_CONSENT = {"purpose": "photo", "way": "written", "given_on": DAY, "notice": "sheet of 2026"}


def _agreed(world: World) -> str:
    consent = str(new_id())
    world.run("ayu", "people.record_consent", person=world.people["sari"], consent=consent, **_CONSENT)
    return consent


def _attach(world: World) -> Case:
    sari, file_id = str(world.people["sari"]), new_id()
    consent = _agreed(world)
    kept = receive(world.actor("ayu"), file_id, photo())
    boxes = {
        "what": "photo", "title": "Di depan warung", "received_on": DAY, "file": str(file_id), "digest": kept.digest,
    }  # fmt: skip
    wrong = {"received_on": "2999-01-01"}
    codes = frozenset({"people.not_yet"})
    fixed = {"person": sari, "consent": consent}
    return Case("ayu", f"/berkas/orang/{sari}/", boxes, wrong, codes, fixed=fixed, new_ids=("document",))


def _attached(world: World, consent: str) -> str:
    file_id, document = new_id(), str(new_id())
    kept = receive(world.actor("ayu"), file_id, photo())
    world.run(
        "ayu", "documents.attach_document", document=document, person=world.people["sari"], what="photo",
        title="Di depan warung", received_on=DAY, consent=consent, file=file_id, digest=kept.digest,
    )  # fmt: skip
    return document


def _remove_document(world: World) -> Case:
    document = _attached(world, _agreed(world))
    return Case("ayu", f"/berkas/{document}/penghapusan/", {"reason": "blurred"}, {"reason": ""},
                frozenset({"value.missing"}), fixed={"document": document}, base=1)  # fmt: skip


def _renew_consent(world: World) -> Case:
    former = _agreed(world)
    document, sari = _attached(world, former), world.people["sari"]
    world.run("ayu", "people.withdraw_consent", person=sari, consent=former, withdrawn_on=DAY)
    anew = _agreed(world)
    return Case("kinasih", f"/berkas/{document}/persetujuan/", {}, {}, frozenset(),
                fixed={"document": document, "consent": anew}, base=1)  # fmt: skip


DOCUMENTS: dict[str, Callable[[World], Case]] = {
    "documents.attach_document": _attach,
    "documents.remove_document": _remove_document,
    "documents.renew_consent": _renew_consent,
}
