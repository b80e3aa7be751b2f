"""Copies that hold only what changed: when they are made, that they come back, and what is refused."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from purnadaya.access import keyring
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.archive import part_of
from purnadaya.office.backup.basis import forget_damaged
from purnadaya.office.backup.drilling import drill
from purnadaya.office.backup.joining import BLOCKS, newest_in
from purnadaya.office.backup.manifest import Base, Manifest, Part
from purnadaya.office.backup.pruning import prune
from purnadaya.office.backup.restoring import restore
from purnadaya.office.backup.taking import Taken, Wish, take
from tests.backup.archives import KEY, NOW, opened, sealed
from tests.backup.house import ID, SECRET, House, pair

pytestmark = pytest.mark.sqlite_only

DAMAGED = "manifest of this backup is damaged"
A_DIFFERENCE = f"purnadaya-{ID}-2026-11-24T030002Z.since-2026-11-24T030001Z.tar.gz.age"


def is_whole(taken: Taken) -> bool:
    return taken.manifest.base is None


def people_in(store: Path) -> set[str]:
    with closing(sqlite3.connect(store)) as found:
        return {name for (name,) in found.execute("SELECT name FROM people_person")}


# --- when ------------------------------------------------------------------------------------


def test_the_first_copy_is_whole_and_the_next_holds_what_changed(house: House) -> None:
    whole, difference = pair(house)
    assert [is_whole(whole), is_whole(difference)] == [True, False]
    assert difference.size < whole.size / 10
    assert difference.path.name == A_DIFFERENCE


def test_every_difference_rests_on_the_whole_copy_and_not_on_the_one_before(house: House) -> None:
    whole, first = pair(house)
    second = house.take(whole=False)
    assert first.manifest.base == second.manifest.base
    assert second.manifest.base is not None
    assert second.manifest.base.archive == whole.path.name


def other_recipient(house: House) -> Wish:
    return Wish(house.home, house.folder / "copies", (KEY.to_public(), Identity.generate().to_public()))


def another_ring_key(house: House) -> Wish:
    keyring.new_ring_key()
    return house.wish()


def no_base(house: House) -> Wish:
    next((house.folder / "copies").iterdir()).unlink()
    return house.wish()


def a_base_cut_short(house: House) -> Wish:
    base = next((house.folder / "copies").iterdir())
    base.write_bytes(base.read_bytes()[:-1])
    return house.wish()


def a_large_file(house: House) -> Wish:
    (house.home / "files/2026/film").write_bytes(bytes(40_000_000))
    return house.wish()


def all_asked_for(house: House) -> Wish:
    return replace(house.wish(), whole=True)


def left_open(house: House) -> Wish:
    return Wish(house.home, house.folder / "copies", plain=True)


def a_list_that_cannot_be_read(house: House) -> Wish:
    (memory,) = (house.home / "backup-blocks").iterdir()
    memory.write_bytes(b"{}\n" + bytes(40))
    return house.wish()


@pytest.mark.parametrize(
    "change",
    [other_recipient, another_ring_key, no_base, a_base_cut_short, a_large_file, all_asked_for, left_open,
     a_list_that_cannot_be_read],
)  # fmt: skip
def test_a_whole_copy_is_made_where_a_difference_would_not_do(
    house: House, change: object, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    shutil.copytree(keyring.folder(), house.home / "keys", dirs_exist_ok=True)
    monkeypatch.setattr("purnadaya.access.keyring.settings.HOME", house.home)
    pair(house)
    for copy in sorted((house.folder / "copies").iterdir())[1:]:
        copy.unlink()
    wish = change(house)  # type: ignore[operator]
    assert is_whole(take(wish, SECRET, NOW + timedelta(minutes=1)))


@pytest.mark.parametrize(
    ("secret", "later"),
    [("another", timedelta(minutes=1)), (SECRET, timedelta(days=1, seconds=1)), (SECRET, -timedelta(hours=1))],
)
def test_a_new_secret_another_day_or_a_clock_set_back_make_a_whole_copy(
    house: House, secret: str, later: timedelta
) -> None:
    house.take(whole=False)
    assert is_whole(take(house.wish(), secret, NOW + later))


def test_while_a_whole_copy_is_due_a_difference_of_the_same_moment_stands_in(house: House) -> None:
    pair(house)
    whole = take(house.wish(), SECRET, NOW + timedelta(days=1, hours=1))
    assert is_whole(whole)
    (meanwhile,) = house.folder.glob("copies/purnadaya-*-2026-11-25T040000Z.since-2026-11-24T030001Z.tar.gz.age")
    assert newest_in(house.folder / "copies") == whole.path
    assert house.restore(meanwhile).inventory.counts == whole.manifest.inventory.counts


def test_each_folder_has_its_own_whole_copy_to_rest_on(house: House) -> None:
    house.take(whole=False)
    elsewhere = replace(house.wish(), folder=house.folder / "elsewhere")
    assert is_whole(take(elsewhere, SECRET, NOW + timedelta(minutes=1)))
    assert not is_whole(take(elsewhere, SECRET, NOW + timedelta(minutes=2)))
    assert not is_whole(house.take(whole=False))


def test_what_is_remembered_of_a_copy_that_is_gone_is_forgotten(house: House) -> None:
    house.take(whole=False)
    shutil.rmtree(house.folder / "copies")
    house.take(whole=False)
    assert len(list((house.home / "backup-blocks").iterdir())) == 1


# --- there and back --------------------------------------------------------------------------


def test_a_difference_restores_to_what_a_whole_copy_of_the_same_moment_would(house: House) -> None:
    _, difference = pair(house)
    whole = house.take()
    assert difference.manifest.whole == whole.manifest.parts
    assert difference.manifest.inventory == whole.manifest.inventory
    restored = house.restore(difference.path)
    assert "Tumirah" in people_in(restored.home / "purnadaya.sqlite3")
    assert restored.manifest.inventory == whole.manifest.inventory


def test_a_folder_gives_its_newest_copy_with_the_one_it_rests_on(house: House) -> None:
    pair(house)
    (house.folder / "copies/notes.txt").write_text("purnadaya-2027")
    restored = house.restore(house.folder / "copies")
    assert restored.archive.name.startswith(f"purnadaya-{ID}-2026-11-24T030002Z.since-")
    assert "Tumirah" in people_in(restored.home / "purnadaya.sqlite3")


def test_an_empty_folder_and_a_name_of_nothing_are_refused(house: House) -> None:
    (house.folder / "copies").mkdir()
    assert "There is no backup in" in house.refused(house.folder / "copies")
    assert "There is no file" in house.refused(house.folder / "copies/purnadaya")
    with pytest.raises(BackupRefused):
        newest_in(house.folder / "none")


def test_files_that_came_changed_and_went_come_back_as_they_are(house: House) -> None:
    files = house.home / "files/2026"
    for name in ("goes", "changes", "stays"):
        (files / name).write_text(f"{name} at first")
    house.take(whole=False)
    (files / "goes").unlink()
    (files / "changes").write_text("changed since!")
    (files / "came").write_text("new")
    difference = house.take(whole=False)
    assert [part.name for part in difference.manifest.parts] == [BLOCKS, "files/2026/came", "files/2026/changes"]
    restored = house.restore(difference.path).home / "files/2026"
    told = {path.name: path.read_text() for path in restored.iterdir()}
    assert told == {
        "came": "new", "changes": "changed since!", "letter.txt": "surat keterangan", "stays": "stays at first",
    }  # fmt: skip


@pytest.mark.whole_country  # a store of the real size
def test_differences_made_while_others_write_come_back_with_all_that_was_acknowledged(
    house: House, writers: list[str]
) -> None:
    house.take(whole=False)
    taken = []
    for _ in range(3):
        before = list(writers)
        taken.append((house.take(whole=False), before))
    assert len(writers) > len(taken[0][1]), "nobody wrote meanwhile"
    for number, (one, acknowledged) in enumerate(taken):
        assert not is_whole(one)
        restored = house.restore(one.path, f"new-{number}")
        with closing(sqlite3.connect(restored.home / "purnadaya.sqlite3")) as found:
            people = {row[0].replace("-", "") for row in found.execute("SELECT id FROM people_person")}
        assert {person.replace("-", "") for person in acknowledged} <= people
        assert restored.inventory.counts == {**one.manifest.inventory.counts, "django_session": 0}


# --- refused ---------------------------------------------------------------------------------


def test_a_difference_without_its_whole_copy_says_which_one_it_needs(house: House) -> None:
    whole, difference = pair(house)
    whole.path.rename(house.folder / whole.path.name)
    assert f"{whole.path.name}, and that one is not beside it" in house.refused(difference.path)


def test_another_whole_copy_under_the_right_name_is_refused(house: House) -> None:
    whole, difference = pair(house)
    other = house.take()
    shutil.copy(other.path, whole.path)
    assert "only has its name" in house.refused(difference.path)


def test_a_difference_in_the_place_of_a_whole_copy_is_refused(house: House) -> None:
    whole, difference = pair(house)
    shutil.copy(difference.path, whole.path)
    assert "only has its name" in house.refused(difference.path)


@pytest.mark.parametrize("share", [0.001, 0.5, 0.999])
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("harm", ["flip", "cut"])
def test_damage_to_either_of_the_pair_is_noticed(house: House, which: int, share: float, harm: str) -> None:
    both = pair(house)
    content = bytearray(both[which].path.read_bytes())
    place = int(len(content) * share)
    content[place] ^= 0xFF
    both[which].path.write_bytes(content if harm == "flip" else content[:place])
    told = house.refused(both[1].path)
    assert "backup" in told
    assert (both[0].path.name in told) == (which == 0)


def parts_of(taken: Taken, folder: Path) -> tuple[Manifest, dict[str, Path]]:
    """What lies in an archive, opened."""
    manifest = opened(taken.path.read_bytes(), folder)
    return manifest, {part.name: folder / "parts" / part.name for part in manifest.parts}


def test_the_blocks_of_another_difference_are_refused_though_well_sealed(house: House) -> None:
    _, first = pair(house)
    house.world.run("kinasih", "people.register_person", **house.world.person("Waginah"))
    second = house.take(whole=False)
    manifest, _ = parts_of(first, house.folder / "first")
    _, others = parts_of(second, house.folder / "second")
    swapped = manifest.model_copy(update={"parts": tuple(part_of(name, path) for name, path in others.items())})
    first.path.write_bytes(sealed(house.folder, swapped, others))
    assert "database.sqlite3 is not what was written" in house.refused(first.path)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"base": Base.model_construct(archive="../secret.key", manifest="0" * 64)}, DAMAGED),
        ({"base": Base.model_construct(archive=A_DIFFERENCE, manifest="0" * 64)}, DAMAGED),
        ({"base": None}, DAMAGED),
        ({"format_version": 1}, DAMAGED),
        ({"parts": ()}, "neither in it nor in the one it rests on"),
        ({"whole": ()}, "There is no database"),
        ({"whole": (Part(name="files/none", size=1, sha256="0" * 64),)}, "neither in it nor in the one it rests on"),
    ],
)  # fmt: skip
def test_a_manifest_that_does_not_fit_is_refused_though_well_sealed(
    house: House, told: dict[str, object], words: str
) -> None:
    _, difference = pair(house)
    manifest, paths = parts_of(difference, house.folder / "opened")
    changed = Manifest.model_construct(**{**dict(manifest), **told})
    raw = changed.model_dump_json(indent=1).encode()
    changed.__class__ = type("Told", (Manifest,), {"as_bytes": lambda self: raw})
    difference.path.write_bytes(sealed(house.folder, changed, paths))
    assert words in house.refused(difference.path)


@pytest.mark.parametrize("place", [0, 0.5])
def test_a_whole_copy_that_changed_where_it_lies_is_noticed_and_the_next_is_whole(house: House, place: float) -> None:
    whole, _ = pair(house)
    assert forget_damaged(house.home) == []
    content = bytearray(whole.path.read_bytes())
    at = int(len(content) * place)
    content[at : at + 4] = bytes(byte ^ 0xFF for byte in content[at : at + 4])
    whole.path.write_bytes(content)
    assert forget_damaged(house.home) == [whole.path]
    assert is_whole(house.take(whole=False))


def test_a_drill_fails_on_a_whole_copy_that_changed_where_it_lies(house: House) -> None:
    whole, _ = pair(house)
    content = whole.path.read_bytes()
    whole.path.write_bytes(content[:-4] + bytes(byte ^ 0xFF for byte in content[-4:]))
    went = drill(Wish(house.home, house.home), [], SECRET, NOW)
    assert f"No longer as they were written: {whole.path.name}" in went.failure
    assert is_whole(house.take(whole=False))


# --- kept ------------------------------------------------------------------------------------


def test_pruning_keeps_what_a_difference_rests_on(house: House) -> None:
    whole, first = pair(house)
    second = house.take(whole=False)
    assert prune(whole.path.parent, ID, NOW + timedelta(hours=1)) == [first.path.name]
    assert house.restore(second.path).archive == second.path


# --- the drill -------------------------------------------------------------------------------


def test_a_drill_restores_a_difference_and_leaves_nothing(house: House) -> None:
    went = drill(Wish(house.home, house.home), [], SECRET, NOW)
    assert went.failure == ""
    assert went.line.partition("archive=")[2].partition(" ")[0].count("+") == 1
    assert list((house.home / "backup-blocks").iterdir()) == []
    assert house.left_over() == []


def test_a_drill_of_copies_that_are_there_restores_the_newest(house: House) -> None:
    _, difference = pair(house)
    went = drill(house.wish(), [KEY], SECRET, NOW, house.folder / "copies")
    assert f"passed of={difference.path.name} rows=" in went.line
    difference.path.write_bytes(b"")
    assert "damaged" in drill(house.wish(), [KEY], SECRET, NOW, house.folder / "copies").failure
    assert house.left_over() == []


def test_restoring_a_difference_into_a_home_with_its_keys_verifies_clean(house: House) -> None:
    _, difference = pair(house)
    shutil.copytree(keyring.folder(), house.folder / "new/keys")
    restored = restore(difference.path, [KEY], house.folder / "new", NOW)
    assert restored.keys_missing == frozenset()
    assert restored.inventory.epoch != difference.manifest.inventory.epoch
