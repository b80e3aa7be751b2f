"""Backups of a PostgreSQL database: dumped from one snapshot, restored into an empty one, refused in words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections

from purnadaya.access import keyring
from purnadaya.journal import verifying
from purnadaya.office.backup import BackupRefused, postgresql_programs
from purnadaya.office.backup.archive import part_of
from purnadaya.office.backup.drilling import drill
from purnadaya.office.backup.postgresql_programs import program_for
from purnadaya.office.backup.restoring import Restored, restore
from purnadaya.office.backup.taking import Taken, Wish
from tests import stores
from tests.backup.archives import KEY, NOW, opened, sealed
from tests.backup.house import SECRET, House
from tests.served import Server
from tests.world import World

pytestmark = pytest.mark.postgresql_only

PASSWORD = "rahasia sekali"


@contextmanager
def empty_database(owner: str = "") -> Iterator[str]:
    """A database with nothing in it, named by the setting meanwhile."""
    name, former = f"purnadaya_test_{uuid4().hex[:12]}", stores.name_here()
    stores._order(f"CREATE DATABASE {name} TEMPLATE template0" + (f" OWNER {owner}" if owner else ""))
    stores.use(name)
    connections.close_all()
    try:
        yield name
    finally:
        stores.drop(name)
        stores.use(former)


@contextmanager
def role(*may: str) -> Iterator[str]:
    """Somebody who may log in, and what else is named; the process speaks to the server as her."""
    name = f"tester_{uuid4().hex[:12]}"
    stores._order(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}' {' '.join(may)}")
    try:
        yield name
    finally:
        stores._order(f"DROP OWNED BY {name} CASCADE")
        stores._order(f"DROP ROLE {name}")


@contextmanager
def speaking_as(name: str) -> Iterator[None]:
    former = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connections.close_all()
    connection.settings_dict.update(USER=name, PASSWORD=PASSWORD)
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict.update(former)


def left_on_server() -> list[str]:
    with psycopg.connect(stores.ADDRESS) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'purnadaya!_drill%' ESCAPE '!'")
        return [name for (name,) in rows]


def tables_here() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def names_here() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_person")
        return {name for (name,) in cursor.fetchall()}


def restored_elsewhere(house: House, taken: Taken, name: str = "new") -> Restored:
    """In an empty database; the one of the setting when this is called."""
    return restore(taken.path, [KEY], house.folder / name, NOW + timedelta(hours=1))


def test_a_backup_made_while_others_write_comes_back_with_all_that_was_acknowledged(
    house: House, writers: list[str]
) -> None:
    taken = []
    for _ in range(2):
        before = list(writers)
        taken.append((house.take(), before))
    assert len(writers) > len(taken[0][1]), "nobody wrote meanwhile"
    for number, (one, acknowledged) in enumerate(taken):
        with empty_database():
            restored = restored_elsewhere(house, one, f"new-{number}")
            told = one.manifest.inventory
            assert restored.inventory.counts == {**told.counts, "django_session": 0}
            assert restored.inventory.epoch != told.epoch
            with connection.cursor() as cursor:
                cursor.execute("SELECT id FROM people_person")
                assert set(acknowledged) <= {str(person) for (person,) in cursor.fetchall()}
            assert [one for one in verifying.findings() if not one.clean] == []


def test_files_come_back_into_the_new_home_and_no_database_lies_there(house: House) -> None:
    taken = house.take()
    assert [part.name for part in taken.manifest.parts] == ["database.dump", "files/2026/letter.txt"]
    with empty_database():
        restored = restored_elsewhere(house, taken)
        assert [path.name for path in restored.home.iterdir()] == ["files"]
        assert (restored.home / "files/2026/letter.txt").read_text() == "surat keterangan"


def test_every_copy_of_postgresql_is_whole(house: House) -> None:
    assert [house.take(whole=False).manifest.base for _ in range(2)] == [None, None]


def test_a_database_that_is_not_empty_is_left_as_it_is(house: House) -> None:
    taken = house.take()
    house.world.run("kinasih", "people.register_person", **house.world.person("Tumirah"))
    with pytest.raises(BackupRefused, match="is not empty"):
        restored_elsewhere(house, taken)
    assert "Tumirah" in names_here()
    with empty_database() as name, connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        with pytest.raises(BackupRefused, match=f"{name} is not empty"):
            restored_elsewhere(house, taken)


def test_an_owner_who_is_no_superuser_can_restore(house: House) -> None:
    taken = house.take()
    with role() as name, empty_database(owner=name), speaking_as(name):
        assert restored_elsewhere(house, taken).inventory.last_operation == taken.manifest.inventory.last_operation


def changed(house: House, taken: Taken, content: bytes | None = None, **told: object) -> Path:
    """The same backup, well sealed, with another dump or manifest."""
    opened(taken.path.read_bytes(), house.folder / "opened")
    paths = {part.name: house.folder / "opened/parts" / part.name for part in taken.manifest.parts}
    if content is not None:
        paths["database.dump"].write_bytes(content)
    manifest = taken.manifest.model_copy(
        update={"parts": tuple(part_of(name, path) for name, path in paths.items()), **told}
    )
    taken.path.write_bytes(sealed(house.folder, manifest, paths))
    return taken.path


def refused_leaving_nothing(house: House, archive: Path) -> str:
    with empty_database():
        with pytest.raises(BackupRefused) as caught:
            restore(archive, [KEY], house.folder / "new", NOW)
        assert tables_here() == []
        assert not (house.folder / "new").exists()
    return str(caught.value)


@pytest.mark.parametrize("content", [b"", b"PGDMP", b"SELECT 1;", bytes(3000)])
def test_a_dump_that_is_none_is_refused_and_nothing_stays(house: House, content: bytes) -> None:
    assert "pg_restore could not do it" in refused_leaving_nothing(house, changed(house, house.take(), content))


def test_a_dump_cut_off_in_the_middle_is_refused_and_nothing_stays(house: House) -> None:
    taken = house.take()
    opened(taken.path.read_bytes(), house.folder / "whole")
    dump = (house.folder / "whole/parts/database.dump").read_bytes()
    told = refused_leaving_nothing(house, changed(house, taken, dump[: len(dump) // 2]))
    assert "pg_restore could not do it" in told


def test_a_store_that_does_not_add_up_is_refused_and_nothing_stays(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET name = 'Someone Else'")
    shutil.copytree(keyring.folder(), house.home / "keys", dirs_exist_ok=True)
    told = refused_leaving_nothing(house, house.take().path)
    assert "people.match_log" in told
    assert "Someone Else" not in told


def test_other_counts_than_the_manifest_tells_are_refused(house: House) -> None:
    taken = house.take()
    inventory = taken.manifest.inventory
    more = inventory.model_copy(update={"counts": {**inventory.counts, "people_person": 99}})
    told = refused_leaving_nothing(house, changed(house, taken, inventory=more))
    assert "people_person: 99 in the manifest" in told


def test_a_backup_of_the_other_database_is_refused(house: House) -> None:
    told = refused_leaving_nothing(house, changed(house, house.take(), vendor="sqlite"))
    assert "PURNADAYA_DATABASE means postgresql" in told


def test_a_drill_restores_into_a_database_of_its_own_and_drops_it(house: House) -> None:
    former = stores.name_here()
    went = drill(Wish(house.home, house.home), [], SECRET, NOW)
    assert went.failure == ""
    assert left_on_server() == []
    assert stores.name_here() == former
    assert house.left_over() == []


def test_a_drill_by_somebody_who_may_make_no_database_is_refused_in_words(house: House) -> None:
    former = stores.name_here()
    with role() as name:
        stores._order(f"GRANT ALL ON DATABASE {former} TO {name}")
        with psycopg.connect(stores.ADDRESS, dbname=former, autocommit=True) as server:
            server.execute(f"GRANT pg_read_all_data TO {name}")  # type: ignore[arg-type]
        with speaking_as(name):
            went = drill(Wish(house.home, house.home), [], SECRET, NOW)
        stores._order(f"REVOKE ALL ON DATABASE {former} FROM {name}")
    assert "may not make a database" in went.failure
    assert left_on_server() == []


def test_a_drill_of_a_store_that_does_not_add_up_fails_and_drops_its_database(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET name = 'Someone Else'")
    assert "people.match_log" in drill(Wish(house.home, house.home), [], SECRET, NOW).failure
    assert left_on_server() == []


def test_an_operator_backs_up_drills_and_restores_by_the_command_line(cast: World, tmp_path: Path) -> None:
    with Server.on_copy_of(stores.name_here(), tmp_path / "home") as server, empty_database() as name:
        key, new = str(tmp_path / "key"), tmp_path / "new"
        made = server.run("backup-keys", "new", key)
        (server.home / "backup-recipients.txt").write_text(made.stdout)
        for words in (["backup"], ["drill", "--identity", key], ["drill", "--identity", key, "--of",
                                                                  str(server.home / "backups")]):  # fmt: skip
            went = server.run(*words)
            assert went.returncode == 0, went.stderr
        assert "is not empty" in server.run("restore", str(server.home / "backups"), "--identity", key, "--into",
                                            str(new)).stderr  # fmt: skip
        new.mkdir()
        shutil.copytree(server.home / "keys", new / "keys")
        shutil.copy(server.home / "secret.key", new)
        there = Server(tmp_path / "operator", name)
        there.home.mkdir()
        told = there.run("restore", str(server.home / "backups"), "--identity", key, "--into", str(new))
        assert told.returncode == 0, told.stderr
        assert "The secret.key in it is the one this backup belongs to." in told.stdout
        assert Server(new, name).run("verify").returncode == 0
    assert left_on_server() == []


def test_a_server_that_does_not_answer_is_told_in_words(cast: World, tmp_path: Path) -> None:
    with Server.on_copy_of(stores.name_here(), tmp_path / "home") as server:
        made = server.run("backup-keys", "new", str(tmp_path / "key"))
        (server.home / "backup-recipients.txt").write_text(made.stdout)
        assert server.run("backup").returncode == 0
        there = Server(server.home, "purnadaya_that_is_not_there")
        restoring = ("restore", str(server.home / "backups"), "--identity", str(tmp_path / "key"), "--into",
                     str(tmp_path / "new"))  # fmt: skip
        for words in (("backup",), ("drill",), ("restored",), restoring):
            told = there.run(*words)
            assert told.returncode == 1
            assert "does not exist" in told.stderr
            assert "Traceback" not in told.stderr
        assert not (tmp_path / "new").exists()


# --- PostgreSQL's programs -------------------------------------------------------------------


def program(folder: Path, version: str, told: str = "") -> Path:
    """A programme that says it is of this version, and otherwise complains and tells what it was given."""
    path = folder / version / "bin" / "pg_dump"
    path.parent.mkdir(parents=True)
    path.write_text(f"""#!/bin/sh
if [ "$1" = --version ]; then echo "pg_dump (PostgreSQL) {version}.4"; exit; fi
echo "$@" > {folder}/words; echo "$PGPASSWORD" > {folder}/password
echo "pg_dump: error: {told or "no such day"}" >&2; exit 1
""")
    path.chmod(0o700)
    return path


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of Debian's, with nothing on the path."""
    monkeypatch.setattr(postgresql_programs, "FOLDERS", str(tmp_path / "versions"))
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    (tmp_path / "versions").mkdir()
    return tmp_path / "versions"


def test_the_oldest_programme_that_is_not_older_than_the_server_is_taken(versions: Path) -> None:
    places = {version: program(versions, version) for version in ("13", "15", "16", "17")}
    assert program_for("pg_dump", 15) == places["15"]
    assert program_for("pg_dump", 14) == places["15"]


@pytest.mark.parametrize(("there", "words"), [(["9", "13"], "only version 13 is here"), ([], "there is none here")])
def test_a_programme_older_than_the_server_is_refused_in_words(versions: Path, there: list[str], words: str) -> None:
    for version in there:
        program(versions, version)
    with pytest.raises(BackupRefused, match=words) as caught:
        program_for("pg_dump_15" if not there else "pg_dump", 15)
    assert "apt install postgresql-client-15" in str(caught.value)


def test_a_password_is_told_by_no_word_and_no_refusal(house: House, versions: Path) -> None:
    program(versions, "99")
    with role("SUPERUSER") as name, speaking_as(name), pytest.raises(BackupRefused, match="no such day") as caught:
        house.take()
    assert PASSWORD not in str(caught.value) + (versions / "words").read_text()
    assert (versions / "password").read_text().strip() == PASSWORD


def test_what_a_table_holds_is_told_by_no_refusal(house: House, versions: Path) -> None:
    program(versions, "99", 'COPY failed for table "people_person": invalid input: "Ginem Rahayu"')
    with pytest.raises(BackupRefused) as caught:
        house.take()
    assert "Ginem" not in str(caught.value)


# --- what can be read ------------------------------------------------------------------------


def test_no_name_can_be_read_in_a_sealed_backup(house: House) -> None:
    body = house.world.person("Kenari Kuning Sekali", phone="+6281234567890", nik="3276055708900002", whose="own",
                              birth="1990-08-17")  # fmt: skip
    house.world.run("kinasih", "people.register_person", **body)
    taken = house.take()
    closed = taken.path.read_bytes()
    assert [text for text in ("Kenari Kuning", "81234567890", "3276055708900002") if text.encode() in closed] == []
    opened(closed, house.folder / "clear")
    clear = (house.folder / "clear/parts/database.dump").read_bytes()
    assert b"Kenari Kuning" in clear, "looked for in the wrong shape"
    assert [text for text in ("81234567890", "3276055708900002") if text.encode() in clear] == []
    assert [path for path in house.home.rglob("*") if "dump" in path.name] == []
