"""Several things of one kind in one form, a row each; rows left empty are nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from purnadaya.kernel.commands import Actor, Command
from purnadaya.kernel.problems import Problem
from purnadaya.ui.forms import CommandForm

MOST_ROWS = 20


@dataclass(frozen=True)
class RowWords:
    """What rows are called, in the form (``prefix``) and on the page; ``about`` is the field that all share.

    A row counts as empty when nothing was typed in its ``telling`` fields; the others only say more.
    """

    prefix: str
    about: str
    telling: tuple[str, ...]
    title: Any
    under: Any
    one: Any
    more: Any


class Rows:
    """A part of a form (``ui.parts``): rows of one ``form``, each about the same thing, which ``words.about`` names.

    ``prepare`` is called with every row's form, to offer it what can be chosen.
    """

    def __init__(
        self,
        form: type[CommandForm],
        *,
        actor: Actor,
        data: Any,
        words: RowWords,
        prepare: Callable[[Any], None],
        initial: Sequence[Mapping[str, Any]] = ({},),
    ) -> None:
        self.form, self.actor, self.data, self.words = form, actor, data, words
        self.prefix, self.about, self.telling = words.prefix, words.about, words.telling
        self.prepare, self.initial = prepare, initial
        self.rows = [self._row(place) for place in range(self._count())]
        self.sent: list[CommandForm] = []

    def _count(self) -> int:
        typed = "" if self.data is None else self.data.get(f"{self.prefix}-count", "")
        asked = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len(str(MOST_ROWS)) + 1 else 0
        return min(asked or len(self.initial), MOST_ROWS)

    def _row(self, place: int) -> CommandForm:
        initial = self.initial[min(place, len(self.initial) - 1)]
        row = self.form(self.data, actor=self.actor, prefix=f"{self.prefix}-{place}", initial=initial)
        self.prepare(row)
        return row

    def more(self, button: str) -> bool:
        """Whether the button asked for one more row."""
        if button != self.prefix:
            return False
        if len(self.rows) < MOST_ROWS:
            place = len(self.rows)
            row = self.form(None, actor=self.actor, prefix=f"{self.prefix}-{place}", initial=self.initial[-1])
            self.prepare(row)
            self.rows.append(row)
        return True

    def commands(self, of: UUID) -> list[Command] | None:
        """A command for each row that tells something, about ``of``; None when the shape of one is wrong."""
        self.sent = [row for row in self.rows if self._tells(row)]
        made = []
        for row in self.sent:
            row.fixed[self.about] = str(of)
            made.append(row.to_command())
        return None if None in made else [one for one in made if one is not None]

    def _tells(self, row: CommandForm) -> bool:
        return any(str(self.data.get(row.add_prefix(name), "")).strip() for name in self.telling)

    def show(self, place: int, *problems: Problem) -> None:
        """Show problems beside the row they are of."""
        self.sent[place].show(*problems)

    @property
    def wrong(self) -> list[CommandForm]:
        """The rows in which something is wrong."""
        return [row for row in self.sent if row.errors]

    def draw(self) -> SafeString:
        """The rows and the button for one more."""
        return render_to_string("ui/rows.html", {"part": self, "full": len(self.rows) >= MOST_ROWS})
