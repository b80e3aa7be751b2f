"""Many acts in one transaction: each whole or not at all, logged and counted once, as if each had been alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from purnadaya.access.models import DataKey
from purnadaya.groups.models import Membership
from purnadaya.journal import wires
from purnadaya.journal.envelopes import Envelope, Result
from purnadaya.journal.execute import Act, Answer, execute, execute_acts, execute_all
from purnadaya.journal.models import Operation
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Refused
from purnadaya.people.facts import PersonRegistered
from purnadaya.people.models import Accompaniment, NameBlock, Person
from purnadaya.tallies import engine
from purnadaya.tallies.models import Counted
from tests.groups.acts import LONG_AGO, found
from tests.world import World

pytestmark = pytest.mark.django_db


def registering(world: World, name: str = "Suminah", **more: Any) -> Any:
    return parse("people.register_person", world.person(name, **more))


def staying(person: UUID, **more: Any) -> Any:
    """A time abroad; with no more said, one that can have been."""
    body = {"country": "HK", "sector": "household", "channel": "agency", "departed": "2010", "returned": "2014"}
    return parse("people.record_episode", {"person": str(person), "episode": str(new_id()), **body, **more})


def moving(person: UUID, name: str) -> Any:
    return parse("people.correct_person", {"person": str(person), "changes": {"name": name}})


def act(*commands: Any) -> Act:
    return Act(tuple((command, new_id()) for command in commands))


def sent(world: World, *acts: Act, who: str = "ayu", **more: Any) -> list[Answer]:
    return execute_acts(acts, Envelope(world.actor(who), "import"), **more)


def why(answer: Answer) -> list[str]:
    """The codes of a refusal; none for what was done."""
    return [one.code for one in answer.problems] if isinstance(answer, Refused) else []


def differences() -> list[str]:
    return [line for finding in findings() for line in finding.differences]


def test_a_later_act_writes_about_whom_an_earlier_one_registered_and_the_log_keeps_the_order(world: World) -> None:
    her = registering(world)
    answers = sent(
        world, act(her), act(staying(her.person)), act(staying(her.person, departed="2015", returned="2016"))
    )
    assert [why(one) for one in answers] == [[], [], []]
    rows = Operation.objects.filter(object_id=str(her.person)).order_by("seq")
    assert [row.object_version for row in rows] == [1, 2, 3]
    assert [row.kind for row in rows] == ["people.register_person", *["people.record_episode"] * 2]
    assert differences() == []


def test_all_that_is_said_of_one_person_is_sealed_under_one_key(world: World) -> None:
    her = registering(world)
    sent(world, act(her), act(staying(her.person)))
    sent(world, act(staying(her.person, departed="2015", returned="2016")))
    assert DataKey.objects.filter(scope_id=str(her.person)).count() == 1


def test_a_refused_act_leaves_nothing_behind_and_holds_up_no_other(world: World) -> None:
    before = (Operation.objects.count(), DataKey.objects.count(), NameBlock.objects.count(), Counted.objects.count())
    one, other, third = (registering(world, name) for name in ("Suminah", "Painah", "Tukinah"))
    answers = sent(world, act(one), act(other, staying(other.person, departed="2014", returned="2010")), act(third))
    assert [bool(why(answer)) for answer in answers] == [False, True, False]
    assert not Person.objects.filter(id=other.person).exists()
    assert not Operation.objects.filter(object_id=str(other.person)).exists()
    assert not DataKey.objects.filter(scope_id=str(other.person)).exists()
    assert not NameBlock.objects.filter(person_id=other.person).exists()
    assert not Counted.objects.filter(source=other.person).exists()
    after = (Operation.objects.count(), DataKey.objects.count(), NameBlock.objects.count(), Counted.objects.count())
    assert after > before
    assert differences() == []


def test_what_was_logged_before_a_refused_act_that_read_the_log_is_still_logged(world: World) -> None:
    her = registering(world)
    read: list[int] = []

    def look(fact: PersonRegistered, _work: Any) -> None:
        read.append(Operation.objects.filter(object_id=str(her.person)).count())

    wires.react_to(PersonRegistered, look)
    try:
        second = registering(world, "Painah")
        answers = sent(world, act(her), act(second, staying(second.person, departed="2014", returned="2010")))
    finally:
        wires._reactions[PersonRegistered].remove(look)
    assert [bool(why(answer)) for answer in answers] == [False, True]
    assert read == [0, 1]
    assert Operation.objects.filter(object_id=str(her.person)).count() == 1
    assert DataKey.objects.filter(scope_id=str(her.person)).count() == 1
    assert differences() == []


def test_an_edit_on_an_old_version_meets_what_an_earlier_act_of_the_same_transaction_wrote(world: World) -> None:
    sari = world.people["sari"]
    version = Person.objects.get(id=sari).version
    envelope = Envelope(world.actor("ayu"), "import", base=version)
    first, second = act(moving(sari, "Sari Utami")), act(moving(sari, "Sari Dewi"))
    answers = execute_acts([first, second], envelope)
    assert [why(one) for one in answers] == [[], ["journal.clash"]]
    assert Person.objects.get(id=sari).name == "Sari Utami"


def test_the_same_operation_twice_in_one_transaction_writes_once(world: World) -> None:
    one = act(registering(world))
    first, again = sent(world, one, one)
    assert isinstance(first, tuple)
    assert isinstance(again, tuple)
    assert (first[0].result, again[0].result) == (Result.APPLIED, Result.REPEATED)
    assert Operation.objects.filter(id=one.sent[0][1]).count() == 1


def test_the_same_operation_id_for_something_else_in_one_transaction_is_refused(world: World) -> None:
    operation = new_id()
    one, other = (Act(((registering(world, name), operation),)) for name in ("Suminah", "Painah"))
    assert [why(answer) for answer in sent(world, one, other)] == [[], ["journal.id_clash"]]


def test_the_same_person_twice_is_refused_and_all_the_others_come_in(world: World) -> None:
    her, other = registering(world), registering(world, "Painah")
    assert [why(one) for one in sent(world, act(her), act(her), act(other))] == [[], ["journal.already_there"], []]
    assert differences() == []


def test_a_stranger_finds_nobody_to_write_about_among_many(world: World) -> None:
    answers = sent(world, act(staying(world.people["sari"])), act(registering(world)), who="rina")
    assert [why(one) for one in answers] == [["access.not_found"], []]
    assert differences() == []


def test_what_is_written_after_the_acts_reads_the_log_of_them(world: World) -> None:
    her, seen = registering(world), []

    def look(_answers: list[Answer]) -> None:
        seen.append(Operation.objects.filter(object_id=str(her.person)).count())

    sent(world, act(her), after=look)
    assert seen == [1]


def test_when_what_follows_fails_nothing_of_the_transaction_remains(world: World) -> None:
    before, her = Operation.objects.count(), registering(world)

    def fail(_answers: list[Answer]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sent(world, act(her), after=fail)
    assert (Operation.objects.count(), DataKey.objects.filter(scope_id=str(her.person)).count()) == (before, 0)
    assert not Person.objects.filter(id=her.person).exists()


def test_a_source_is_counted_once_in_a_transaction_however_often_it_is_told_of(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[tuple[str, UUID]] = []
    count = engine.count

    def listen(kind: str, sources: Any) -> None:
        counted.extend((kind, one) for one in sources)
        count(kind, sources)

    monkeypatch.setattr(engine, "count", listen)
    group, her = found(world), registering(world)
    counted.clear()
    two = (her.person, world.people["sari"])
    lines = [{"membership": str(new_id()), "person": str(one), "since": LONG_AGO} for one in two]
    enrolling = parse("groups.enrol_members", {"group": str(group), "members": lines})
    sent(world, act(her), act(staying(her.person)), act(enrolling))
    assert sorted(counted, key=str) == sorted([("person", her.person), ("group", group)], key=str)
    assert Membership.objects.filter(group_id=group).count() == 2
    assert Accompaniment.objects.filter(scope_id=group).count() == 2
    assert differences() == []


def test_several_commands_as_one_act_are_logged_in_order_and_a_refused_one_leaves_nothing(world: World) -> None:
    envelope, her = Envelope(world.actor("ayu"), "office"), registering(world)
    execute_all([her, staying(her.person)], envelope)
    rows = Operation.objects.filter(link=envelope.operation).order_by("seq")
    assert [row.kind for row in rows] == ["people.register_person", "people.record_episode"]
    assert [one.result for one in execute_all([her, staying(her.person)][:1], envelope)] == [Result.REPEATED]
    before, other = Operation.objects.count(), registering(world, "Painah")
    with pytest.raises(Refused):
        execute_all([other, staying(world.people["ginem"])], Envelope(world.actor("ayu"), "office"))
    assert Operation.objects.count() == before
    assert differences() == []


def test_a_refusal_of_one_command_is_logged_though_its_work_is_undone(world: World) -> None:
    before = Operation.objects.count()
    with pytest.raises(Refused):
        execute(registering(world, birth="2999"), Envelope(world.actor("ayu"), "office"))
    assert Operation.objects.count() == before + 1
    assert Operation.objects.order_by("-seq")[0].problems
