"""Pages hold no script and no style, speak through translations, and draw in nobody else's pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import checks

TEMPLATES = sorted(path for path in checks.SOURCE.rglob("*.html") if "templates" in path.parts)
DOMAINS = {app.name for app in checks.domain_apps(checks.SOURCE)}
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)


TAKEN_ALONG = {"her_file.html"}
"""Not pages of ours but files people take along and open without us, so they carry their own look."""


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.name not in TAKEN_ALONG], ids=lambda path: path.name
)
def test_a_page_holds_no_script_and_no_style(path: Path) -> None:
    checks.must_be_none(checks.inline_code(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("<script>alert(1)</script>", "script in the page"),
        ('<script type="module">go()</script>', "script in the page"),
        ("<style>p {}</style>", "style in the page"),
        ('<p style="color: red">', "style attribute"),
        ('<button\n  onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "javascript: address"),
        ("{{ name|safe }}", "unescaped value"),
        ("{% autoescape off %}", "unescaped value"),
    ],
)
def test_script_and_style_in_a_page_are_found(template: str, fault: str) -> None:
    assert checks.inline_code(template) == [fault]


def test_a_script_and_a_style_of_their_own_files_are_allowed() -> None:
    page = '<link rel="stylesheet" href="a.css"><script defer src="a.js"></script><p class="style">{{ one }}</p>'
    assert checks.inline_code(page) == []


@each_template
def test_a_page_shows_only_words_that_can_be_translated(path: Path) -> None:
    checks.must_be_none(checks.bare_words(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Save</p>", ["Save"]),
        ('<input placeholder="Name">', ["Name"]),
        ("<a aria-label='Go back' href='/'>{% translate 'Back' %}</a>", ["Go", "back"]),
        ("{% if one %}Saved{% endif %}", ["Saved"]),
    ],
)
def test_a_word_outside_the_translations_is_found(template: str, words: list[str]) -> None:
    assert checks.bare_words(template) == words


def test_what_is_translated_or_not_read_is_left_alone() -> None:
    page = """{# a note #}{% load i18n %}<p class="lead">{% translate "Save" %} &nbsp; · 12 {{ name }}</p>
    {% blocktranslate %}It is {{ n }} long{% endblocktranslate %}{% comment %}not yet{% endcomment %}
    <img alt="{% translate 'A scarf' %}" src="scarf.png">"""
    assert checks.bare_words(page) == []


@each_template
def test_a_page_draws_in_no_other_domains_pages(path: Path) -> None:
    app = path.relative_to(checks.SOURCE).parts[0]
    checks.must_be_none(checks.foreign_includes(path.read_text(encoding="utf-8"), app, DOMAINS))


@pytest.mark.parametrize("tag", ['{% include "people/row.html" %}', "{% extends 'people/index.html' %}"])
def test_a_page_that_draws_in_another_domains_page_is_found(tag: str) -> None:
    assert checks.foreign_includes(tag, "groups", {"people", "groups"}) == ["people"]
    assert checks.foreign_includes(tag, "people", {"people", "groups"}) == []
