"""What is kept of a file and for how long; who sees it; what an erasure takes away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from purnadaya.access import shelf
from purnadaya.access.policies import can, visible_to
from purnadaya.imports.commands import forget_old_files, receive
from purnadaya.imports.models import ImportFile, ImportRow, ImportSheet
from purnadaya.imports.queries import imports_for, original_of
from purnadaya.imports.rules import KEPT, UNGIVEN
from purnadaya.journal.subjects import Subject, erase_everywhere, held_about
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from tests.groups.test_meetings import assert_sound
from tests.imports.acts import book, decide, give, members, read, rows, sheet, take, undo, woman
from tests.world import MITRA_USERS, World

pytestmark = pytest.mark.django_db

CONTENT = book(Anggota=members(woman(1, "Parjiyem"), woman(2, "Sari Lestari", birth=None), woman(3, "Tini", nik="3")))


class Later:
    """The clock, so much later."""

    def __init__(self, by: timedelta) -> None:
        self.by = by

    def now(self) -> Any:
        return SYSTEM_CLOCK.now() + self.by

    def today(self, zone: str = "Asia/Jakarta") -> Any:
        return SYSTEM_CLOCK.today(zone) + self.by


def test_the_original_lies_sealed_and_comes_back_as_it_was(world: World) -> None:
    file = give(world, CONTENT)
    assert original_of(file) == CONTENT
    assert CONTENT[:200] not in shelf.path_of(file.shelf_name).read_bytes()


def test_after_thirty_days_original_and_waiting_rows_are_forgotten(world: World) -> None:
    file = give(world, CONTENT)
    read(world, file)
    assert forget_old_files(Later(KEPT - timedelta(days=1))) == 0
    assert forget_old_files(Later(KEPT + timedelta(minutes=1))) == 1
    assert not ImportRow.objects.exclude(values="").exists()
    with pytest.raises(Refused) as refused:
        original_of(ImportFile.objects.get(id=file.id))
    assert {one.code for one in refused.value.problems} == {"imports.forgotten"}
    assert_sound()


def test_a_file_that_nobody_gave_is_gone_after_a_day(world: World) -> None:
    receive(world.actor("kinasih"), new_id(), "anggota.xlsx", CONTENT)
    assert not imports_for(world.actor("kinasih")).exists()
    assert forget_old_files(Later(UNGIVEN + timedelta(minutes=1))) == 1
    assert not ImportFile.objects.exists()


def test_no_value_of_a_row_lies_in_the_clear(world: World) -> None:
    file = give(world, CONTENT)
    for row in read(world, file).values():
        assert "Parjiyem" not in row.values
        assert "Sari" not in row.values


def test_an_erasure_takes_what_waits_of_her_and_the_file_she_came_from(world: World) -> None:
    file = give(world, CONTENT)
    read(world, file)
    done = take(world, file)
    person = done[4].person
    assert person is not None
    sari = Subject(world.mitra, (world.people["sari"],))
    assert [one.kind for one in held_about(sari) if one.kind == "import_row"] == ["import_row"]
    erase_everywhere(sari)
    assert rows(file)[5].values == ""
    assert rows(file)[6].values != ""
    erase_everywhere(Subject(world.mitra, (person,)))
    assert ImportFile.objects.get(id=file.id).shelf_name == ""


def test_who_only_may_be_meant_takes_the_original_along_and_holds_up_nobody(world: World) -> None:
    file = give(world, CONTENT)
    found = read(world, file)
    counts = erase_everywhere(Subject(world.mitra, (world.people["sari"],)))
    assert (counts["import_row"], counts["import_file"]) == (1, 1)
    assert ImportFile.objects.get(id=file.id).shelf_name == ""
    decide(world, file, found[6], "new")
    assert {line: row.state for line, row in take(world, file).items()} == {4: "done", 5: "unsure", 6: "done"}
    with pytest.raises(Refused) as refused:
        read(world, file)
    assert {one.code for one in refused.value.problems} == {"imports.forgotten"}
    assert forget_old_files(Later(KEPT + timedelta(minutes=1))) == 1


def test_the_pages_of_a_file_without_original_offer_nothing_that_needs_it(world: World) -> None:
    file = give(world, CONTENT)
    read(world, file)
    erase_everywhere(Subject(world.mitra, (world.people["sari"],)))
    client = world.browser("kinasih")
    page = client.get(f"/impor/lembar/{sheet(file).id}/").content.decode()
    assert "/kolom/" not in page
    assert "/sisa/" not in page
    assert "not kept any more" in client.get(f"/impor/{file.id}/").content.decode()


def test_taking_one_import_back_lets_go_of_its_own_original_only(world: World) -> None:
    one = give(world, CONTENT)
    read(world, one)
    take(world, one)
    other = give(world, book(Anggota=members(woman(1, "Parjiyem"), woman(2, "Wagiyem"), above=())))
    assert {row.state for row in read(world, other).values()} == {"same", "new"}
    undo(world, one)
    assert ImportFile.objects.get(id=one.id).forgotten_at is not None
    assert ImportFile.objects.get(id=other.id).shelf_name != ""
    left = rows(other)
    assert (left[4].state, left[4].reason) == ("unsure", "imports.was_taken_back")
    assert left[4].values != ""
    decide(world, other, left[4], "new")
    assert {row.state for row in take(world, other).values()} == {"done"}
    assert_sound()


def test_the_certificate_tells_of_the_originals(world: World) -> None:
    file = give(world, CONTENT)
    read(world, file)
    request, client = new_id(), world.browser("kinasih")
    body = {"request": request, "person": world.people["sari"], "wish": "erase", "asker": "herself", "checked": "KTP"}
    world.run("kinasih", "people.receive_request", **body)
    world.run("kinasih", "people.erase_person", person=world.people["sari"], request=request)
    page = client.get(f"/orang/permintaan/{request}/surat/").content.decode()
    assert "Spreadsheets in which such rows stood" in page


def test_a_facilitator_sees_only_what_she_gave_herself(world: World) -> None:
    hers, others = give(world, CONTENT, who="ayu"), give(world, CONTENT, name="lain.xlsx")
    assert list(imports_for(world.actor("ayu"))) == [hers]
    assert set(imports_for(world.actor("kinasih"))) == {hers, others}


def test_one_and_many_are_answered_alike_for_every_role(world: World) -> None:
    for who in ("ayu", "kinasih", "rina"):
        read(world, give(world, CONTENT, who=who), who=who)
    for who, *_rest in (*MITRA_USERS, ("rina",)):
        actor = world.actor(who)
        for model in (ImportFile, ImportSheet, ImportRow):
            for verb in ("see", "take", "undo", "strange"):
                seen = set(visible_to(actor, model, verb))
                assert seen == {one for one in model._default_manager.all() if can(actor, verb, one)}


def test_a_file_larger_than_allowed_is_refused(world: World, settings: Any) -> None:
    settings.LARGEST_IMPORT = 1 << 20
    with pytest.raises(Refused) as refused:
        receive(world.actor("kinasih"), new_id(), "a.csv", b"Nama;NIK\n" + b"a;b\n" * 300_000)
    assert {one.code for one in refused.value.problems} == {"imports.too_big"}
