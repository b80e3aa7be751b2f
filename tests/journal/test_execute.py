"""The pipeline: once, with access, in one transaction, remembered."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from purnadaya.access.actors import Public
from purnadaya.journal import wires
from purnadaya.journal.envelopes import Envelope, Result
from purnadaya.journal.execute import execute, execute_all
from purnadaya.journal.models import Operation
from purnadaya.journal.verifying import findings
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Refused
from purnadaya.people.facts import PersonRegistered
from purnadaya.people.models import Person
from tests import stores
from tests.world import World


def registration(world: World, **more: Any) -> Any:
    return parse("people.register_person", world.person(**more))


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_command_that_is_applied_leaves_its_row_and_its_operation(world: World) -> None:
    command = registration(world)
    outcome = execute(command, Envelope(world.actor("ayu"), "office"))
    assert outcome.result is Result.APPLIED
    row = Operation.objects.get(id=outcome.operation)
    assert (row.kind, row.object_id, row.object_version) == ("people.register_person", str(command.person), 1)
    assert row.actor_id == world.users["ayu"]
    assert row.organisation_id == world.mitra
    assert Person.objects.get(id=command.person).name == "Suminah"


def test_the_same_operation_sent_again_answers_the_same_and_does_nothing(world: World) -> None:
    envelope, command = Envelope(world.actor("ayu"), "office"), registration(world)
    first = execute(command, envelope)
    again = execute(command, envelope)
    assert again.result is Result.REPEATED
    assert (again.of, again.version) == (first.of, first.version)
    assert Operation.objects.filter(id=envelope.operation).count() == 1


def test_the_same_operation_id_with_another_body_is_refused(world: World) -> None:
    envelope = Envelope(world.actor("ayu"), "office")
    execute(registration(world), envelope)
    with pytest.raises(Refused) as refused:
        execute(registration(world, name="Someone Else"), envelope)
    assert codes(refused) == ["journal.id_clash"]


def test_the_same_operation_id_from_somebody_else_tells_her_nothing(world: World) -> None:
    envelope, command = Envelope(world.actor("ayu"), "office"), registration(world)
    execute(command, envelope)
    with pytest.raises(Refused) as refused:
        execute(command, Envelope(world.actor("rina"), "office", operation=envelope.operation))
    assert codes(refused) == ["journal.id_clash"]


def test_a_refusal_is_remembered_and_its_work_undone(world: World) -> None:
    envelope, command = Envelope(world.actor("ayu"), "office"), registration(world, birth="2999")
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            execute(command, envelope)
        assert codes(refused) == ["people.birth_in_future"]
    assert not Person.objects.filter(id=command.person).exists()
    assert Operation.objects.get(id=envelope.operation).problems is not None


def test_every_problem_of_a_command_is_told_not_only_the_first(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.run("ayu", "people.register_person", **world.person(birth="2999", village="34.01.08.9999"))
    assert set(codes(refused)) == {"people.birth_in_future", "places.unknown_village"}
    with pytest.raises(Refused) as refused:
        world.run("ayu", "people.register_person", **world.person("<b>Sri</b>", nickname="=1+1", sex="x"))
    assert set(codes(refused)) == {"people.name_signs", "value.not_a_choice"}


def test_the_public_can_write_nothing(world: World) -> None:
    with pytest.raises(Refused) as refused:
        execute(registration(world), Envelope(Public(), "office"))
    assert codes(refused) == ["access.not_found"]


def test_a_stranger_correcting_by_id_finds_nothing_and_leaves_no_trace(world: World) -> None:
    before = Operation.objects.count()
    with pytest.raises(Refused) as refused:
        world.run("rina", "people.correct_person", base=1, person=world.people["sari"], changes={"name": "X"})
    assert codes(refused) == ["access.not_found"]
    assert Operation.objects.count() == before


def test_a_role_without_the_verb_is_refused_in_words_for_what_she_may_see(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.run("arum", "people.correct_person", base=1, person=world.people["sari"], changes={"name": "X"})
    assert codes(refused) == ["access.not_allowed"]


def test_several_commands_are_one_act_all_or_none(world: World) -> None:
    good, bad = registration(world), registration(world, birth="2999")
    envelope = Envelope(world.actor("ayu"), "office")
    with pytest.raises(Refused) as refused:
        execute_all([good, bad], envelope)
    assert refused.value.problems[0].details["place"] == 1
    assert not Person.objects.filter(id=good.person).exists()
    outcomes = execute_all([good, registration(world, name="Rubiyem")], envelope)
    assert [one.result for one in outcomes] == [Result.APPLIED, Result.APPLIED]
    assert Operation.objects.filter(link=envelope.operation).count() == 2
    repeated = execute_all([good], envelope)
    assert repeated[0].result is Result.REPEATED


def test_the_database_itself_refuses_to_change_or_delete_the_log(world: World) -> None:
    for statement in ("UPDATE journal_operation SET kind = 'x'", "DELETE FROM journal_operation"):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Operation.objects.first().delete()


def test_a_reaction_that_fails_takes_the_command_with_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(fact: PersonRegistered, work: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setitem(wires._reactions, PersonRegistered, [fails])
    command = registration(world)
    with pytest.raises(RuntimeError):
        execute(command, Envelope(world.actor("ayu"), "office"))
    assert not Person.objects.filter(id=command.person).exists()


def test_a_listener_that_fails_undoes_nothing_and_silences_nobody(
    own_store: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []

    def fails(fact: PersonRegistered, work: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setitem(wires._listeners, PersonRegistered, [fails, lambda fact, work: heard.append(fact)])
    command = registration(own_store)
    execute(command, Envelope(own_store.actor("ayu"), "office"))
    assert [fact.person_id for fact in heard] == [command.person]
    assert Person.objects.filter(id=command.person).exists()


def test_a_command_sent_eight_times_at_once_has_one_effect(own_store: World) -> None:
    envelope, command = Envelope(own_store.actor("ayu"), "office"), registration(own_store)
    results, start = [], threading.Barrier(8)

    def send() -> None:
        start.wait()
        results.append(execute(command, envelope).result)
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["applied"] + ["repeated"] * 7
    assert Operation.objects.filter(id=envelope.operation).count() == 1
    assert all(one.clean for one in findings())


def test_a_read_only_store_says_so_and_keeps_nothing(own_store: World) -> None:
    command, envelope = registration(own_store), Envelope(own_store.actor("ayu"), "office")
    with stores.read_only(), pytest.raises(CannotSave) as failed:
        execute(command, envelope)
    assert failed.value.problem.details == {"why": "read_only"}
    assert execute(command, envelope).result is Result.APPLIED


@pytest.mark.sqlite_only
def test_a_full_disk_says_so_and_the_same_form_can_be_saved_later(own_store: World) -> None:
    envelope = Envelope(own_store.actor("ayu"), "office")
    many = [registration(own_store, name=f"Sumi {'a' * 90}", hamlet=f"b{n}" * 30) for n in range(200)]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(CannotSave) as failed:
        execute_all(many, envelope)
    assert failed.value.problem.details == {"why": "full"}
    assert not Person.objects.filter(id=many[0].person).exists()
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {pages + 10_000}")
    assert len(execute_all(many, envelope)) == 200


def test_an_unknown_command_or_a_wrong_shape_is_refused_with_codes(world: World) -> None:
    with pytest.raises(Refused) as refused:
        parse("people.invent_person", {})
    assert codes(refused) == ["kernel.unknown_command"]
    with pytest.raises(Refused) as refused:
        parse("people.register_person", world.person("a" * 500, sex="x", village="34", extra=1))
    assert {(p.code, p.fields) for p in refused.value.problems} == {
        ("value.too_long", ("name",)), ("value.not_a_choice", ("sex",)),
        ("value.not_right", ("village",)), ("value.not_known", ("extra",)),
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        parse("people.register_person", world.person("  \u200b "))
    assert codes(refused) == ["value.hidden_signs"]


def test_a_phone_number_is_never_written_into_the_log(world: World) -> None:
    body = {"user": new_id(), "username": "tutik", "name": "Tutik", "role": "facilitator", "phone": "0812 3456 7890"}
    outcome = world.run("lintang", "access.invite_user", **body)
    row = Operation.objects.get(id=outcome.operation)
    assert "3456" not in str(row.body)
    assert "3456" not in str(row.body_mac)


def test_a_listener_may_write_itself(own_store: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def corrects(fact: PersonRegistered, work: Any) -> None:
        changes = {"nickname": "Num"}
        own_store.run("kinasih", "people.correct_person", base=1, person=fact.person_id, changes=changes)

    monkeypatch.setitem(wires._listeners, PersonRegistered, [corrects])
    command = registration(own_store)
    execute(command, Envelope(own_store.actor("ayu"), "office"))
    assert Person.objects.get(id=command.person).nickname == "Num"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times=st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_each_operation_sent_one_to_five_times_in_any_order_has_one_effect(world: World, times: list[int]) -> None:
    sent = [
        (registration(world, name=f"Sumi {'abcd'[n]}"), Envelope(world.actor("ayu"), "office"))
        for n in range(len(times))
    ]
    before = Operation.objects.count()
    for turn in range(5):
        for (command, envelope), often in zip(sent, times, strict=True):
            if turn < often:
                outcome = execute(command, envelope)
                assert outcome.result is (Result.REPEATED if turn else Result.APPLIED)
    assert Operation.objects.count() == before + len(sent)
    assert Person.objects.filter(id__in=[command.person for command, _ in sent]).count() == len(sent)
