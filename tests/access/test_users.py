"""Inviting, roles and closing, with the ways to climb above oneself shut."""

from __future__ import annotations

from typing import Any

import pytest

from purnadaya.access.models import EntryCode, User
from purnadaya.access.queries import live_code, user_signing_in
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from tests.world import HARGOTIRTO, World


def invite(world: World, who: str, role: str = "facilitator", **more: Any) -> Any:
    body = {"user": new_id(), "username": f"u{new_id().hex[-12:]}", "name": "Tutik", "role": role, **more}
    return world.run(who, "access.invite_user", **body)


def refused(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return [problem.code for problem in caught.value.problems]


def act(world: World, who: str, kind: str, whom: str, **more: Any) -> Any:
    return world.run(who, f"access.{kind}", user=world.users[whom], **more)


def test_an_invited_user_gets_a_code_that_is_shown_once_and_stored_nowhere(world: World) -> None:
    outcome = invite(world, "kinasih")
    code = live_code(outcome.secret)
    assert code is not None
    assert code.user_id == EntryCode.objects.get(user_id=outcome.of.id).user_id
    assert outcome.secret.replace("-", "") not in str(EntryCode.objects.values().get(user_id=outcome.of.id))
    assert live_code(outcome.secret.lower().replace("-", " ")) is not None


def test_a_coordinator_invites_field_workers_but_no_admin(world: World) -> None:
    assert invite(world, "kinasih", "paralegal").version == 1
    assert refused(invite, world, "kinasih", "organisation_admin") == ["access.role_not_yours_to_give"]
    assert refused(invite, world, "lintang", "system_admin") == ["access.role_not_yours_to_give"]


def test_a_facilitator_invites_nobody(world: World) -> None:
    assert refused(invite, world, "ayu") == ["access.not_allowed"]


def test_a_user_name_is_small_letters_and_taken_once_on_the_whole_server(world: World) -> None:
    assert refused(invite, world, "kinasih", username="Sri Lestari!") == ["access.username_shape"]
    assert refused(invite, world, "kinasih", username="RINA") == ["access.username_taken"]


def test_a_phone_number_signs_in_one_user_only_in_any_way_of_writing(world: World) -> None:
    invite(world, "kinasih", phone="0812 3456 7890", username="tutik")
    assert user_signing_in("+62 812-3456-7890").username == "tutik"
    assert user_signing_in("081234567890").username == "tutik"
    assert user_signing_in("0812345678") is None
    assert refused(invite, world, "kinasih", phone="+6281234567890") == ["access.phone_taken"]


def test_a_role_in_an_area_that_does_not_exist_is_refused(world: World) -> None:
    assert refused(invite, world, "kinasih", area="99.99") == ["places.unknown_area"]


def test_nobody_gives_a_role_wider_than_her_own(world: World) -> None:
    world.run(
        "lintang", "access.give_role", grant=new_id(), user=world.users["ayu"], role="coordinator", area="34.01.08"
    )
    give = {"grant": new_id(), "role": "paralegal"}
    assert refused(act, world, "ayu", "give_role", "wati", **give) == ["access.scope_wider_than_yours"]
    assert refused(act, world, "ayu", "give_role", "wati", **give, area="34.01") == ["access.scope_wider_than_yours"]
    assert act(world, "ayu", "give_role", "wati", **give, area=HARGOTIRTO).version == 2


@pytest.mark.parametrize("kind", ["issue_code", "close_sign_in", "correct_user", "end_role"])
def test_a_coordinator_of_one_area_cannot_come_in_as_someone_who_reaches_further(world: World, kind: str) -> None:
    give = {"grant": new_id(), "role": "coordinator", "area": "34.01.08"}
    world.run("lintang", "access.give_role", user=world.users["wati"], **give)
    dimas_holds = User.objects.get(id=world.users["dimas"]).grants.get()
    more = {
        "close_sign_in": {"reason": "x y"}, "correct_user": {"changes": {"name": "X"}},
        "end_role": {"grant": dimas_holds.id, "reason": "x y"},
    }.get(kind, {})  # fmt: skip
    assert refused(act, world, "wati", kind, "dimas", **more) == ["access.scope_wider_than_yours"]


def test_the_reach_of_one_role_does_not_widen_another(world: World) -> None:
    give = {"grant": new_id(), "role": "coordinator", "area": "34.01.08"}
    world.run("lintang", "access.give_role", user=world.users["arum"], **give)
    assert refused(invite, world, "arum", "facilitator") == ["access.scope_wider_than_yours"]
    assert invite(world, "arum", "facilitator", area="34.01.08.2005").version == 1


def test_nobody_changes_her_own_roles_or_closes_herself(world: World) -> None:
    own = User.objects.get(id=world.users["lintang"]).grants.get()
    assert refused(act, world, "lintang", "give_role", "lintang", grant=new_id(), role="paralegal") == [
        "access.not_on_yourself"
    ]
    assert refused(act, world, "lintang", "end_role", "lintang", grant=own.id, reason="x") == ["access.not_on_yourself"]
    assert refused(act, world, "lintang", "close_sign_in", "lintang", reason="x") == ["access.not_on_yourself"]


def test_the_last_admin_cannot_be_ended_or_closed_even_by_the_system(world: World) -> None:
    from purnadaya.access.actors import System
    from tests.world import run

    grant = User.objects.get(id=world.users["lintang"]).grants.get()
    system = System("test", world.mitra)
    assert refused(run, system, "access.end_role", user=world.users["lintang"], grant=grant.id, reason="x") == [
        "access.last_admin"
    ]
    assert refused(run, system, "access.close_sign_in", user=world.users["lintang"], reason="x") == [
        "access.last_admin"
    ]


@pytest.mark.parametrize("kind", ["issue_code", "close_sign_in", "correct_user"])
def test_a_coordinator_cannot_come_in_as_her_admin(world: World, kind: str) -> None:
    more = {"close_sign_in": {"reason": "x"}, "correct_user": {"changes": {"name": "X"}}}.get(kind, {})
    assert refused(act, world, "kinasih", kind, "lintang", **more) == ["access.user_above_you"]


def test_a_closed_user_cannot_come_in_and_old_codes_stop_working(world: World) -> None:
    code = act(world, "kinasih", "issue_code", "ayu").secret
    act(world, "kinasih", "close_sign_in", "ayu", reason="left the organisation")
    assert live_code(code) is None
    assert not world_browser_works(world, "ayu")
    assert refused(act, world, "kinasih", "close_sign_in", "ayu", reason="x") == ["access.sign_in_closed"]
    assert refused(act, world, "kinasih", "issue_code", "ayu") == ["access.sign_in_closed"]
    act(world, "kinasih", "open_sign_in", "ayu")
    assert refused(act, world, "kinasih", "open_sign_in", "ayu") == ["access.sign_in_open"]


def world_browser_works(world: World, name: str) -> bool:
    return world.browser(name).get("/").status_code == 200


def test_a_new_code_makes_the_former_one_worthless(world: World) -> None:
    first = act(world, "kinasih", "issue_code", "ayu").secret
    second = act(world, "kinasih", "issue_code", "ayu").secret
    assert live_code(first) is None
    assert live_code(second) is not None


def test_a_role_is_held_once_and_ended_once(world: World) -> None:
    assert refused(act, world, "lintang", "give_role", "bagas", grant=new_id(), role="auditor") == [
        "access.role_held_already"
    ]
    grant = User.objects.get(id=world.users["bagas"]).grants.get()
    act(world, "lintang", "end_role", "bagas", grant=grant.id, reason="term over")
    assert refused(act, world, "lintang", "end_role", "bagas", grant=grant.id, reason="x") == ["access.role_not_held"]


def test_a_user_is_corrected_by_field_and_the_phone_can_be_cleared(world: World) -> None:
    act(world, "kinasih", "correct_user", "ayu", changes={"phone": "0812 3456 7890"})
    act(world, "kinasih", "correct_user", "ayu", changes={"name": "Ayu Hapsari Dewi", "phone": None})
    ayu = User.objects.get(id=world.users["ayu"])
    assert (ayu.name, ayu.username, ayu.phone_index, ayu.phone_hint) == ("Ayu Hapsari Dewi", "ayu", None, "")
    assert refused(act, world, "kinasih", "correct_user", "ayu", changes={"name": None}) == ["value.missing"]


@pytest.mark.parametrize(
    "kind", ["issue_code", "open_sign_in", "close_sign_in", "give_role", "end_role", "correct_user"]
)
def test_a_stranger_finds_no_user_of_another_organisation(world: World, kind: str) -> None:
    more = {
        "close_sign_in": {"reason": "x"}, "correct_user": {"changes": {"name": "X"}},
        "give_role": {"grant": new_id(), "role": "paralegal"}, "end_role": {"grant": new_id(), "reason": "x"},
    }.get(kind, {})  # fmt: skip
    assert refused(act, world, "rina", kind, "ayu", **more) == ["access.not_found"]


def test_only_the_operator_founds_organisations(world: World) -> None:
    body = {"organisation": new_id(), "name": "Another", "home": "34.01"}
    assert refused(world.run, "lintang", "access.found_organisation", **body) == ["access.not_allowed"]
