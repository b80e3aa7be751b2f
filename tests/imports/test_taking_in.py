"""A list of members becomes people and groups: every row accounted for, once, and taken back."""

from __future__ import annotations

from uuid import UUID

import pytest

from purnadaya.groups.models import Group, Membership
from purnadaya.groups.queries import groups_for
from purnadaya.imports.commands import read_rows
from purnadaya.imports.models import ImportFile, ImportRow
from purnadaya.imports.queries import counts_of
from purnadaya.journal.models import Operation
from purnadaya.kernel.problems import Refused
from purnadaya.people.models import Accompaniment, Person
from purnadaya.people.queries import person_for, persons_for
from tests.groups.acts import day, hold, present
from tests.groups.test_meetings import assert_sound
from tests.imports.acts import book, decide, give, members, read, rows, sheet, states, take, undo, woman
from tests.world import HARGOTIRTO, World

pytestmark = pytest.mark.django_db

NIK = "3401085208850001"
LIST = members(
    woman(1, "Siti Zulaikhah", nik=NIK),
    woman(2, "Parjiyem", birth="3-4-1970", phone="0812 3456 7890 (suami)"),
    woman(3, "Hj. Siti Zulaekha", nik=NIK, birth="1985"),
    woman(4, "Ngatiyem", nik="340108520885"),
    woman(5, "Parjiem", birth="1970"),
)


def people_called(world: World, text: str) -> list[str]:
    return [one.name for one in persons_for(world.actor("kinasih"), text)]


def test_each_row_becomes_new_the_same_unsure_or_unreadable(world: World) -> None:
    found = read(world, give(world, book(Anggota=LIST)))
    assert states(found) == {4: "new", 5: "new", 6: "same", 7: "unreadable", 8: "unsure"}
    assert [found[line].reason for line in (6, 7, 8)] == [
        "imports.same_row",
        "imports.nik_length",
        "imports.perhaps_same",
    ]
    assert [one["line"] for one in found[8].candidates] == [5]


def test_nothing_is_written_before_it_is_taken_in(world: World) -> None:
    before = (Person.objects.count(), Group.objects.count())
    read(world, give(world, book(Anggota=LIST)))
    assert (Person.objects.count(), Group.objects.count()) == before


def test_what_is_ready_is_taken_in_and_the_rest_waits(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    done = take(world, file)
    assert states(done) == {4: "done", 5: "done", 6: "done", 7: "unreadable", 8: "unsure"}
    assert done[4].person == done[6].person
    person = person_for(world.actor("kinasih"), done[5].person)
    assert (person.name, person.birth, person.village_id, person.whose) == (
        "Parjiyem",
        "1970-04-03",
        HARGOTIRTO,
        "family",
    )
    group = Group.objects.get(name="P3A Melati")
    assert (group.kind, group.village_id) == ("p3a", HARGOTIRTO)
    assert set(Membership.objects.filter(group=group).values_list("person_id", flat=True)) == {
        done[4].person,
        done[5].person,
    }
    assert_sound()


def test_what_a_row_says_is_gone_once_it_was_taken_in(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    done = take(world, file)
    assert [line for line, row in done.items() if row.values] == [7, 8]


def test_the_same_file_again_adds_nothing(world: World) -> None:
    first = give(world, book(Anggota=LIST))
    read(world, first)
    take(world, first)
    before = (Person.objects.count(), Membership.objects.count(), Group.objects.count())
    again = give(world, book(Anggota=LIST))
    assert states(read(world, again)) == {4: "same", 5: "same", 6: "same", 7: "unreadable", 8: "unsure"}
    take(world, again)
    assert (Person.objects.count(), Membership.objects.count(), Group.objects.count()) == before


def test_a_woman_of_the_registry_is_known_by_name_birth_and_village(world: World) -> None:
    file = give(world, book(Anggota=members(woman(1, "SARI LESTARI", birth="21 April 1990"))))
    found = read(world, file)
    assert (found[4].state, found[4].person) == ("same", world.people["sari"])


def test_only_a_like_name_is_asked(world: World) -> None:
    file = give(world, book(Anggota=members(woman(1, "Sari Lestari", birth=None))))
    found = read(world, file)
    assert (found[4].state, found[4].candidates[0]["person"]) == ("unsure", str(world.people["sari"]))


def test_another_sex_or_birth_is_never_the_same(world: World) -> None:
    lines = (woman(1, "Sari Lestari", birth="21-04-1990", sex="L"), woman(2, "Sari Lestari", birth="21-05-1971"))
    found = read(world, give(world, book(Anggota=members(*lines))))
    assert "same" not in states(found).values()


def test_somebody_says_who_an_unsure_row_is(world: World) -> None:
    file = give(world, book(Anggota=members(woman(1, "Sari Lestari", birth=None))))
    row = read(world, file)[4]
    decide(world, file, row, "same", person=world.people["sari"])
    assert take(world, file)[4].person == world.people["sari"]


def test_somebody_says_that_a_row_is_another_row(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    found = read(world, file)
    decide(world, file, found[8], "same", as_row=found[5].id)
    done = take(world, file)
    assert done[8].person == done[5].person


def test_an_unreadable_row_is_taken_without_what_cannot_be_read(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    decide(world, file, read(world, file)[7], "new")
    done = take(world, file)
    assert person_for(world.actor("kinasih"), done[7].person).nik == ""


def test_a_row_that_is_left_out_is_not_asked_again(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    decide(world, file, read(world, file)[8], "leave")
    assert states(take(world, file))[8] == "left_out"
    assert states(read(world, file))[8] == "left_out"


def chosen_anew(world: World, file: ImportFile, **choices: object) -> dict[int, ImportRow]:
    return read(world, file, choices=choices)


def test_what_was_decided_holds_when_the_columns_are_chosen_anew(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    found = read(world, file)
    decide(world, file, found[8], "same", as_row=found[5].id)
    decide(world, file, found[7], "new")
    anew = chosen_anew(world, file, since="2019-05-01")
    assert states(anew) == {4: "new", 5: "new", 6: "same", 7: "new", 8: "same"}
    assert (anew[8].decision, anew[8].candidates[0]["line"]) == ("same", 5)
    done = take(world, file)
    assert done[8].person == done[5].person
    assert {str(day) for day in Membership.objects.values_list("since", flat=True)} == {"2019-05-01"}


def test_a_row_that_reads_otherwise_now_is_asked_again(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    found = read(world, file)
    decide(world, file, found[8], "same", as_row=found[5].id)
    anew = chosen_anew(world, file, columns={"tgl lahir": None})
    assert (anew[8].state, anew[8].decision) == ("unsure", "")


def test_a_row_decided_that_is_none_any_more_goes(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    decide(world, file, read(world, file)[4], "new")
    assert 4 not in chosen_anew(world, file, header_line=4)


def test_of_another_group_what_was_decided_is_asked_again(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    group = world.run("ayu", "groups.found_group", group=str(UUID(int=9)), name="Lain", what="p3a", village=HARGOTIRTO)
    decide(world, file, read(world, file)[8], "new")
    assert read(world, file, group=group.of.id)[8].state == "unsure"


def test_a_reading_anew_that_was_killed_keeps_what_was_decided(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    decide(world, file, read(world, file)[8], "new")
    body = {"area": "34.01", "at_once": True, "import_file": file.id, "sheet": sheet(file).id}
    world.run("kinasih", "imports.choose_sheet", **body)
    for _time in range(2):
        read_rows(world.actor("kinasih"), sheet(file), lambda _done, _total: None)
    assert (rows(file)[8].state, rows(file)[8].decision) == ("new", "new")
    assert sum(counts_of(sheet(file)).first.values()) == 5


def test_a_row_whose_command_is_refused_waits_with_the_problem_and_the_others_go_on(world: World) -> None:
    file = give(world, book(Anggota=members(woman(1, "Ngatiyem", sex=None, village="Hargotirto"), woman(2, "Parjiyem"),
                                            above=("Kelompok Tani Maju",))))  # fmt: skip
    found = read(world, file)
    assert (found[4].state, found[4].reason) == ("unsure", "imports.no_sex")
    decide(world, file, found[4], "new")
    done = take(world, file)
    assert (done[4].state, done[4].reason, done[5].state) == ("unsure", "value.missing", "done")


def test_a_place_is_mapped_once_for_all_rows(world: World) -> None:
    file = give(world, book(Anggota=members(woman(1, "Ngatiyem", village="Argotirto"), above=())))
    assert read(world, file)[4].reason == "imports.which_village"
    choices = {"places": {"argotirto": HARGOTIRTO}}
    assert states(read(world, file, choices=choices)) == {4: "new"}


def test_several_chairs_of_one_group_are_not_guessed(world: World) -> None:
    lines = [(*woman(1, "Ngatiyem"), "Ketua"), (*woman(2, "Parjiyem"), "Ketua"), (*woman(3, "Suminten"), "Bendahara")]
    content = book(Anggota=[("DAFTAR",), ("No", "Nama", "NIK", "Tgl Lahir", "L/P", "Dusun", "Kalurahan", "No HP",
                    "Status", "Jabatan"), ("P3A Melati — Kalurahan Hargotirto",), *lines])  # fmt: skip
    file = give(world, content)
    read(world, file)
    done = take(world, file)
    assert [[one["code"] for one in row.told] for row in done.values()] == [
        ["imports.several_say_so"],
        ["imports.several_say_so"],
        [],
    ]


def test_an_import_is_taken_back_and_nothing_of_it_is_left(world: World) -> None:
    before = {one.id for one in persons_for(world.actor("kinasih"))}
    file = give(world, book(Anggota=LIST))
    read(world, file)
    take(world, file)
    undo(world, file)
    assert {one.id for one in persons_for(world.actor("kinasih"))} == before
    assert not groups_for(world.actor("kinasih"), closed=True).exists()
    assert set(states(rows(file)).values()) == {"undone", "unreadable", "unsure"}
    assert_sound()


def test_what_was_touched_since_is_told_and_stays(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    done = take(world, file)
    changes = {"education": "primary"}
    world.run("kinasih", "people.correct_person", base=1, person=done[5].person, changes=changes)
    undo(world, file)
    assert people_called(world, "Parjiyem") == ["Parjiyem"]
    assert people_called(world, "Zulaikhah") == []
    assert [one["code"] for one in rows(file)[5].told] == ["imports.touched_since"]


def test_who_came_to_a_meeting_since_stays_whole_while_the_others_go(world: World) -> None:
    file = give(
        world, book(Anggota=members(*(woman(n, name) for n, name in enumerate(("Suminah", "Painah", "Wagiyem")))))
    )
    read(world, file)
    done = {row.line: row for row in take(world, file).values()}
    line, came = next((line, row.person) for line, row in done.items() if row.person)
    group = groups_for(world.actor("kinasih")).get()
    hold(world, group.id, day(), who="kinasih", attendance=present(came))
    undo(world, file)
    assert [one.person_id for one in Membership.objects.filter(group=group, struck_at=None)] == [came]
    assert [one.person_id for one in Accompaniment.objects.filter(scope_id=group.id, struck_at=None)] == [came]
    assert [row.line for row in rows(file).values() if row.state == "done"] == [line]
    assert [one["code"] for one in rows(file)[line].told] == ["people.written_about_since"]
    assert person_for(world.actor("kinasih"), came).id == came
    assert_sound()


def test_what_was_taken_back_can_be_taken_in_anew(world: World) -> None:
    first = give(world, book(Anggota=LIST))
    read(world, first)
    take(world, first)
    undo(world, first)
    again = give(world, book(Anggota=LIST))
    read(world, again)
    take(world, again)
    assert people_called(world, "Parjiyem") == ["Parjiyem"]
    assert [one.name for one in groups_for(world.actor("kinasih"))] == ["P3A Melati"]


def test_a_stranger_finds_neither_file_nor_rows(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    for who in ("rina", "ayu", "lintang", "arum"):
        with pytest.raises(Refused) as refused:
            world.run(who, "imports.take_in", import_file=file.id, sheet=sheet(file).id, at_once=True)
        assert {one.code for one in refused.value.problems} == {"access.not_found"}


def test_what_is_written_is_written_by_the_import_on_her_behalf(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    take(world, file)
    row = Operation.objects.filter(kind="people.register_person").latest("seq")
    assert (row.actor_kind, row.actor_id, row.door) == ("import", world.users["kinasih"], "import")


def test_the_first_four_states_add_up_to_the_rows(world: World) -> None:
    file = give(world, book(Anggota=LIST))
    read(world, file)
    take(world, file)
    assert sum(counts_of(sheet(file)).first.values()) == sheet(file).count == ImportRow.objects.count()
