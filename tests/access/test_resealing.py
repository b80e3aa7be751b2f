"""Everything sealed can be sealed anew under new keys while people work: nothing is lost, nothing unreadable."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import RequestFactory

from purnadaya.access import keyring, resealing, sealing
from purnadaya.access.models import DataKey, User
from purnadaya.access.policies import kind_of_table
from purnadaya.access.second_factor import accept, standing_of
from purnadaya.imports.models import ImportRow
from purnadaya.journal import versions, waiting
from purnadaya.journal.models import Operation, WaitingItem
from purnadaya.journal.verifying import findings
from purnadaya.journal.waiting import erase_line, raw_of, take_in
from purnadaya.journal.writing import write
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.sealing import kid_of
from purnadaya.people.models import Functioning, Person
from purnadaya.people.queries import held_by_another, shown_to
from tests.people.test_sealed_fields import NIK, PHONE, registered
from tests.world import World

UNREADABLE = b"not a line at all"


def kids(world: World) -> set[str]:
    rows = DataKey.objects.filter(purpose__in=keyring.MADE_ANEW, scope_id=str(world.mitra))
    return set(rows.values_list("id", flat=True))


def reseal(world: World) -> resealing.Resealed:
    return resealing.reseal("organisation", str(world.mitra), write)


def unclean() -> list[str]:
    return [line for one in findings() for line in one.differences]


def correct(world: World, person: Person, phone: str) -> int:
    base = Person.objects.get(id=person.id).version
    changes = {"phone": phone}
    return world.run("ayu", "people.correct_person", base=base, person=person.id, changes=changes).version


def test_every_sealed_column_is_found_by_its_class_and_can_be_sealed_anew() -> None:
    found = {(one.table, one.name): {name for name, _ in one.indexes} for one in resealing.sealed_columns()}
    assert found == {
        (Person, "phone"): {"phone_index"},
        (Person, "nik"): {"nik_index"},
        (Functioning, "answers"): set(),
        (WaitingItem, "raw"): {"digest"},
        (ImportRow, "values"): set(),
    }
    for table, _name in found:
        assert kind_of_table(table)
        table._meta.get_field("organisation_id" if table is WaitingItem else "organisation")


def test_all_opens_under_new_keys_and_the_old_ones_are_gone(world: World) -> None:
    person, before = registered(world), kids(world)
    stranger = Person.objects.get(id=world.run("rina", "people.register_person", **world.person(nik=NIK)).of.id)
    done = reseal(world)
    assert (done.values, done.dropped, done.unreadable) == (2, 2, ())
    assert not kids(world) & before
    fresh = Person.objects.get(id=person.id)
    assert fresh.version == person.version == 1
    assert fresh.phone != person.phone
    assert fresh.phone_index != person.phone_index
    assert shown_to(world.actor("ayu"), person.id, "phone") == "+6281234567890"
    assert shown_to(world.actor("ayu"), person.id, "nik") == NIK
    assert Person.objects.get(id=stranger.id).nik == stranger.nik
    assert unclean() == []
    assert reseal(world).values == 2


def test_the_log_stays_under_the_keys_of_those_it_speaks_of(world: World) -> None:
    person = registered(world)
    told = set(Operation.objects.values_list("id", "body", "before"))
    keys = set(DataKey.objects.filter(purpose=keyring.LOG).values_list("id", "wrapped"))
    reseal(world)
    assert set(Operation.objects.values_list("id", "body", "before")) == told
    assert set(DataKey.objects.filter(purpose=keyring.LOG).values_list("id", "wrapped")) == keys
    assert world.browser("ayu").get(f"/riwayat/person/{person.id}/").status_code == 200


def test_while_there_are_two_keys_a_number_is_found_by_either(world: World) -> None:
    old, organisation = registered(world), world.mitra
    assert keyring.renew("organisation", str(organisation))
    new = Person.objects.get(id=world.run("ayu", "people.register_person", **world.person("Wati", phone=PHONE)).of.id)
    assert old.phone_index != new.phone_index
    assert kid_of(old.phone) != kid_of(new.phone)
    for one in (old, new):
        assert held_by_another(one, "phone", "+6281234567890")
        assert not held_by_another(one, "phone", "+6281234567891")
    note = world.run("ayu", "people.register_person", **world.person("Sri", nik=NIK)).note
    assert "people.nik_held_already" in note
    assert unclean() == []


def test_setting_the_same_number_is_no_other_number_while_keys_change(world: World) -> None:
    person = registered(world)
    keyring.renew("organisation", str(world.mitra))
    changes = {"phone": PHONE}
    assert correct(world, person, PHONE) == 2
    same = world.run("dimas", "people.correct_person", base=1, person=person.id, changes=changes)
    assert same.version == 3


def test_a_round_that_was_left_unfinished_is_gone_on_with(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [registered(world), registered(world)]
    monkeypatch.setattr(resealing, "BATCH", 1)

    calls = iter([1, 1])

    def until_killed(work: Any) -> Any:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return work()

    with pytest.raises(KeyboardInterrupt):
        resealing.reseal("organisation", str(world.mitra), until_killed)
    assert len(kids(world)) == 4
    assert not keyring.renew("organisation", str(world.mitra))
    halfway = {kid_of(Person.objects.get(id=person.id).phone) for person in people}
    assert len(halfway) == 2
    assert unclean() == []
    assert reseal(world).values == 3
    assert len(kids(world)) == 2
    assert unclean() == []


def test_an_edit_made_meanwhile_wins(world: World) -> None:
    person = registered(world)
    (column,) = (one for one in resealing.sealed_columns() if one.name == "phone")
    keyring.renew("organisation", str(world.mitra))
    stale = list(column.rows().filter(pk=person.id))
    correct(world, person, "0813 0000 0000")
    assert resealing._batch(column, str(world.mitra), stale) == (0, [])
    assert shown_to(world.actor("ayu"), person.id, "phone") == "+6281300000000"
    assert unclean() == []


def test_what_does_not_open_is_told_and_stays_with_its_key(world: World) -> None:
    person, other = registered(world), registered(world)
    Person.objects.filter(id=other.id).update(phone=person.phone)
    before = kids(world)
    done = reseal(world)
    assert done.unreadable == (f"person:{other.id}|phone|1",)
    assert (done.values, done.dropped) == (3, 0)
    assert before < kids(world)
    assert f"person:{other.id}|phone|1: does not open" in unclean()
    with pytest.raises(CommandError, match="1 values do not open"):
        call_command("keys", "reseal", organisation="Yayasan Mitra")


def test_a_line_that_waits_is_known_again_by_its_bytes_though_its_key_is_another(world: World) -> None:
    actor = world.actor("ayu")
    item = take_in(UNREADABLE, actor, "lines")
    keyring.renew("organisation", str(world.mitra))
    assert take_in(UNREADABLE, actor, "lines") == item
    assert reseal(world).values == 1
    assert take_in(UNREADABLE, actor, "lines") == item
    assert WaitingItem.objects.count() == 1
    assert raw_of(item) == UNREADABLE


def test_a_line_that_was_erased_is_still_known_again_and_only_the_key_of_its_index_stays(world: World) -> None:
    actor, before = world.actor("ayu"), kids(world)
    item = take_in(UNREADABLE, actor, "lines")
    assert isinstance(item, WaitingItem)
    erase_line(item)
    person = registered(world)
    assert reseal(world).dropped == 1
    assert len(kids(world)) == 3
    assert take_in(UNREADABLE, actor, "lines") == item
    assert WaitingItem.objects.count() == 1
    assert raw_of(WaitingItem.objects.get()) == b""
    sari = Person.objects.get(id=world.people["sari"])
    assert held_by_another(sari, "phone", "+6281234567890")
    assert not held_by_another(person, "phone", "+6281234567890")
    assert (reseal(world).values, unclean()) == (2, [])
    assert before != kids(world)


def test_second_factors_are_bound_and_sealed_anew_and_still_let_in(world: World) -> None:
    dimas = User.objects.get(id=world.users["dimas"])
    row = Authenticator.objects.get(user=dimas, type="totp")
    row.data["secret"] = sealing.seal_loose(world.keys["dimas"])
    row.save()
    done = resealing.reseal(*sealing.SCOPE, write)
    assert (done.values, done.dropped) == (Authenticator.objects.count(), 1)
    assert accept(RequestFactory().post("/"), dimas, world.code("dimas"))
    assert standing_of(dimas).recovery_left == 10


def test_the_operator_seals_anew_for_everyone_or_for_one(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    registered(world)
    keyring.renew("organisation", str(world.mitra))
    call_command("keys", "list")
    assert "purnadaya keys reseal goes on" in capsys.readouterr().out
    call_command("keys", "reseal", organisation="yayasan mitra")
    said = capsys.readouterr().out
    assert said.startswith(f"organisation {world.mitra}: 2 values sealed anew, 2 old keys dropped\n")
    assert "Second factors are the server's" in said
    call_command("keys", "reseal")
    assert "server second_factor: " in capsys.readouterr().out
    assert keyring.older("organisation", str(world.mitra)) == []
    for act, organisation in (("reseal", "Nobody"), ("list", "Yayasan Mitra")):
        with pytest.raises(CommandError):
            call_command("keys", act, organisation=organisation)


def register(world: World, number: str) -> None:
    world.run("ayu", "people.register_person", **world.person("Wagiyem", phone=number))


def keep_waiting(world: World, number: str) -> None:
    """A line has no row of its organisation's that it rests on: only the key tells that others are there."""
    take_in(UNREADABLE + number.encode(), world.actor("ayu"), "lines")


@pytest.mark.parametrize(
    ("act", "module", "name"),
    [
        (register, keyring, "seal_field"),
        (register, versions, "check"),
        (keep_waiting, waiting, "_sealed"),
        (keep_waiting, waiting, "_alike"),
    ],
)
def test_who_writes_while_keys_change_and_commits_last_is_readable(
    own_store: World, monkeypatch: pytest.MonkeyPatch, act: Any, module: Any, name: str
) -> None:
    done, begun, go_on = getattr(module, name), threading.Event(), threading.Event()
    registered(own_store)

    def slowly(*what: Any) -> Any:
        given = done(*what)
        if not begun.is_set():
            begun.set()
            go_on.wait(timeout=1.5)
        return given

    def write_late() -> None:
        try:
            act(own_store, "0813 1111 1111")
        finally:
            connections.close_all()

    monkeypatch.setattr(module, name, slowly)
    writer = threading.Thread(target=write_late)
    writer.start()
    assert begun.wait(timeout=10)
    assert not reseal(own_store).unreadable
    go_on.set()
    writer.join()
    assert keyring.older("organisation", str(own_store.mitra)) == []
    assert unclean() == []
    assert WaitingItem.objects.count() + Person.objects.filter(name="Wagiyem").exclude(phone="").count() == 1


def test_the_number_of_a_person_is_read_with_its_key_though_she_was_loaded_before(world: World) -> None:
    from purnadaya.people import queries

    person, load = registered(world), queries.person_for

    def load_and_reseal(*what: Any) -> Person:
        loaded = load(*what)
        reseal(world)
        return loaded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "person_for", load_and_reseal)
        assert shown_to(world.actor("ayu"), person.id, "phone") == "+6281234567890"
    item = take_in(b'{"id": "%s"}' % str(new_id()).encode(), world.actor("ayu"), "lines")
    assert isinstance(item, WaitingItem)
    reseal(world)
    assert raw_of(item).startswith(b'{"id"')
