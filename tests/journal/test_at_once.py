"""Two at the very same moment: what holds when one comes after the other holds then too, on either database."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from purnadaya.access import commands as access
from purnadaya.access.models import DataKey, RoleGrant
from purnadaya.journal import records, versions, waiting
from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import execute
from purnadaya.journal.models import Operation, WaitingItem
from purnadaya.journal.verifying import findings
from purnadaya.journal.writing import CannotSave, write
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse
from purnadaya.kernel.problems import Refused
from purnadaya.people.commands import filing
from purnadaya.people.models import NameWord, Person
from tests.world import World, run

Act = Callable[[], Any]


def at_once(*acts: Act) -> list[Any]:
    """Do all of them at the same time; what each gave, or its refusal's codes."""
    given: list[Any] = [None] * len(acts)

    def do(place: int) -> None:
        try:
            given[place] = acts[place]()
        except Refused as refusal:
            given[place] = [problem.code for problem in refusal.problems]
        except (CannotSave, DatabaseError) as error:
            given[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@pytest.fixture
def meet_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], None]:
    """Whoever has done this waits until another has done it too, or can be seen not to come."""

    def patch(module: Any, name: str) -> None:
        done, both = getattr(module, name), threading.Barrier(2)

        def wait(*args: Any, **more: Any) -> Any:
            given = done(*args, **more)
            try:
                both.wait(timeout=0.4)
            except threading.BrokenBarrierError:
                both.reset()
            return given

        monkeypatch.setattr(module, name, wait)

    return patch


def test_the_loser_of_two_sends_at_once_is_told_it_was_done_already(own_store: World, meet_after: Any) -> None:
    command = parse("people.register_person", own_store.person(hamlet="Nabin"))
    envelope = Envelope(own_store.actor("ayu"), "office")
    meet_after(records, "earlier")
    outcomes = at_once(*[lambda: execute(command, envelope)] * 2)
    assert sorted(outcome.result for outcome in outcomes) == ["applied", "repeated"]
    assert len({outcome.of for outcome in outcomes}) == 1


def test_a_bad_command_sent_twice_at_once_is_refused_twice_and_remembered_once(
    own_store: World, meet_after: Any
) -> None:
    command = parse("people.register_person", own_store.person(birth="2999"))
    envelope = Envelope(own_store.actor("ayu"), "office")
    meet_after(records, "earlier")
    assert at_once(*[lambda: execute(command, envelope)] * 2) == [["people.birth_in_future"]] * 2
    assert Operation.objects.filter(id=envelope.operation).count() == 1


def test_two_edits_of_one_version_at_once_merge_when_their_fields_differ(own_store: World, meet_after: Any) -> None:
    sari = own_store.people["sari"]

    def correct(who: str, **changes: str) -> Act:
        return lambda: own_store.run(who, "people.correct_person", base=1, person=sari, changes=changes).version

    meet_after(versions, "check")
    given = at_once(correct("ayu", name="Sari Rahayu"), correct("dimas", nickname="Yayuk"))
    assert sorted(given) == [2, 3]
    person = Person.objects.get(id=sari)
    assert (person.name, person.nickname, person.version) == ("Sari Rahayu", "Yayuk", 3)
    assert all(one.clean for one in findings())


def test_of_two_edits_of_the_same_field_at_once_one_is_told_of_the_other(own_store: World, meet_after: Any) -> None:
    sari = own_store.people["sari"]

    def correct(who: str, name: str) -> Act:
        changes = {"name": name}
        return lambda: own_store.run(who, "people.correct_person", base=1, person=sari, changes=changes).version

    meet_after(versions, "check")
    given = at_once(correct("ayu", "Sari Rahayu"), correct("dimas", "Sari Utami"))
    assert ["journal.clash"] in given
    assert 2 in given


def test_the_same_new_hamlet_named_by_two_at_once_is_listed_once(own_store: World, meet_after: Any) -> None:
    bodies = [own_store.person(name, hamlet="Sekar Arum") for name in ("Rubiyem", "Sukinah")]
    meet_after(records, "earlier")
    given = at_once(*[lambda body=body: own_store.run("ayu", "people.register_person", **body).result
                      for body in bodies])  # fmt: skip
    assert given == ["applied"] * 2


@pytest.mark.each_case
@pytest.mark.parametrize("step", ["name_words", "unborne_words"])
def test_a_word_of_a_name_stays_when_its_last_bearer_loses_it_as_another_gets_it(
    own_store: World, meet_after: Any, step: str
) -> None:
    changes, body = {"name": "Sari"}, own_store.person("Tri Lestari")
    meet_after(filing, step)
    given = at_once(
        lambda: own_store.run("ayu", "people.correct_person", base=1, person=own_store.people["sari"], changes=changes),
        lambda: own_store.run("ayu", "people.register_person", **body),
    )
    assert [one.result for one in given] == ["applied"] * 2
    assert NameWord.objects.filter(organisation_id=own_store.mitra, text="lestari").count() == 1
    assert all(one.clean for one in findings())


def test_two_who_need_an_organisations_first_key_at_once_make_one(own_store: World, meet_after: Any) -> None:
    """Two index keys would give one phone number two indexes, and nobody would find it by both."""
    phones = ("0812 3456 7890", "0812 3456 7891")
    bodies = [own_store.person(name, phone=phone) for name, phone in zip(("Rubiyem", "Sukinah"), phones, strict=True)]
    keys = DataKey.objects.filter(kind="organisation", scope_id=str(own_store.mitra))
    keys.delete()
    meet_after(records, "earlier")
    given = at_once(*[lambda body=body: own_store.run("ayu", "people.register_person", **body).result
                      for body in bodies])  # fmt: skip
    assert given == ["applied"] * 2
    assert sorted(keys.values_list("purpose", flat=True)) == ["fields", "index"]


def test_two_admins_who_end_each_other_at_once_leave_one(own_store: World, meet_after: Any) -> None:
    users = own_store.users
    body = {"grant": new_id(), "user": users["kinasih"], "role": "organisation_admin"}
    own_store.run("lintang", "access.give_role", **body)
    grants = dict(RoleGrant.objects.filter(role="organisation_admin").values_list("user_id", "id"))

    def end(who: str, other: str) -> Act:
        ending = {"user": users[other], "grant": grants[users[other]], "reason": "x"}
        return lambda: run(actors[who], "access.end_role", **ending).result

    actors = {who: own_store.actor(who) for who in ("lintang", "kinasih")}
    meet_after(access, "refuse_last_admin")
    given = at_once(end("lintang", "kinasih"), end("kinasih", "lintang"))
    assert ["access.last_admin"] in given
    assert "applied" in given


def test_a_line_that_does_not_fit_waits_once_though_it_came_twice_at_once(own_store: World, meet_after: Any) -> None:
    entry = {"id": str(new_id()), "kind": "people.register_person", "body": own_store.person(birth="2999")}
    actor = own_store.actor("ayu")
    meet_after(waiting, "_namesakes")
    given = at_once(*[lambda: waiting.take_in(json.dumps(entry).encode(), actor, "lines").id] * 2)
    assert len(set(given)) == 1
    assert WaitingItem.objects.filter(operation_id=entry["id"]).count() == 1


def test_many_who_write_about_one_person_at_once_are_all_heard(own_store: World) -> None:
    painem = own_store.people["painem"]
    command = {"person": painem, "changes": {"hamlet": "Sekendal"}}
    given = at_once(*[lambda: own_store.run("kinasih", "people.correct_person", base=1, **command).version] * 8)
    assert sorted(given) == list(range(2, 10))
    assert all(one.clean for one in findings())


@pytest.mark.postgresql_only
def test_a_server_that_went_away_says_so_and_the_same_form_can_be_saved_later(own_store: World) -> None:
    command = parse("people.register_person", own_store.person())
    envelope = Envelope(own_store.actor("ayu"), "office")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (mine,) = cursor.fetchone()
    at_once(lambda: connection.cursor().execute("SELECT pg_terminate_backend(%s)", [mine]))
    with pytest.raises(CannotSave) as failed:
        execute(command, envelope)
    assert failed.value.problem.details == {"why": "gone"}
    connection.close_if_unusable_or_obsolete()
    assert execute(command, envelope).result == "applied"


@pytest.mark.postgresql_only
@pytest.mark.parametrize(
    ("state", "why"), [("53100", "full"), ("53300", "busy"), ("57P03", "gone"), ("58030", "broken"), ("40P01", "busy")]
)
def test_what_postgresql_cannot_do_is_told_in_our_words(own_store: World, state: str, why: str) -> None:
    def fail() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")

    with pytest.raises(CannotSave) as failed:
        write(fail)
    assert failed.value.problem.details == {"why": why}
