"""``can()`` and ``visible_to()`` are one answer, for every role, object and ownership."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from purnadaya.access import policies
from purnadaya.access.actors import Held, Import, Public, System, UserActor
from purnadaya.access.models import Organisation, SecurityEvent, User
from purnadaya.access.policies import can, kind_of, visible_to
from purnadaya.access.roles import Role
from purnadaya.jobs.asking import enqueue
from purnadaya.jobs.models import Job
from purnadaya.journal.models import Operation, WaitingItem
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.people.models import Person, SubjectRequest
from purnadaya.rulebook.models import OwnValue
from tests.world import BANARAN, HARGOTIRTO, World

MODELS = (Person, SubjectRequest, User, Operation, WaitingItem, SecurityEvent, OwnValue, Job)
VERBS = {
    "see",
    "register",
    "correct",
    "receive",
    "erase",
    "invite",
    "manage",
    "settle",
    "name_hamlet",
    "found",
    "set",
    "retry",
    "invented_verb",
}
SCOPES = (
    ("organisation", ""), ("area", "34"), ("area", "34.01"), ("area", "34.01.0"), ("area", "34.01.08"),
    ("area", HARGOTIRTO), ("area", BANARAN), ("group", "x"), ("case", "x"),
)  # fmt: skip


def actors(world: World) -> list[Any]:
    made: list[Any] = [Public(), System("test"), System("test", world.mitra), System("test", world.koordinasi)]
    for organisation in (world.mitra, world.koordinasi):
        for role in [*Role, "no_such_role"]:
            for kind, scope in SCOPES:
                held = Held(str(role), kind, scope or str(organisation))
                made.append(UserActor(world.users["ayu"], "Someone", organisation, grants=(held,)))
        made.append(UserActor(world.users["ayu"], "Nobody", organisation))
        made.append(Import(UserActor(world.users["ayu"], "File", organisation, grants=made[-3].grants)))
    return made


def waiting_jobs_and_own_values(world: World) -> None:
    """Rows of what the cast has none of."""
    for asker in (world.actor("ayu"), world.actor("wati"), world.actor("rina"), System("test")):
        enqueue(asker, "office.tidy")
    for organisation in (world.mitra, world.koordinasi):
        WaitingItem.objects.create(
            organisation_id=organisation, raw="?", problems=[], door="x", received_at=SYSTEM_CLOCK.now()
        )
        OwnValue.objects.create(
            organisation_id=organisation, rule="age.elderly", value=55, since=SYSTEM_CLOCK.today(), source="x"
        )


def requests(world: World) -> None:
    for name in ("sari", "painem", "ginem"):
        SubjectRequest.objects.create(
            organisation_id=Person.objects.get(id=world.people[name]).organisation_id, person_id=world.people[name],
            wish="access", asker="herself", asked_at=SYSTEM_CLOCK.now(), due_at=SYSTEM_CLOCK.now(), state="open",
        )  # fmt: skip


def test_one_and_many_agree_for_every_role_object_and_ownership(world: World) -> None:
    waiting_jobs_and_own_values(world)
    requests(world)
    compared = 0
    for model in MODELS:
        things = list(model.objects.all())
        assert things
        for actor in actors(world):
            for verb in VERBS:
                seen = set(visible_to(actor, model, verb).values_list("pk", flat=True))
                assert seen == {thing.pk for thing in things if can(actor, verb, thing)}, (actor, verb, model)
                compared += len(things)
    assert compared > 10_000


def test_nobody_of_another_organisation_sees_or_does_anything(world: World) -> None:
    waiting_jobs_and_own_values(world)
    for model in MODELS:
        for actor in actors(world):
            if isinstance(actor, UserActor) and actor.organisation_id == world.koordinasi:
                assert not visible_to(actor, model).filter(organisation_id=world.mitra).exists()


def test_a_thing_without_a_policy_is_nobodys(world: World) -> None:
    from django.contrib.sessions.models import Session

    assert not can(System("test"), "see", Session())
    assert not visible_to(System("test"), Session).exists()
    assert kind_of(Session()) == ""


def test_a_role_that_has_ended_gives_nothing_from_that_day(world: World) -> None:
    grant = User.objects.get(id=world.users["kinasih"]).grants.get()
    assert can(world.actor("kinasih"), "see", Person.objects.get(id=world.people["sari"]))
    world.run("lintang", "access.end_role", user=world.users["kinasih"], grant=grant.id, reason="moved away")
    assert not can(world.actor("kinasih"), "see", Person.objects.get(id=world.people["sari"]))


def test_an_area_does_not_reach_its_neighbour_whose_code_begins_alike(world: World) -> None:
    held = Held("facilitator", "area", "34.01.0")
    actor = UserActor(world.users["ayu"], "Ayu", world.mitra, grants=(held,))
    assert not visible_to(actor, Person).exists()


def test_two_policies_for_one_type_are_refused() -> None:
    with pytest.raises(TypeError):
        policies.register(policies.ScopedPolicy("organisation", {}), Organisation)


def endpoints(patterns: Any, prefix: str = "") -> Any:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from endpoints(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


def test_every_endpoint_declares_who_may_open_it() -> None:
    pages = dict(endpoints(get_resolver().url_patterns))
    assert len(pages) > 20
    assert [address for address, view in pages.items() if not hasattr(view, "door")] == []


def test_every_declared_door_names_a_kind_that_has_a_policy() -> None:
    doors = [view.door for _, view in endpoints(get_resolver().url_patterns)]
    assert {door.kind for door in doors if door.kind} <= set(policies.registered())


def test_a_page_that_declares_nothing_opens_to_nobody(world: World, rf: Any) -> None:
    from django.http import Http404, HttpResponse

    from purnadaya.access.gate import GateMiddleware

    request = rf.get("/")
    request.actor = world.actor("lintang")
    with pytest.raises(Http404):
        GateMiddleware(lambda r: HttpResponse()).process_view(request, lambda r: HttpResponse(), (), {})
