"""An app imports the floors below it and points to them; what breaks that is found, wherever it hides."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture import checks

CONFIG = (checks.ROOT / ".importlinter").read_text(encoding="utf-8")
FLOORS, ROOMS, PURE, TABLES = "Floors:", "Rooms:", "Pure:", "Tables:"


def lint(folder: Path) -> str:
    """What import-linter says of the source in ``folder``; nothing when every contract is kept."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source and its contracts, to plant faults in."""
    shutil.copytree(checks.SOURCE, tmp_path / "src/purnadaya", ignore=_all_but_code)
    shutil.copy(checks.ROOT / ".importlinter", tmp_path)
    return tmp_path


def _all_but_code(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if Path(folder, name).is_file() and not name.endswith(".py")]


def test_every_contract_between_apps_and_rooms_is_kept() -> None:
    if said := lint(checks.ROOT):
        pytest.fail(said, pytrace=False)


@pytest.mark.parametrize(
    ("file", "line", "contract", "edge"),
    [
        ("places/queries.py", "import purnadaya.people.queries", FLOORS, "places.queries -> purnadaya.people.queries"),
        ("journal/queries.py", "import purnadaya.ui.words", FLOORS, "journal.queries -> purnadaya.ui.words"),
        ("access/gate.py", "def f():\n    import purnadaya.office.forms", FLOORS, "access.gate -> purnadaya.office"),
        ("extra/__init__.py", "", FLOORS, "extra"),
        (
            "groups/queries/__init__.py",
            "import purnadaya.imports.reading",
            FLOORS,
            "groups.queries -> purnadaya.imports",
        ),
        ("imports/reading/cells.py", "from django.utils import timezone", PURE, "imports.reading.cells -> django"),
        ("kernel/ids.py", "from django.conf import settings", PURE, "kernel.ids -> django"),
        ("people/rules/__init__.py", "from django.utils import timezone", PURE, "people.rules -> django"),
        ("people/rules/__init__.py", "import purnadaya.access.models", PURE, "access.models -> django"),
        ("people/models.py", "import purnadaya.people.commands", ROOMS, "models -> purnadaya.people.commands"),
        ("people/queries.py", "import purnadaya.people.office", ROOMS, "queries -> purnadaya.people.office"),
        ("people/helpers.py", "", ROOMS, "helpers"),
        ("office/views/home.py", "import purnadaya.people.models", TABLES, "views.home -> purnadaya.people.models"),
        ("people/office/urls.py", "import purnadaya.people.models", TABLES, "office.urls -> purnadaya.people.models"),
    ],
    ids=lambda value: str(value).partition("\n")[0],
)
def test_an_import_that_breaks_a_contract_is_found(copy: Path, file: str, line: str, contract: str, edge: str) -> None:
    path = copy / "src/purnadaya" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")

    found = lint(copy)

    (verdict,) = [row for row in found.splitlines() if row.startswith(contract) and row.endswith(("KEPT", "BROKEN"))]
    assert verdict.endswith("BROKEN")
    assert edge in found


def test_the_contracts_name_every_app_of_the_settings() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("purnadaya.")}
    assert ours <= checks.floors_of(CONFIG).keys()


def test_foreign_keys_point_down_or_stay_at_home() -> None:
    checks.must_be_none(checks.upward_pointers(checks.pointers(apps.get_models()), checks.floors_of(CONFIG)))


@isolate_apps("purnadaya.places", "purnadaya.journal")
def test_a_foreign_key_that_points_up_or_sideways_is_found() -> None:
    class Area(models.Model):
        person = models.ForeignKey("people.Person", on_delete=models.PROTECT)
        home = models.ForeignKey("self", on_delete=models.PROTECT)

        class Meta:
            app_label = "places"

    class Note(models.Model):
        area = models.ForeignKey(Area, on_delete=models.PROTECT)
        users = models.ManyToManyField("ui.Picture")

        class Meta:
            app_label = "journal"

    found = checks.upward_pointers(checks.pointers([Area, Note]), checks.floors_of(CONFIG))

    assert found == ["places.Area.person points to people", "journal.Note.users points to ui"]
