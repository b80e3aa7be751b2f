"""Belonging to a group lets those who have a role for it, or where it is at home, see her wherever she lives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from purnadaya.access.actors import Held, UserActor
from purnadaya.access.policies import can, visible_to
from purnadaya.groups.models import Membership
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from purnadaya.people.models import ENTRIES, Accompaniment, Person
from tests.groups.acts import day, found, join
from tests.people.test_life import page, write
from tests.people.test_own_data import code_of
from tests.people.test_pages import page_of
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

pytestmark = pytest.mark.django_db


def painem(world: World) -> UUID:
    """She lives in Banaran, where Ayu does not go."""
    return world.people["painem"]


def opens(world: World, who: str = "ayu", person: UUID | None = None) -> bool:
    """Whether her page opens."""
    return bool(world.browser(who).get(f"/orang/{person or painem(world)}/").status_code == 200)


def all_is_well() -> bool:
    """Whether ``verify`` finds nothing."""
    return [one.name for one in findings() if not one.clean] == []


def leave(world: World, group: UUID, membership: UUID) -> None:
    body = {"membership": membership, "until": day().isoformat(), "why": "work"}
    world.run("kinasih", "groups.leave_group", group=group, **body)


def test_who_goes_where_the_group_is_at_home_sees_its_member_as_long_as_she_belongs_to_it(world: World) -> None:
    group = found(world)
    assert not opens(world)
    membership = join(world, group, painem(world))
    assert "Painem" in page_of(world.browser("ayu").get("/orang/?q=painem"))
    write(world, "visit", "ayu", painem(world), met_on=day().isoformat(), note="Bertemu di kelompok")
    assert "Bertemu di kelompok" in page(world, "ayu", painem(world))
    assert all_is_well()
    leave(world, group, membership)
    assert not opens(world)
    assert Accompaniment.objects.get().until == day()
    assert all_is_well()


def test_elsewhere_and_to_strangers_her_membership_opens_nothing(world: World) -> None:
    join(world, found(world, village=HARGOTIRTO), painem(world))
    assert not opens(world, "wati")
    assert not opens(world, "rina")
    assert not opens(world, "bagas")


def test_a_membership_that_was_a_mistake_opens_nothing_any_more(world: World) -> None:
    group = found(world)
    membership = join(world, group, painem(world))
    world.run("kinasih", "groups.strike_membership", group=group, membership=membership, reason="Bukan dia")
    assert not opens(world)
    assert all_is_well()


def test_striking_what_was_long_ago_leaves_what_holds(world: World) -> None:
    group = found(world)
    first = join(world, group, painem(world), since="2015-01-01")
    body = {"membership": first, "until": "2016-01-01", "why": "work"}
    world.run("kinasih", "groups.leave_group", group=group, **body)
    join(world, group, painem(world), since="2020-01-01")
    world.run("kinasih", "groups.strike_membership", group=group, membership=first, reason="Bukan dia")
    assert opens(world)
    assert all_is_well()


def test_since_when_she_belongs_to_it_is_put_right_in_both(world: World) -> None:
    group = found(world)
    membership = join(world, group, painem(world))
    world.run("kinasih", "groups.correct_membership", group=group, membership=membership, since="2016-03-04")
    assert Accompaniment.objects.get().since == date(2016, 3, 4)
    assert opens(world)
    assert all_is_well()


def test_when_the_group_is_at_home_elsewhere_others_see_its_members(world: World) -> None:
    group = found(world)
    join(world, group, painem(world))
    version = world.run("ayu", "groups.correct_group", base=2, group=group, changes={"village": DEMANGREJO}).version
    assert opens(world, "wati")
    assert all_is_well()
    world.run("kinasih", "groups.correct_group", base=version, group=group, changes={"village": BANARAN})
    assert not opens(world, "wati")
    assert not opens(world, "ayu")
    assert all_is_well()


def with_roles(world: World, *grants: Held) -> UserActor:
    """Wati, with these roles instead of hers."""
    return replace(world.actor("wati"), grants=grants)


def test_an_officer_of_one_group_sees_its_members_and_no_one_else(world: World) -> None:
    group, other = found(world), found(world, name="Sekar Melati")
    join(world, group, painem(world))
    join(world, other, world.people["sari"])
    actor = with_roles(world, Held("group_officer", "group", str(group)))
    assert set(visible_to(actor, Person).values_list("id", flat=True)) == {painem(world)}
    her = Person.objects.get(id=painem(world))
    assert [verb for verb in ("see", "note", "correct", "merge", "erase") if can(actor, verb, her)] == [
        "see",
        "note",
        "correct",
    ]


def test_one_who_only_reads_in_an_area_reads_no_life_there(world: World) -> None:
    """The role's own verbs hold for a member as for anyone: a manager sees that she is there."""
    join(world, found(world), painem(world))
    write(world, "visit", "kinasih", painem(world), met_on="2026-01-02", note="Catatan")
    actor = with_roles(world, Held("programme_manager", "area", "34.01.08"))
    assert visible_to(actor, Person).filter(id=painem(world)).exists()
    assert not visible_to(actor, ENTRIES["visit"]).exists()


def test_it_is_not_told_as_a_colleague_accompanying_her_and_is_not_ended_by_hand(world: World) -> None:
    group = found(world)
    join(world, group, painem(world))
    text = page(world, "kinasih", painem(world))
    assert "Accompanied by" not in text
    assert "accompany her" not in page_of(world.browser("kinasih").get(f"/orang/{painem(world)}/kisah/"))
    body = {"person": painem(world), "accompaniment": Accompaniment.objects.get().id, "until": day().isoformat()}
    assert code_of(world, "kinasih", "people.end_accompaniment", **body) == "people.accompanied_by_group"
    assert page_of(world.browser("ayu").get("/orang/?mine=on")).count("ledger-row") == 0


def registered(world: World, name: str) -> UUID:
    return UUID(world.run("kinasih", "people.register_person", **world.person(name, village=BANARAN)).of.id)


def test_both_entries_of_one_woman_are_seen_with_her_group_and_part_again(world: World) -> None:
    twin, group = registered(world, "Painem Kecil"), found(world)
    join(world, group, twin)
    world.run("kinasih", "people.merge_persons", person=painem(world), other=twin)
    assert opens(world)
    assert all_is_well()
    world.run("kinasih", "people.unmerge_persons", person=painem(world), other=twin, reason="dua orang")
    assert not opens(world)
    assert opens(world, person=twin)


def test_two_memberships_of_one_woman_end_one_by_one(world: World) -> None:
    twin, group = registered(world, "Painem Kecil"), found(world)
    memberships = [join(world, group, one) for one in (painem(world), twin)]
    world.run("kinasih", "people.merge_persons", person=painem(world), other=twin)
    leave(world, group, memberships[1])
    assert opens(world)
    assert all_is_well()
    leave(world, group, memberships[0])
    assert not opens(world)
    assert all_is_well()


def test_of_who_was_erased_no_accompaniment_is_left(world: World) -> None:
    join(world, found(world), painem(world))
    request = new_id()
    asked = {"wish": "erase", "asker": "herself", "checked": "dikenal"}
    world.run("kinasih", "people.receive_request", request=request, person=painem(world), **asked)
    world.run("kinasih", "people.erase_person", person=painem(world), request=request)
    assert not Accompaniment.objects.exists()
    assert not opens(world)
    assert all_is_well()


@pytest.mark.parametrize("fault", ["gone", "elsewhere", "ended", "too_many"])
def test_a_membership_and_an_accompaniment_that_disagree_are_found(world: World, fault: str) -> None:
    join(world, found(world), painem(world))
    rows = Accompaniment.objects.all()
    if fault == "gone":
        rows.delete()
    elif fault == "elsewhere":
        rows.update(area=BANARAN)
    elif fault == "ended":
        rows.update(until=day())
    else:
        Membership.objects.update(until=day())
    wrong = [one.name for one in findings() if not one.clean]
    assert wrong == ["groups.accompany", *(["tallies.counted"] if fault == "too_many" else [])]


def test_lists_ask_no_more_questions_for_many_groups_than_for_one(world: World) -> None:
    def questions() -> int:
        browser = world.browser("ayu")
        browser.get("/orang/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/orang/")
        return len(asked)

    join(world, found(world), painem(world))
    few = questions()
    for number in range(4):
        join(world, found(world, name=f"Kelompok {number}"), registered(world, f"Anggota {'ABCD'[number]}"))
    assert questions() == few


# --- one and many ----------------------------------------------------------------------------

VILLAGES = (HARGOTIRTO, DEMANGREJO, BANARAN)
ROLES = ("group_officer", "facilitator", "paralegal", "coordinator", "programme_manager", "auditor", "partner")
AREAS = ("34", "34.01", "34.01.06", "34.01.0", *VILLAGES)
HELD = st.lists(
    st.tuples(
        st.sampled_from(ROLES),
        st.one_of(
            st.tuples(st.just("area"), st.sampled_from(AREAS)),
            st.tuples(st.just("group"), st.integers(0, 2)),
            st.just(("organisation", "")),
        ),
    ),
    max_size=3,
)
PERSONS = 4
ACTS = st.lists(
    st.tuples(st.sampled_from(["join", "leave", "strike", "merge", "move"]), st.integers(0, PERSONS - 1),
              st.integers(0, 2)),
    max_size=10,
)  # fmt: skip


@given(acts=ACTS, held=HELD)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_and_many_agree_whoever_belongs_to_whatever(
    world: World, acts: list[tuple[str, int, int]], held: list[tuple[str, tuple[str, Any]]]
) -> None:
    before = transaction.savepoint()
    groups = [found(world, "kinasih", name=f"Kelompok {number}", village=VILLAGES[number]) for number in range(3)]
    women = [*(world.people[name] for name in ("sari", "tumini", "painem")), registered(world, "Wagiyem")]
    for what, woman, group in acts:
        do(what, women, woman, groups[group], VILLAGES[group])
    grants = [Held(role, kind, str(groups[of]) if kind == "group" else of) for role, (kind, of) in held]
    compare(with_roles(world, *grants))
    transaction.savepoint_rollback(before)


def do(what: str, women: list[UUID], woman: int, group: UUID, village: str) -> None:
    """Straight into the tables: how they come there through commands is told above."""
    her = {"person_id": women[woman], "scope_kind": "group", "scope_id": group}
    open_ones = Accompaniment.objects.filter(**her, until=None, struck_at=None)
    if what == "join" and not open_ones.exists():
        shared = {"organisation_id": Person.objects.get(id=women[woman]).organisation_id, "recorded_at": LONG_AGO}
        Accompaniment.objects.create(**shared, **her, area=village, since=date(2020, 1, 1))
    elif what == "leave":
        open_ones.update(until=date(2021, 1, 1))
    elif what == "strike":
        open_ones.update(struck_at=LONG_AGO)
    elif what == "move":
        Person.objects.filter(id=women[woman]).update(village_id=village)
    elif what == "merge" and woman > 0:
        Person.objects.filter(id=women[woman]).update(merged_into=women[0], stands_as=women[0])


LONG_AGO = "2020-01-01T00:00:00Z"


def compare(actor: UserActor) -> None:
    for model in (Person, ENTRIES["accompaniment"]):
        things = list(model._default_manager.all())
        for verb in ("see", "note", "show", "correct", "merge"):
            seen = set(visible_to(actor, model, verb).values_list("pk", flat=True))
            assert seen == {thing.pk for thing in things if can(actor, verb, thing)}, (actor.grants, verb, model)
