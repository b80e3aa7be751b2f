"""Backups of a real store, made while others write, restored elsewhere."""

from __future__ import annotations

import gzip
import io
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from pysqlite3 import dbapi2 as sqlite

from purnadaya.access import shelf
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.archive import part_of
from purnadaya.office.backup.drilling import SIGNED, drill, signed
from purnadaya.office.backup.pruning import prune
from purnadaya.office.backup.sealing import unseal
from purnadaya.office.backup.taking import Wish, alone_in, take
from tests.backup.archives import KEY, NOW, sealed
from tests.backup.house import ID, SECRET, House
from tests.documents.acts import agrees, attached
from tests.world import World

DATABASE = "purnadaya.sqlite3"
pytestmark = pytest.mark.sqlite_only


def rows_in(store: Path) -> dict[str, int]:
    """Counted once more, by other code than ours."""
    with closing(sqlite.connect(store)) as found:
        names = [name for (name,) in found.execute("SELECT tbl_name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'")]
        return {
            name: found.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in names
            if not name.startswith("sqlite_")
        }


@pytest.mark.whole_country  # a store of the real size
def test_a_backup_made_while_others_write_is_whole_and_of_one_moment(house: House, writers: list[str]) -> None:
    taken, before = [], []
    for _ in range(3):
        before.append(list(writers))
        taken.append(house.take())
    assert writers[len(before[-1]) :], "nobody wrote meanwhile"
    for number, (one, earlier) in enumerate(zip(taken, before, strict=True)):
        plain = house.folder / f"{number}.sqlite3"
        _database_of(one.path, plain)
        with closing(sqlite.connect(plain)) as found:
            people = {row[0].replace("-", "") for row in found.execute("SELECT id FROM people_person")}
            (operations,) = found.execute("SELECT max(seq) FROM journal_operation").fetchone()
        assert {person.replace("-", "") for person in earlier} <= people
        assert rows_in(plain) == one.manifest.inventory.counts
        assert operations == one.manifest.inventory.last_operation


def _database_of(archive: Path, to: Path) -> None:
    """The database in an archive, got out without our own reading of archives."""
    import tarfile

    payload = io.BytesIO()
    unseal(archive, payload, [KEY])
    payload.seek(0)
    with tarfile.open(fileobj=payload, mode="r:gz") as tar:
        content = tar.extractfile("database.sqlite3")
        assert content is not None
        to.write_bytes(content.read())


def test_a_restored_home_holds_what_the_manifest_tells_and_verifies_clean(house: House) -> None:
    taken = house.take()
    restored = house.restore(taken.path)
    told = dict(taken.manifest.inventory.counts)
    assert rows_in(restored.home / DATABASE) == {**told, "django_session": 0}
    assert (restored.home / "files/2026/letter.txt").read_text() == "surat keterangan"
    assert sorted(path.name for path in restored.home.iterdir()) == ["files", DATABASE]
    assert (restored.home / DATABASE).stat().st_mode & 0o077 == taken.path.stat().st_mode & 0o077 == 0


def test_a_restored_home_has_another_epoch_and_nobody_is_signed_in(house: House) -> None:
    house.world.browser("ayu")
    taken = house.take()
    assert taken.manifest.inventory.counts["django_session"] == 1
    restored = house.restore(taken.path)
    assert restored.inventory.epoch != taken.manifest.inventory.epoch
    assert restored.inventory.counts["django_session"] == 0
    assert house.take().manifest.inventory.epoch == taken.manifest.inventory.epoch


def test_no_name_can_be_read_in_a_sealed_backup_and_all_can_in_a_plain_one(house: House) -> None:
    names = [text for name in ("Sari Lestari", "Ginem Rahayu", "Wulan Kinasih", "surat keterangan") for text in
             (name.encode(), name.encode("utf-16-le"))]  # fmt: skip
    closed, open_to_all = house.take().path, house.take(plain=True).path
    clear = gzip.decompress(open_to_all.read_bytes()[:-32])
    assert [name for name in names if name in closed.read_bytes()] == []
    assert [name for name in names[::2] if name not in clear] == []


def test_no_key_and_no_secret_lies_in_a_backup(house: House) -> None:
    taken = house.take(plain=True)
    assert [part.name for part in taken.manifest.parts] == ["database.sqlite3", "files/2026/letter.txt"]
    clear = gzip.decompress(taken.path.read_bytes()[:-32])
    assert SECRET.encode() not in clear
    assert b"kunci organisasi" not in clear


@pytest.mark.parametrize(("secret", "told"), [(None, "missing"), (SECRET, "right"), ("another", "other")])
def test_restoring_tells_whether_the_right_secret_is_there(house: House, secret: str | None, told: str) -> None:
    (house.folder / "new").mkdir(parents=True)
    if secret:
        (house.folder / "new/secret.key").write_text(secret + "\n")
    assert house.restore(house.take().path).secret == told


def test_without_the_key_ring_a_store_comes_back_and_says_which_keys_it_needs(house: House) -> None:
    from purnadaya.access import keyring

    (house.folder / "new/keys").mkdir(parents=True)
    restored = house.restore(house.take().path)
    assert restored.keys_missing == keyring.ring().keys()
    assert restored.inventory.counts["people_person"] == 4


def test_the_key_ring_put_into_the_new_home_is_the_one_that_counts(house: House) -> None:
    from purnadaya.access import keyring

    shutil.copytree(keyring.folder(), house.folder / "new/keys")
    assert house.restore(house.take().path).keys_missing == frozenset()


@pytest.mark.parametrize("name", [DATABASE, "files", "notes.txt"])
def test_a_home_that_is_not_empty_is_left_as_it_is(house: House, name: str) -> None:
    (house.folder / "new").mkdir()
    (house.folder / "new" / name).write_text("mine")
    with pytest.raises(BackupRefused, match="is not empty"):
        house.restore(house.take().path)
    assert [(path.name, path.read_text()) for path in (house.folder / "new").iterdir()] == [(name, "mine")]


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.999])
@pytest.mark.parametrize("harm", ["flip", "cut"])
def test_a_damaged_backup_leaves_no_home_behind(house: House, share: float, harm: str) -> None:
    archive = house.take().path
    content = bytearray(archive.read_bytes())
    place = int(len(content) * share)
    if harm == "flip":
        content[place] ^= 0xFF
    archive.write_bytes(content if harm == "flip" else content[:place])
    assert "backup" in house.refused(archive)


def changed(house: House, statement: str, **manifest: object) -> Path:
    """A backup, well sealed, whose database was changed by this statement."""
    store = house.folder / "changed.sqlite3"
    taken = house.take()
    _database_of(taken.path, store)
    with closing(sqlite.connect(store, isolation_level=None)) as found:
        found.execute("PRAGMA writable_schema=ON")
        found.execute(statement)
    parts = {"database.sqlite3": store}
    told = taken.manifest.model_copy(update={"parts": (part_of("database.sqlite3", store),), **manifest})
    taken.path.write_bytes(sealed(house.folder, told, parts))
    return taken.path


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM places_hamlet", "places_hamlet"),
        ("DELETE FROM places_area WHERE level = 1", "points to nothing"),
        ("UPDATE people_person SET name = 'Someone Else'", "people.match_log"),
        ("DROP TRIGGER journal_operation_no_delete", "journal.guarded"),
        ("DROP TABLE journal_operation", "not one of Purnadaya"),
        ("DELETE FROM django_migrations WHERE name = '0006_epoch'", "migrations differs"),
        ("UPDATE journal_epoch SET id = '01a20d34ffff70d5abe8702e5bf248af'", "epoch differs"),
    ],
)
def test_a_store_that_does_not_add_up_is_refused_though_well_sealed(house: House, statement: str, words: str) -> None:
    assert words in house.refused(changed(house, statement))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"vendor": "oracle"}, "oracle"),
        ({"vendor": "postgresql"}, "PURNADAYA_DATABASE means sqlite"),
        ({"purnadaya": "99.0"}, "newer"),
    ],
)
def test_what_this_version_cannot_restore_is_refused(house: House, told: dict[str, object], words: str) -> None:
    assert words in house.refused(changed(house, "SELECT 1", **told))


def test_a_damaged_store_is_not_copied_over_good_copies(house: House) -> None:
    good = house.take().path
    connection.close()
    store = Path(settings.DATABASES["default"]["NAME"])
    with store.open("r+b") as file:
        file.seek(store.stat().st_size // 2)
        file.write(b"x" * 40_000)
    with pytest.raises(BackupRefused, match="The database is damaged"):
        house.take()
    assert list((house.folder / "copies").iterdir()) == [good]
    assert house.left_over() == []


def test_what_a_killed_backup_left_is_removed_by_the_next(house: House) -> None:
    taken = house.take()
    (house.home / ".backup-killed").mkdir()
    (house.home / ".backup-killed/database.sqlite3").write_text("half")
    (taken.path.parent / f".purnadaya-{ID}-2026-11-24T030000Z.tar.gz.age.part").write_text("half")
    house.take()
    assert house.left_over() == []


def test_two_backups_at_once_do_not_disturb_each_other(house: House) -> None:
    import fcntl

    with (house.home / "backup.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BackupRefused, match="running just now"):
            house.take()
    house.take()


def test_pruning_removes_only_our_own_old_archives(house: House) -> None:
    kept = house.take().path
    old = kept.with_name(f"purnadaya-{ID}-2026-09-01T030000Z.tar.gz.age")
    for path in (old, kept.with_name("notes.txt"), kept.with_name("purnadaya.sqlite3")):
        path.write_text("")
    assert prune(kept.parent, ID, NOW + timedelta(hours=1)) == [old.name]
    assert {path.name for path in kept.parent.iterdir()} == {kept.name, "notes.txt", "purnadaya.sqlite3"}


def test_a_backup_is_not_left_open_by_mistake(house: House) -> None:
    with pytest.raises(BackupRefused, match="Nobody is named"):
        take(Wish(house.home, house.folder / "copies"), SECRET, NOW)
    assert not (house.folder / "copies").exists()


@pytest.mark.parametrize("identities", [[], [KEY]])
def test_a_drill_passes_and_signs_its_line(house: House, identities: list[object]) -> None:
    wish = Wish(house.home, house.home, (KEY.to_public(),))
    went = drill(wish, identities, SECRET, NOW)
    assert went.failure == ""
    assert " passed rows=" in went.line
    assert (house.home / "drills.log").read_text() == went.line + "\n"
    assert signed(went.line.partition(SIGNED)[0], SECRET) == went.line
    assert signed(went.line.partition(SIGNED)[0], "another") != went.line
    assert house.left_over() == []


def test_a_drill_of_a_store_that_does_not_add_up_fails(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(settings.HOME / "keys", house.home / "keys", dirs_exist_ok=True)
    monkeypatch.setattr(settings, "HOME", house.home)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET name = 'Someone Else'")
    with pytest.raises(CommandError, match=r"people.match_log"):
        call_command("drill", stdout=io.StringIO())
    assert " failed why=" in (house.home / "drills.log").read_text()


def test_a_drill_without_the_key_ring_fails(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOME", house.home)
    assert "ring keys are not here" in drill(Wish(house.home, house.home), [], SECRET, NOW).failure


def test_a_drill_with_the_wrong_key_fails(house: House) -> None:
    from pyrage.x25519 import Identity

    went = drill(Wish(house.home, house.home, (Identity.generate().to_public(),)), [KEY], SECRET, NOW)
    assert "made for another key" in went.failure


def test_files_of_documents_come_back_as_they_were_and_are_looked_at(house: House) -> None:
    shutil.copytree(Path(settings.HOME, "keys"), house.home / "keys", dirs_exist_ok=True)
    consent = agrees(house.world)
    document = attached(house.world, consent)
    shutil.copytree(settings.FILES, house.home / "files", dirs_exist_ok=True)
    taken = house.take()
    home = house.restore(taken.path).home
    for part in ("content", "small"):
        name = shelf.path_of(document.name, part).name
        assert (home / "files" / name).read_bytes() == (Path(settings.FILES) / name).read_bytes()
    (house.home / "files" / document.name).write_bytes(b"another file")
    shutil.rmtree(home)
    assert "documents.shelf_whole" in house.refused(house.take().path)


def test_while_a_backup_copies_no_file_goes_and_the_next_sweep_takes_it(own_store: World) -> None:
    document = attached(own_store, agrees(own_store))
    with alone_in(Path(settings.HOME), ".backup-"):
        own_store.run("ayu", "documents.remove_document", base=1, document=document.id, reason="blurred")
        assert shelf.path_of(document.name).exists()
    with time_machine.travel(SYSTEM_CLOCK.now() + timedelta(hours=1)):
        assert shelf.sweep() == 1
    assert not shelf.path_of(document.name).exists()
    assert not shelf.path_of(document.name, "small").exists()
