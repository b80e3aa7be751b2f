"""A domain app has the agreed rooms and no others, and each room keeps to its own work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import checks

DOMAIN_APPS = checks.domain_apps(checks.SOURCE)
each_domain_app = pytest.mark.parametrize("app", DOMAIN_APPS, ids=lambda app: app.name)


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A small domain app in which everything is right."""
    app = tmp_path / "purnadaya" / "knitting"
    (app / "office").mkdir(parents=True)
    for name, text in {
        "__init__.py": "",
        "rules.py": "from purnadaya.kernel.problems import Problem",
        "models.py": "from purnadaya.knitting.rules import Stitch",
        "queries.py": "from purnadaya.knitting.models import Scarf\nScarf.objects.filter(id=1)",
        "commands.py": "from purnadaya.knitting import facts, queries, rules\nScarf.objects.create(id=1)",
        "office/views.py": "from purnadaya.knitting.queries import scarf_for\nseen = {}\nseen.update(a=1)",
    }.items():
        (app / name).write_text(text)
    return app


def test_an_app_in_which_all_is_right_is_left_alone(planted: Path) -> None:
    assert checks.strange_rooms(planted) == []
    assert checks.room_imports(planted) == []
    assert checks.writes_outside_commands(planted) == []
    assert checks.clock_reads([planted / "rules.py"]) == []


@each_domain_app
def test_a_domain_app_has_only_the_agreed_rooms(app: Path) -> None:
    checks.must_be_none(checks.strange_rooms(app))


@pytest.mark.parametrize("name", ["utils.py", "services", "views.py", "templates"])
def test_a_room_nobody_agreed_on_is_found(planted: Path, name: str) -> None:
    if name.endswith(".py"):
        (planted / name).write_text("")
    else:
        (planted / name).mkdir()
    assert checks.strange_rooms(planted) == [f"knitting/{name}"]


@each_domain_app
def test_a_room_imports_only_the_rooms_it_may_know(app: Path) -> None:
    checks.must_be_none(checks.room_imports(app))


@pytest.mark.parametrize(
    ("file", "line", "other"),
    [
        ("rules.py", "from purnadaya.knitting.facts import ScarfKnitted", "facts"),
        ("facts.py", "import purnadaya.knitting.rules", "rules"),
        ("models.py", "from purnadaya.knitting import commands", "commands"),
        ("queries.py", "def late():\n    from purnadaya.knitting.commands import Knit", "commands"),
        ("measures.py", "from purnadaya.knitting.models import Scarf", "models"),
        ("story.py", "from purnadaya.knitting.models import Scarf", "models"),
        ("office/forms.py", "from purnadaya.knitting.models import Scarf", "models"),
    ],
)
def test_an_import_into_the_wrong_room_is_found(planted: Path, file: str, line: str, other: str) -> None:
    (planted / file).write_text(line)
    assert checks.room_imports(planted) == [f"knitting/{file} imports knitting.{other}"]


@each_domain_app
def test_tables_are_written_by_commands_only(app: Path) -> None:
    checks.must_be_none(checks.writes_outside_commands(app))


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("queries.py", "Scarf.objects.filter(id=1).update(length=2)", "writes with update()"),
        ("office/views.py", "Scarf.objects.create(length=2)", "writes with create()"),
        ("office/views.py", "scarf.save()", "writes with save()"),
        ("story.py", "scarf.delete()", "writes with delete()"),
        ("models.py", "class Scarf(Model):\n    def save(self): ...", "overrides save()"),
        ("commands.py", "from django.db.models.signals import post_save", "listens to signals"),
    ],
)
def test_a_write_beside_the_commands_is_found(planted: Path, file: str, text: str, fault: str) -> None:
    (planted / file).write_text(text)
    assert checks.writes_outside_commands(planted) == [f"knitting/{file} {fault}"]


def test_rules_do_not_ask_the_machine_for_the_time() -> None:
    checks.must_be_none(checks.clock_reads([*checks.SOURCE.glob("*/rules.py"), *checks.SOURCE.glob("*/rules/*.py")]))


@pytest.mark.parametrize("line", ["date.today()", "datetime.now(UTC)", "timezone.localdate()", "time.monotonic()"])
def test_a_rule_that_asks_for_the_time_is_found(planted: Path, line: str) -> None:
    (planted / "rules.py").write_text(f"def late():\n    return {line}")
    assert len(checks.clock_reads([planted / "rules.py"])) == 1


def test_the_contracts_name_every_domain_app() -> None:
    text = (checks.ROOT / ".importlinter").read_text(encoding="utf-8")
    checks.must_be_none(checks.contract_gaps(text, checks.SOURCE))


def test_a_domain_app_without_contracts_is_found(planted: Path) -> None:
    text = (checks.ROOT / ".importlinter").read_text(encoding="utf-8")
    assert checks.contract_gaps(text, planted.parent) == [
        "knitting is not in the contract on rooms",
        "knitting is not in the contract on tables",
    ]
