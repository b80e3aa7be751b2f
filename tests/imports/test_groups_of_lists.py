"""Which group a list means: by its name and where it is at home; and what its remarks say."""

from __future__ import annotations

from typing import Any

import pytest

from purnadaya.groups.models import Group, Membership
from purnadaya.imports.queries import drafts_of
from tests.groups import acts
from tests.imports import pages
from tests.imports.acts import book, give, members, read, states, take, woman
from tests.imports.pages import boxes, first_sheet, given, work
from tests.world import World

pytestmark = pytest.mark.django_db

KALIREJO_CODE = "34.01.08.2004"
KALIREJO = "P3A Melati — Kalurahan Kalirejo"


def homes() -> list[tuple[str, str, int]]:
    """Every group: its name, where it is at home, how many belong to it."""
    found = [
        (one.name, str(one.village_id), Membership.objects.filter(group=one).count()) for one in Group.objects.all()
    ]
    return sorted(found)


def told(found: dict[int, Any], line: int) -> list[str]:
    """The codes of what a row doubts and notes."""
    ((_row, draft),) = drafts_of([found[line]])
    assert draft is not None
    return [one.code for _at, one in (*draft.doubts, *draft.notes)]


def test_groups_of_one_name_in_two_villages_stay_two(world: World) -> None:
    second = woman(2, "Ngatinem Dua", birth="3-4-1970", village="Kalirejo")
    file = give(world, book(Anggota=[*members(woman(1, "Suminah Satu")), (KALIREJO,), second]))
    read(world, file)
    take(world, file)
    assert homes() == [("P3A Melati", "34.01.08.2004", 1), ("P3A Melati", "34.01.08.2005", 1)]
    other = give(world, book(Anggota=members(woman(1, "Poniyem Tiga", village="Kalirejo"), above=(KALIREJO,))))
    read(world, other)
    take(world, other)
    assert homes() == [("P3A Melati", "34.01.08.2004", 2), ("P3A Melati", "34.01.08.2005", 1)]


def test_a_group_is_at_home_where_its_part_says_and_not_where_its_first_member_lives(world: World) -> None:
    file = give(world, book(Anggota=members(woman(1, "Suminah Satu", village="Kalirejo"))))
    found = read(world, file)
    assert "imports.group_elsewhere" in told(found, 4)
    take(world, file)
    assert homes() == [("P3A Melati", "34.01.08.2005", 1)]


def test_group_and_village_on_two_lines_above_a_list_are_both_read(world: World) -> None:
    heading = ("No", "Nama", "Tgl Lahir", "L/P")
    rows = [("Kelompok : P3A Ngudi Mulyo",), ("Kalurahan : Hargotirto",), heading, (1, "Suminah", "12-8-1985", "P")]
    file = give(world, book(Anggota=rows))
    read(world, file)
    take(world, file)
    assert homes() == [("P3A Ngudi Mulyo", "34.01.08.2005", 1)]


def test_a_remark_is_told_and_whoever_may_have_died_is_asked_about(world: World) -> None:
    heading = ("No", "Nama", "Tgl Lahir", "L/P", "Kalurahan", "Ket")
    lines = [("Suminah", "pindah"), ("Ngatinem", "Meninggal 2024"), ("Poniyem", "ketua")]
    rows = [
        (place, name, "12-8-1985", "P", "Hargotirto", remark) for place, (name, remark) in enumerate(lines, start=1)
    ]
    found = read(world, give(world, book(Anggota=[heading, *rows])))
    assert states(found) == {2: "new", 3: "unsure", 4: "new"}
    assert found[3].reason == "imports.perhaps_dead"
    assert "imports.remark_not_kept" in told(found, 2)
    assert "imports.remark_not_kept" not in told(found, 4)


def test_a_stranger_joins_no_group_of_another_organisation(world: World) -> None:
    take_first = give(world, book(Anggota=members(woman(1, "Suminah Satu"))))
    read(world, take_first)
    take(world, take_first)
    hers = give(world, book(Anggota=members(woman(1, "Suminah Satu"))), who="rina")
    assert states(read(world, hers, who="rina")) == {4: "new"}
    take(world, hers, who="rina")
    assert homes() == [("P3A Melati", "34.01.08.2005", 1), ("P3A Melati", "34.01.08.2005", 1)]


def test_which_group_a_name_means_is_answered_once_for_all_rows(world: World) -> None:
    here = acts.found(world, name="P3A Melati")
    acts.found(world, who="kinasih", name="P3A Melati", village=KALIREJO_CODE)
    heading = ("No", "Nama", "Tgl Lahir", "L/P", "Kalurahan", "Kelompok")
    lines = [(n, name, "12-8-1985", "P", "Hargorejo", "P3A Melati") for n, name in enumerate(("Suminah", "Poniyem"), 1)]
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, [heading, *lines]))
    assert {row.reason for row in pages.read(world, client, sheet).values()} == {"imports.which_group"}
    assert "does not say which group is meant" in client.get(f"/impor/lembar/{sheet.id}/").content.decode()
    address = f"/impor/lembar/{sheet.id}/tempat/"
    page = client.get(address).content.decode()
    assert "P3A Melati (Hargotirto)" in page
    assert "P3A Melati (Kalirejo)" in page
    client.post(address, {**boxes(client, address), "which-0": str(here)})
    work(world, sheet)
    client.post(f"/impor/lembar/{sheet.id}/masuk/", {})
    work(world, sheet)
    assert homes() == [("P3A Melati", KALIREJO_CODE, 0), ("P3A Melati", "34.01.08.2005", 2)]


def test_left_unanswered_it_is_asked_row_by_row(world: World) -> None:
    acts.found(world, name="P3A Melati")
    acts.found(world, who="kinasih", name="P3A Melati", village=KALIREJO_CODE)
    heading = ("No", "Nama", "Tgl Lahir", "L/P", "Kalurahan", "Kelompok")
    client = world.browser("kinasih")
    sheet = first_sheet(given(client, [heading, (1, "Suminah", "12-8-1985", "P", "Hargorejo", "P3A Melati")]))
    pages.read(world, client, sheet)
    address = f"/impor/lembar/{sheet.id}/tempat/"
    client.post(address, boxes(client, address))
    work(world, sheet)
    sheet.refresh_from_db()
    assert [row.reason for row in sheet.rows.all()] == ["imports.which_group"]
    assert world.browser("rina").get(address).status_code == 404
