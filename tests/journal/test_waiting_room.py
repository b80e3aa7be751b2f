"""What cannot be applied waits, with its bytes and its reason, until a person settles it."""

from __future__ import annotations

import io
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from purnadaya.access.actors import Held, UserActor
from purnadaya.access.models import EntryCode, RoleGrant
from purnadaya.access.policies import can, visible_to
from purnadaya.journal.envelopes import Outcome
from purnadaya.journal.models import Operation, WaitingItem
from purnadaya.journal.queries import waiting_for
from purnadaya.journal.waiting import (
    LARGEST,
    lay_aside,
    must_be_done_oneself,
    raw_of,
    read_entry,
    take_in,
    try_again,
)
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.areas import AreaCode
from purnadaya.kernel.commands import command_kinds
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.people.models import Person
from tests.world import BANARAN, HARGOTIRTO, World


def line(body: Any, kind: str = "people.register_person", **more: Any) -> bytes:
    return json.dumps({"id": str(new_id()), "kind": kind, "body": body, **more}).encode()


def waits(world: World, raw: bytes, who: str = "ayu") -> WaitingItem:
    item = take_in(raw, world.actor(who), "lines")
    assert isinstance(item, WaitingItem)
    return item


def test_a_good_line_is_applied_and_a_repeated_one_does_nothing(world: World) -> None:
    raw = line(world.person())
    first, again = (take_in(raw, world.actor("ayu"), "lines") for _ in range(2))
    assert isinstance(first, Outcome)
    assert isinstance(again, Outcome)
    assert (first.result, again.result) == ("applied", "repeated")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"not json", "journal.unreadable"), (b"[]", "journal.unreadable"), (b'{"id": 5}', "journal.unreadable"),
        (b"\xff\xfe\x00", "journal.unreadable"), (b"x" * (LARGEST + 1), "journal.too_big"),
        (line({}, kind="people.invent"), "kernel.unknown_command"), (line({}), "value.missing"),
        (line({}, version=99), "kernel.unknown_command"),
        (line({}, base=0).replace(b'"base": 0', b'"base": 1e999'), "journal.unreadable"),
        (line({}, base=-1), "journal.unreadable"), (line({}, base=2**31), "journal.unreadable"),
        (line({}, base=True), "journal.unreadable"), (line({}, base=1.0), "journal.unreadable"),
        (line({}, version=2**63), "journal.unreadable"),
        (b"[" * 60_000, "journal.unreadable"),
        (line({"name": json.loads("[" * 400 + "]" * 400)}), "journal.unreadable"),
        (line({}, kind="people.\ud800"), "journal.unreadable"),
        (line({"name": "\udfff"}), "journal.unreadable"), (line({"\ud800": 1}), "journal.unreadable"),
        (line({"name": "Su\0minah"}), "journal.unreadable"), (line({"name": ["\0"]}), "journal.unreadable"),
        (line({}, happened_at="2026-01-01T10:00"), "journal.unreadable"),
        (line({}, happened_at="0001-01-01T00:00+14:00"), "journal.unreadable"),
        (line({}, happened_at="9999-12-31T23:59-12:00"), "journal.unreadable"),
        (line({}, happened_at=5), "journal.unreadable"),
        (line({"name": float("nan")}), "journal.unreadable"), (line([]), "journal.unreadable"),
    ],
    ids=[
        "words", "list", "number", "bytes", "big", "unknown", "empty", "newer", "endless-base", "negative-base",
        "great-base", "true-base", "broken-base", "great-version", "nested", "nested-body", "half-a-sign-kind",
        "half-a-sign", "half-a-sign-name", "nul", "nul-inside", "no-offset", "too-early", "too-late", "no-moment",
        "no-number", "list-body",
    ],
)  # fmt: skip
def test_what_cannot_be_read_waits_with_its_very_bytes(world: World, raw: bytes, code: str) -> None:
    item = waits(world, raw)
    item.refresh_from_db()
    assert raw_of(item) == raw
    assert code in {problem["code"] for problem in item.problems}


def test_a_refused_line_waits_once_however_often_it_is_sent(world: World) -> None:
    raw = line(world.person(birth="2999"))
    first, again = waits(world, raw), waits(world, raw)
    assert first.id == again.id
    assert [problem["code"] for problem in first.problems] == ["people.birth_in_future"]


def test_a_waiting_line_can_be_applied_later_by_a_coordinator(world: World) -> None:
    body = world.person(village="34.01.04.2001")
    item = waits(world, line(body))
    assert [problem["code"] for problem in item.problems] == ["access.not_allowed"]
    try_again(item, world.actor("kinasih"))
    assert Person.objects.filter(id=body["person"]).exists()
    assert not waiting_for(world.actor("kinasih")).exists()
    item.refresh_from_db()
    with pytest.raises(Refused, match=r"journal\.settled_already"):
        try_again(item, world.actor("kinasih"))


def test_a_line_sent_again_after_it_was_settled_stays_settled(world: World) -> None:
    raw = line(world.person(birth="2999"))
    item = waits(world, raw)
    lay_aside(item, world.actor("kinasih"), "a typing error; registered by hand")
    assert waits(world, raw).id == item.id
    assert not waiting_for(world.actor("kinasih")).exists()


def test_laying_aside_asks_for_a_reason(world: World) -> None:
    with pytest.raises(Refused, match=r"value\.missing"):
        lay_aside(waits(world, b"?"), world.actor("kinasih"), "  ")


def test_a_stranger_and_a_facilitator_cannot_settle(world: World) -> None:
    item = waits(world, b"?")
    for who in ("rina", "ayu", "bagas"):
        with pytest.raises(Refused, match=r"access\.not_allowed"):
            lay_aside(item, world.actor(who), "x")
    assert not waiting_for(world.actor("rina")).exists()


def test_a_file_is_taken_in_from_the_command_line_and_counted(world: World, tmp_path: Path) -> None:
    good, bad = line(world.person()), line(world.person("9"))
    file = tmp_path / "lines.ndjson"
    file.write_bytes(good + b"\n\n" + bad + b"\nrubbish\n" + good)
    out = io.StringIO()
    call_command("take", str(file), username="ayu", stdout=out)
    assert out.getvalue().split() == ["applied:", "1", "repeated:", "1", "waiting:", "2"]


def correction(world: World, whom: str, changes: dict[str, Any], **more: Any) -> bytes:
    return line({"person": str(world.people[whom]), "changes": changes}, "people.correct_person", **more)


def test_another_line_under_the_same_id_waits_beside_the_first(world: World) -> None:
    first = line(world.person(birth="2999"))
    other = first.replace(b"Suminah", b"Jumirah").replace(b"2999", b"1970")
    one, two = waits(world, first), waits(world, other)
    assert (raw_of(one), raw_of(two)) == (first, other)
    assert [problem["code"] for problem in two.problems] == ["journal.id_clash"]
    assert (waits(world, first).id, waits(world, other).id) == (one.id, two.id)
    assert WaitingItem.objects.count() == 2
    assert try_again(two, world.actor("kinasih")).result == "applied"


def test_another_line_under_the_id_of_an_applied_one_waits(world: World) -> None:
    first = line(world.person())
    take_in(first, world.actor("ayu"), "lines")
    item = waits(world, first.replace(b"Suminah", b"Jumirah"))
    assert [problem["code"] for problem in item.problems] == ["journal.id_clash"]


def test_a_line_that_waits_is_not_applied_by_sending_it_again(world: World) -> None:
    raw = correction(world, "painem", {"nickname": "Inem"}, base=1)
    item = waits(world, raw)
    assert waits(world, raw, "kinasih").id == item.id
    try_again(item, world.actor("kinasih"))
    waits(world, raw, "kinasih")
    assert Person.objects.get(id=world.people["painem"]).version == 2


def test_the_digest_of_the_bytes_says_nothing_without_the_key(world: World) -> None:
    ours, theirs = waits(world, b"0812 3456 7890"), waits(world, b"0812 3456 7890", "rina")
    assert len({ours.digest, theirs.digest}) == len({ours.operation_id, theirs.operation_id}) == 2


@pytest.mark.parametrize(
    ("raw", "area"),
    [
        (lambda world: line(world.person(birth="2999")), HARGOTIRTO),
        (lambda world: line({"village": BANARAN}), BANARAN),
        (lambda world: line({"village": BANARAN, "hamlet": str(new_id()), "name": "5"}, "places.name_hamlet"), BANARAN),
        (lambda world: correction(world, "painem", {"nickname": "Inem"}), BANARAN),
        (lambda world: correction(world, "sari", {"village": BANARAN, "name": "1"}), ""),
        (lambda world: correction(world, "ginem", {"nickname": "Gin"}), ""),
        (lambda world: line({"village": "34.01"}), ""),
        (lambda world: line({"village": ["34.01.04.2001"]}), ""),
        (lambda world: line({"village": "x"}), ""),
        (lambda world: b"?", ""),
        (lambda world: line({"user": str(world.users["ayu"])}, "access.issue_code"), ""),
    ],
)
def test_a_waiting_line_belongs_to_the_village_it_is_about(world: World, raw: Any, area: str) -> None:
    assert waits(world, raw(world)).area == area


SCOPES = ("34", "34.01", "34.01.0", "34.01.04", "34.01.08", "34.01.08.200", HARGOTIRTO, BANARAN, "3", "34.02")


def test_an_area_coordinator_sees_and_settles_what_belongs_to_her_area_only(world: World) -> None:
    items = [waits(world, line(world.person(birth="2999", village=code))) for code in (HARGOTIRTO, BANARAN)]
    items.append(waits(world, b"?"))
    for scope in SCOPES:
        held = Held("coordinator", "area", scope)
        actor = UserActor(world.users["ayu"], "Area", world.mitra, grants=(held,))
        lies_there = {item.id for item in items if item.area and AreaCode(item.area).within(scope)}
        for verb in ("see", "settle"):
            assert set(visible_to(actor, WaitingItem, verb).values_list("id", flat=True)) == lies_there, scope
            assert {item.id for item in items if can(actor, verb, item)} == lies_there, scope
        for item in items:
            if item.id not in lies_there:
                with pytest.raises(Refused, match=r"access\.not_allowed"):
                    lay_aside(item, actor, "x")
    assert waiting_for(world.actor("kinasih")).count() == 3


NOT_HERS: dict[str, dict[str, Any]] = {
    "access.give_role": {"grant": str(new_id()), "role": "coordinator"},
    "access.issue_code": {},
    "access.correct_user": {"changes": {"username": "mine.now"}},
    "access.close_sign_in": {"reason": "x"},
    "access.open_sign_in": {},
}


@pytest.mark.parametrize("kind", NOT_HERS)
def test_who_may_sign_in_and_as_what_is_never_decided_in_the_waiting_room(world: World, kind: str) -> None:
    item = waits(world, line({"user": str(world.users["ayu"]), **NOT_HERS[kind]}, kind))
    before = (RoleGrant.objects.count(), EntryCode.objects.count(), Operation.objects.count())
    with pytest.raises(Refused, match=r"journal\.do_it_yourself"):
        try_again(item, world.actor("lintang"))
    assert (RoleGrant.objects.count(), EntryCode.objects.count(), Operation.objects.count()) == before
    item.refresh_from_db()
    assert item.settled_at is None
    lay_aside(item, world.actor("lintang"), "she asked for it herself")


def test_every_command_that_answers_with_a_code_is_done_by_hand(world: World) -> None:
    """A code is shown once; out of the waiting room nobody would see it."""
    givers = {row.kind for row in Operation.objects.filter(object_kind="user") if row.kind.endswith(("code", "user"))}
    assert "access.invite_user" in givers
    assert all(must_be_done_oneself(kind) for kind in givers)


def test_what_was_applied_later_leads_back_to_the_line_and_its_author(world: World) -> None:
    item = waits(world, correction(world, "painem", {"nickname": "Inem"}, base=1))
    outcome = try_again(item, world.actor("kinasih"))
    row = Operation.objects.get(id=outcome.operation)
    assert (row.link, row.actor_id) == (item.id, world.users["kinasih"])
    assert WaitingItem.objects.get(id=row.link).author_id == world.users["ayu"]


def test_a_refused_try_is_remembered_and_the_line_waits_on(world: World) -> None:
    item = waits(world, line(world.person(birth="2999")))
    for tries in (1, 2):
        with pytest.raises(Refused, match=r"people\.birth_in_future"):
            try_again(item, world.actor("kinasih"))
        item.refresh_from_db()
        assert (item.settled_at, item.tries) == (None, tries)
    assert Operation.objects.refused().filter(door="waiting").count() == 2


def test_a_line_laid_aside_while_someone_tries_it_is_not_applied(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    item = waits(world, correction(world, "painem", {"nickname": "Inem"}, base=1))

    def meanwhile(raw: bytes) -> Any:
        lay_aside(WaitingItem.objects.get(id=item.id), world.actor("kinasih"), "not so")
        return read_entry(raw)

    monkeypatch.setattr("purnadaya.journal.waiting.read_entry", meanwhile)
    with pytest.raises(Refused, match=r"journal\.settled_already"):
        try_again(item, world.actor("kinasih"))
    assert Person.objects.get(id=world.people["painem"]).version == 1
    item.refresh_from_db()
    assert item.settled_how == "laid_aside"


def test_a_failure_while_settling_takes_the_command_with_it_and_a_repeat_is_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = waits(world, correction(world, "painem", {"nickname": "Inem"}, base=1))
    with monkeypatch.context() as patched:
        patched.setattr("purnadaya.journal.waiting._settle", broken)
        with pytest.raises(ZeroDivisionError):
            try_again(item, world.actor("kinasih"))
    assert Person.objects.get(id=world.people["painem"]).version == 1
    assert try_again(item, world.actor("kinasih")).result == "applied"
    assert Person.objects.get(id=world.people["painem"]).version == 2


def broken(*_args: Any) -> None:
    raise ZeroDivisionError


def test_two_who_try_at_once_apply_a_line_once(own_store: World, monkeypatch: pytest.MonkeyPatch) -> None:
    item = waits(own_store, correction(own_store, "painem", {"nickname": "Inem"}, base=1))
    both, actors = threading.Barrier(2), [own_store.actor(who) for who in ("kinasih", "kinasih")]
    answers: list[str] = []

    def read_by_both(raw: bytes) -> Any:
        both.wait(10)
        return read_entry(raw)

    def one(actor: UserActor) -> None:
        try:
            answers.append(try_again(WaitingItem.objects.get(id=item.id), actor).result.value)
        except Refused as refused:
            answers.append(refused.problems[0].code)
        finally:
            connections.close_all()

    monkeypatch.setattr("purnadaya.journal.waiting.read_entry", read_by_both)
    threads = [threading.Thread(target=one, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(answers) == ["applied", "journal.settled_already"]
    assert Person.objects.get(id=own_store.people["painem"]).version == 2


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["\0", "\ud800", "2999", "34.01.08.2005", "female", 2**31, -1, float("inf")]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
FIELDS = st.sampled_from(
    ["person", "name", "sex", "birth", "village", "background", "phone", "nik", "changes", "user", "role", "hamlet"]
)
BODIES = st.dictionaries(FIELDS, VALUES, max_size=6)
LINES = st.fixed_dictionaries(
    {"id": st.uuids().map(str)},
    optional={
        "kind": st.sampled_from(sorted(command_kinds())) | VALUES,
        "body": BODIES | BODIES.map(lambda changes: {"person": str(new_id()), "changes": changes}) | VALUES,
        "version": st.just(1) | VALUES,
        "base": st.integers(0, 3) | VALUES,
        "happened_at": st.datetimes().map(str) | VALUES,
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=200) | (VALUES | LINES).map(lambda value: json.dumps(value).encode()))
def test_any_bytes_at_all_are_kept_or_applied_and_never_raise(world: World, raw: bytes) -> None:
    item = waits(world, raw)
    assert raw_of(WaitingItem.objects.get(id=item.id)) == raw


def test_a_file_that_is_not_there_is_said_in_words(world: World) -> None:
    with pytest.raises(CommandError, match="/nope: cannot be read"):
        call_command("take", "/nope", username="ayu")


def test_a_store_that_cannot_save_says_how_far_it_came(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise CannotSave("full")

    monkeypatch.setattr("purnadaya.office.management.commands.take.take_in", full)
    file = tmp_path / "lines.ndjson"
    file.write_bytes(b"x\ny")
    with pytest.raises(CommandError, match="0 of 2 lines were taken in"):
        call_command("take", str(file), username="ayu")
