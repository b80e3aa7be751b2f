"""History: what is told of a thing, to whom, and with how many questions to the database."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from purnadaya.access.models import RoleGrant
from purnadaya.journal.models import Operation
from purnadaya.journal.queries import clashes_of
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World


def history(world: World, who: str, kind: str, thing: Any, status: int = 200) -> str:
    response = world.browser(who).get(f"/riwayat/{kind}/{thing}/")
    assert response.status_code == status
    return html.unescape(response.content.decode())


def end_role(world: World) -> None:
    grant = RoleGrant.objects.get(user=world.users["ayu"], scope_id="34.01.06")
    world.run("kinasih", "access.end_role", user=world.users["ayu"], grant=grant.id, reason="Rahasia rumah")


def correct(world: World, who: str, base: int, person: Any = None, **changes: Any) -> Any:
    of = person or world.people["sari"]
    return world.run(who, "people.correct_person", base=base, person=of, changes=changes)


def clash(world: World) -> None:
    correct(world, "ayu", 1, name="Sari Rahayu")
    with pytest.raises(Refused):
        correct(world, "dimas", 1, name="Sari Utami")


def test_the_end_of_a_role_says_which_role_it_was_and_where(world: World) -> None:
    end_role(world)
    entry = history(world, "kinasih", "user", world.users["ayu"]).split('class="story-entry')[1]
    assert "ended a role" in entry
    assert "<ins>Facilitator</ins>" in entry
    assert "<ins>Kapanewon Sentolo, Kulon Progo</ins>" in entry


def test_why_a_role_was_ended_or_a_sign_in_closed_is_told_to_those_who_may_manage_her(world: World) -> None:
    end_role(world)
    world.run("kinasih", "access.close_sign_in", user=world.users["ayu"], reason="Rahasia lain")
    page = history(world, "lintang", "user", world.users["ayu"])
    assert "Rahasia rumah" in page
    assert "Rahasia lain" in page
    for who in ("dimas", "bagas", "arum"):
        page = history(world, who, "user", world.users["ayu"])
        assert "Rahasia" not in page
        assert page.count("A reason is on record.") == 2


def test_a_role_the_reader_may_not_give_is_told_in_words_too(world: World) -> None:
    world.run("lintang", "access.give_role", grant=new_id(), user=world.users["ayu"], role="auditor")
    page = history(world, "kinasih", "user", world.users["ayu"])
    assert "<ins>Auditor</ins>" in page


def test_a_hamlet_has_a_history_for_its_own_organisation_only(world: World) -> None:
    hamlet = world.run("ayu", "places.name_hamlet", hamlet=new_id(), village=HARGOTIRTO, name="Soropati").of.id
    page = history(world, "kinasih", "hamlet", hamlet)
    assert "Ayu Hapsari" in page
    assert f'href="/wilayah/{HARGOTIRTO}/"' in page
    history(world, "rina", "hamlet", hamlet, 404)
    history(world, "kinasih", "hamlet", new_id(), 404)


def test_refusals_that_are_not_told_take_no_room_on_a_page(world: World) -> None:
    for _ in range(60):
        with pytest.raises(Refused):
            correct(world, "ayu", 1, birth="2999")
    page = history(world, "ayu", "person", world.people["sari"])
    assert page.count('class="story-entry') == 1
    assert 'class="pager"' not in page
    clash(world)
    page = history(world, "ayu", "person", world.people["sari"])
    assert len(re.findall('class="story-entry', page)) == 3
    assert page.count("story-clash") == 1


def test_a_long_history_asks_the_database_no_more_than_a_short_one(world: World) -> None:
    def asked() -> int:
        browser = world.browser("kinasih")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(f"/riwayat/person/{world.people['sari']}/").status_code == 200
        return len(queries)

    correct(world, "kinasih", 1, village=BANARAN)
    short = asked()
    for version in range(2, 14):
        correct(world, "kinasih", version, village=(HARGOTIRTO, DEMANGREJO, BANARAN)[version % 3])
    assert asked() == short


def test_many_clashes_are_looked_through_with_no_query_for_each(world: World) -> None:
    now = timezone.now()

    def asked(clashes: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(clashes_of(actor, now)) == clashes
        return len(queries)

    actor = world.actor("dimas")
    clash(world)
    assert asked(1) == 2
    for _ in range(5):
        with pytest.raises(Refused):
            correct(world, "dimas", 1, name="Sari Wulandari")
    assert asked(6) == 2
    correct(world, "dimas", 2, name="Sari Rahayu")
    assert asked(0) == 2


def test_clashes_are_found_by_day_and_not_by_reading_the_log(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        clashes_of(world.actor("dimas"), timezone.now())
    asked = next(one["sql"] for one in queries if "journal_operation" in one["sql"])
    recent = Operation.objects.filter(organisation_id=world.mitra, recorded_at__gte=timezone.now())
    plan = recent.refused().order_by("-recorded_at", "-seq").explain()
    assert "journal_refused" in plan
    assert 'ORDER BY "journal_operation"."recorded_at" DESC' in asked
