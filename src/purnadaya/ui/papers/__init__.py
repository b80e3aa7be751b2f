"""What leaves the house on paper or as a message: a paper is data, and is drawn as PDF, as a page, or said as text.

Nothing typed can run as markup: the templates (``*/papers/*.typ``) get all words as data (ADR 15).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import typst
from django.http import HttpResponse
from django.utils.translation import get_language

from purnadaya.kernel.commands import Actor

TEMPLATES = Path(__file__).resolve().parent.parent.parent
"""The folder of all apps: templates are named from here, and read nothing outside it."""
PAPER = "ui/papers/paper.typ"
WHATSAPP = "https://wa.me/?text="


@dataclass(frozen=True)
class Block:
    """A piece of a paper under its own title: words, facts (label and value), a table; any of them may be missing.

    ``head`` names the columns of ``rows``; columns no row fills stay empty, to be written in by hand, and ``blank`` so
    many empty rows follow. ``widths`` are shares; with ``figures`` all columns but the first hold numbers. ``said``
    are the lines that stand for the table in a message and on a narrow roll; None: a line for each row.
    """

    title: str = ""
    words: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    numbered: bool = False
    tall: bool = False
    figures: bool = False
    blank: int = 0
    said: tuple[str, ...] | None = None

    @property
    def lines(self) -> list[str]:
        """The block as lines of text, without its title."""
        told = [f"{label}: {value}" for label, value in self.facts]
        rows = self.said if self.said is not None else [", ".join(cell for cell in row if cell) for row in self.rows]
        marks = (f"{place}. " if self.numbered else "- " for place in range(1, len(rows) + 1))
        return [*self.words.splitlines(), *told, *(mark + row for mark, row in zip(marks, rows, strict=True))]

    @property
    def labelled(self) -> Iterator[list[tuple[str, str]]]:
        """The rows of the table, each cell with the name of its column."""
        return (list(zip(self.head, row, strict=False)) for row in self.rows)


@dataclass(frozen=True)
class Paper:
    """Something to print or to send. ``name`` is the file's and names nobody; ``mark`` says in bold what a reader must
    not miss; ``signatures`` are a role and a name each, below ``signed`` (place and day)."""

    name: str
    title: str
    by: str
    under: str = ""
    mark: str = ""
    blocks: tuple[Block, ...] = ()
    signed: str = ""
    signatures: tuple[tuple[str, str], ...] = ()


Section = Callable[[Any, Any], Sequence[Block]]
"""From who asks and what the paper is about to blocks of it; none where there is nothing for her."""

_sections: dict[str, list[Section]] = defaultdict(list)


def register_paper_section(paper: str, section: Section) -> None:
    """Let an app add blocks to every ``paper`` of this kind, after those that were named before."""
    _sections[paper].append(section)


def paper_sections(paper: str, actor: Actor, thing: Any) -> tuple[Block, ...]:
    """What other apps add to a paper about this thing, for this actor."""
    return tuple(block for section in _sections[paper] for block in section(actor, thing))


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF of a template, named from the folder of all apps, and ``data`` as it reads it. The same data give the same
    bytes. Letters no font of ours has become boxes; nothing else that is typed can be in the way."""
    inputs = {"paper": json.dumps(data)}
    drawn = typst.compile(TEMPLATES / template, root=TEMPLATES, ignore_system_fonts=True, sys_inputs=inputs)
    return bytes(drawn)


def pdf_of(paper: Paper, *, roll: bool = False) -> bytes:
    """The paper on A4, or (``roll``) on a roll 80 mm wide and as long as it needs to be."""
    blocks = [asdict(block) | {"lines": block.lines} for block in paper.blocks]
    language = (get_language() or "id").partition("-")[0]
    return render(PAPER, asdict(paper) | {"blocks": blocks, "roll": roll, "language": language})


def text_of(paper: Paper) -> str:
    """The paper as a message: titles between stars, which WhatsApp sets in bold; no room for signatures."""
    head = [f"*{paper.title}*", paper.under, paper.by, paper.mark]
    blocks = [[f"*{block.title}*"] * bool(block.title) + block.lines for block in paper.blocks]
    return "\n\n".join("\n".join(filter(None, lines)) for lines in (head, *blocks) if any(lines))


def message_link(paper: Paper) -> str:
    """The address that opens WhatsApp with the paper as a message; it asks to whom, and nothing is sent by us."""
    return WHATSAPP + quote(text_of(paper), safe="")


def pdf_answer(paper: Paper, *, roll: bool = False) -> HttpResponse:
    """The paper as a PDF that the browser shows."""
    headers = {"Content-Disposition": f'inline; filename="{paper.name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(pdf_of(paper, roll=roll), content_type="application/pdf", headers=headers)
