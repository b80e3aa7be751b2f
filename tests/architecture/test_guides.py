"""What the guides point to is there: pages, pictures, commands, scripts, and the words on the screen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from purnadaya.config.cli import COMMANDS
from purnadaya.kernel.commands import command_kinds
from tests.architecture import checks

PAGES = sorted([*checks.ROOT.glob("*.md"), *(checks.ROOT / "docs").rglob("*.md")])
GUIDE = sorted((checks.ROOT / "docs" / "panduan").glob("*.md"))
PICTURES = sorted((checks.ROOT / "docs" / "pictures").iterdir())
LARGEST_PICTURE = 120 * 1024

FENCED = re.compile(r"^ *```.*?^ *```", re.M | re.S)
CODE = re.compile(r"^ *```.*?^ *```|`[^`\n]+`", re.M | re.S)
LINK = re.compile(r"""\]\(([^)\s]+)\)|<(?:a|img)\b[^>]*?\b(?:href|src)="([^"]+)\"""")
NAMED = {
    "purnadaya": re.compile(r"(?<![\w-])purnadaya ([a-z][\w-]*)"),
    "purnadaya do": re.compile(r"(?<![\w-])purnadaya do ([a-z]\w*\.\w+)"),
    "script": re.compile(r"(?<![\w./-])script/([a-z]\w*)"),
}
GAP = re.compile(r"%\\?\(\w+\\?\)[sd]")


def broken_links(page: Path) -> list[str]:
    """Links and pictures of a page that lead to no file, or to a heading that is not there."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    links = [link or source for link, source in LINK.findall(text)]
    return [f"{page.name}: {link}" for link in links if "://" not in link and not _leads_somewhere(page, link)]


def _leads_somewhere(page: Path, link: str) -> bool:
    name, _, heading = link.partition("#")
    target = page.parent / name if name else page
    return target.exists() and (not heading or heading in _headings(target))


def _headings(page: Path) -> set[str]:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def unknown_names(text: str, known: dict[str, Collection[str]]) -> list[str]:
    """Commands and scripts that code in a text names, and that are not there."""
    code = "\n".join(CODE.findall(text))
    return [f"{what} {name}" for what, pattern in NAMED.items() for name in pattern.findall(code)
            if name not in known[what]]  # fmt: skip


def unseen_words(text: str, said: Collection[str]) -> list[str]:
    """Words in bold that no screen says; a gap in a screen's sentence may hold anything."""
    screens = re.compile("|".join(GAP.sub(".+", re.escape(words)) for words in said))
    return [
        words for words in re.findall(r"\*\*(.+?)\*\*", text, re.S) if not screens.fullmatch(" ".join(words.split()))
    ]


def said_on_screen() -> Iterator[str]:
    """Everything the screens say in Indonesian."""
    for path in checks.SOURCE.glob("*/locale/id/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="id"):
                yield from (message.string,) if isinstance(message.string, str) else message.string


def ours() -> dict[str, Collection[str]]:
    """What there is to be named."""
    return {
        "purnadaya": COMMANDS,
        "purnadaya do": command_kinds().keys(),
        "script": {path.name for path in (checks.ROOT / "script").iterdir()},
    }


def test_every_link_and_picture_leads_somewhere() -> None:
    checks.must_be_none(fault for page in PAGES for fault in broken_links(page))


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# Two people, at once\n")
    page = tmp_path / "page.md"
    page.write_text(
        '[a](there.md) [b](gone.md) [c](there.md#two-people-at-once) [d](there.md#three) <img src="gone.png">'
        "\n[e](https://example.org/gone) `[f](gone.md)`\n```sh\n[g](gone.md)\n```\n![h](pictures/gone.png)"
    )
    assert [fault.removeprefix("page.md: ") for fault in broken_links(page)] == [
        "gone.md", "there.md#three", "gone.png", "pictures/gone.png",
    ]  # fmt: skip


def test_every_command_and_script_in_the_guides_exists() -> None:
    known = ours()
    texts = [(page.name, page.read_text(encoding="utf-8")) for page in PAGES]
    checks.must_be_none(f"{name}: {fault}" for name, text in texts for fault in unknown_names(text, known))


def test_a_command_or_script_that_is_gone_is_found() -> None:
    text = (
        "Purnadaya knits. `purnadaya knit`, `purnadaya verify --json`, `script/knit x`, `script/run`\n"
        "```sh\npurnadaya do people.knit --as tini\n/srv/purnadaya/.venv/bin/purnadaya purl\n"
        "runuser -u purnadaya -- x\n```"
    )
    assert unknown_names(text, ours()) == [
        "purnadaya knit",
        "purnadaya purl",
        "purnadaya do people.knit",
        "script knit",
    ]


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_bold_words_in_the_user_guide_stand_on_a_screen(page: Path) -> None:
    checks.must_be_none(unseen_words(page.read_text(encoding="utf-8"), list(said_on_screen())))


def test_bold_words_that_no_screen_says_are_found() -> None:
    said = ["Simpan", "Betulkan: %(name)s", "Dua orang mengubah hal yang sama."]
    text = "**Simpan** **Submit** **Betulkan: Bu Par** **Dua orang mengubah\nhal yang sama.** **simpan**"
    assert unseen_words(text, said) == ["Submit", "simpan"]


def test_pictures_are_small_enough_for_a_slow_line() -> None:
    checks.must_be_none(
        f"{path.name}: {size} bytes" for path in PICTURES if (size := path.stat().st_size) > LARGEST_PICTURE
    )
