"""The pages of groups: what a user types, what she is asked, and what she sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from purnadaya.groups.models import Attendance, Decision, Group, Meeting, Membership
from purnadaya.groups.rules.meetings import meeting_id
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from tests.doors.test_doors import hidden
from tests.groups.acts import LONG_AGO, day, decide, found, hold, join, members, present
from tests.groups.test_meeting_pages import text
from tests.world import HARGOTIRTO, World

pytestmark = pytest.mark.django_db


def page(world: World, address: str, who: str = "ayu") -> str:
    response = world.browser(who).get(f"/kelompok/{address}")
    assert response.status_code == 200, address
    return text(response)


def send(world: World, address: str, boxes: dict[str, str], who: str = "ayu") -> Any:
    browser = world.browser(who)
    opened = hidden(browser.get(f"/kelompok/{address}").content.decode())
    return browser.post(f"/kelompok/{address}", {**opened, **boxes})


def test_an_empty_list_teaches_and_a_founded_group_stands_on_it(world: World) -> None:
    assert "Write down a group" in page(world, "")
    boxes = {"name": "Sekar Melati", "what": "p3a", "village": HARGOTIRTO}
    answer = send(world, "baru/", boxes)
    group = Group.objects.get()
    assert answer["Location"] == f"/kelompok/{group.id}/"
    listed = page(world, "")
    assert "Sekar Melati" in listed
    assert "0 members" in listed
    assert "Who belongs to it?" in page(world, f"{group.id}/")


def test_the_list_is_narrowed_by_name_and_place_and_leaves_closed_groups_out(world: World) -> None:
    first = found(world, name="Putri Menoreh")
    found(world, name="Sekar Melati")
    assert "Sekar Melati" not in page(world, "?q=menoreh")
    assert "No group found" in page(world, "?q=xyz")
    assert "Putri Menoreh" in page(world, "?area=34.01.08")
    assert "Putri Menoreh" not in page(world, "?area=34.01.06&q=menoreh")
    assert page(world, "?area=%27%3B--")
    world.run("ayu", "groups.close_group", group=first, closed_on=day(1).isoformat(), reason="Pindah")
    assert "Putri Menoreh" not in page(world, "?q=putri")
    assert "Putri Menoreh" in page(world, "?q=putri&closed=on")


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(world: World) -> None:
    boxes = {"name": "Sekar Melati", "what": "p3a", "village": HARGOTIRTO, "decreed_on": "2015-03-02"}
    answer = send(world, "baru/", boxes)
    assert answer.status_code == 422
    assert "Write the number of the decree too." in text(answer)
    assert 'value="Sekar Melati"' in text(answer)
    assert not Group.objects.exists()


def test_a_member_is_found_by_name_and_joins(world: World) -> None:
    group, sari = found(world), world.people["sari"]
    listed = page(world, f"{group}/anggota/baru/?q=sari")
    assert f"/kelompok/{group}/anggota/baru/{sari}/" in listed
    assert send(world, f"{group}/anggota/baru/{sari}/", {"since": LONG_AGO}).status_code == 302
    assert "is a member already" in page(world, f"{group}/anggota/baru/?q=sari")
    answer = send(world, f"{group}/anggota/baru/{sari}/", {"since": LONG_AGO})
    assert answer.status_code == 422
    assert "She is a member already." in text(answer)
    assert "Nobody of that name" in page(world, f"{group}/anggota/baru/?q=zzzz")


def test_who_left_stands_among_the_former_ones(world: World) -> None:
    group, sari = found(world), world.people["sari"]
    membership = join(world, group, sari)
    boxes = {"until": day(30).isoformat(), "why": "abroad"}
    assert send(world, f"{group}/anggota/{membership}/keluar/", boxes).status_code == 302
    listed = page(world, f"{group}/anggota/")
    assert "Who belonged to it" in listed
    assert "Went abroad" in listed


def test_turns_are_typed_as_numbers(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    answer = send(world, f"{group}/giliran/", {f"turn-{one}": "2", f"turn-{two}": "dua"})
    assert answer.status_code == 422
    assert "A turn is a number." in text(answer)
    assert 'value="dua"' in text(answer)
    assert send(world, f"{group}/giliran/", {f"turn-{one}": "7", f"turn-{two}": "3"}).status_code == 302
    assert dict(Membership.objects.values_list("person_id", "turn")) == {two: 1, one: 2}


def test_the_group_page_tells_rhythm_officers_decisions_and_what_is_next(world: World) -> None:
    group = found(world)
    one, two = members(world, group, 2)
    world.run("ayu", "groups.take_post", group=group, term=new_id(), person=one, post="chair", since=LONG_AGO)
    meeting = hold(world, group, attendance=present(one, two), next_on=day(-20).isoformat(), next_host=two)
    decide(world, meeting, what="Menulis surat ke lurah")
    told = page(world, f"{group}/")
    assert "It met 1 time; 2 members came." in told
    assert "Menulis surat ke lurah" in told
    assert "Chair" in told
    assert "At the house of Anggota" in told
    assert "came to 1 of 1 meetings" in told
    assert "<rect" in told


def test_who_may_only_look_is_offered_nothing_to_do(world: World) -> None:
    group = found(world)
    members(world, group, 1)
    told = page(world, f"{group}/", "arum")
    assert "pertemuan/baru/" not in told
    assert f"/kelompok/{group}/ubah/" not in told
    assert world.browser("arum").get(f"/kelompok/{group}/anggota/baru/").status_code == 404


@pytest.mark.parametrize("what", ["", "anggota/", "anggota/baru/", "ubah/", "tutup/", "giliran/", "pengurus/baru/",
                                  "kertas/undangan/", "pertemuan/", "keputusan/"])  # fmt: skip
def test_a_stranger_finds_no_page_of_a_group(world: World, what: str) -> None:
    group = found(world)
    assert world.browser("rina").get(f"/kelompok/{group}/{what}").status_code == 404


def test_a_membership_of_another_group_is_not_found_under_this_one(world: World) -> None:
    first, second = found(world), found(world, name="Lain")
    membership = join(world, first, world.people["sari"])
    assert world.browser("ayu").get(f"/kelompok/{second}/anggota/{membership}/keluar/").status_code == 404


def fill(group: UUID, many: int) -> None:
    """So many more meetings of the group, with a decision each, as bare rows."""
    stands = Group.objects.get(id=group)
    person = Membership.objects.filter(group=stands).values_list("person_id", flat=True)[0]
    now, today = SYSTEM_CLOCK.now(), SYSTEM_CLOCK.today()
    before = Meeting.objects.filter(group=stands).count()
    days = [today - timedelta(days=before + number) for number in range(many)]
    shared = {"organisation_id": stands.organisation_id, "group": stands}
    meetings = [
        Meeting(id=meeting_id(group, one, 1), village_id=HARGOTIRTO, held_on=one, ordinal=1, recorded_at=now, **shared)
        for one in days
    ]
    Meeting.objects.bulk_create(meetings)
    came = [
        Attendance(organisation_id=stands.organisation_id, meeting=one, person_id=person, attended="present")
        for one in meetings
    ]
    Attendance.objects.bulk_create(came)
    agreed = [Decision(id=new_id(), meeting=one, what="Surat", due=today, by_all=True, **shared) for one in meetings]
    Decision.objects.bulk_create(agreed)


def test_pages_ask_as_many_questions_of_many_meetings_as_of_few(world: World, long: bool) -> None:
    group = found(world)
    members(world, group, 3)

    def questions(address: str) -> int:
        browser = world.browser("kinasih")
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    fill(group, 10)
    last = Meeting.objects.latest("held_on").id
    addresses = ("/", "/kelompok/", f"/kelompok/{group}/", f"/kelompok/{group}/pertemuan/",
                 f"/kelompok/{group}/anggota/", f"/kelompok/{group}/keputusan/", f"/kelompok/pertemuan/{last}/",
                 f"/kelompok/{group}/pertemuan/baru/")  # fmt: skip
    few = {address: questions(address) for address in addresses}
    fill(group, 10_000 if long else 300)
    assert {address: questions(address) for address in addresses} == few
    assert max(few.values()) <= 34
