"""Who looked at what: for those who may read of it, naming nobody they may not see."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from purnadaya.access.resealing import sealed_columns
from purnadaya.journal.models import Reading
from purnadaya.journal.reading import masked_kinds
from purnadaya.office.looks import told
from purnadaya.office.rights import EXPORT
from purnadaya.people.models import Person
from purnadaya.people.queries import shown_to
from tests.documents.acts import paper
from tests.documents.files import photo
from tests.people.test_sealed_fields import registered
from tests.world import BANARAN, World

ADDRESS = "/keamanan/terbaca/"


def page(world: World, who: str, address: str = ADDRESS) -> str:
    response = world.browser(who).get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def rows(told: str) -> str:
    return told.partition("<tbody>")[2].partition("</tbody>")[0]


@pytest.fixture
def looked_at(world: World) -> Person:
    """Suminah, whose number Ayu looked at, and whose NIK Dimas did."""
    person = registered(world)
    shown_to(world.actor("ayu"), person.id, "phone")
    shown_to(world.actor("dimas"), person.id, "nik")
    return person


@pytest.mark.parametrize("who", ["kinasih", "lintang"])
def test_those_who_may_read_who_looked_at_what_of_whom(world: World, looked_at: Person, who: str) -> None:
    told = rows(page(world, who))
    assert told.index("Dimas") < told.index("Ayu")
    for words in ("Suminah", "Phone number", "NIK", f'href="/orang/{looked_at.id}/"'):
        assert words in told
    assert f'href="{ADDRESS}"' in page(world, who, "/keamanan/")


def test_an_auditor_reads_that_somebody_was_looked_at_and_not_who(world: World, looked_at: Person) -> None:
    told = page(world, "bagas")
    assert "Ayu Hapsari" in rows(told)
    assert rows(told).count("someone you may not see") == 2
    assert "Suminah" not in told
    assert str(looked_at.id) not in told


def test_an_area_coordinator_knows_only_the_people_of_her_area_by_name(world: World, looked_at: Person) -> None:
    elsewhere = registered(world)
    world.run("kinasih", "people.correct_person", base=1, person=elsewhere.id,
              changes={"village": BANARAN, "name": "Painah"})  # fmt: skip
    shown_to(world.actor("kinasih"), elsewhere.id, "phone")
    body = {"user": world.users["wati"], "role": "coordinator", "area": "34.01.08"}
    world.run("lintang", "access.give_role", grant=str(world.mitra), **body)
    with override("en"):
        seen = told(world.actor("wati"), Reading.objects.order_by("-id"))
    assert [look.whom for look in seen] == ["someone you may not see", "Suminah", "Suminah"]


@pytest.mark.parametrize("who", ["ayu", "dimas", "wati", "arum", "paula", "surya"])
def test_others_find_no_such_page_and_no_such_list_on_hers(world: World, looked_at: Person, who: str) -> None:
    assert world.browser(who).get(ADDRESS).status_code == 404
    response = world.browser(who).get(f"/orang/{looked_at.id}/")
    assert b"Who looked" not in response.content


def test_a_stranger_reads_nothing_of_another_organisation(world: World, looked_at: Person) -> None:
    assert "Nobody has looked yet." in page(world, "rina")
    assert "Nobody has looked yet." in page(world, "rina", f"{ADDRESS}?user={world.users['ayu']}")
    assert world.browser("rina").get(f"{ADDRESS}?person={looked_at.id}").status_code == 404
    assert world.browser("bagas").get(f"{ADDRESS}?person={looked_at.id}").status_code == 404


def test_it_is_narrowed_to_one_user_and_one_person(world: World, looked_at: Person) -> None:
    other = registered(world)
    shown_to(world.actor("ayu"), other.id, "nik")
    by_ayu = rows(page(world, "kinasih", f"{ADDRESS}?user={world.users['ayu']}"))
    assert by_ayu.count("<tr>") == 2
    assert "Dimas" not in by_ayu
    told = page(world, "kinasih", f"{ADDRESS}?person={looked_at.id}")
    assert rows(told).count("<tr>") == 2
    assert "Only of Suminah." in told
    both = rows(page(world, "kinasih", f"{ADDRESS}?person={looked_at.id}&user={world.users['ayu']}"))
    assert both.count("<tr>") == 1


@pytest.mark.parametrize("odd", ["x", "'", "0" * 5000, "\x00", "../"])
def test_an_address_that_means_nobody_is_not_found_or_shows_everyone(world: World, looked_at: Person, odd: str) -> None:
    browser = world.browser("kinasih")
    assert browser.get(ADDRESS, {"person": odd}).status_code == 404
    answer = browser.get(ADDRESS, {"user": odd, "page": odd})
    assert rows(html.unescape(answer.content.decode())).count("<tr>") == 2


def queries_of(browser: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_many_readings_are_paged_and_ask_no_more_of_the_store(world: World, looked_at: Person) -> None:
    browser, here = world.browser("kinasih"), f"/orang/{looked_at.id}/"
    few = [queries_of(browser, address) for address in (ADDRESS, here)]
    for who in ("ayu", "dimas", "kinasih") * 20:
        shown_to(world.actor(who), looked_at.id, "phone")
    registered(world)
    assert [queries_of(browser, address) for address in (ADDRESS, here)] == few
    told = page(world, "kinasih", f"{ADDRESS}?person={looked_at.id}")
    assert rows(told).count("<tr>") == 50
    assert f"?person={looked_at.id}&page=2" in told


def test_a_coordinator_reads_on_her_page_who_looked_at_her_number(world: World, looked_at: Person) -> None:
    told = page(world, "kinasih", f"/orang/{looked_at.id}/").partition("Who looked at what is hidden")[2]
    assert told.index("Dimas Adi Nugroho") < told.index("Ayu Hapsari")
    assert f'href="{ADDRESS}?person={looked_at.id}"' in told
    assert "Nobody has looked yet." in page(world, "kinasih", f"/orang/{world.people['sari']}/")


def test_every_masked_field_has_its_words() -> None:
    for column in sealed_columns():
        kind = column.table._meta.model_name
        if kind in masked_kinds():
            assert column.name in masked_kinds()[kind].words
    assert set(masked_kinds()) == {"organisation", "person", "group", "meeting"}
    assert EXPORT in masked_kinds()["person"].words


def test_a_paper_that_was_opened_is_told_of_on_her_page_and_in_the_list(world: World) -> None:
    document = paper(world, photo())
    assert world.browser("dimas").post(f"/berkas/{document.id}/isi/").status_code == 200
    told = page(world, "kinasih", f"/orang/{document.person_id}/").partition("Who looked")[2]
    assert "A paper or recording" in told
    assert "A paper or recording" in page(world, "kinasih", ADDRESS)
