"""What a group prints and sends: what stands on it, what never does, and who may take it along."""

from __future__ import annotations

import html
import io
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString
from pypdf import PdfReader

from purnadaya.groups.models import Invitation, Meeting
from purnadaya.groups.office.minutes import MINUTE
from purnadaya.journal.models import Reading
from purnadaya.kernel.ids import new_id
from purnadaya.ui import papers
from purnadaya.ui.papers import Block, register_paper_section
from tests.doors.test_doors import hidden
from tests.groups.acts import day, decide, found, hold, join, members, present
from tests.world import World

pytestmark = pytest.mark.django_db


def page(world: World, address: str, who: str = "ayu", language: str = "en") -> str:
    """The page as one reads its source."""
    answer = world.browser(who, language).get(f"/kelompok/{address}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def pdf(world: World, address: str, who: str = "ayu", language: str = "en") -> PdfReader:
    """The PDF of this address, read back."""
    answer = world.browser(who, language).get(f"/kelompok/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content))


def words(reader: PdfReader) -> str:
    """All that stands on its pages, in one line."""
    return " ".join(" ".join(one.extract_text() for one in reader.pages).split())


def message(world: World, address: str, who: str = "ayu", language: str = "en") -> str:
    """What WhatsApp would be opened with."""
    answer = world.browser(who, language).get(f"/kelompok/{address}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("https://wa.me/?text=")
    return unquote(answer.headers["Location"].removeprefix("https://wa.me/?text="))


def met(world: World, **more: Any) -> tuple[UUID, UUID, list[UUID]]:
    """A group that met: three members there, excused and absent, guests, something taught and something agreed."""
    group = found(world, decree="12/KPTS/2019", decreed_on="2019-05-03")
    one, two, three = members(world, group, 3)
    lines = [*present(one), {"person": str(two), "attended": "excused", "excuse": "ill"}]
    lines += [{"person": str(three), "attended": "absent"}]
    body = {"host": str(one), "place": "Balai RT 3", "agenda": "Doa, materi", "notes": "Jalan rusak", **more}
    meeting = hold(world, group, day(3), attendance=lines, guests_women=4, next_on=day(-9).isoformat(), **body)
    world.run("ayu", "groups.name_guest", meeting=meeting, guest=new_id(), name="Mbah Jum", sex="female")
    world.run("ayu", "groups.record_lesson", meeting=meeting, lesson=new_id(), topic="gender", minutes=90,
              teacher=str(one), learnt="Bekerja bersama")  # fmt: skip
    decide(world, meeting, what="Menulis surat ke lurah", owner=str(two), by_all=False)
    return group, meeting, [one, two, three]


def test_the_minute_says_what_the_meeting_was(world: World) -> None:
    group, meeting, (one, *_others) = met(world)
    world.run("ayu", "groups.take_post", group=group, term=new_id(), person=str(one), post="chair", since="2020-01-01")
    told = words(pdf(world, f"pertemuan/{meeting}/notulen/pdf/"))
    for said in ("Putri Menoreh", "12/KPTS/2019", "Balai RT 3", "Doa, materi", "Jalan rusak", "Anggota A0", "Mbah Jum",
                 "4 women and 0 men without a name", "Gender and equality", "90", "Bekerja bersama",
                 "Menulis surat ke lurah", "Anggota B1", "Chair", "Ayu Hapsari", "Yayasan Mitra"):  # fmt: skip
        assert said in told


def test_page_and_message_say_what_the_paper_says(world: World) -> None:
    _group, meeting, _people = met(world)
    for told in (page(world, f"pertemuan/{meeting}/notulen/"), message(world, f"pertemuan/{meeting}/notulen/wa/")):
        for said in ("Putri Menoreh", "Anggota A0", "Mbah Jum", "Bekerja bersama", "Menulis surat ke lurah"):
            assert said in told


@pytest.mark.parametrize("form", ["pdf", "tanda-tangan", "struk"])
def test_only_those_present_are_named_as_attending_and_no_reason_leaves_the_house(world: World, form: str) -> None:
    _group, meeting, _people = met(world)
    told = words(pdf(world, f"pertemuan/{meeting}/notulen/{form}/"))
    assert "Anggota A0" in told
    assert "Anggota C2" not in told
    assert "Ill" not in told
    assert "Ill" not in message(world, f"pertemuan/{meeting}/notulen/wa/")


def test_the_paper_is_in_the_reader_s_language(world: World) -> None:
    _group, meeting, _people = met(world)
    assert "Present" in words(pdf(world, f"pertemuan/{meeting}/notulen/pdf/"))
    assert "Hadir" in words(pdf(world, f"pertemuan/{meeting}/notulen/pdf/", language="id"))
    assert "Hadir" in message(world, f"pertemuan/{meeting}/notulen/wa/", language="id")


def test_a_receipt_is_eighty_millimetres_wide_and_one_page(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, attendance=present(*members(world, group, 40)))
    (only,) = pdf(world, f"pertemuan/{meeting}/notulen/struk/").pages
    assert round(float(only.mediabox.width) / 72 * 25.4) == 80
    assert float(only.mediabox.height) > 842


def test_the_minute_of_a_cancelled_meeting_says_so(world: World) -> None:
    meeting = hold(world, found(world))
    assert "This meeting was cancelled" not in words(pdf(world, f"pertemuan/{meeting}/notulen/pdf/"))
    world.run("ayu", "groups.cancel_meeting", base=1, meeting=meeting, reason="Hujan")
    assert "This meeting was cancelled" in words(pdf(world, f"pertemuan/{meeting}/notulen/pdf/"))
    assert "This meeting was cancelled" in message(world, f"pertemuan/{meeting}/notulen/wa/")


def test_the_minute_of_a_moved_meeting_is_that_of_its_true_day(world: World) -> None:
    meeting = hold(world, found(world), day(3))
    world.run("ayu", "groups.move_meeting", base=1, meeting=meeting, held_on=day(5).isoformat())
    for address in ("notulen/", "notulen/pdf/"):
        answer = world.browser("ayu").get(f"/kelompok/pertemuan/{meeting}/{address}")
        assert answer.status_code == 302
        assert str(meeting) not in answer.headers["Location"]


def test_a_minute_says_when_two_accounts_differ(world: World) -> None:
    group = found(world)
    meeting = hold(world, group, place="Balai")
    hold(world, group, who="kinasih", place="Masjid")
    assert "Two accounts of this meeting differ" in words(pdf(world, f"pertemuan/{meeting}/notulen/pdf/"))


NASTY = ('#import "@preview/x:1.0.0": *', '#read("/etc/passwd")', "\\ $x^2$ *b* _i_ <l> @r // c /* d", "x" * 400,
         "😀 ꦗꦮ العربية", "]#panic()[", "#{while true {}}")  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
def test_nothing_that_is_typed_runs_as_markup(world: World, nasty: str) -> None:
    made = papers.Paper("x", nasty, nasty, under=nasty, mark=nasty, signed=nasty, signatures=((nasty, nasty),), blocks=(
        Block(nasty, words=nasty, facts=((nasty, nasty),), head=(nasty, nasty), rows=((nasty, nasty),), widths=(1, 2)),
    ))  # fmt: skip
    for roll in (False, True):
        told = words(PdfReader(io.BytesIO(papers.pdf_of(made, roll=roll)))).replace("\u200b", "")
        assert nasty[:12].split("😀", maxsplit=1)[0].strip() in told
    assert nasty in papers.text_of(made)


def test_the_same_paper_is_the_same_bytes() -> None:
    made = papers.Paper("x", "Notulen", "Mitra", blocks=(Block("Hadir", head=("Nama",), rows=(("Sari",),)),))
    assert papers.pdf_of(made) == papers.pdf_of(made)


def test_templates_read_nothing_but_what_they_are_given() -> None:
    templates = list(papers.TEMPLATES.rglob("*.typ"))
    assert papers.TEMPLATES / papers.PAPER in templates
    for template in templates:
        source = template.read_text(encoding="utf-8")
        for reach in ('"@', "eval(", "read(", "image(", "plugin(", "datetime.today"):
            assert reach not in source, f"{template.name}: {reach}"


def test_other_apps_add_to_the_minute(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(papers._sections, MINUTE, [])
    register_paper_section(MINUTE, lambda actor, meeting: [Block("Tabungan", facts=(("Setoran", "Rp45.000"),))])
    _group, meeting, _people = met(world)
    assert "Rp45.000" in words(pdf(world, f"pertemuan/{meeting}/notulen/pdf/"))
    assert "Setoran: Rp45.000" in message(world, f"pertemuan/{meeting}/notulen/wa/")


def test_the_list_of_members_names_posts_and_no_number(world: World) -> None:
    group = found(world)
    body = world.person("Suminah", phone="0812 3456 7890", whose="own", hamlet="Sekendal")
    suminah = world.run("kinasih", "people.register_person", **body).of.id
    join(world, group, suminah)
    world.run("ayu", "groups.take_post", group=group, term=new_id(), person=suminah, post="treasurer",
              since="2020-01-01")  # fmt: skip
    paper, said = words(pdf(world, f"{group}/kertas/anggota/pdf/")), message(world, f"{group}/kertas/anggota/wa/")
    for told in (paper, said, page(world, f"{group}/kertas/anggota/")):
        assert "Suminah" in told
        assert "Treasurer" in told
        assert "3456" not in told
        assert "Sekendal" not in told
    assert "17 October 2014" in paper
    assert "Hargotirto" not in said.partition("1. ")[2]


def test_the_attendance_sheet_has_every_member_of_that_day_and_room_to_sign(world: World) -> None:
    group, _meeting, (one, _two, _three) = met(world)
    told = words(pdf(world, f"{group}/kertas/daftar-hadir/pdf/"))
    for said in ("Anggota A0", "Anggota B1", "Anggota C2", "Signature", "Guests"):
        assert said in told
    world.run(
        "ayu",
        "groups.leave_group",
        base=1,
        group=group,
        membership=_membership(one),
        until=day(1).isoformat(),
        why="moved",
    )
    assert "Anggota A0" not in words(pdf(world, f"{group}/kertas/daftar-hadir/pdf/"))


def _membership(person: UUID) -> str:
    from purnadaya.groups.models import Membership

    return str(Membership.objects.get(person_id=person).id)


def test_papers_of_a_group_without_members_can_be_printed(world: World) -> None:
    group = found(world)
    for what in ("anggota", "daftar-hadir"):
        assert pdf(world, f"{group}/kertas/{what}/pdf/").pages
        assert page(world, f"{group}/kertas/{what}/")


def test_an_invitation_is_shown_and_marked_as_sent_once(world: World) -> None:
    group, *_more = met(world, next_host=None)
    address = f"{group}/kertas/undangan/"
    opened = page(world, address)
    assert "The invitation was sent" in opened
    assert "Putri Menoreh" in message(world, f"{address}wa/")
    assert world.browser("ayu").post(f"/kelompok/{address}", hidden(opened)).status_code == 302
    assert Invitation.objects.get().for_on == day(-9)
    assert "The members are invited" in page(world, address)
    assert "The invitation was sent" not in page(world, address)


def test_an_invitation_opened_before_the_day_was_changed_is_not_marked_as_sent(world: World) -> None:
    group, meeting, _people = met(world)
    address = f"/kelompok/{group}/kertas/undangan/"
    opened = hidden(page(world, f"{group}/kertas/undangan/"))
    world.run("ayu", "groups.correct_meeting", base=1, meeting=meeting, changes={"next_on": day(-11).isoformat()})
    answer = world.browser("ayu").post(address, opened)
    assert answer.status_code == 422
    assert "The group does not meet on that day." in answer.content.decode()
    assert not Invitation.objects.exists()
    again = world.browser("ayu").post(address, hidden(answer.content.decode()))
    assert (again.status_code, Invitation.objects.get().for_on) == (302, day(-11))


@pytest.mark.parametrize("typed", ["", "31-02-2026", "x" * 500])
def test_a_day_that_is_no_day_is_not_marked_as_sent(world: World, typed: str) -> None:
    group, _meeting, _people = met(world)
    answer = world.browser("ayu").post(f"/kelompok/{group}/kertas/undangan/", {"for_on": typed})
    assert (answer.status_code, Invitation.objects.count()) == (422, 0)


def test_where_no_next_meeting_is_known_the_page_says_how_it_comes_about(world: World) -> None:
    group = found(world)
    assert "not written down yet" in page(world, f"{group}/kertas/undangan/")
    assert world.browser("ayu").get(f"/kelompok/{group}/kertas/undangan/pdf/").status_code == 404


def test_who_may_only_look_prints_but_marks_nothing_as_sent(world: World) -> None:
    group, _meeting, _people = met(world)
    address = f"{group}/kertas/undangan/"
    assert "The invitation was sent" not in page(world, address, "arum")
    assert pdf(world, f"{address}pdf/", "arum").pages
    boxes = {"for_on": day(-9).isoformat()}
    assert world.browser("arum").post(f"/kelompok/{address}", boxes).status_code == 404
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["rina", "wati", "bagas", "paula", "surya"])
def test_strangers_find_no_paper(world: World, who: str) -> None:
    group, meeting, _people = met(world)
    browser = world.browser(who)
    lists = [f"{group}/kertas/{what}/" for what in ("anggota", "daftar-hadir", "undangan")]
    for address in (*lists, f"pertemuan/{meeting}/notulen/"):
        for form in ("", "pdf/", "struk/", "wa/"):
            assert browser.get(f"/kelompok/{address}{form}").status_code == 404
    assert not Reading.objects.filter(field__in=("members", "sheet", "invitation", "minute")).exists()


def test_papers_and_forms_there_are_not_are_not_found(world: World) -> None:
    group, meeting, _people = met(world)
    browser = world.browser("ayu")
    lists = [f"{group}/kertas/{what}/" for what in ("rahasia", "anggota/docx", "anggota/tanda-tangan")]
    for address in (*lists, f"pertemuan/{meeting}/notulen/docx/", f"pertemuan/{group}/notulen/"):  # fmt: skip
        assert browser.get(f"/kelompok/{address}").status_code == 404


def test_who_took_which_paper_along_is_on_record(world: World) -> None:
    group, meeting, _people = met(world)
    page(world, f"{group}/kertas/anggota/")
    assert not Reading.objects.exists()
    pdf(world, f"{group}/kertas/anggota/pdf/")
    message(world, f"pertemuan/{meeting}/notulen/wa/")
    assert list(Reading.objects.order_by("id").values_list("object_kind", "object_id", "field")) == [
        ("group", str(group), "members"), ("meeting", str(meeting), "minute"),
    ]  # fmt: skip
    told = html.unescape(world.browser("kinasih").get("/keamanan/terbaca/").content.decode())
    for said in ("Ayu Hapsari", "Putri Menoreh", "The list of members, taken along", "The minutes, taken along"):
        assert said in told


def test_group_and_meeting_lead_to_their_papers(world: World) -> None:
    group, meeting, _people = met(world)
    assert f"/pertemuan/{meeting}/notulen/" in page(world, f"pertemuan/{meeting}/")
    drawn = _group_section(world, group)
    for what in ("anggota", "daftar-hadir", "undangan"):
        assert f"/{group}/kertas/{what}/" in drawn


def _group_section(world: World, group: UUID) -> SafeString:
    from purnadaya.groups.office.papers import group_section
    from purnadaya.groups.queries import group_for

    return group_section(world.actor("ayu"), group_for(world.actor("ayu"), group))


def queries(world: World, address: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert world.browser("ayu").get(f"/kelompok/{address}").status_code == 200
    return len(told)


def test_a_paper_asks_the_same_number_of_times_however_much_is_written(world: World) -> None:
    group, meeting, _people = met(world)
    addresses = (f"pertemuan/{meeting}/notulen/", f"pertemuan/{meeting}/notulen/pdf/", f"{group}/kertas/anggota/pdf/",
                 f"{group}/kertas/daftar-hadir/pdf/", f"{group}/kertas/undangan/")  # fmt: skip
    before = [queries(world, address) for address in addresses]
    many = members(world, group, 8)
    world.run(
        "ayu",
        "groups.correct_attendance",
        base=Meeting.objects.get().version,
        meeting=meeting,
        attendance=present(*many),
    )
    for person in many[:4]:
        decide(world, meeting, owner=str(person), by_all=False)
        world.run("ayu", "groups.record_lesson", meeting=meeting, lesson=new_id(), topic="health", minutes=60,
                  teacher=str(person))  # fmt: skip
        world.run("ayu", "groups.take_post", group=group, term=new_id(), person=str(person), post="section",
                  since="2020-01-01")  # fmt: skip
    assert [queries(world, address) for address in addresses] == before
