"""Two homes that copy into one folder."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.drilling import drill
from purnadaya.office.backup.joining import newest_in
from purnadaya.office.backup.pruning import prune, take_and_prune
from purnadaya.office.backup.taking import Taken, home_id, take
from tests.backup.archives import KEY, NOW
from tests.backup.house import ID, SECRET, House

pytestmark = pytest.mark.sqlite_only

NEIGHBOUR = "rahasia rumah sebelah"


def both(house: House) -> tuple[Taken, Taken]:
    """A copy of this home, and one that the neighbour made later."""
    own = house.take()
    return own, take(house.wish(whole=True), NEIGHBOUR, NOW + timedelta(minutes=5))


def test_pruning_leaves_the_copies_of_the_other_home(house: House) -> None:
    own, neighbours = both(house)
    newer = [take_and_prune(house.wish(whole=True), SECRET, NOW + timedelta(days=days))[0] for days in (40, 41)]
    left = {path.name for path in own.path.parent.iterdir()}
    assert left == {neighbours.path.name, *(one.path.name for one in newer)}
    assert prune(own.path.parent, home_id(NEIGHBOUR), NOW + timedelta(days=41)) == []


def test_what_the_other_home_is_just_writing_stays(house: House) -> None:
    writing = house.take().path.with_name(f".purnadaya-{home_id(NEIGHBOUR)}-2026-11-24T030000Z.tar.gz.age.part")
    writing.write_text("half")
    house.take()
    assert writing.read_text() == "half"


def test_a_folder_of_two_homes_is_refused_unless_it_is_clear_whose_is_meant(house: House) -> None:
    own, neighbours = both(house)
    told = house.refused(own.path.parent)
    assert "backups of several homes" in told
    assert own.path.name in told
    assert neighbours.path.name in told
    assert house.restore(own.path).archive == own.path


def test_the_secret_in_the_new_home_says_whose_copy_is_meant(house: House) -> None:
    own, _ = both(house)
    (house.folder / "new").mkdir()
    (house.folder / "new/secret.key").write_text(SECRET)
    restored = house.restore(own.path.parent)
    assert (restored.archive, restored.secret) == (own.path, "right")


def test_a_drill_of_a_folder_of_two_homes_tries_the_own_copy(house: House) -> None:
    own, _ = both(house)
    went = drill(house.wish(), [KEY], SECRET, NOW, own.path.parent)
    assert f"passed of={own.path.name}" in went.line


def test_a_difference_never_rests_on_the_copy_of_the_other_home(house: House) -> None:
    both(house)
    own = house.take(whole=False)
    assert own.manifest.base is None or ID in own.manifest.base.archive


def test_a_stranger_with_another_secret_is_not_taken_for_either(house: House) -> None:
    own, _ = both(house)
    with pytest.raises(BackupRefused, match="several homes"):
        newest_in(own.path.parent, home_id("rahasia orang lain"))


def test_a_copy_from_before_homes_were_told_apart_restores(house: House, tmp_path: Path) -> None:
    own = house.take()
    old = own.path.rename(own.path.with_name("purnadaya-2026-11-24T030000Z.tar.gz.age"))
    assert house.restore(old.parent).archive == old
