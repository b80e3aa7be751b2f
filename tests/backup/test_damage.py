"""A damaged, cut off or foreign archive is refused in words, whatever the damage."""

from __future__ import annotations

import hashlib
import io
import itertools
import tarfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyrage.x25519 import Identity

from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.archive import Packing, whole_file
from purnadaya.office.backup.manifest import Part, refuse_newer
from tests.backup.archives import KEY, manifest_of, opened, sealed, small_parts

Damage = Callable[[bytes], bytes]
one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
_numbers = itertools.count()

pytestmark = pytest.mark.sqlite_only


def small(folder: Path, *, plain: bool = False) -> bytes:
    parts = small_parts(folder)
    return sealed(folder, manifest_of(parts), parts, plain=plain)


def refused(archive: bytes, folder: Path, identities: list[Identity] | None = None) -> str:
    """The words with which it was refused."""
    with pytest.raises(BackupRefused) as caught:
        opened(archive, folder / str(next(_numbers)), identities)
    return str(caught.value)


@pytest.mark.parametrize("plain", [False, True])
def test_an_archive_that_is_whole_gives_back_every_byte(tmp_path: Path, plain: bool) -> None:
    opened(small(tmp_path, plain=plain), tmp_path / "new")
    assert (tmp_path / "new/parts/database.sqlite3").read_bytes() == b"Ginem Rahayu " * 20
    assert (tmp_path / "new/parts/files/letter.txt").read_bytes() == b"Ginem Rahayu " * 20


@pytest.mark.parametrize("plain", [False, True])
def test_every_single_flipped_byte_is_noticed(tmp_path: Path, plain: bool) -> None:
    archive = small(tmp_path, plain=plain)
    for place in range(len(archive)):
        flipped = bytearray(archive)
        flipped[place] ^= 1 << place % 8
        assert refused(bytes(flipped), tmp_path).endswith(".")


@pytest.mark.parametrize("plain", [False, True])
def test_every_length_at_which_it_may_be_cut_off_is_noticed(tmp_path: Path, plain: bool) -> None:
    archive = small(tmp_path, plain=plain)
    for length in range(len(archive)):
        assert "backup" in refused(archive[:length], tmp_path)


def test_any_other_bytes_in_any_place_are_noticed(tmp_path: Path) -> None:
    archive = small(tmp_path)

    @settings(deadline=None)
    @given(st.floats(0, 1), st.floats(0, 1), st.binary(max_size=200))
    def harm(begin: float, end: float, content: bytes) -> None:
        first, last = sorted(int(share * len(archive)) for share in (begin, end))
        harmed = archive[:first] + content + archive[last:]
        if harmed != archive:
            assert "backup" in refused(harmed, tmp_path)

    harm()


@one_folder
@given(st.binary(max_size=3000))
def test_any_bytes_sealed_for_us_that_are_no_backup_are_refused(tmp_path: Path, content: bytes) -> None:
    assert "backup" in refused(pyrage.encrypt(content, [KEY.to_public()]), tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + bytes(300), b"SQLite format 3\0" + bytes(3000)])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "backup" in refused(content, tmp_path)


def test_another_key_and_no_key_are_told_apart_from_damage(tmp_path: Path) -> None:
    archive = small(tmp_path)
    assert "made for another key" in refused(archive, tmp_path, [Identity.generate()])
    assert "--identity FILE" in refused(archive, tmp_path, [])


def test_a_format_of_later_years_is_refused_with_its_number(tmp_path: Path) -> None:
    parts = small_parts(tmp_path)
    assert "format 3" in refused(
        sealed(tmp_path, manifest_of(parts).model_copy(update={"format_version": 3}), parts), tmp_path
    )


@pytest.mark.parametrize(("version", "known"), [("0.0.9", {"journal.0001"}), ("0.1.0", set())])
def test_a_backup_of_a_newer_version_is_refused(tmp_path: Path, version: str, known: set[str]) -> None:
    manifest = manifest_of({})
    made = manifest.model_copy(
        update={"inventory": manifest.inventory.model_copy(update={"migrations": ("journal.0001",)})}
    )
    with pytest.raises(BackupRefused, match="newer than this one"):
        refuse_newer(made, version, known)
    refuse_newer(made, "0.10.0", {"journal.0001"})


@pytest.mark.parametrize(
    "name", ["../secret.key", "/etc/passwd", "files/../../x", "keys/ring", "files/./x", "a\0b", ""]
)
def test_a_part_that_would_lie_outside_the_home_is_refused(tmp_path: Path, name: str) -> None:
    parts = small_parts(tmp_path)
    outside = Part.model_construct(name=name, size=0, sha256=hashlib.sha256().hexdigest())
    archive = sealed(
        tmp_path, manifest_of({}).model_copy(update={"parts": (outside,)}), parts | {name: Path("/dev/null")}
    )
    assert "damaged" in refused(archive, tmp_path)


@pytest.mark.parametrize("told", ["more", "less", "other", "bigger"])
def test_an_archive_that_differs_from_its_manifest_is_refused(tmp_path: Path, told: str) -> None:
    parts = small_parts(tmp_path)
    manifest = manifest_of(parts)
    first, second = manifest.parts
    written = {
        "more": (first, second, first.model_copy(update={"name": "files/more"})),
        "less": (first,),
        "other": (first, second.model_copy(update={"name": "files/other"})),
        "bigger": (first, second.model_copy(update={"size": second.size + 1})),
    }[told]
    assert "damaged" in refused(pyrage.encrypt(_tar(manifest.as_bytes(), written), [KEY.to_public()]), tmp_path)


def _tar(manifest: bytes, members: tuple[Part, ...]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, content in [
            ("manifest.json", manifest),
            *((p.name, (b"Ginem Rahayu " * 30)[: p.size]) for p in members),
        ]:
            head = tarfile.TarInfo(name)
            head.size = len(content)
            tar.addfile(head, io.BytesIO(content))
    return out.getvalue()


def test_a_link_in_the_place_of_a_part_is_refused(tmp_path: Path) -> None:
    parts = small_parts(tmp_path)
    manifest, out = manifest_of(parts), io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        head = tarfile.TarInfo("manifest.json")
        head.size = len(manifest.as_bytes())
        tar.addfile(head, io.BytesIO(manifest.as_bytes()))
        link = tarfile.TarInfo("database.sqlite3")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert "damaged" in refused(pyrage.encrypt(out.getvalue(), [KEY.to_public()]), tmp_path)


def test_a_file_that_changes_while_it_is_copied_stops_the_backup(tmp_path: Path) -> None:
    parts = small_parts(tmp_path)
    packing = Packing(manifest_of(parts), parts)
    parts["files/letter.txt"].write_bytes(b"Ginem Rahaya " * 20)
    with pytest.raises(BackupRefused, match=r"letter.txt changed"):
        list(iter(packing.read, b""))


def test_a_file_that_could_not_be_written_to_its_end_is_not_there_at_all(tmp_path: Path) -> None:
    def write_half() -> None:
        with whole_file(tmp_path / "archive") as out:
            out.write(b"half")
            assert not (tmp_path / "archive").exists()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert list(tmp_path.iterdir()) == []
