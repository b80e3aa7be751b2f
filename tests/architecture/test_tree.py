"""What is committed holds on every machine."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.architecture import checks


def test_no_committed_file_knows_the_machine_it_was_made_on() -> None:
    if not (checks.ROOT / ".git").exists():
        pytest.skip("not a clone")
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=checks.ROOT, text=True).split("\0")
    files = [checks.ROOT / name for name in names if name]
    checks.must_be_none(checks.machine_traces(path for path in files if path.is_file()))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("--extra-" + "index-url http://localhost", "address of a registry"),
        ("see https://files." + "pythonhosted.org/packages/x", "address of a registry"),
        ('"resolved"' + ': "https://example.org/x.tgz"', "address of a registry"),
        ("cd /" + "work/main", "path of a machine"),
        ('HOME = "/' + 'root/purnadaya"', "path of a machine"),
    ],
)
def test_a_trace_of_one_machine_is_found(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "notes.txt").write_text(text)
    assert checks.machine_traces([tmp_path / "notes.txt"]) == [f"notes.txt: {fault}"]


def test_ordinary_addresses_and_paths_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("https://fsf.org/ 'network/' /home/sari docs/work/main --no-emit-index-url")
    assert checks.machine_traces([tmp_path / "notes.txt"]) == []
