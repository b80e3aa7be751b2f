"""Photos and files of a person: added, shown, hidden when her consent is over, removed, erased, taken along."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from purnadaya.documents.commands import receive
from purnadaya.documents.models import Document, Upload
from purnadaya.journal.models import Reading
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from tests.documents.acts import (
    ALONE,
    DAY,
    agrees,
    attached,
    body_of,
    lying,
    paper,
    sari,
    send,
    today,
    unclean,
    withdraws,
)
from tests.documents.files import CANARY, ELF, SVG, pdf, photo, sound
from tests.doors.test_doors import hidden
from tests.people.test_own_data import asked, code_of, erase
from tests.people.test_pages import page_of
from tests.world import World


def test_a_photo_is_added_on_her_page_and_shown_there(world: World) -> None:
    agrees(world)
    response = send(world, photo())
    assert response.headers["Location"] == f"/orang/{sari(world)}/"
    document = Document.objects.get()
    assert (document.kind, document.media, document.attached_by) == ("photo", "image/jpeg", world.users["ayu"])
    browser = world.browser("ayu")
    page = page_of(browser.get(response.headers["Location"]))
    assert "Di depan warung" in page
    assert f'src="/berkas/{document.id}/kecil/"' in page
    assert 'loading="lazy"' in page
    assert f'src="/berkas/{document.id}/isi/"' in page_of(browser.get(f"/berkas/{document.id}/"))
    assert unclean() == []
    assert Reading.objects.count() == 0
    assert Upload.objects.count() == 0


def test_pictures_go_out_with_exact_headers_and_nothing_of_the_camera(world: World) -> None:
    document, browser = attached(world, agrees(world)), world.browser("dimas")
    for part, name in (("kecil", "small"), ("isi", f"{DAY:%Y%m%d}-photo")):
        response = browser.get(f"/berkas/{document.id}/{part}/")
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "image/jpeg"
        assert response.headers["Content-Disposition"] == f'inline; filename="{name}.jpg"'
        assert response.headers["Content-Security-Policy"] == ALONE
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.content.startswith(b"\xff\xd8\xff")
        assert CANARY not in response.content
    assert len(browser.get(f"/berkas/{document.id}/kecil/").content) <= 20 << 10


@pytest.mark.parametrize(
    ("data", "media", "ending"), [(pdf(), "application/pdf", "pdf"), (sound(), "audio/mp4", "m4a")]
)
def test_papers_and_recordings_are_handed_over_and_never_shown(
    world: World, data: bytes, media: str, ending: str
) -> None:
    response = world.browser("ayu").post(f"/berkas/{paper(world, data).id}/isi/")
    assert response.content == data
    assert response.headers["Content-Type"] == media
    assert response.headers["Content-Disposition"] == f'attachment; filename="{DAY:%Y%m%d}-identity-card.{ending}"'
    assert response.headers["Content-Security-Policy"] == ALONE
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"


def test_opening_a_paper_leaves_a_reading_and_looking_at_its_page_none(world: World) -> None:
    document, browser = paper(world, photo()), world.browser("dimas")
    page = page_of(browser.get(f"/berkas/{document.id}/"))
    assert 'class="photo"' not in page
    assert browser.get(f"/berkas/{document.id}/isi/").status_code == 404
    assert browser.get(f"/berkas/{document.id}/kecil/").status_code == 404
    assert Reading.objects.count() == 0
    assert browser.post(f"/berkas/{document.id}/isi/").content.startswith(b"\xff\xd8\xff")
    read = Reading.objects.get()
    assert (read.actor_id, read.object_kind, read.object_id, read.field) == (
        world.users["dimas"], "person", str(sari(world)), "document",
    )  # fmt: skip


def test_what_was_typed_and_the_file_are_kept_when_something_is_wrong(world: World) -> None:
    agrees(world)
    response = send(world, photo(), title="")
    assert response.status_code == 422
    page = page_of(response)
    assert "This is still empty." in page
    assert "The file is received already." in page
    boxes = {**hidden(page), "title": "Warung"}
    again = world.browser("ayu").post(f"/berkas/orang/{sari(world)}/", boxes)
    assert again.status_code == 302
    assert Document.objects.get().title == "Warung"


def test_a_form_with_a_file_sent_twice_keeps_one(own_store: World) -> None:
    agrees(own_store)
    browser, address = own_store.browser("ayu"), f"/berkas/orang/{sari(own_store)}/"
    boxes = {
        **hidden(browser.get(address).content.decode()),
        "what": "photo",
        "title": "Warung",
        "received_on": str(DAY),
    }
    for _ in range(2):
        chosen = SimpleUploadedFile("foto.jpg", photo())
        assert browser.post(address, {**boxes, "chosen": chosen}).status_code == 302
    assert Document.objects.count() == 1
    assert len(lying()) == 2
    assert unclean() == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (ELF, "This is a programme, whatever its name says."),
        (SVG, "A web page or a drawing (SVG) cannot be kept here."),
        (photo()[:2000], "This picture is damaged or not whole."),
        (bytes(50 << 20), "This file is too big: at most 10 MB."),
        (pdf(b"<< /S /JavaScript /JS (x) >>"), "This PDF does more than show pages."),
        (pdf(), "This is no picture. Say what it is."),
        (None, "This is still empty."),
    ],
)
def test_a_file_that_is_not_kept_is_refused_beside_its_box(world: World, data: bytes | None, words: str) -> None:
    agrees(world)
    response = send(world, data)
    assert response.status_code == 422
    assert words in page_of(response)
    assert 'value="Di depan warung"' in page_of(response)
    assert Document.objects.count() == 0


def test_without_her_consent_nothing_is_taken(world: World) -> None:
    page = page_of(world.browser("ayu").get(f"/berkas/orang/{sari(world)}/"))
    assert "Ask her first" in page
    assert "<form class" not in page
    agrees(world, "registry")
    response = send(world, photo())
    assert "She has not agreed to photos." in page_of(response)
    agrees(world)
    assert send(world, photo()).status_code == 302


@pytest.mark.parametrize(
    ("what", "purpose", "more", "code"),
    [
        ("photo", "registry", {}, "documents.consent_for_other"),
        ("letter", "photo", {}, "documents.consent_for_other"),
        ("letter", "story", {}, "documents.consent_for_other"),
        ("photo", "photo", {"given_on": (DAY + timedelta(days=1)).isoformat()}, "documents.consent_not_then"),
        ("photo", "photo", {"until": (DAY + timedelta(days=5)).isoformat()}, "documents.consent_over"),
    ],
)
def test_a_consent_for_something_else_or_another_time_is_refused(
    world: World, what: str, purpose: str, more: dict[str, str], code: str
) -> None:
    body = body_of(world, agrees(world, purpose, **more), photo(), what=what)
    assert code_of(world, "ayu", "documents.attach_document", **body) == code


def test_a_consent_of_another_woman_and_a_withdrawn_one_are_refused(world: World) -> None:
    others = agrees(world, person=world.people["tumini"])
    assert code_of(world, "ayu", "documents.attach_document", **body_of(world, others, photo())) == "access.not_found"
    hers = agrees(world)
    withdraws(world, hers)
    code = code_of(world, "ayu", "documents.attach_document", **body_of(world, hers, photo()))
    assert code == "documents.consent_over"


def test_a_file_is_claimed_only_by_who_sent_it_once_and_as_it_is(world: World) -> None:
    consent = agrees(world)
    body = body_of(world, consent, photo())
    assert code_of(world, "dimas", "documents.attach_document", **body) == "documents.no_such_file"
    assert (
        code_of(world, "ayu", "documents.attach_document", **{**body, "digest": "0" * 64}) == "documents.another_file"
    )
    world.run("ayu", "documents.attach_document", **body)
    again = {**body, "document": new_id()}
    assert code_of(world, "ayu", "documents.attach_document", **again) == "documents.no_such_file"
    gone = {**again, "file": new_id()}
    assert code_of(world, "ayu", "documents.attach_document", **gone) == "documents.no_such_file"


def test_when_she_takes_her_consent_back_only_the_coordinator_still_sees_it(world: World) -> None:
    consent = agrees(world)
    document = attached(world, consent)
    withdraws(world, consent)
    for part in ("", "isi/", "kecil/", "penghapusan/"):
        assert world.browser("ayu").get(f"/berkas/{document.id}/{part}").status_code == 404, part
    assert world.browser("ayu").get(f"/riwayat/document/{document.id}/").status_code == 404
    page = page_of(world.browser("ayu").get(f"/orang/{sari(world)}/"))
    assert "Di depan warung" not in page
    assert "1 is not shown any more" in page
    assert (
        code_of(world, "ayu", "documents.remove_document", document=document.id, reason="x", base=1)
        == "access.not_found"
    )
    coordinator = world.browser("kinasih")
    assert "The consent for 1 photo or file is over" in page_of(coordinator.get("/"))
    assert "Di depan warung" in page_of(coordinator.get("/berkas/"))
    assert "Her consent for 1 of them is over." in page_of(coordinator.get(f"/orang/{sari(world)}/"))
    assert "Nobody but you sees this." in page_of(coordinator.get(f"/berkas/{document.id}/"))
    assert coordinator.get(f"/berkas/{document.id}/isi/").status_code == 200
    assert "consent for" not in page_of(world.browser("ayu").get("/"))
    assert world.browser("ayu").get("/berkas/").status_code == 404
    assert world.browser("rina").get(f"/berkas/{document.id}/").status_code == 404
    assert "Di depan warung" not in page_of(world.browser("rina").get("/berkas/"))


def test_a_consent_that_ends_or_is_struck_out_hides_it_too(world: World) -> None:
    ending = agrees(world, until=(today() + timedelta(days=3)).isoformat())
    document = attached(world, ending)
    address = f"/berkas/{document.id}/"
    with time_machine.travel(SYSTEM_CLOCK.now() + timedelta(days=3)):
        assert world.browser("ayu").get(address).status_code == 200
    with time_machine.travel(SYSTEM_CLOCK.now() + timedelta(days=5)):
        assert world.browser("ayu").get(address).status_code == 404
    world.run("ayu", "people.strike_entry", person=sari(world), entry=ending, of="consent", reason="wrong woman")
    assert world.browser("ayu").get(address).status_code == 404
    assert world.browser("kinasih").get(address).status_code == 200


def test_when_she_agrees_anew_it_shows_again(world: World) -> None:
    consent = agrees(world)
    document = attached(world, consent)
    withdraws(world, consent)
    address, coordinator = f"/berkas/{document.id}/persetujuan/", world.browser("kinasih")
    assert coordinator.get(address).status_code == 404
    other = agrees(world, "registry")
    body = {"document": document.id, "base": 1}
    assert code_of(world, "kinasih", "documents.renew_consent", consent=other, **body) == "documents.consent_for_other"
    anew = agrees(world, given_on=today().isoformat())
    assert code_of(world, "ayu", "documents.renew_consent", consent=anew, **body) == "access.not_found"
    assert coordinator.post(address, hidden(coordinator.get(address).content.decode())).status_code == 302
    assert world.browser("ayu").get(f"/berkas/{document.id}/").status_code == 200
    assert (
        code_of(world, "ayu", "documents.renew_consent", consent=anew, document=document.id, base=2)
        == "access.not_allowed"
    )


def test_strangers_and_roles_without_the_right_find_no_document(world: World) -> None:
    document = attached(world, agrees(world))
    for who in ("rina", "yuni", "arum", "lintang", "bagas", "surya", "paula", "wati"):
        browser = world.browser(who)
        for part in ("", "isi/", "kecil/", "penghapusan/", "persetujuan/"):
            assert browser.get(f"/berkas/{document.id}/{part}").status_code == 404, (who, part)
            assert browser.post(f"/berkas/{document.id}/{part}").status_code == 404, (who, part)
        assert browser.get(f"/berkas/orang/{sari(world)}/").status_code == 404, who
        assert browser.get(f"/riwayat/document/{document.id}/").status_code == 404, who
        code = code_of(world, who, "documents.remove_document", document=document.id, reason="x", base=1)
        assert code == "access.not_found", who
    assert "Photos and files" not in page_of(world.browser("arum").get(f"/orang/{sari(world)}/"))
    assert Document.objects.filter(removed_at=None).count() == 1


def test_an_officer_knows_of_a_paper_and_cannot_open_it(world: World) -> None:
    tumini = world.people["tumini"]
    consent = agrees(world, "registry", person=tumini)
    document = attached(world, consent, who="wati", person=tumini, what="letter")
    browser = world.browser("wati")
    page = page_of(browser.get(f"/berkas/{document.id}/"))
    assert "You may know that it is there." in page
    assert "/isi/" not in page
    assert browser.post(f"/berkas/{document.id}/isi/").status_code == 403
    assert Reading.objects.count() == 0
    assert world.browser("ayu").post(f"/berkas/{document.id}/isi/").status_code == 200


def test_a_document_of_a_second_entry_shows_with_the_first(world: World) -> None:
    twin = world.run("ayu", "people.register_person", **world.person("Sari Lestari")).of.id
    consent = agrees(world, person=UUID(twin))
    attached(world, consent, person=twin, title="Di pasar")
    world.run("kinasih", "people.merge_persons", person=sari(world), other=twin, reason="same card")
    assert "Di pasar" in page_of(world.browser("ayu").get(f"/orang/{sari(world)}/"))


def test_a_document_goes_with_the_entry_whose_consent_it_is_under(world: World) -> None:
    twin = world.run("ayu", "people.register_person", **world.person("Sari Lestari")).of.id
    consent = agrees(world, person=UUID(twin))
    world.run("kinasih", "people.merge_persons", person=sari(world), other=twin, reason="same card")
    document = attached(world, consent)
    assert document.person_id == UUID(twin)
    assert "Di depan warung" in page_of(world.browser("ayu").get(f"/orang/{sari(world)}/"))
    world.run("kinasih", "people.unmerge_persons", person=sari(world), other=twin, reason="two women")
    assert "Di depan warung" not in page_of(world.browser("ayu").get(f"/orang/{sari(world)}/"))
    assert "Di depan warung" in page_of(world.browser("ayu").get(f"/orang/{twin}/"))


def test_a_document_renewed_under_the_consent_of_a_second_entry_goes_with_it(world: World) -> None:
    first = agrees(world)
    document = attached(world, first)
    withdraws(world, first)
    twin = world.run("ayu", "people.register_person", **world.person("Sari Lestari")).of.id
    anew = agrees(world, person=UUID(twin))
    world.run("kinasih", "people.merge_persons", person=sari(world), other=twin, reason="same card")
    world.run("kinasih", "documents.renew_consent", base=1, document=document.id, consent=anew)
    assert Document.objects.get().person_id == UUID(twin)


def test_a_document_under_the_consent_of_who_is_erased_waits_for_the_coordinator(world: World) -> None:
    from purnadaya.people.models import Person

    twin = world.run("ayu", "people.register_person", **world.person("Sari Lestari")).of.id
    document = attached(world, agrees(world, person=UUID(twin)), person=twin)
    # As it was written before a document went with its consent.
    Document.objects.update(person=sari(world))
    assert erase(world, asked(world, Person.objects.get(id=twin), "erase")).status_code == 302
    assert Document.objects.get().consent is None
    assert world.browser("ayu").get(f"/berkas/{document.id}/").status_code == 404
    coordinator = world.browser("kinasih")
    assert "Di depan warung" in page_of(coordinator.get("/berkas/"))
    assert "Her consent is over" in page_of(coordinator.get(f"/berkas/{document.id}/"))
    address = f"/berkas/{document.id}/persetujuan/"
    agrees(world)
    assert coordinator.post(address, hidden(coordinator.get(address).content.decode())).status_code == 302
    assert world.browser("ayu").get(f"/berkas/{document.id}/").status_code == 200


def test_her_page_stays_light_and_asks_no_more_for_many_photos(
    world: World, django_assert_max_num_queries: Any
) -> None:
    consent = agrees(world)
    for _ in range(4):
        attached(world, consent)
    browser = world.browser("ayu")
    browser.get(f"/orang/{sari(world)}/")
    with django_assert_max_num_queries(60) as few:
        browser.get(f"/orang/{sari(world)}/")
    for _ in range(6):
        attached(world, consent)
    with django_assert_max_num_queries(len(few)):
        page = browser.get(f"/orang/{sari(world)}/").content
    assert len(re.findall(rb"/kecil/", page)) == 10


def test_a_public_visitor_is_asked_to_sign_in(world: World) -> None:
    from django.test import Client

    document = attached(world, agrees(world))
    assert Client().get(f"/berkas/{document.id}/isi/").headers["Location"].startswith("/masuk/")


def test_nobody_attaches_for_the_public() -> None:
    from purnadaya.access.actors import Public

    with pytest.raises(Refused):
        receive(Public(), new_id(), photo())
