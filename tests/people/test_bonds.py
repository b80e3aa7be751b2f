"""Who lives with whom, who accompanies whom, and who turned out to be whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from purnadaya.access.models import User
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from purnadaya.people.models import Accompaniment, HouseholdMember, Visit
from tests.doors.test_doors import hidden
from tests.people.test_life import page, sari, today, write
from tests.people.test_own_data import code_of
from tests.people.test_pages import page_of
from tests.world import World


def test_a_household_has_one_head_and_nobody_lives_in_two(world: World) -> None:
    tumini = world.people["tumini"]
    write(world, "household", relation="head", since="2020-01-01")
    body = {"person": tumini, "with_person": sari(world), "member": new_id(), "since": "2020-01-01"}
    assert code_of(world, "ayu", "people.join_household", **body, relation="head") == "people.has_a_head"
    world.run("ayu", "people.join_household", **body, relation="sibling")
    assert "Head of the household" in page(world, person=tumini)
    again = {**body, "member": new_id(), "relation": "child"}
    assert code_of(world, "ayu", "people.join_household", **again) == "people.in_a_household_already"
    member = HouseholdMember.objects.get(person_id=tumini)
    end = {"person": tumini, "member": member.id}
    assert code_of(world, "ayu", "people.leave_household", **end, until="2019-01-01") == "people.ends_before_it_begins"
    world.run("ayu", "people.leave_household", **end, until="2026-01-01")
    assert code_of(world, "ayu", "people.leave_household", **end, until="2026-01-01") == "people.ended_already"


def test_a_household_begins_with_both_when_there_was_none(world: World) -> None:
    browser = world.browser("ayu")
    picked = f"/orang/{sari(world)}/serumah/?dengan={world.people['tumini']}"
    assert "Tumini" in page_of(browser.get(f"/orang/{sari(world)}/serumah/?q=tumini"))
    boxes = {**hidden(browser.get(picked).content.decode()), "relation": "child"}
    for _twice in range(2):
        assert browser.post(picked, boxes).status_code == 302
    assert sorted(HouseholdMember.objects.values_list("relation", flat=True)) == ["child", "head"]
    told = page_of(browser.get(f"/riwayat/person/{world.people['tumini']}/"))
    assert "wrote down with whom a person lives" in told
    assert [one.name for one in findings() if not one.clean] == []
    assert browser.get(f"/orang/{sari(world)}/serumah/?dengan={world.people['ginem']}").status_code == 404
    assert browser.get(f"/orang/{sari(world)}/serumah/?dengan=x").status_code == 404


def test_what_is_written_about_the_other_one_needs_the_right_to_write_about_her(world: World) -> None:
    world.run("lintang", "access.give_role", user=world.users["wati"], grant=new_id(), role="programme_manager")
    seen = f"/orang/{world.people['tumini']}/serumah/?dengan={sari(world)}"
    browser = world.browser("wati")
    boxes = {**hidden(browser.get(seen).content.decode()), "relation": "child"}
    assert browser.post(seen, boxes).status_code == 422
    assert not HouseholdMember.objects.exists()
    alone = {"person": world.people["tumini"], "with_person": sari(world), "member": new_id(), "since": "2020-01-01"}
    assert code_of(world, "ayu", "people.join_household", **alone, relation="child") == "people.no_household_yet"


def test_a_housemate_elsewhere_is_told_without_a_name(world: World) -> None:
    write(world, "household", relation="head", since="2020-01-01")
    world.run(
        "kinasih", "people.join_household", person=world.people["painem"], with_person=sari(world), member=new_id(),
        relation="parent", since="2020-01-01",
    )  # fmt: skip
    assert "someone you may not see" in page(world)
    assert "Painem" not in page(world)


def test_who_accompanies_her_sees_her_wherever_she_lives_until_it_ends(world: World) -> None:
    painem = world.people["painem"]
    assert world.browser("ayu").get(f"/orang/{painem}/").status_code == 404
    held = write(world, "accompaniment", "kinasih", painem, user=world.users["ayu"], since="2026-01-01")
    assert "Painem" in page_of(world.browser("ayu").get("/orang/?q=painem"))
    write(world, "visit", "ayu", painem, met_on=today().isoformat(), note="Bertemu di pasar")
    assert "Bertemu di pasar" in page(world, "ayu", painem)
    body = {"person": painem, "accompaniment": new_id(), "user": world.users["ayu"], "since": "2026-01-01"}
    assert code_of(world, "kinasih", "people.accompany", **body) == "people.accompanied_already"
    stranger = {**body, "user": world.users["rina"]}
    assert code_of(world, "kinasih", "people.accompany", **stranger) == "access.not_found"
    world.run("kinasih", "people.end_accompaniment", person=painem, accompaniment=held, until=today().isoformat())
    assert world.browser("ayu").get(f"/orang/{painem}/").status_code == 404
    assert Accompaniment.objects.get().until == today()


@pytest.mark.parametrize("who", ["surya", "bagas"])
def test_who_may_see_nobody_accompanies_nobody(world: World, who: str) -> None:
    body = {"person": sari(world), "accompaniment": new_id(), "user": world.users[who], "since": "2026-01-01"}
    assert code_of(world, "kinasih", "people.accompany", **body) == "people.cannot_accompany"


def test_who_no_longer_works_here_accompanies_nobody_and_is_not_offered(world: World) -> None:
    address = f"/orang/{sari(world)}/catat/pendamping/"
    assert "Dimas" in page_of(world.browser("kinasih").get(address))
    User.objects.filter(id=world.users["dimas"]).update(is_active=False)
    assert "Dimas" not in page_of(world.browser("kinasih").get(address))
    body = {"person": sari(world), "accompaniment": new_id(), "user": world.users["dimas"], "since": "2026-01-01"}
    assert code_of(world, "kinasih", "people.accompany", **body) == "people.cannot_accompany"


def test_an_officer_who_sees_no_colleagues_is_offered_herself(world: World) -> None:
    tumini = world.people["tumini"]
    browser, address = world.browser("wati"), f"/orang/{tumini}/catat/pendamping/"
    opened = browser.get(address).content.decode()
    assert opened.count('name="user"') == 1
    boxes = {**hidden(opened), "user": str(world.users["wati"]), "since": "2026-01-01"}
    boxes |= {"since_day": "1", "since_month": "1", "since_year": "2026"}
    assert browser.post(address, boxes).status_code == 302
    assert Accompaniment.objects.get().scope_id == world.users["wati"]


def test_two_entries_become_one_and_part_again_with_what_was_written_since(world: World) -> None:
    twin = UUID(world.run("ayu", "people.register_person", **world.person("Sari Rahayu", nickname="Yayuk")).of.id)
    before = write(world, "visit", person=twin, met_on="2026-01-01", note="Sebelum digabung")
    browser = world.browser("kinasih")
    assert "Yayuk" in page_of(browser.get(f"/orang/{sari(world)}/gabung/?q=yayuk"))
    address = f"/orang/{sari(world)}/gabung/?dengan={twin}"
    assert browser.post(address, hidden(browser.get(address).content.decode())).status_code == 302
    assert "Sebelum digabung" in page(world)
    assert world.browser("ayu").get(f"/orang/{twin}/").headers["Location"] == f"/orang/{sari(world)}/"
    assert page_of(world.browser("ayu").get("/orang/?q=yayuk")).count("ledger-row") == 0
    later = write(world, "visit", met_on="2026-02-01", note="Sesudah digabung")
    late = write(world, "visit", person=twin, met_on="2026-02-02", note="Dari HP yang lama")
    part = f"/orang/{sari(world)}/pisah/{twin}/"
    boxes = {**hidden(browser.get(part).content.decode()), "reason": "ternyata dua orang"}
    assert browser.post(part, boxes).status_code == 302
    whose = {visit.id: visit.person_id for visit in Visit.objects.all()}
    assert whose == {before: twin, later: sari(world), late: twin}
    assert "Sesudah digabung" not in page(world, person=twin)
    assert [one.name for one in findings() if not one.clean] == []


def test_what_cannot_be_one_is_refused_in_words(world: World) -> None:
    def merge(person: Any, other: Any, **more: Any) -> str:
        return code_of(world, "kinasih", "people.merge_persons", person=person, other=other, **more)

    assert merge(sari(world), sari(world)) == "people.same_entry"
    assert merge(sari(world), world.people["ginem"]) == "access.not_found"
    one = world.run("ayu", "people.register_person", **world.person("Sri", nik="3276055708900002")).of.id
    two = world.run("ayu", "people.register_person", **world.person("Sri", nik="3276055708900003")).of.id
    assert merge(one, two) == "people.two_niks"
    world.run("kinasih", "people.merge_persons", person=one, other=two, reason="KTP lama dan baru, orangnya sama")
    assert merge(sari(world), two) == "people.merged"
    assert merge(two, sari(world)) == "people.merged"
    change = {"person": two, "changes": {"name": "Sri Dua"}}
    assert code_of(world, "ayu", "people.correct_person", base=1, **change) == "people.merged"
    assert code_of(world, "kinasih", "people.unmerge_persons", person=one, other=sari(world), reason="x") == (
        "people.not_merged"
    )
    with pytest.raises(Exception, match=r"access\.not_allowed"):
        world.run("ayu", "people.merge_persons", person=sari(world), other=world.people["tumini"])
