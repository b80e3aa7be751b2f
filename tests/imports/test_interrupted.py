"""A job that was killed goes on where it was, and writes nothing twice."""

from __future__ import annotations

from typing import Any

import pytest

from purnadaya.groups.models import Membership
from purnadaya.imports import commands
from purnadaya.imports.commands import taking
from purnadaya.imports.models import ImportRow
from purnadaya.imports.rules import RowState
from purnadaya.journal.models import Operation
from purnadaya.people.models import Person
from tests.groups.test_meetings import assert_sound
from tests.imports.acts import book, give, members, read, sheet, states, take, undo, woman
from tests.world import World

pytestmark = pytest.mark.django_db

COUNT = 12
LIST = members(*(woman(one, f"Suminah {chr(65 + one)}", birth=f"{one}-03-19{50 + 3 * one}") for one in range(1, 13)))


class Killed(BaseException):
    """The machine went away."""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "BATCH", 5)


def kill_after(batches: int) -> Any:
    """Something to be told of progress that ends everything after so many batches."""
    told = []

    def tell(_done: int, _total: int) -> None:
        told.append(1)
        if len(told) == batches:
            raise Killed

    return tell


def test_after_a_kill_between_two_batches_the_rest_follows_and_nothing_is_written_twice(world: World) -> None:
    before = Person.objects.count()
    file = give(world, book(Anggota=LIST))
    read(world, file)
    world.run("kinasih", "imports.take_in", import_file=file.id, sheet=sheet(file).id, at_once=True)
    with pytest.raises(Killed):
        commands.take_sheet(world.actor("kinasih"), sheet(file), kill_after(2))
    assert (Person.objects.count(), sheet(file).state) == (before + 10, "taking")
    commands.take_sheet(world.actor("kinasih"), sheet(file), lambda _done, _total: None)
    assert (Person.objects.count(), sheet(file).state) == (before + COUNT, "taken")
    assert Membership.objects.count() == COUNT
    assert_sound()


def test_a_kill_within_a_batch_leaves_nothing_of_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (Person.objects.count(), Operation.objects.count())
    file = give(world, book(Anggota=LIST))
    read(world, file)

    def die(*_args: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(taking, "keep_rows", die)
        with pytest.raises(Killed):
            commands.take_sheet(world.actor("kinasih"), sheet(file), lambda _done, _total: None)
    assert Person.objects.count() == before[0]
    assert not ImportRow.objects.filter(state=RowState.DONE).exists()
    assert set(states(take(world, file)).values()) == {"done"}
    assert Person.objects.count() == before[0] + COUNT


def test_reading_that_was_killed_begins_anew(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    with pytest.raises(Killed):
        commands.read_rows(world.actor("kinasih"), sheet(file), kill_after(1))
    commands.read_rows(world.actor("kinasih"), sheet(file), lambda _done, _total: None)
    assert ImportRow.objects.filter(sheet=sheet(file)).count() == COUNT


def test_taking_back_that_was_killed_goes_on(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    take(world, file)
    world.run("kinasih", "imports.undo_import", import_file=file.id, at_once=True)
    file.refresh_from_db()
    with pytest.raises(Killed):
        commands.undo_rows(world.actor("kinasih"), file, kill_after(1))
    commands.undo_rows(world.actor("kinasih"), file, lambda _done, _total: None)
    assert not ImportRow.objects.filter(state=RowState.DONE).exists()
    assert_sound()


def test_an_import_that_is_undone_cannot_be_undone_again(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    take(world, file)
    undo(world, file)
    with pytest.raises(Exception, match="undone_already"):
        undo(world, file)
