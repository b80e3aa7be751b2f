"""Rows that wait to be written are found, changed and undone as if they had been written at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from purnadaya.journal import parts, wires
from purnadaya.journal.envelopes import Envelope, Outcome
from purnadaya.journal.execute import Act, Answer, execute_acts
from purnadaya.journal.growing_sql import grown_version
from purnadaya.journal.models import Operation
from purnadaya.journal.putting_off import (
    at_hand,
    change_later,
    free_ids,
    keep_at_hand,
    putting_off,
    unwritten,
    write_new,
)
from purnadaya.journal.verifying import findings
from purnadaya.kernel.commands import Work
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Refused
from purnadaya.people.facts import PersonRegistered
from purnadaya.people.models import Person
from purnadaya.people.models.life import Episode
from purnadaya.people.queries import person_for, stays_of
from tests.world import World

pytestmark = pytest.mark.django_db
NIK = "3401084508850001"


class UndoneError(Exception):
    """A part of the transaction is undone."""


def registering(world: World, name: str = "Suminah", **more: Any) -> Any:
    return parse("people.register_person", world.person(name, **more))


def staying(person: UUID, **more: Any) -> Any:
    body = {"country": "HK", "sector": "household", "channel": "agency", "departed": "2010", "returned": "2014"}
    return parse("people.record_episode", {"person": str(person), "episode": str(new_id()), **body, **more})


def act(*commands: Any) -> Act:
    return Act(tuple((command, new_id()) for command in commands))


def sent(world: World, *acts: Act, who: str = "ayu") -> list[Answer]:
    return execute_acts(acts, Envelope(world.actor(who), "import"))


def why(answer: Answer) -> list[str]:
    return [one.code for one in answer.problems] if isinstance(answer, Refused) else []


def notes(answer: Answer) -> str:
    (outcome,) = answer if isinstance(answer, tuple) else ()
    assert isinstance(outcome, Outcome)
    return outcome.note


def differences() -> list[str]:
    return [line for finding in findings() for line in finding.differences]


@contextmanager
def when_registered(react: Any) -> Iterator[None]:
    """Have this called in the transaction in which somebody is registered."""
    wires.react_to(PersonRegistered, react)
    try:
        yield
    finally:
        wires._reactions[PersonRegistered].remove(react)


@contextmanager
def a_transaction() -> Iterator[None]:
    with transaction.atomic(), putting_off():
        yield


def copy_of(person: UUID) -> Person:
    """A new row with the values of hers."""
    row = Person.objects.get(id=person)
    row.pk = new_id()
    row._state.adding = True
    return row


def test_an_id_that_is_taken_refuses_one_and_holds_up_no_other(world: World) -> None:
    taken = registering(world, person=str(world.people["sari"]))
    answers = sent(world, act(registering(world, "Painah")), act(taken), act(registering(world, "Tukinah")))
    assert [why(one) for one in answers] == [[], ["journal.already_there"], []]
    assert Person.objects.get(id=world.people["sari"]).name == "Sari Lestari"
    assert differences() == []


def test_a_stay_whose_id_is_taken_refuses_one_and_holds_up_no_other(world: World) -> None:
    one, other = registering(world), registering(world, "Painah")
    sent(world, act(one), act(other))
    first = staying(one.person)
    sent(world, act(first))
    again = staying(other.person, episode=str(first.episode))
    answers = sent(world, act(again), act(staying(other.person)))
    assert [why(answer) for answer in answers] == [["journal.already_there"], []]
    assert Episode.objects.get(id=first.episode).person_id == one.person


def test_two_with_one_nik_in_one_transaction_are_told_of_as_two_after_each_other(world: World) -> None:
    answers = sent(world, *(act(registering(world, name, nik=NIK)) for name in ("Suminah", "Painah")))
    assert ["people.nik_held_already" in notes(one) for one in answers] == [False, True]


def test_a_nik_that_a_refused_act_would_have_written_is_nobodys(world: World) -> None:
    one, other = (registering(world, name, nik=NIK) for name in ("Suminah", "Painah"))
    refused = act(one, staying(one.person, departed="2014", returned="2010"))
    answers = sent(world, refused, act(other))
    assert [bool(why(answer)) for answer in answers] == [True, False]
    assert "people.nik_held_already" not in notes(answers[1])


def test_a_nik_put_right_in_the_same_transaction_is_known_to_who_comes_after(world: World) -> None:
    sari = world.people["sari"]
    right = parse("people.correct_person", {"person": str(sari), "changes": {"nik": NIK}})
    base = Person.objects.get(id=sari).version
    acts = [act(registering(world, "Painah")), act(right), act(registering(world, "Tukinah", nik=NIK))]
    answers = execute_acts(acts, Envelope(world.actor("ayu"), "import", base=base))
    assert [why(one) for one in answers] == [[], [], []]
    assert "people.nik_held_already" in notes(answers[2])


def test_a_stay_of_a_refused_act_is_in_nobodys_way(world: World) -> None:
    her = registering(world)
    wrong = act(staying(her.person), staying(her.person, departed="2014", returned="2010"))
    answers = sent(world, act(her), wrong, act(staying(her.person, departed="2011", returned="2013")))
    assert [bool(why(one)) for one in answers] == [False, True, False]
    assert [row.object_version for row in Operation.objects.filter(object_id=str(her.person)).order_by("seq")] == [1, 2]
    assert Person.objects.get(id=her.person).version == 2
    assert differences() == []


def test_two_stays_at_once_are_refused_though_neither_is_written_yet(world: World) -> None:
    her = registering(world)
    answers = sent(world, act(her), act(staying(her.person)), act(staying(her.person, departed="2011")))
    assert [bool(why(one)) for one in answers] == [False, False, True]


def test_who_waits_to_be_written_is_found_by_who_may_see_her_and_not_by_a_stranger(world: World) -> None:
    found: list[bool] = []

    def look(fact: PersonRegistered, _work: Work) -> None:
        if unwritten(Person, fact.person_id):
            for who in ("ayu", "rina"):
                try:
                    found.append(person_for(world.actor(who), fact.person_id).id == fact.person_id)
                except Refused:
                    found.append(False)

    with when_registered(look):
        sent(world, act(registering(world)), act(registering(world, "Painah")))
    assert found[:2] == [True, False]


def test_what_one_does_to_a_person_who_waits_is_not_done_to_her_row(world: World) -> None:
    def spoil(fact: PersonRegistered, _work: Work) -> None:
        person_for(world.actor("ayu"), fact.person_id).name = "Spoilt"

    with when_registered(spoil):
        her = registering(world)
        sent(world, act(her), act(registering(world, "Painah")))
    assert Person.objects.get(id=her.person).name == "Suminah"


def test_rows_that_wait_are_written_when_their_table_is_read(world: World) -> None:
    row = copy_of(world.people["sari"])
    with a_transaction():
        free_ids(Person, [row.id])
        write_new(row)
        assert unwritten(Person, row.id) is row
        assert stays_of(row) == []
        assert Person.objects.filter(id=row.id).exists()
        assert unwritten(Person, row.id) is None


def test_a_version_grows_while_the_row_waits_and_falls_back_when_that_is_undone(world: World) -> None:
    row = copy_of(world.people["sari"])
    before = row.version
    with a_transaction():
        free_ids(Person, [row.id])
        write_new(row)
        with suppress(UndoneError), parts.whole():
            assert grown_version(Person, row.id) == before + 1
            raise UndoneError
        assert grown_version(Person, row.id) == before + 1
    assert Person.objects.get(id=row.id).version == before + 1


def test_a_row_at_hand_is_changed_once_whatever_is_said_of_it(world: World) -> None:
    sari = world.people["sari"]
    with a_transaction():
        row = keep_at_hand(Person.objects.get(id=sari))
        with CaptureQueriesContext(connection) as asked:
            change_later(row, name="Sari Dewi", version=row.version + 1)
            change_later(row, nickname="Wi", version=row.version + 1)
            assert len(asked) == 0
        assert Person.objects.filter(id=sari).values_list("name", "nickname").get() == ("Sari Dewi", "Wi")
    assert Person.objects.get(id=sari).version == row.version


def test_a_change_that_is_undone_is_not_written_also_when_it_had_been(world: World) -> None:
    sari = world.people["sari"]
    with a_transaction():
        row = keep_at_hand(Person.objects.get(id=sari))
        change_later(row, nickname="Wi")
        with suppress(UndoneError), parts.whole():
            change_later(row, name="Undone")
            assert Person.objects.get(id=sari).name == "Undone"
            raise UndoneError
        assert row.name == "Sari Lestari"
    assert Person.objects.filter(id=sari).values_list("name", "nickname").get() == ("Sari Lestari", "Wi")


def test_a_row_that_somebody_else_writes_is_at_hand_no_more(world: World) -> None:
    sari = world.people["sari"]
    with a_transaction():
        keep_at_hand(Person.objects.get(id=sari))
        assert at_hand(Person, sari) is not None
        Person.objects.filter(id=sari).update(name="Sari Dewi")
        assert at_hand(Person, sari) is None


def test_a_part_that_only_reads_says_nothing_to_the_store(world: World) -> None:
    with a_transaction(), CaptureQueriesContext(connection) as asked:
        with parts.whole(), parts.whole():
            Person.objects.filter(id=world.people["sari"]).exists()
        assert len(asked) == 1


def test_what_is_written_in_a_part_within_a_part_is_undone_alone(world: World) -> None:
    people = Person.objects.filter(id=world.people["sari"])
    with a_transaction():
        with parts.whole():
            people.update(nickname="Kept")
            with suppress(UndoneError), parts.whole(), transaction.atomic():
                people.update(name="Undone")
                raise UndoneError
        with suppress(UndoneError), parts.whole():
            with parts.whole():
                people.update(name="Undone")
            raise UndoneError
    assert people.values_list("name", "nickname").get() == ("Sari Lestari", "Kept")


def test_what_an_undone_part_promised_for_after_the_commit_is_not_done(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    done: list[str] = []
    with django_capture_on_commit_callbacks(execute=True), a_transaction():
        with parts.whole():
            transaction.on_commit(lambda: done.append("kept"))
        with suppress(UndoneError), parts.whole():
            transaction.on_commit(lambda: done.append("undone"))
            raise UndoneError
    assert done == ["kept"]


def test_there_is_no_part_of_no_transaction(world: World) -> None:
    with pytest.raises(RuntimeError), parts.whole():
        pass
