"""Who was erased does not come back with an older copy."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pysqlite3 import dbapi2 as sqlite

from purnadaya.access import keyring
from purnadaya.kernel.ids import new_id
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.erased import Again, erase_again, ids_in, note_erased
from purnadaya.office.backup.pruning import take_and_prune
from purnadaya.office.backup.restoring import Restored, restore
from purnadaya.office.command_line import said_of_erased
from purnadaya.people.models import Person
from tests.backup.archives import KEY, NOW
from tests.backup.house import ID, SECRET, House
from tests.world import World


def erase(world: World, who: UUID) -> None:
    request = new_id()
    body = {"person": who, "wish": "erase", "asker": "herself", "checked": "known for years"}
    world.run("ayu", "people.receive_request", request=request, **body)
    world.run("kinasih", "people.erase_person", person=who, request=request)


def restored(house: House, archive: Path, erased: Path | None, keys: bool = True) -> Restored:
    home = house.folder / "new"
    shutil.copytree(keyring.folder(), home / "keys") if keys else (home / "keys").mkdir(parents=True)
    return restore(archive, [KEY], home, NOW, erased=erased)


def name_in(home: Path, person: UUID) -> str:
    with sqlite.connect(home / "purnadaya.sqlite3") as found:
        return str(found.execute("SELECT name FROM people_person WHERE id = ?", [person.hex]).fetchone()[0])


@pytest.fixture
def own_list(house: House, settings: Any) -> Path:
    """The list of a home in which nobody was erased yet."""
    shutil.copytree(keyring.folder(), house.home / "keys", dirs_exist_ok=True)
    (house.home / "keys/ring").unlink()
    settings.HOME = house.home
    return house.home / "erased"


@pytest.mark.sqlite_only
def test_she_is_erased_again_when_the_copy_of_yesterday_is_restored(house: House, own_list: Path) -> None:
    sari, tumirah = (
        house.world.people["sari"],
        UUID(house.world.run("ayu", "people.register_person", **house.world.person("Tumirah")).of.id),
    )
    yesterday = house.take().path
    erase(house.world, sari)
    assert ids_in(own_list) == [sari]
    back = restored(house, yesterday, own_list)
    assert back.again == Again(1, ())
    assert name_in(back.home, sari) == ""
    assert name_in(back.home, tumirah) == "Tumirah"


@pytest.mark.sqlite_only
def test_a_list_in_the_new_home_is_used_and_without_any_it_is_said_that_she_may_be_back(
    house: House, own_list: Path
) -> None:
    sari = house.world.people["sari"]
    yesterday = house.take().path
    erase(house.world, sari)
    back = restored(house, yesterday, None)
    assert name_in(back.home, sari) != ""
    assert "may be back" in said_of_erased(back.again)
    shutil.rmtree(back.home)
    back.home.mkdir()
    shutil.copy(own_list, back.home)
    assert name_in(restored(house, yesterday, None).home, sari) == ""


@pytest.mark.sqlite_only
def test_without_the_ring_keys_nobody_is_erased_again_and_it_is_said(house: House, own_list: Path) -> None:
    yesterday = house.take().path
    erase(house.world, house.world.people["sari"])
    assert restored(house, yesterday, own_list, keys=False).again is None


@pytest.mark.sqlite_only
def test_the_list_lies_beside_the_backups_and_tells_no_name(house: House, own_list: Path) -> None:
    sari = house.world.people["sari"]
    name = Person.objects.get(id=sari).name
    erase(house.world, sari)
    take_and_prune(house.wish(), SECRET, NOW)
    beside = (house.folder / f"copies/purnadaya-{ID}.erased").read_text()
    assert str(sari) in beside
    assert name not in beside


def test_an_erasure_is_written_down_once_also_when_a_kill_left_it_out(world: World, tmp_path: Path) -> None:
    erase(world, world.people["sari"])
    for _ in range(2):
        note_erased(tmp_path)
    assert ids_in(tmp_path / "erased") == [world.people["sari"]]


def test_erasing_again_whoever_is_erased_or_unknown_does_nothing(world: World) -> None:
    erase(world, world.people["sari"])
    assert erase_again([world.people["sari"], new_id()]) == Again(0, ())


def test_who_turned_out_to_be_someone_who_stays_is_left_to_a_person(world: World) -> None:
    sari = world.people["sari"]
    other = UUID(world.run("ayu", "people.register_person", **world.person("Sari")).of.id)
    world.run("kinasih", "people.merge_persons", base=1, person=other, other=sari, reason="one woman")
    assert erase_again([sari]) == Again(0, (sari,))
    assert str(sari) in said_of_erased(Again(0, (sari,)))


@pytest.mark.parametrize("text", ["nonsense", "2026-11-24T03:00:00Z a b"])
def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "erased").write_text(text)
    with pytest.raises(BackupRefused, match="is not a list of who was erased"):
        ids_in(tmp_path / "erased")
