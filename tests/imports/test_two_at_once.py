"""Two people at one import, and one file given twice: nothing said is lost, and what is gone is not called known."""

from __future__ import annotations

from typing import Any

import pytest

from purnadaya.imports.checks import row_differences
from purnadaya.imports.commands import read_rows
from purnadaya.imports.rules import RowState
from purnadaya.journal.subjects import Subject, erase_everywhere
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.problems import Refused
from purnadaya.people.models import Person
from tests.groups.test_meetings import assert_sound
from tests.imports.acts import book, decide, give, members, read, rows, sheet, states, take, undo, woman
from tests.world import World

pytestmark = pytest.mark.django_db

LIST = book(Anggota=members(woman(1, "Suminah Satu"), woman(2, "Ngatinem Dua", birth="3-4-1970")))


def test_a_file_given_twice_and_taken_back_once_leaves_nothing_and_can_be_given_anew(world: World) -> None:
    first = give(world, LIST)
    read(world, first)
    take(world, first)
    second = give(world, LIST)
    read(world, second)
    assert states(take(world, second)) == {4: "done", 5: "done"}
    undo(world, first)
    assert states(rows(second)) == {4: "undone", 5: "undone"}
    assert list(row_differences()) == []
    third = give(world, LIST)
    assert states(read(world, third)) == {4: "new", 5: "new"}
    assert states(take(world, third)) == {4: "done", 5: "done"}
    assert Person.objects.filter(erased_at=None, name="Suminah Satu").count() == 1
    assert_sound()


def test_the_rows_of_somebody_who_was_erased_still_add_up(world: World) -> None:
    file = give(world, LIST)
    read(world, file)
    person = take(world, file)[4].person
    assert person is not None
    Person.objects.filter(id=person).update(erased_at=SYSTEM_CLOCK.now())
    erase_everywhere(Subject(world.mitra, (person,)))
    assert list(row_differences()) == []


def test_what_is_chosen_while_a_sheet_is_being_read_is_what_it_is_read_by(world: World) -> None:
    file = give(world, LIST)
    read(world, file)
    stale = sheet(file)
    body: dict[str, Any] = {"area": "34.01", "at_once": True, "choices": {"columns": {"Status": None}}}
    world.run("kinasih", "imports.choose_sheet", import_file=file.id, sheet=stale.id, **body)
    read_rows(world.actor("kinasih"), stale, lambda _done, _total: None)
    assert (sheet(file).state, rows(file)) == ("reading", {})
    read_rows(world.actor("kinasih"), sheet(file), lambda _done, _total: None)
    assert (sheet(file).state, states(rows(file))) == ("read", {4: "new", 5: "new"})


@pytest.mark.parametrize("state", ["taking", "reading"])
def test_a_row_at_work_is_not_decided_otherwise(world: World, state: str) -> None:
    file = give(world, LIST)
    found = read(world, file)
    type(sheet(file)).objects.update(state=state)
    with pytest.raises(Refused) as refused:
        decide(world, file, found[4], "leave")
    assert [one.code for one in refused.value.problems] == ["imports.at_work"]
    assert rows(file)[4].state == RowState.NEW
