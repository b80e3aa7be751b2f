"""A role held for one group: given, told, ended; and what whoever holds it sees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from purnadaya.access.models import RoleGrant
from purnadaya.access.rules import scope_covers
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from tests.doors.test_doors import hidden
from tests.groups.acts import day, found, hold, join, present
from tests.people.test_own_data import code_of
from tests.people.test_pages import page_of
from tests.world import BANARAN, DEMANGREJO, World

pytestmark = pytest.mark.django_db


def invite(world: World, group: UUID, who: str = "kinasih", **more: Any) -> UUID:
    """Yatmi is let in for this group; her id."""
    user = new_id()
    body = {"user": user, "name": "Yatmi Lestari", "username": "yatmi", "role": "group_officer", "group": group}
    world.run(who, "access.invite_user", **{**body, **more})
    world.users["yatmi"] = user
    return user


def test_an_officer_of_one_group_keeps_its_book_and_sees_no_other(world: World) -> None:
    group, other = found(world, village=BANARAN, who="kinasih"), found(world, name="Sekar Melati")
    join(world, group, world.people["sari"])
    invite(world, group)
    browser = world.browser("yatmi")
    assert browser.get("/").status_code == 200
    assert "Putri Menoreh" in page_of(browser.get(f"/kelompok/{group}/"))
    assert browser.get(f"/kelompok/{other}/").status_code == 404
    assert "Sari Lestari" in page_of(browser.get(f"/orang/{world.people['sari']}/"))
    assert browser.get(f"/orang/{world.people['painem']}/").status_code == 404
    hold(world, group, who="yatmi", attendance=present(world.people["sari"]))
    body = {"group": other, "held_on": day(1).isoformat()}
    assert code_of(world, "yatmi", "groups.hold_meeting", **body) == "access.not_found"
    assert [one.name for one in findings() if not one.clean] == []


def test_the_form_offers_the_groups_its_reader_sees_and_the_pages_name_the_one_that_was_given(world: World) -> None:
    group = found(world)
    found(world, "kinasih", name="Sekar Melati", village=BANARAN)
    browser, address = world.browser("lintang"), f"/pengguna/{world.users['ayu']}/peran/"
    opened = page_of(browser.get(address))
    assert "Sekar Melati" in opened
    boxes = {**hidden(opened), "role": "group_officer", "group": str(group)}
    assert browser.post(address, boxes).status_code == 302
    assert RoleGrant.objects.get(scope_kind="group").scope_id == str(group)
    assert "Putri Menoreh" in page_of(browser.get(f"/pengguna/{world.users['ayu']}/"))
    assert "Putri Menoreh" in page_of(browser.get(f"/riwayat/user/{world.users['ayu']}/"))
    assert "Putri Menoreh" in page_of(world.browser("ayu").get("/akun/"))


def test_what_was_given_for_a_group_is_told_when_it_has_ended(world: World) -> None:
    group, grant, ayu = found(world), new_id(), world.users["ayu"]
    world.run("lintang", "access.give_role", grant=grant, user=ayu, role="group_officer", group=group)
    world.run("lintang", "access.end_role", user=ayu, grant=grant, reason="Ganti pengurus")
    assert page_of(world.browser("lintang").get(f"/riwayat/user/{ayu}/")).count("Putri Menoreh") == 2
    assert [one.name for one in findings() if not one.clean] == []


def area_coordinator(world: World) -> None:
    """Ayu coordinates Kokap too, where Hargotirto lies."""
    world.run(
        "lintang", "access.give_role", grant=new_id(), user=world.users["ayu"], role="coordinator", area="34.01.08"
    )
    world.keys["ayu"] = "unused"


def test_an_area_coordinator_gives_and_ends_roles_for_groups_of_her_area_alone(world: World) -> None:
    area_coordinator(world)
    here, there = found(world), found(world, name="Sekar Melati", village=DEMANGREJO)
    grant, far = new_id(), new_id()
    body = {"user": world.users["wati"], "role": "group_officer"}
    wider = {**body, "grant": far, "group": there}
    assert code_of(world, "ayu", "access.give_role", **wider) == "access.scope_wider_than_yours"
    world.run("ayu", "access.give_role", **body, grant=grant, group=here)
    world.run("lintang", "access.give_role", **wider)
    ending = {"user": world.users["wati"], "reason": "Selesai"}
    assert code_of(world, "ayu", "access.end_role", **ending, grant=far) == "access.scope_wider_than_yours"
    world.run("ayu", "access.end_role", **ending, grant=grant)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"group": str(new_id())}, "access.unknown_group"),
        ({"group": "strangers"}, "access.unknown_group"),
        ({"group": "ours", "area": DEMANGREJO}, "access.one_scope"),
        ({"group": "ours", "role": "auditor"}, "access.role_not_for_a_group"),
        ({"group": "ours", "role": "organisation_admin"}, "access.role_not_for_a_group"),
        ({"group": "x"}, "value.bad_id"),
    ],
)
def test_a_role_that_cannot_be_held_for_a_group_is_refused(world: World, more: dict[str, Any], code: str) -> None:
    groups = {"ours": found(world), "strangers": found(world, "rina")}
    body = {"grant": new_id(), "user": world.users["wati"], "role": "group_officer", **more}
    body["group"] = groups.get(body["group"], body["group"])
    assert code_of(world, "lintang", "access.give_role", **body) == code


def test_the_same_role_for_another_group_is_another_role_and_for_the_same_it_is_held_already(world: World) -> None:
    one, other = found(world), found(world, name="Sekar Melati")
    body = {"user": world.users["wati"], "role": "group_officer"}
    for group in (one, other):
        world.run("lintang", "access.give_role", grant=new_id(), group=group, **body)
    again = {**body, "grant": new_id(), "group": one}
    assert code_of(world, "lintang", "access.give_role", **again) == "access.role_held_already"


@pytest.mark.parametrize(
    ("held", "lies_in", "covers"),
    [
        (("organisation", "o"), "", True),
        (("area", "34.01"), "34.01.08.2005", True),
        (("area", "34.01.0"), "34.01.08.2005", False),
        (("area", "34.02"), "34.01.08.2005", False),
        (("area", "34.01"), "", False),
        (("group", "g"), "34.01.08.2005", False),
    ],
)
def test_a_group_lies_within_its_area_and_its_organisation(held: tuple[str, str], lies_in: str, covers: bool) -> None:
    assert scope_covers([held], "group", "g", "o", lies_in) is covers
