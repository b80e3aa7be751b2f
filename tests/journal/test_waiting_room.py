"""What cannot be applied waits, with its bytes and its reason, until a person settles it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from purnadaya.journal.envelopes import Outcome
from purnadaya.journal.models import WaitingItem
from purnadaya.journal.queries import waiting_for
from purnadaya.journal.waiting import LARGEST, lay_aside, raw_of, take_in, try_again
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.people.models import Person
from tests.world import World


def line(body: dict[str, Any], kind: str = "people.register_person", **more: Any) -> bytes:
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
    ],
    ids=["words", "list", "number", "bytes", "big", "unknown", "empty", "newer"],
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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.one_of(st.binary(max_size=200), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "kind", "body", "version", "base", "happened_at", "person", "name"]), inner, max_size=5),
    max_leaves=12,
).map(lambda value: json.dumps(value).encode())))  # fmt: skip
def test_any_bytes_at_all_are_kept_or_applied_and_never_raise(world: World, raw: bytes) -> None:
    item = waits(world, raw)
    assert raw_of(WaitingItem.objects.get(id=item.id)) == raw
