"""Every word people read can be read in Indonesian."""

from __future__ import annotations

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture import checks


def _load() -> ModuleType:
    loader = SourceFileLoader("words", str(checks.ROOT / "script/words"))
    spec = importlib.util.spec_from_loader("words", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


words = _load()

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
HELLO = _("Hello %(name)s")
MANY = ngettext("%(n)s scarf", "%(n)s scarves", 2)
KNIT = pgettext("verb", "knit")
LONG = _(
    "One sentence "
    "in two pieces."
)
"""
HTML = """{% load i18n %}
<h1 title="{% translate 'On top' %}">{% translate "Scarves" %}</h1>
<p>{% blocktranslate trimmed with n=scarf.length %}
  It is {{ n }} long,
  isn't it?
{% endblocktranslate %} {{ _("Short") }} {% trans "Wool" context "yarn" as wool %}</p>
{% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
"""
ALL = {
    (None, "Hello %(name)s"),
    (None, ("%(n)s scarf", "%(n)s scarves")),
    ("verb", "knit"),
    (None, "One sentence in two pieces."),
    (None, "On top"),
    (None, "Scarves"),
    (None, "It is %(n)s long, isn't it?"),
    (None, "Short"),
    ("yarn", "Wool"),
    (None, ("%(n)s row", "%(n)s rows")),
}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app whose every word is translated (into itself)."""
    folder = make_app(tmp_path / "knitting", PYTHON, HTML)
    words.update(folder)
    translate_all(folder)
    return folder


def make_app(folder: Path, python: str, html: str = "") -> Path:
    """An app with one module and one template."""
    (folder / "templates").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "views.py").write_text(python)
    (folder / "templates" / "page.html").write_text(html)
    return folder


def translate_all(folder: Path) -> None:
    """Say everything the way it is said in English, the plural where there is one."""
    rows: list[str] = []
    text = words.catalogue_path(folder).read_text()
    for row in text.splitlines():
        english = rows[-1].partition(" ")[2] if rows else ""
        rows.append(row.replace('""', english) if row in ('msgstr ""', 'msgstr[0] ""') and english != '""' else row)
    words.catalogue_path(folder).write_text("\n".join(rows) + "\n")


def test_every_word_of_the_house_can_be_read_in_indonesian() -> None:
    checks.must_be_none(words.problems(checks.SOURCE))


def test_words_are_found_in_code_and_in_templates(app: Path) -> None:
    assert words.words_of(app) == ALL


def test_a_catalogue_with_every_word_is_left_alone(app: Path) -> None:
    before = words.catalogue_path(app).read_text()
    words.update(app)
    assert words.problems(app.parent) == []
    assert words.catalogue_path(app).read_text() == before


def test_a_catalogue_names_no_lines_of_the_code(app: Path) -> None:
    assert "#:" not in words.catalogue_path(app).read_text()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgid "Short"\nmsgstr "Short"\n', "", "knitting: missing: 'Short'"),
        ('msgstr "Short"', 'msgstr ""', "knitting: not translated: 'Short'"),
        ('msgid "Short"', '#, fuzzy\nmsgid "Short"', "knitting: fuzzy: 'Short'"),
        ('msgid "Short"', 'msgid "Cut"\nmsgstr "Potong"\n\nmsgid "Short"', "knitting: gone from the code: 'Cut'"),
        ('msgid "Short"', '#~ msgid "Cut"\n#~ msgstr "Potong"\n\nmsgid "Short"', "knitting: obsolete entry: 'Cut'"),
        ('msgstr "Hello %(name)s"', 'msgstr "Halo %s"', "knitting: "),
        ('msgstr "Hello %(name)s"', 'msgstr "Halo"', "knitting: other gaps than the English"),
    ],
)
def test_a_catalogue_that_lacks_something_is_found(app: Path, old: str, new: str, fault: str) -> None:
    path = words.catalogue_path(app)
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    found = words.problems(app.parent)
    assert found
    assert all(line.startswith(fault) for line in found)


def test_one_text_in_two_translations_is_found(app: Path) -> None:
    other = make_app(app.parent / "weaving", 'SHORT = _("Short")')
    words.update(other)
    path = words.catalogue_path(other)
    path.write_text(path.read_text().replace('msgid "Short"\nmsgstr ""', 'msgid "Short"\nmsgstr "Pendek"'))
    assert words.problems(app.parent) == ["weaving: 'Short' is 'Pendek' here and 'Short' in knitting"]


def test_words_for_people_in_the_kernel_are_found(tmp_path: Path) -> None:
    make_app(tmp_path / "kernel", 'SHORT = _("Short")')
    assert words.problems(tmp_path) == ["kernel: holds words for people: 'Short'"]


def test_a_word_that_is_gone_leaves_the_catalogue_and_the_others_stay(app: Path) -> None:
    (app / "views.py").write_text(PYTHON.replace('_("Hello %(name)s")', '_("Good day")'))
    words.update(app)
    text = words.catalogue_path(app).read_text()
    assert 'msgid "Good day"\nmsgstr ""' in text
    assert "Hello" not in text
    assert 'msgid "Short"\nmsgstr "Short"' in text
